"""The day frame, keep-alives, medal ceremonies and changes of names. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from kotinos.odf.nodes import Competition, Config
from kotinos.odf.rsc import discipline_rsc

from .desk import ALL_GAMES, Sheet, body
from .names import make_name
from .people_told import participant
from .tables import sizes
from .telling import Steps
from .terms import Unit
from .timetable import day_of
from .told import scheduled
from .world import World


def _moment(world: World, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(world.plan.zone)).astimezone(UTC)


def frame(world: World, number: int) -> Steps:
    """Good morning, keep-alives every ``ka`` minutes with one gap in the Games, good night."""
    day = world.plan.days[number]
    config = Config(ka_delay=str(60 * int(sizes()[world.plan.size]["ka"])), competition_day=str(number + 1))
    at, end = _moment(world, day, 6), _moment(world, day + timedelta(days=1), 2, 45)

    def send(kind: str, at: datetime) -> Steps:
        sheet = world.central(kind, ALL_GAMES)
        yield at, lambda when: world.desk.send(when, sheet, body(config=config))

    yield from send("DT_GLOBAL_GM", at)
    quiet = world.rng("gap", str(number)).randrange(8, 14) if number == len(world.plan.days) // 2 else None
    step = timedelta(minutes=int(sizes()[world.plan.size]["ka"]))
    while at + step < end:
        at += step
        hour = (at - _moment(world, day, 0)).total_seconds() / 3600
        if quiet is None or not quiet <= hour < quiet + max(1.0, step.total_seconds() / 3600):
            yield from send("DT_KA", at)
    yield from send("DT_GLOBAL_GN", end)


def sources(world: World, number: int) -> list[tuple[Sheet, datetime, datetime]]:
    """Each venue source of a day: its sheet, when it comes on and when it goes off."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in world.plan.units.values():
        if unit.scheduled and day_of(unit.start, world.zone(unit)) == world.plan.days[number]:
            found.setdefault((unit.venue, unit.discipline), []).append(unit)
    told = []
    for (venue, discipline), units in sorted(found.items()):
        code = discipline_rsc(discipline.ljust(34, "-"))
        sheet = Sheet("", code, f"{venue}{discipline}1", world.plan.venues[venue].zone)
        on = min(unit.start for unit in units) - timedelta(minutes=90)
        told.append((sheet, on, max(unit.end for unit in units) + timedelta(minutes=100)))
    return told


def source_day(world: World, number: int, sheet: Sheet, span: tuple[datetime, datetime]) -> Steps:
    """A source comes on and goes off."""
    config = Config(ka_delay=str(60 * int(sizes()[world.plan.size]["ka"])), competition_day=str(number + 1))
    for kind, at in zip(("DT_LOCAL_ON", "DT_LOCAL_OFF"), span, strict=True):
        own = msgspec.structs.replace(sheet, type=kind)
        yield at, world.desk.sending(own, lambda: body(config=config))


def ceremony(world: World, unit: Unit) -> Steps:
    """A medal ceremony: once the medals are given, not before."""
    at = unit.start - timedelta(minutes=10)
    yield at, None
    while unit.event not in world.complete:
        at += timedelta(minutes=5)
        yield at, None
    at = max(unit.start, at + timedelta(minutes=3))
    sheet = world.discipline_sheet(unit, "DT_SCHEDULE_UPDATE")
    for status, minutes in (("RUNNING", 0), ("FINISHED", 9)):
        yield at + timedelta(minutes=minutes), world.desk.sending(sheet, partial(_unit, world, unit, status))


def _unit(world: World, unit: Unit, status: str) -> Competition:
    return body(units=(scheduled(world, unit, status),))


def renaming(world: World, number: int) -> Steps:
    """In the middle of the Games somebody turns out to be called otherwise."""
    plan = world.plan
    rng = world.rng("rename", str(number))
    at = _moment(world, plan.days[min(1 + number, len(plan.days) - 1)], 8, 30)
    yield at, None
    codes = [code for code in world.entered if code in world.entrants]
    old = world.persons[rng.choice(codes)]
    tradition = plan.organisations[old.organisation].tradition
    _, (family, local_family), _ = make_name(rng, tradition, old.gender)
    new = msgspec.structs.replace(old, family=family, local_family=local_family)
    world.rename(new)
    unit = next(one for one in plan.units.values() if one.event == world.entered[old.code][0])
    sheet = world.discipline_sheet(unit, "DT_PARTIC_UPDATE")
    yield (
        at,
        lambda when: world.desk.send(when, sheet, body(participants=(participant(world, new, "ACTIVE"),))),
    )
