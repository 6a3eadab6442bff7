"""Rules about the codes inside a message. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..nodes import Competition, Participant, Team
from ..rsc import LENGTH, RSC
from .registry import Fault, Subject, rule

_WHOLE_GAMES = frozenset({"", "---", "GL0", "GEN"})
_GENDERS = frozenset({"", "M", "W", "X", "O"})


def rsc_fault(code: str) -> str:
    """What is wrong with a 34-character code; ``""`` when nothing is."""
    if len(code) != LENGTH:
        return f"an RSC has {LENGTH} characters, {code[:40]!r} has {len(code)}"
    return _fault(code)


@lru_cache(maxsize=65536)
def _fault(code: str) -> str:
    try:
        parsed = RSC.parse(code)
    except ValueError as error:
        return str(error)
    if parsed.discipline and len(parsed.discipline) != 3:
        return f"{code!r} does not begin with a discipline of three letters"
    if parsed.gender not in _GENDERS:
        return f"the gender of {code!r} is {parsed.gender!r}, not one of M W X O -"
    return ""


@rule("rsc", "error")
def body_codes(subject: Subject) -> Iterator[Fault]:
    """Codes of disciplines, events, phases and units are RSCs (ODF Foundation Principles 10.3)."""
    if subject.odf1:
        return
    for place, code in _codes(subject.body):
        if code and (fault := rsc_fault(code)):
            yield Fault(place, fault, "send the 34-character RSC")


@rule("rsc", "warning")
def foreign_units(subject: Subject) -> Iterator[Fault]:
    """A schedule holds units of the discipline it is the schedule of (DT_SCHEDULE, DocumentCode)."""
    own = subject.header.document_code[:3]
    if own in _WHOLE_GAMES or subject.odf1:
        return
    for at, unit in enumerate(subject.body.units, 1):
        if unit.code and unit.code[:3] != own:
            text = f"{unit.code} lies outside {subject.header.document_code}"
            yield Fault(f"Unit[{at}]/@Code", text, f"send it in a message of {unit.code[:3]}")


def _codes(body: Competition) -> Iterator[tuple[str, str]]:
    for at, unit in enumerate(body.units, 1):
        yield f"Unit[{at}]/@Code", unit.code
    for at, medal in enumerate(body.medals, 1):
        yield f"Medal[{at}]/@Unit", medal.unit
    for at, result in enumerate(body.results, 1):
        for item in result.items:
            yield f"Result[{at}]/ResultItems/ResultItem/@Unit", item.unit
    for at, discipline in enumerate(body.disciplines, 1):
        yield f"Discipline[{at}]/@Code", discipline.code
        for number, event in enumerate(discipline.events, 1):
            yield f"Discipline[{at}]/Event[{number}]/@Code", event.code
    if body.medal_standings is not None:
        yield "MedalStandings/@LastEvent", body.medal_standings.last_event
    yield from _people_codes(body)
    yield from _bracket_codes(body)


def _people_codes(body: Competition) -> Iterator[tuple[str, str]]:
    everybody: tuple[tuple[str, Sequence[Participant | Team]], ...] = (
        ("Participant", body.participants),
        ("Team", body.teams),
    )
    for tag, people in everybody:
        for at, person in enumerate(people, 1):
            for discipline in person.disciplines:
                yield f"{tag}[{at}]/Discipline/@Code", discipline.code
                for event in discipline.events:
                    yield f"{tag}[{at}]/Discipline/RegisteredEvent/@Event", event.event


def _bracket_codes(body: Competition) -> Iterator[tuple[str, str]]:
    for bracket in body.brackets:
        for part in bracket.rounds:
            for item in part.items:
                place = f"Bracket[{bracket.code}]/BracketItems[{part.code}]/BracketItem[{item.code}]"
                yield f"{place}/@Unit", item.unit
                for slot in item.places:
                    if slot.previous_unit is not None:
                        yield f"{place}/CompetitorPlace/PreviousUnit/@Unit", slot.previous_unit.unit


@rule("duplicate", "error")
def repeated_units(subject: Subject) -> Iterator[Fault]:
    """A schedule says each unit once: each carried Unit is the whole unit (ODF Foundation Principles 5)."""
    yield from _repeats("Unit", [unit.code for unit in subject.body.units])


@rule("duplicate", "warning")
def repeats(subject: Subject) -> Iterator[Fault]:
    """Participants, teams, sessions, records and competitors of a result come once each.

    Each carried entity is complete and overrides the one before (ODF Foundation Principles 5).
    """
    body = subject.body
    yield from _repeats("Participant", [person.code for person in body.participants])
    yield from _repeats("Team", [team.code for team in body.teams])
    yield from _repeats("Session", [session.session_code for session in body.sessions])
    yield from _repeats("Record", [record.code for record in body.records])
    yield from _repeats("CodeSet", [(row.type, row.discipline, row.code) for row in body.code_sets])
    yield from _repeats(
        "Result", [person.code for result in body.results for person in result.competitors[:1]]
    )
    for strange in subject.strange:
        if strange.what == "repeated":
            yield Fault(strange.place, "comes twice, the last one counts", "send it once", strange.line)


_NOBODY = frozenset({"", "TBD", "BYE", "NOCOMP", "NONE"})


def _repeats(tag: str, codes: list[str] | list[tuple[str, str, str]]) -> Iterator[Fault]:
    if len(set(codes)) == len(codes):
        return
    seen: dict[object, int] = {}
    for at, code in enumerate(codes, 1):
        if code not in _NOBODY and code in seen:
            yield Fault(f"{tag}[{at}]", f"{tag} {code} stands at {seen[code]} already", "send it once")
        seen.setdefault(code, at)
