"""What is told after a unit's result: phase, bracket, pool, medals; and corrections. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

import msgspec

from kotinos.odf.nodes import Competition

from .bracket_told import bracket
from .contest import Row
from .deciding import award, carried, light, mark_qualified, pool, pool_standing, settle_match, standings
from .desk import ALL_GAMES, Sheet, body
from .names import make_person
from .tallying import discipline_medallists, medal_standings
from .telling import Step, Steps, Telling
from .terms import Entrant, Person, Unit
from .told import medal_nodes, phase_result, scheduled
from .world import World


def _say(world: World, unit: Unit, at: datetime, sheet: Sheet, make: Callable[[], Competition]) -> Step:
    return at, lambda when: world.desk.send(when, sheet, make(), world.noted(unit, sheet))


def _later(at: datetime, parts: int) -> datetime:
    return at + timedelta(milliseconds=300 * parts)


def phase_so_far(play: Telling, at: datetime, status: str) -> Steps:
    """DT_PHASE_RESULT of a phase with several units, on its way."""
    world, phase = play.world, play.world.phases[play.unit.phase]
    if phase.kind != "marks" or len(phase.units) < 2:
        return
    yield at, None
    rows, done = standings(world, phase, play.contest)
    whole = status if done == len(phase.units) else "INTERMEDIATE"
    sheet = world.event_sheet(play.event, "DT_PHASE_RESULT", phase.code, whole)
    yield _say(world, play.unit, at, sheet, lambda: phase_result(world, phase, rows, play.contest.kind, done))


def follow(world: World, unit: Unit, at: datetime, play: Telling | None) -> Steps:
    """Everything that follows from a unit that has become official (``play``) or was cancelled (None)."""
    world.settled.add(unit.code)
    kind = world.phases[unit.phase].kind
    if kind == "marks" and play is not None:
        yield from _follow_marks(play, _later(at, 1))
    else:
        if play is not None:
            settle_match(world, unit, play.rows)
        yield from (_follow_pool if kind == "pool" else _follow_round)(world, unit, _later(at, 1))
    yield from _next_starts(world, unit, _later(at, 4))
    if play is not None:
        yield from _medals(world, unit, _later(at, 6), play.rows)


def _follow_marks(play: Telling, at: datetime) -> Steps:
    world, unit = play.world, play.unit
    phase, event = world.phases[unit.phase], play.event
    world.rows[unit.code] = [light(row) for row in play.rows]
    over = set(phase.units) <= world.settled
    rows = mark_qualified(world, phase, play.contest) if over else standings(world, phase, play.contest)[0]
    done = sum(code in world.settled for code in phase.units)
    sheet = world.event_sheet(event, "DT_PHASE_RESULT", phase.code, "OFFICIAL" if over else "INTERMEDIATE")
    yield _say(world, unit, at, sheet, lambda: phase_result(world, phase, rows, play.contest.kind, done))
    if phase.carry:
        total = carried(world, event, play.rows, play.contest)
        play.rows = total  # medals go by the sum of both parts
        sheet = world.event_sheet(event, "DT_CUMULATIVE_RESULT", event.code, "OFFICIAL")
        yield _say(
            world, unit, _later(at, 1), sheet, lambda: phase_result(world, phase, total, play.contest.kind, 1)
        )


def _follow_pool(world: World, unit: Unit, at: datetime) -> Steps:
    phase = world.phases[unit.phase]
    table, over = pool(world, phase), set(phase.units) <= world.settled
    sheet = world.event_sheet(
        world.event(unit), "DT_POOL_STANDING", phase.code, "OFFICIAL" if over else "INTERMEDIATE"
    )
    yield _say(world, unit, at, sheet, lambda: pool_standing(world, phase, table, over=over))
    if over:
        world.going_on[phase.code] = [line.team for line in table]
        yield from _follow_round(world, unit, _later(at, 1))


def _follow_round(world: World, unit: Unit, at: datetime) -> Steps:
    event = world.event(unit)
    sheet = world.event_sheet(event, "DT_BRACKETS")
    yield _say(world, unit, at, sheet, lambda: bracket(world, event))


def _next_starts(world: World, unit: Unit, at: datetime) -> Steps:
    """The schedule learns who meets in the matches that are decided now."""
    waiting = [
        world.plan.units[code] for ref in (unit.code, unit.phase) for code in world.waiting.get(ref, ())
    ]
    known = [one for one in waiting if len(one.sources) == 2 and world.ready(one)]
    if known:
        told = tuple(scheduled(world, one, world.status.get(one.code, "SCHEDULED")) for one in known)
        sheet = world.discipline_sheet(unit, "DT_SCHEDULE_UPDATE")
        yield _say(world, unit, at, sheet, lambda: body(units=told))


def _medals(world: World, unit: Unit, at: datetime, rows: list[Row]) -> Steps:
    event = world.event(unit)
    if not award(world, unit, rows):
        return
    status = "OFFICIAL" if event.code in world.complete else "PARTIAL"
    sheet = world.event_sheet(event, "DT_MEDALLISTS", status=status)
    yield _say(world, unit, at, sheet, lambda: body(medals=medal_nodes(world, event)))
    at += timedelta(seconds=1)
    table = world.central("DT_MEDALS", ALL_GAMES)
    yield _say(world, unit, at, table, partial(medal_standings, world, at, event.code))
    listed = world.central("DT_MEDALLISTS_DISCIPLINE", f"{event.discipline:-<34}")
    yield _say(world, unit, _later(at, 1), listed, lambda: discipline_medallists(world, event.discipline))


def mistype(play: Telling) -> tuple[Row, str] | None:
    """Put a typing mistake into the last ranked result; returns the row and the right text."""
    ranked = [row for row in play.rows if row.rank and row.text]
    if not ranked:
        return None
    row, text = ranked[-1], ranked[-1].text
    wrong = text[:-2] + text[-1] + text[-2] if text[-1] != text[-2] and text[-2] != "." else ""
    row.text = wrong or text[:-1] + str((int(text[-1]) + 1) % 10)
    return row, text


def disqualify_late(play: Telling, at: datetime) -> Steps:
    """Days later somebody loses a medal: result, phase, medallists and table are sent again."""
    at += timedelta(minutes=play.rng.choice((95, 400, 1300)))
    yield at, None
    world = play.world
    medallists = [row for row in play.rows if row.rank and row.rank <= 3 and not (row.records or row.equal)]
    if not medallists:
        return
    play.disqualify(play.rng.choice(medallists), "disqualified afterwards; medals reallocated.")
    yield play.tell(at, "OFFICIAL", play.final)
    yield from _follow_marks(play, _later(at, 1))
    yield from _medals(world, play.unit, _later(at, 3), play.rows)


def newcomer(world: World, out: Entrant, rng: Random) -> Entrant:
    """Somebody of the same organisation who takes the place of ``out`` everywhere from now on."""
    person = _somebody(world, world.persons[out.code], rng)
    new = msgspec.structs.replace(
        out, code=person.code, members=(person.code,), name=person.print_name, skill=out.skill - 0.4
    )
    world.entrants[person.code] = new
    world.substitutes[out.code] = person.code
    return new


def new_member(world: World, team: Entrant, rng: Random) -> tuple[Person, Person]:
    """Somebody leaves a team and somebody else comes; returns both."""
    alone = [code for code in team.members if len(world.entered[code]) == 1]
    out = world.persons[rng.choice(alone or list(team.members))]
    person = _somebody(world, out, rng)
    members = tuple(person.code if code == out.code else code for code in team.members)
    world.regroup(msgspec.structs.replace(team, members=members))
    return out, person


def _somebody(world: World, out: Person, rng: Random) -> Person:
    """A new person like ``out``, who takes over the entries."""
    tradition = world.plan.organisations[out.organisation].tradition
    code = str(int(out.code) + 5_000_000)
    who = (out.gender, out.organisation, out.discipline)
    world.persons[code] = make_person(rng, code, tradition, who, world.plan.days[0])
    world.entered[code] = world.entered.pop(out.code)
    return world.persons[code]
