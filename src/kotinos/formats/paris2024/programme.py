"""Which events there are and which RSC each has. Pure.

An event's RSC comes from the results; where a discipline has none, from the codes of its teams
(twelve characters, so the modifier stays unknown); else it is made up from the event's name, with
``DERIVED`` in the place of the modifier so that nobody takes it for the real one.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

from kotinos.odf.rsc import LENGTH, discipline_rsc

from .rows import ParisSet

FROM_TEAMS = "event code taken from the codes of its teams; a modifier is not known"
NO_EVENT = "the programme has no such event; its units stand at the level of the gender"
FROM_NAME = "event code made up from the event's name; the set does not tell the real one"

_SEXES = ("M", "W", "X", "O")
_GENDERS = (("mixed", "X"), ("women", "W"), ("b-girls", "W"), ("men", "M"), ("b-boys", "M"))


class Event(msgspec.Struct, frozen=True):
    """An event: its RSC, names, gender, and how the RSC was made up ("" when the set tells it)."""

    rsc: str
    discipline: str
    name: str
    gender: str
    derived: str = ""

    @property
    def is_event(self) -> bool:
        """Whether it gives medals; gymnastics' qualification for all events at once does not."""
        return bool(self.rsc[4:22].strip("-"))


class Programme(msgspec.Struct, frozen=True):
    """Events by (discipline code, event name), discipline names by code."""

    events: dict[tuple[str, str], Event]
    disciplines: dict[str, str]

    def find(self, discipline_name: str, event_name: str) -> Event | None:
        """The event of a medal row, which knows its discipline by name only."""
        for code, name in self.disciplines.items():
            if name == discipline_name and (found := self.events.get((code, event_name))):
                return found
        return None


def programme(paris: ParisSet) -> Programme:
    """All events that results, schedule, teams or medals name."""
    disciplines = _disciplines(paris)
    events: dict[tuple[str, str], Event] = {}
    for row in paris.results:
        if row.code and (row.code[:3], row.event_name) not in events:
            event = Event(row.event, row.code[:3], row.event_name, row.code[3].strip("-") or row.gender)
            events[row.code[:3], row.event_name] = event
    told = _team_codes(paris)
    listed = {(row.sport_code.strip(), row.event.strip()) for row in paris.events}
    taken = {event.rsc for event in events.values()}
    for discipline, name, gender in _named(paris, disciplines):
        if (discipline, name) in events or not name:
            continue
        if (discipline, name) in listed or not any(code == discipline for code, _ in listed):
            event = _made_up(discipline, name, gender, told, taken)
        else:
            rsc = f"{discipline}{gender if gender in _SEXES else '-'}".ljust(LENGTH, "-")
            event = Event(rsc, discipline, name, gender, NO_EVENT)
        taken.add(event.rsc)
        events[discipline, name] = event
    return Programme(events, disciplines)


def _disciplines(paris: ParisSet) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in paris.schedule:
        names.setdefault(line.discipline_code, line.discipline)
    for row in paris.results:
        names.setdefault(row.code[:3] or row.discipline_code, row.discipline_name)
    if "CER" in names:
        names["CER"] = "Ceremonies"  # the two ceremonies stand there under their own names
    return {code: name for code, name in names.items() if re.match(r"[A-Z0-9]{3}\Z", code)}


def _named(paris: ParisSet, disciplines: dict[str, str]) -> list[tuple[str, str, str]]:
    found = [(row.discipline_code, row.event, row.gender) for row in paris.schedule]
    codes = {name: code for code, name in disciplines.items()}
    found += [(codes.get(row.discipline, ""), row.event, row.gender) for row in paris.medals]
    return [each for each in found if each[0] in disciplines]


def _team_codes(paris: ParisSet) -> dict[tuple[str, str], set[str]]:
    told: dict[tuple[str, str], set[str]] = {}
    for team in paris.teams:
        if team.events and not team.is_historical and re.match(r"[A-Z0-9.\-]{17}\Z", team.code):
            told.setdefault((team.disciplines_code, team.events), set()).add(team.code[:12])
    return told


def _made_up(
    discipline: str, name: str, gender: str, told: dict[tuple[str, str], set[str]], taken: set[str]
) -> Event:
    prefixes = told.get((discipline, name), set())
    if len(prefixes) == 1:
        rsc = next(iter(prefixes)).ljust(LENGTH, "-")
        if rsc not in taken:
            return Event(rsc, discipline, name, rsc[3].strip("-"), FROM_TEAMS)
    sex = gender if gender in _SEXES else _gender_of(name)
    stem = f"{discipline}{sex or '-'}{_letters(name)[:8].ljust(8, '-')}"
    number = 0
    while (rsc := f"{stem}DERIVED{number or '-'}".ljust(LENGTH, "-")) in taken:
        number += 1
    return Event(rsc, discipline, name, sex, FROM_NAME)


def _gender_of(name: str) -> str:
    return next((sex for word, sex in _GENDERS if word in name.lower()), "")


def _letters(name: str) -> str:
    """``"Men -60 kg"`` as ``"60KG"``: the name without its gender, in the letters an RSC may have."""
    plain = unicodedata.normalize("NFKD", name.replace("+", "P")).encode("ascii", "ignore").decode()
    bare = re.sub(r"\b(men|women)(?:'s)?\b", "", plain, flags=re.IGNORECASE)
    return re.sub(r"[^A-Z0-9]", "", bare.upper()) or "EVENT"


def rsc_of_discipline(code: str) -> str:
    """The 34-character RSC of a three-letter discipline."""
    return discipline_rsc(code.ljust(3, "-"))
