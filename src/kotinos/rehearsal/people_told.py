"""Participants and teams as elements of messages. Pure."""

from __future__ import annotations

from kotinos.odf.nodes import (
    Discipline,
    Entry,
    OfficialFunction,
    Participant,
    RegisteredEvent,
    Team,
    TeamMember,
)
from kotinos.odf.rsc import RSC, discipline_rsc

from .terms import Entrant, Person
from .world import World


def _initials(person: Person) -> str:
    return f"{person.given[0]}." if person.given else ""


def participant(world: World, person: Person, status: str) -> Participant:
    """A person with the events entered. ``status``: ACTIVE or CANCEL."""
    family, given = person.family, person.given
    tv_name = f"{family.upper()} {given}" if person.family_first else f"{given} {family.upper()}"
    initial = f"{family.upper()} {_initials(person)}".strip()
    bib = world.entrants[person.code].bib if person.code in world.entrants else ""
    events = tuple(
        RegisteredEvent(event=event, bib=bib, class_=RSC.parse(event).modifier, status="ENTERED")
        for event in world.entered.get(person.code, ())
    )
    code = discipline_rsc(person.discipline.ljust(34, "-"))
    athlete = person.function == "AA01"
    functions = () if athlete else (OfficialFunction(function_id=person.function),)
    return Participant(
        code=person.code, parent=person.code, status=status, given_name=given, family_name=family,
        passport_given_name=given, passport_family_name=family, print_name=person.print_name,
        print_initial_name=initial, tv_name=tv_name.strip(), tv_initial_name=initial,
        tv_family_name=family.upper(),
        local_given_name=person.local_given, local_family_name=person.local_family, gender=person.gender,
        organisation=person.organisation, birth_date=person.birth, height=person.height, weight=person.weight,
        country_of_birth=person.organisation, nationality=person.organisation,
        main_function_id=person.function,
        current="true" if status == "ACTIVE" else "false",
        disciplines=(Discipline(code=code, events=events, entries=_style_entry(person)),),
        official_functions=functions,
    )  # fmt: skip


def _style_entry(person: Person) -> tuple[Entry, ...]:
    if person.discipline in ("TTE", "FEN", "BDM", "TEN") and person.function == "AA01":
        hand = "L" if int(person.code) % 7 == 0 else "R"
        return (Entry(type="ENTRY", code="HAND", value=hand),)
    return ()


def team(world: World, entrant: Entrant, event: str) -> Team:
    """A team with its members and its event."""
    plan = world.plan.events[event]
    return Team(
        code=entrant.code, status="ACTIVE", organisation=entrant.organisation, number="1", name=entrant.name,
        short_name=entrant.name, tv_team_name=entrant.name, gender=plan.gender, current="true",
        team_type="CUP" if len(entrant.members) == 2 else "NOC",
        members=tuple(TeamMember(code=code, order=str(at)) for at, code in enumerate(entrant.members, 1)),
        disciplines=(
            Discipline(
                code=discipline_rsc(event),
                events=(RegisteredEvent(event=event, bib=entrant.bib, status="ENTERED"),),
            ),
        ),
    )  # fmt: skip
