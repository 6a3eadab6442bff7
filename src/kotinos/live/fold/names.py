"""What things are called: codes, people, teams, organisations. Pure."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import msgspec
from babel.core import get_global

from kotinos.kit.scripts import EAST, script
from kotinos.odf.nodes import Athlete, CodeName, CodeSet, Competitor, Description, Participant, Team
from kotinos.odf.rsc import LENGTH, discipline_of, event_rsc

from .apply import cancelled
from .state import Entity, State

GROUP = {"NOC": "ORGANISATION", "EVENT_UNIT": "UNIT"}
"""Names that feeds give to the same table."""

MOST = 2**31 - 1
"""Numbers are kept in columns of 32 bits."""


class Names:
    """Look-ups over a state; ``refresh_codes`` after any DT_CODES."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.tables: dict[str, dict[str, CodeSet]] = {}
        self.events: dict[str, dict[str, str]] = {}
        self.organisations: dict[str, str] = {}
        self._who: dict[str, tuple[str, str]] = {}
        self.refresh_codes()

    def refresh_codes(self) -> None:
        """Read all code tables again."""
        tables: dict[str, dict[str, CodeSet]] = defaultdict(dict)
        slots = self.state.tables["slot"]
        for key in sorted(each for each in slots if each.startswith("DT_CODES|")):
            if (message := slots[key].message) and message.competition:
                table = message.header.document_subtype
                rows = tables[GROUP.get(table, table)]
                for row in message.competition.code_sets:
                    rows[row.code] = _joined(rows.get(row.code), row, message.header.language)
        self.tables = dict(tables)
        self.organisations = {
            code: self.of("ORGANISATION", code) for code in self.tables.get("ORGANISATION", {})
        }
        self.events = defaultdict(dict)
        for code in self.tables.get("EVENT", {}):
            if is_event(code):
                self.events[discipline_of(code)][code] = self.of("EVENT", code)

    def forget(self, code: str) -> None:
        """Look a person or team up again: it was told anew."""
        self._who.pop(code, None)

    def of(self, table: str, code: str, default: str = "") -> str:
        """The English name of a code, or the first there is, or ``default`` (the code itself)."""
        row = self.tables.get(table, {}).get(code)
        if row is None or not row.names:
            return default or code
        return _named(_main(row)) or default or code

    def tongues(self) -> dict[str, dict[str, str]]:
        """For each further language that the code tables name things in: the name as documents tell it, to
        the name in that language. What means several things there is left out: nobody could tell which."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in (row for rows in self.tables.values() for row in rows.values() if row.names):
            main = _main(row)
            told = {tag_of(name.language): _named(name) for name in row.names}
            for tag, name in told.items():
                if tag and tag != tag_of(main.language) and name and _named(main):
                    found[tag][_named(main)].add(name)
        return {
            tag: {told: next(iter(said)) for told, said in sorted(names.items()) if len(said) == 1}
            for tag, names in found.items()
        }

    def order(self, table: str, code: str) -> int:
        """The Order of a code; 0 when none was told."""
        row = self.tables.get(table, {}).get(code)
        return number(row.order) if row else 0

    def person(self, code: str) -> Participant | None:
        """The participant as last told by any discipline."""
        return getattr(self._entity(code, "person"), "person", None)

    def team(self, code: str) -> Team | None:
        """The team as last told."""
        return getattr(self._entity(code, "team"), "team", None)

    def entries(self, code: str) -> list[Entity]:
        """Every discipline's word on a person or team, in order."""
        found = (self._get(key) for key in sorted(self.state.people.get(code, ())))
        return [entity for entity in found if entity is not None]

    def who(self, code: str) -> tuple[str, str]:
        """Name and organisation of a person or team; empty texts when unknown."""
        if code not in self._who:
            self._who[code] = self._look_up(code)
        return self._who[code]

    def _look_up(self, code: str) -> tuple[str, str]:
        if person := self.person(code):
            return person_name(person), person.organisation
        if team := self.team(code):
            return team.name or team.tv_team_name or team.short_name or code, team.organisation
        return "", ""

    def competitor(self, told: Competitor) -> tuple[str, str]:
        """Name and organisation of a competitor: participants first, then what the result carried."""
        name, organisation = self.who(told.code)
        if not name and told.description:
            name, organisation = described(told.description), told.description.organisation
        if not name:
            name = " / ".join(self.member(each) for each in told.athletes)
        return name or told.code, told.organisation or organisation

    def member(self, told: Athlete) -> str:
        """Name of a member of a competitor."""
        return (
            self.who(told.code)[0] or (described(told.description) if told.description else "") or told.code
        )

    def event(self, code: str) -> str:
        """The name of the event that a code lies in."""
        return self.of("EVENT", event_rsc(code), event_rsc(code).rstrip("-"))

    def _get(self, key: str) -> Entity | None:
        entity: Entity | None = self.state.get("person", key) or self.state.get("team", key)
        return entity

    def _entity(self, code: str, kind: str) -> Entity | None:
        standing = [
            entity
            for entity in self.entries(code)
            if (value := getattr(entity, kind)) is not None and not cancelled(value)
        ]
        return max(standing, key=lambda each: (each.stamp, each.owner), default=None)


@cache
def tag_of(language: str) -> str:
    """A feed's code of a language (``FRA``) as the tag that pages use (``fr``); "" for none."""
    code = language.lower()
    return str(get_global("language_aliases").get(code, code))


def _main(row: CodeSet) -> CodeName:
    """The name that documents tell: the English one, or the first."""
    return next((name for name in row.names if name.language in ("ENG", "")), row.names[0])


def _named(name: CodeName) -> str:
    return name.description or name.long_description


def _joined(known: CodeSet | None, row: CodeSet, language: str) -> CodeSet:
    """A row with the names that other messages gave it in other languages. ``language``: its message's, in
    which names stand that say none."""
    names = row.names
    if language not in ("", "ENG"):
        names = tuple(
            name if name.language else msgspec.structs.replace(name, language=language) for name in names
        )
    said = {name.language for name in names}
    more = tuple(name for name in known.names if name.language not in said) if known else ()
    return row if names is row.names and not more else msgspec.structs.replace(row, names=names + more)


def is_event(code: str) -> bool:
    """Whether a code of the EVENT table is an event's: not a whole discipline's, not of ODF1."""
    return len(code) == LENGTH and bool(code[4:12].strip("-"))


def person_name(person: Participant) -> str:
    """A person's name as printed."""
    full = f"{person.family_name} {person.given_name}".strip()
    return person.print_name or full or person.tv_name or person.code


def local_name(person: Participant) -> str:
    """A person's name in its own script; "" when none was told, or it says the same as the printed one.

    Family name first and without a blank in Han, kana and Hangul; otherwise in the order of the name for
    television, which is the people's own (ODF, DT_PARTIC, TVName)."""
    family, given = person.local_family_name.strip(), person.local_given_name.strip()
    if script(family or given) in EAST:
        return f"{family}{given}"
    first = person.given_name and person.tv_name.casefold().startswith(person.family_name.casefold() + " ")
    told = f"{family} {given}" if first else f"{given} {family}"
    words = sorted(told.casefold().split())
    return "" if words == sorted(person_name(person).casefold().split()) else told.strip()


def described(told: Description) -> str:
    """The name that a message itself carries."""
    return told.team_name or f"{told.family_name} {told.given_name}".strip()


def number(text: str, default: int = 0) -> int:
    """A whole number out of an attribute, or ``default``; one that no column holds is none."""
    try:
        value = int(text)
    except ValueError:
        return default
    return value if abs(value) <= MOST else default
