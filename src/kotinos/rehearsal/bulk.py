"""What is sent before the Games: codes, people, teams, schedule, records. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from kotinos.odf.nodes import CodeName, CodeSet, Competition, Config, Session, Text
from kotinos.odf.rsc import discipline_rsc

from .bracket_told import bracket
from .desk import ALL_GAMES, body, iso
from .people_told import participant, team
from .records import Book
from .telling import Step, Steps
from .terms import Event, Phase, Venue
from .told import scheduled
from .world import World


def _names(english: str, french: str = "", long: str = "") -> tuple[CodeName, ...]:
    names = [CodeName(language="ENG", description=english, long_description=long)]
    if french:
        names.append(CodeName(language="FRA", description=french))
    return tuple(names)


def _code_sets(world: World) -> Iterator[tuple[str, tuple[CodeSet, ...]]]:
    plan = world.plan
    yield "COMPETITION", (CodeSet(code=plan.competition, names=_names(plan.name)),)
    yield (
        "DISCIPLINE",
        tuple(
            CodeSet(code=code, discipline=code, names=_names(*names))
            for code, names in plan.disciplines.items()
        ),
    )
    yield "EVENT", tuple(_event_code(world, event, at) for at, event in enumerate(plan.events.values(), 1))
    yield "PHASE", tuple(_phase_code(phase) for event in plan.events.values() for phase in event.phases)
    found = [CodeSet(code=one.code, names=_names(one.name)) for one in plan.organisations.values()]
    yield "ORGANISATION", tuple(found)
    yield "VENUE", tuple(CodeSet(code=venue.code, names=_names(venue.name)) for venue in plan.venues.values())
    yield "LOCATION", tuple(row for venue in plan.venues.values() for row in _locations(venue))


def _event_code(world: World, event: Event, at: int) -> CodeSet:
    long = f"{world.plan.disciplines[event.discipline][0]} – {event.name}"
    return CodeSet(
        code=event.code, discipline=event.discipline, gender=event.gender, order=str(at),
        names=_names(event.name, long=long),
    )  # fmt: skip


def _phase_code(phase: Phase) -> CodeSet:
    return CodeSet(
        code=phase.code, discipline=phase.code[:3], order=str(phase.order), names=_names(phase.name)
    )


def _locations(venue: Venue) -> Iterator[CodeSet]:
    for at in range(1, venue.fields + 1):
        yield CodeSet(code=f"{venue.code}{at}", venue_code=venue.code, names=_names(f"{venue.name} {at}"))


def _people(world: World, discipline: str) -> Competition:
    own = sorted(
        (one for one in world.persons.values() if one.discipline == discipline), key=lambda one: one.code
    )
    return body(participants=tuple(participant(world, one, "ACTIVE") for one in own))


def _teams(world: World, discipline: str) -> Competition:
    found = [
        team(world, world.entrants[code], event.code)
        for event in world.plan.events.values()
        if event.discipline == discipline
        for code in event.entrants
        if world.entrants[code].kind == "T"
    ]
    return body(teams=tuple(sorted(found, key=lambda one: one.code)))


def _schedule(world: World, discipline: str) -> Competition:
    plan = world.plan
    sessions = tuple(
        Session(
            session_code=one.code, start_date=iso(one.start, plan.venues[one.venue].zone),
            end_date=iso(one.end, plan.venues[one.venue].zone), venue=one.venue,
            venue_name=plan.venues[one.venue].name, session_status="SCHEDULED",
            medal=_medals(world, one.code),
            names=(Text(language="ENG", value=one.name),),
        )
        for one in plan.sessions.values()
        if one.discipline == discipline
    )  # fmt: skip
    units = tuple(
        scheduled(world, unit, "SCHEDULED") for unit in plan.units.values() if unit.discipline == discipline
    )
    return body(sessions=sessions, units=units)


def _medals(world: World, session: str) -> str:
    golds = sum(unit.session == session and unit.medal == 1 for unit in world.plan.units.values())
    return str(golds) if golds else ""


def before(world: World, book: Book, at: datetime) -> Steps:
    """All of it, from ``at``, a second apart."""

    def step(kind: str, code: str, make: Competition, subtype: str = "") -> Step:
        nonlocal at
        at += timedelta(seconds=1)
        sheet = world.central(kind, code, subtype=subtype)
        return at, lambda when: world.desk.send(when, sheet, make)

    yield step("DT_GLOBAL_GM", ALL_GAMES, body(config=Config(competition_day="0")))
    for name, rows in _code_sets(world):
        yield step("DT_CODES", ALL_GAMES, body(code_sets=rows), name)
    for discipline in world.plan.disciplines:
        code = discipline_rsc(discipline.ljust(34, "-"))
        yield step("DT_PARTIC", code, _people(world, discipline))
        teams = _teams(world, discipline)
        if teams.teams:
            yield step("DT_PARTIC_TEAMS", code, teams)
        yield step("DT_SCHEDULE", code, _schedule(world, discipline))
    for event in world.plan.events.values():
        if event.record:
            at += timedelta(seconds=1)
            yield at, world.desk.sending(world.event_sheet(event, "DT_RECORD"), partial(book.told, event))
        if any(phase.kind == "round" for phase in event.phases):
            at += timedelta(seconds=1)
            yield (
                at,
                world.desk.sending(world.event_sheet(event, "DT_BRACKETS"), partial(bracket, world, event)),
            )
    yield step("DT_GLOBAL_GN", ALL_GAMES, body(config=Config(competition_day="0")))
