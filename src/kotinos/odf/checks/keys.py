"""Rules about the texts that name things: they become keys, addresses and topics. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..nodes import Competition, Competitor, StartCompetitor
from .registry import Fault, Subject, rule

_GAMES = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]|\.(?!\.)){0,19}\Z", re.ASCII)
_HEADER = re.compile(r"[^\x00-\x20|\x7f]{0,40}\Z")
_CODE = re.compile(r"[!$&'()*+,./0-9:;=@A-Z_a-z~-]{0,64}\Z", re.ASCII)
_ORGANISATIONS = frozenset({"ORGANISATION", "NOC"})


@rule("key", "error")
def competition_key(subject: Subject) -> Iterator[Fault]:
    """CompetitionCode is a code of at most 15 characters (ODF Foundation Principles 3.3.2).

    Twenty are taken. ``~`` is not: with it a production feed would pass for the test feed of another Games.
    """
    code = subject.header.competition
    if code and not _GAMES.match(code):
        text = f"CompetitionCode {code[:40]!r} is no code of at most 20 letters, digits, - _ and single dots"
        yield Fault("OdfBody/@CompetitionCode", text, "give a code such as OG2024")


@rule("key", "error")
def header_keys(subject: Subject) -> Iterator[Fault]:
    """What tells messages apart is short and in one line (ODF Foundation Principles 3.3.2)."""
    head = subject.header
    for name, value in (
        ("DocumentCode", head.document_code),
        ("DocumentSubcode", head.document_subcode),
        ("DocumentSubtype", head.document_subtype),
        ("Language", head.language),
        ("Source", head.source),
    ):
        if not _HEADER.match(value):
            text = f"{name} {value[:40]!r} has blanks, bars or more than 40 characters"
            yield Fault(f"OdfBody/@{name}", text, "give a code of the standard")


@rule("key", "error")
def body_keys(subject: Subject) -> Iterator[Fault]:
    """Codes of people, teams, organisations, sessions and records can stand in an address (RFC 3986, 3.3)."""
    named = _organisations(subject) if subject.header.document_subtype in _ORGANISATIONS else ()
    for found in (_people(subject.body), _results(subject.body), _others(subject.body), named):
        for place, code in found:
            if not _CODE.match(code):
                text = f"{code[:40]!r} is no code of at most 64 letters, digits and plain signs"
                yield Fault(place, text, "give a code without blanks")


Named = Iterator[tuple[str, str]]


def _people(body: Competition) -> Named:
    for at, person in enumerate(body.participants, 1):
        yield f"Participant[{at}]/@Code", person.code
        yield f"Participant[{at}]/@Organisation", person.organisation
    for at, team in enumerate(body.teams, 1):
        yield f"Team[{at}]/@Code", team.code
        yield f"Team[{at}]/@Organisation", team.organisation
        for member in team.members:
            yield f"Team[{at}]/Composition/Athlete/@Code", member.code


def _results(body: Competition) -> Named:
    for at, result in enumerate(body.results, 1):
        yield from _competitors(f"Result[{at}]", result.competitors)
    for at, medal in enumerate(body.medals, 1):
        yield from _competitors(f"Medal[{at}]", medal.competitors)
    for at, unit in enumerate(body.units, 1):
        yield from _competitors(
            f"Unit[{at}]/StartList", (start.competitor for start in unit.starts if start.competitor)
        )


def _competitors(place: str, found: Iterable[Competitor | StartCompetitor]) -> Named:
    for told in found:
        yield f"{place}/Competitor/@Code", told.code
        yield f"{place}/Competitor/@Organisation", told.organisation
        for athlete in told.athletes:
            yield f"{place}/Competitor/Composition/Athlete/@Code", athlete.code


def _others(body: Competition) -> Named:
    for at, session in enumerate(body.sessions, 1):
        yield f"Session[{at}]/@SessionCode", session.session_code
    for at, record in enumerate(body.records, 1):
        yield f"Record[{at}]/@Code", record.code


def _organisations(subject: Subject) -> Named:
    for at, row in enumerate(subject.body.code_sets, 1):
        yield f"CodeSet[{at}]/@Code", row.code
