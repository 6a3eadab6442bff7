"""Who comes: organisations, athletes, teams and their entries. Pure."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import msgspec

from .names import make_person
from .terms import Entrant, Organisation, Person

# How often an athlete of the discipline starts in one event more, instead of somebody new.
_AGAIN = {
    "SWM": 0.62, "GAR": 0.85, "ATH": 0.3, "SSK": 0.5, "CTR": 0.6, "SHO": 0.35, "ARC": 0.85, "FEN": 0.8,
    "TEN": 0.6, "TTE": 0.75, "BDM": 0.3, "DIV": 0.45, "CSP": 0.4, "SKB": 0.1, "TRI": 0.8, "CRD": 0.4,
}  # fmt: skip


class Entry(msgspec.Struct, frozen=True):
    """What an event asks for: whom, how many, members of a team (0: athletes)."""

    event: str
    discipline: str
    gender: str
    field: int
    team: int
    universal: bool = False


def choose_organisations(
    rng: Random, all_of: tuple[Organisation, ...], count: int, host: str
) -> list[Organisation]:
    """The host, the strong, and a few of everybody else; in order of code."""
    by_weight = sorted(all_of, key=lambda one: (one.code != host, -one.weight))
    strong = by_weight[: max(1, count * 2 // 3)]
    rest = rng.sample(by_weight[len(strong) :], max(0, min(count, len(all_of)) - len(strong)))
    return sorted([*strong, *rest], key=lambda one: one.code)


class Field:
    """Fills start fields, remembering who is there already."""

    def __init__(self, rng: Random, organisations: list[Organisation], host: str, day: date) -> None:
        self.rng, self.organisations, self.host, self.day = rng, organisations, host, day
        self.persons: dict[str, Person] = {}
        self.entrants: dict[str, Entrant] = {}
        self.skills: dict[str, float] = {}
        self._of: dict[tuple[str, str, str], list[str]] = {}
        self._next = 1_400_000 + rng.randrange(9_000)
        self._bibs: dict[str, str] = {}

    def person(
        self, organisation: Organisation, discipline: str, gender: str, function: str = "AA01"
    ) -> Person:
        """Somebody new."""
        self._next += self.rng.randrange(1, 5)
        made = make_person(
            self.rng,
            str(self._next),
            organisation.tradition,
            (gender, organisation.code, discipline),
            self.day,
        )
        made = msgspec.structs.replace(made, function=function)
        self.persons[made.code] = made
        return made

    def _strength(self, organisation: Organisation) -> float:
        # Hosts win more at home; a small delegation varies more, so that it sometimes wins.
        home = 0.3 if organisation.code == self.host else 0.0
        return 0.8 * math.log10(organisation.weight) + home

    def _athlete(self, organisation: Organisation, entry: Entry, gender: str, taken: set[str]) -> str:
        known = self._of.setdefault((entry.discipline, gender, organisation.code), [])
        free = [code for code in known if code not in taken]
        if free and self.rng.random() < _AGAIN.get(entry.discipline, 0.0):
            return self.rng.choice(free)
        made = self.person(organisation, entry.discipline, gender)
        spread = 0.85 if organisation.weight > 5 else 1.0
        self.skills[made.code] = self.rng.gauss(self._strength(organisation), spread)
        self._bibs[made.code] = str(len(self._bibs) % 8999 + 1001)
        known.append(made.code)
        return made.code

    def _delegations(self, entry: Entry) -> list[Organisation]:
        """Whose athletes or teams start: the strong more often, at most 1 team or 3 athletes each."""
        most = 1 if entry.team else (2 if entry.field <= 16 else 3)
        left = {one.code: most for one in self.organisations}
        by_code = {one.code: one for one in self.organisations}
        chosen = []
        if entry.universal:
            small = sorted(self.organisations, key=lambda one: (one.weight, one.code))
            chosen = small[: entry.field // 2]
        elif entry.team and self.rng.random() < 0.7:
            chosen = [by_code[self.host]]
        for one in chosen:
            left[one.code] -= 1
        while len(chosen) < entry.field and left:
            codes = [code for code in left if left[code] > 0]
            if not codes:
                break
            code = self.rng.choices(codes, [by_code[code].weight ** 0.8 for code in codes])[0]
            left[code] -= 1
            chosen.append(by_code[code])
        return chosen

    def fill(self, entry: Entry) -> list[str]:
        """The entrants of an event, the strongest (as far as anybody knows) first."""
        taken: set[str] = set()
        found: list[tuple[float, str]] = []
        for organisation in self._delegations(entry):
            one = (
                self._team(organisation, entry, taken)
                if entry.team
                else self._single(organisation, entry, taken)
            )
            self.entrants.setdefault(one.code, one)
            found.append((-one.skill + self.rng.gauss(0, 0.35), one.code))
        return [code for _, code in sorted(found)]

    def _single(self, organisation: Organisation, entry: Entry, taken: set[str]) -> Entrant:
        code = self._athlete(organisation, entry, entry.gender if entry.gender in "MW" else "W", taken)
        taken.add(code)
        name = self.persons[code].print_name
        bib = self._bibs[code] if self.rng.random() < 0.97 else ""
        return Entrant(code, "A", organisation.code, name, self.skills[code], (code,), bib)

    def _team(self, organisation: Organisation, entry: Entry, taken: set[str]) -> Entrant:
        genders = [entry.gender] * entry.team
        if entry.gender not in "MW":
            genders = ["MW"[at % 2] for at in range(entry.team)]
        members = []
        for gender in genders:
            members.append(self._athlete(organisation, entry, gender, taken))
            taken.add(members[-1])
        name = organisation.name
        if entry.team == 2:
            name = "/".join(self.persons[code].family for code in members)
        if entry.team == 1:
            name = self.persons[members[0]].print_name
        skill = (
            sum(self.skills[code] for code in members) / len(members) * (1 + 0.25 * math.log2(len(members)))
        )
        coach = self.person(organisation, entry.discipline, "MW"[self.rng.random() < 0.3], "COACH").code
        event = entry.event[4:12]
        code = f"{entry.discipline}{entry.gender}{event}{organisation.code}01"
        if entry.team == 1:
            return Entrant(
                members[0], "A", organisation.code, name, skill, (members[0],), self._bibs[members[0]]
            )
        return Entrant(code, "T", organisation.code, name, skill, tuple(members), coach=coach)
