"""What follows from a unit's official result: who goes on, pools, medals. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kotinos.odf.nodes import Competition, Opponent, Result
from kotinos.sport.advancing import qualify
from kotinos.sport.attempts import Run, cumulative
from kotinos.sport.marks import Kind, Mark, print_mark
from kotinos.sport.medals import medals_of
from kotinos.sport.pools import PoolLine, pool_rule, pool_table
from kotinos.sport.ranking import Best, Placed
from kotinos.sport.tally import PoolMatch

from .contest import Contest, Row, settle
from .desk import body, local
from .terms import Event, Phase, Unit
from .world import Won, World

_LIKE = {"WPO": "HBL", "VBV": "VVO"}
"""Pools of disciplines without a rule of their own are ranked by a related one."""


def light(row: Row) -> Row:
    """A row without its details, as phase standings carry it and as it is kept."""
    return msgspec.structs.replace(row, ext=(), photo="", records=(), diff="")


def placed(rows: Sequence[Row]) -> list[Placed]:
    """Rows as the rules of sport know them."""
    return [Placed(row.entrant.code, row.order, row.rank, row.equal, row.value, row.irm) for row in rows]


def standings(world: World, phase: Phase, contest: Contest) -> tuple[list[Row], int]:
    """All rows of a phase so far, ranked together, and how many units they come from."""
    units = [code for code in phase.units if code in world.rows]
    rows = [light(row) for code in units for row in world.rows[code]]
    return settle(rows, contest.best, contest.kind, contest.places), len(units)


def mark_qualified(world: World, phase: Phase, contest: Contest) -> list[Row]:
    """Decide who goes on from a phase of marks; returns its standings, Q and q in place."""
    rows, _ = standings(world, phase, contest)
    heats = [placed(world.rows[code]) for code in phase.units if code in world.rows]
    going = qualify(heats, by_place=phase.by_place, by_mark=phase.by_mark, best=contest.best)
    marks = {one.key: one.by.value for one in going}
    for row in rows:
        row.qualified = marks.get(row.entrant.code, "")
    world.going_on[phase.code] = [row.entrant.code for row in rows if row.qualified]
    return rows


def carried(world: World, event: Event, rows: list[Row], contest: Contest) -> list[Row]:
    """Two parts added up: the first phase's rows and ``rows``; who did not reach the second stands below."""
    first = {row.entrant.code: row for row in world.rows[event.phases[0].units[0]]}
    second = {row.entrant.code: row for row in rows}
    total = []
    for code, row in first.items():
        runs = [Run(row.value, row.irm)]
        if code in second:
            runs.append(Run(second[code].value, second[code].irm))
        value, irm = cumulative(runs, 2)
        if code not in second:
            irm = row.irm or "DNQ"
        text = "" if value is None else print_mark(Mark(Kind.POINTS, value, contest.places))
        total.append(Row(row.entrant, value=value, irm=irm, text=text, start=row.start))
    return settle(total, Best.HIGH, contest.kind, contest.places)


def settle_match(world: World, unit: Unit, rows: list[Row]) -> None:
    """Note who won a match."""
    home, away = (row.entrant.code for row in rows)
    world.matches[unit.code] = [light(row) for row in rows]
    world.sides[unit.code] = (home, away) if rows[0].wlt != "L" else (away, home)


def pool(world: World, phase: Phase) -> tuple[PoolLine, ...]:
    """The table of a pool so far."""
    rule = pool_rule(_LIKE.get(phase.code[:3], phase.code[:3]))
    teams = {source.ref for code in phase.units for source in world.plan.units[code].sources}
    played = []
    for code in phase.units:
        if code in world.matches:
            home, away = world.matches[code]
            played.append(PoolMatch(home.entrant.code, away.entrant.code, (home.value or 0, away.value or 0)))
    return pool_table(played, rule, teams)


def pool_standing(world: World, phase: Phase, table: Sequence[PoolLine], *, over: bool) -> Competition:
    """A DT_POOL_STANDING body."""
    return body(results=tuple(_pool_row(world, phase, line, over=over) for line in table))


def _pool_row(world: World, phase: Phase, line: PoolLine, *, over: bool) -> Result:
    entrant, sums = world.entrants[line.team], line.tally
    told = msgspec.structs.replace(
        world.competitor(entrant), athletes=(), opponents=_opponents(world, phase, line)
    )
    return Result(
        rank=str(line.rank), rank_equal="Y" if line.equal else "", result_type="POINTS",
        result=str(sums.points),
        qualification_mark="Q" if over and line.order <= phase.by_place else "", sort_order=str(line.order),
        diff=str(sums.scored - sums.against), won=str(sums.won), lost=str(sums.lost), tied=str(sums.drawn),
        played=str(sums.played), for_=str(sums.scored), against=str(sums.against), competitors=(told,),
    )  # fmt: skip


def _opponents(world: World, phase: Phase, line: PoolLine) -> tuple[Opponent, ...]:
    found: list[Opponent] = []
    for code in phase.units:
        unit = world.plan.units[code]
        sides = [source.ref for source in unit.sources]
        if line.team not in sides:
            continue
        at = sides.index(line.team)
        other = world.entrants[sides[1 - at]]
        rows = world.matches.get(code)
        here = local(world.times(unit)[0], world.zone(unit))
        found.append(
            Opponent(
                code=other.code,
                type="T",
                pos=str(len(found) + 1),
                organisation=other.organisation,
                date=here.date().isoformat(),
                time=here.strftime("%H:%M"),
                unit=code,
                home_away="H" if at == 0 else "A",
                result=f"{rows[at].text}-{rows[1 - at].text}" if rows else "",
                wlt=rows[at].wlt if rows else "",
            )
        )
    return tuple(found)


def award(world: World, unit: Unit, rows: list[Row]) -> bool:
    """Give the medals that ``unit`` decides; returns whether there were any."""
    event = world.event(unit)
    day = local(world.times(unit)[0], world.zone(unit)).date().isoformat()
    found: list[Won] = []
    if world.phases[unit.phase].kind == "marks":
        if unit.medal == 1:
            found = [Won(one.medal, one.key, unit.code, day) for one in medals_of(placed(rows))]
    else:
        found = [Won(medal, code, unit.code, day) for medal, code in _of_match(world, event, unit)]
    kept = [won for won in world.medals.get(event.code, []) if won.unit != unit.code]
    if not found:
        return False
    world.medals[event.code] = [*kept, *found]
    deciders = {one for phase in event.phases for one in phase.units if world.plan.units[one].medal}
    if deciders <= world.settled and event.code not in world.complete:
        world.complete.append(event.code)
    return True


def _of_match(world: World, event: Event, unit: Unit) -> list[tuple[str, str]]:
    winner, loser = world.sides[unit.code]
    if unit.medal == 1:
        return [("ME_GOLD", winner), ("ME_SILVER", loser)]
    if unit.medal == 2:
        return [("ME_BRONZE", winner)]
    if unit.phase[22:26] == "SFNL" and event.format == "bracket:both":
        return [("ME_BRONZE", loser)]
    return []
