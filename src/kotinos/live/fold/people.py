"""Participants, teams and organisations as pages see them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kotinos.games.terms import (
    EntryLine,
    MedalCount,
    MedalHeld,
    MemberLine,
    OrganisationView,
    ParticipantLine,
    ParticipantView,
    ResultLine,
)
from kotinos.odf.nodes import Participant, Team
from kotinos.odf.rsc import discipline_of

from .apply import cancelled
from .names import Names, local_name, number
from .state import Entity

ATHLETE = frozenset({"", "AA01"})
"""Main functions of athletes (common codes, DisciplineFunction)."""


def participant_view(
    code: str, results: Mapping[str, ResultLine], medals: Mapping[str, MedalHeld], teams: Mapping[str, str],
    names: Names,
) -> ParticipantView:  # fmt: skip
    """A person or team with entries, results by unit and medals; ``gone`` once withdrawn."""
    person, team = names.person(code), names.team(code)
    entries = [entity for entity in names.entries(code) if _stands(entity)]
    name, organisation = names.who(code)
    base = ParticipantView(
        code=code,
        name=name or code,
        kind="T" if team else _kind(person),
        organisation=organisation,
        organisation_name=names.of("ORGANISATION", organisation) if organisation else "",
        gender=(person or team).gender if (person or team) else "",  # type: ignore[union-attr]
        disciplines=_disciplines(entries, names),
        entries=_entries(entries, names),
        results=dict(results),
        medals=dict(medals),
        members=_members(team, names),
        teams=dict(teams),
        gone=not (person or team),
    )
    return _with_person(base, person, entries) if person else base


def _with_person(view: ParticipantView, person: Participant, entries: list[Entity]) -> ParticipantView:
    derived = {
        entry.code: entry.value
        for entity in entries
        for discipline in (entity.person.disciplines if entity.person else ())
        for entry in discipline.entries
        if entry.type == "DERIVED"
    }
    return msgspec.structs.replace(
        view,
        local_name=local_name(person),
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        height=person.height,
        birth_place=person.place_of_birth,
        function=person.main_function_id,
        derived=derived,
    )


def _kind(person: Participant | None) -> str:
    return "A" if person is None or person.main_function_id in ATHLETE else "C"


def _stands(entity: Entity) -> bool:
    value = entity.person or entity.team
    return value is not None and not cancelled(value)


def _disciplines(entries: list[Entity], names: Names) -> dict[str, str]:
    codes = {discipline_of(entity.owner) for entity in entries}
    for entity in entries:
        codes |= {discipline_of(each.code) for each in (entity.person or entity.team or Team()).disciplines}
    return {code: names.of("DISCIPLINE", code) for code in sorted(codes) if code.strip("-")}


def _entries(entries: list[Entity], names: Names) -> dict[str, EntryLine]:
    return {
        event.event: EntryLine(
            event=event.event,
            name=names.event(event.event),
            discipline=discipline_of(event.event),
            bib=event.bib,
            status=event.status,
        )
        for entity in entries
        for discipline in (entity.person or entity.team or Team()).disciplines
        for event in discipline.events
        if event.event
    }


def _members(team: Team | None, names: Names) -> dict[str, MemberLine]:
    return {
        each.code: MemberLine(
            code=each.code, name=names.who(each.code)[0] or each.code, order=number(each.order, index)
        )
        for index, each in enumerate(team.members if team else (), start=1)
    }


def participant_line(code: str, names: Names) -> ParticipantLine | None:
    """The participant as it stands in a list; ``None`` once withdrawn."""
    person, team = names.person(code), names.team(code)
    value = person or team
    if value is None:
        return None
    entries = [entity for entity in names.entries(code) if _stands(entity)]
    return ParticipantLine(
        code=code,
        name=names.who(code)[0],
        local_name=local_name(person) if person else "",
        kind="T" if team else _kind(person),
        organisation=value.organisation,
        gender=value.gender,
        disciplines=tuple(_disciplines(entries, names)),
    )


def organisation_view(
    code: str, count: MedalCount | None, medals: dict[str, MedalHeld], lines: dict[str, ParticipantLine],
    names: Names,
) -> OrganisationView:  # fmt: skip
    """An organisation with its medals and people."""
    return OrganisationView(
        code=code,
        name=names.of("ORGANISATION", code),
        rank=count.rank if count else 0,
        gold=count.gold if count else 0,
        silver=count.silver if count else 0,
        bronze=count.bronze if count else 0,
        total=count.total if count else 0,
        medals=medals,
        participants=lines,
    )
