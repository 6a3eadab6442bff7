"""A pool as shown: who beat whom, and why one stands before another that has as many points. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

import msgspec

from kotinos.games.terms import Pool, Side, UnitLine
from kotinos.sport.pools import Decision, PoolRule, pool_decisions, pool_rule, pool_table
from kotinos.sport.tally import Key, PoolMatch


class Cell(msgspec.Struct, frozen=True):
    """A match in the matrix, seen from the row's competitor; without a score while it is to come."""

    unit: str
    score: str = ""
    wlt: str = ""


class Reason(msgspec.Struct, frozen=True):
    """Why ``over`` stands before ``under``: the key that decided, what both show for it, and in which
    matches (``among``: names of the tied; empty: all)."""

    over: str
    under: str
    points: str
    key: str
    values: tuple[str, str]
    among: tuple[str, ...]


class PoolShown(msgspec.Struct, frozen=True):
    """A pool with its matrix by row and column code, and the reasons for its order."""

    rsc: str
    pool: Pool
    order: tuple[str, ...]
    cells: dict[str, dict[str, Cell]]
    reasons: tuple[Reason, ...]


def shown(rsc: str, pool: Pool, units: Iterable[UnitLine], discipline: str) -> PoolShown:
    """The pool of a phase with what its matches tell. Reasons stand only where the sport's own rule, reckoned
    from the matches, gives the very order that the venue told: nothing is explained that is not so."""
    matches = [unit for unit in units if _is_match(unit, pool.rows)]
    cells: dict[str, dict[str, Cell]] = {code: {} for code in pool.rows}
    for unit in matches:
        for one, two in (_sides(unit), tuple(reversed(_sides(unit)))):
            score = f"{one.irm or one.result}–{two.irm or two.result}" if _has_score(unit) else ""
            cells[one.code][two.code] = Cell(unit.rsc, score, one.wlt)
    order = tuple(sorted(pool.rows, key=lambda code: (pool.rows[code].order, code)))
    return PoolShown(rsc, pool, order, cells, _reasons(pool, order, matches, discipline))


def _reasons(
    pool: Pool, order: tuple[str, ...], matches: list[UnitLine], discipline: str
) -> tuple[Reason, ...]:
    try:
        rule = pool_rule(discipline)
    except KeyError:
        return ()
    played = [match for match in (_match(unit) for unit in matches) if match]
    if not played or not _points_agree(pool, played, rule):
        return ()
    decisions = pool_decisions(played, rule, pool.rows)
    if tuple(_codes(decisions)) != order:
        return ()
    return tuple(_reason(pool, each) for each in decisions if _level(pool, each) and each.key)


def _codes(decisions: tuple[Decision, ...]) -> list[str]:
    return [each.over for each in decisions] + [each.under for each in decisions[-1:]]


def _points_agree(pool: Pool, played: list[PoolMatch], rule: PoolRule) -> bool:
    """Whether the matches give everybody the points that the venue's table says."""
    table = {line.team: line.tally.points for line in pool_table(played, rule, pool.rows)}
    return all(row.points in ("", str(table[code])) for code, row in pool.rows.items())


def _level(pool: Pool, decision: Decision) -> bool:
    points = [pool.rows[code].points for code in (decision.over, decision.under)]
    return bool(points[0]) and points[0] == points[1]


def _reason(pool: Pool, decision: Decision) -> Reason:
    key = decision.key or Key.LOTS
    among = tuple(pool.rows[code].name for code in decision.among if code in pool.rows)
    names = pool.rows[decision.over], pool.rows[decision.under]
    values = (_number(decision.values[0], key), _number(decision.values[1], key))
    return Reason(names[0].name, names[1].name, names[0].points, str(key), values, among)


def _number(value: Fraction, key: Key) -> str:
    if key.plain in (Key.RATIO, Key.SMALL_RATIO):
        # tally keeps scored / (scored + against), which orders alike; people write scored : against.
        return f"{float(value / (1 - value)):.3f}" if value != 1 else "∞"
    signed = key.plain in (Key.DIFFERENCE, Key.SMALL_DIFFERENCE)
    return f"{int(value):+d}" if signed and value else str(int(value))


def _match(unit: UnitLine) -> PoolMatch | None:
    home, away = _sides(unit)
    done = unit.result_status in ("OFFICIAL", "UNOFFICIAL") and not (home.irm or away.irm)
    if not (done and home.result.isdigit() and away.result.isdigit()):
        return None
    return PoolMatch(home.code, away.code, (int(home.result), int(away.result)))


def _has_score(unit: UnitLine) -> bool:
    return all(side.result or side.irm for side in unit.sides.values())


def _is_match(unit: UnitLine, codes: Collection[str]) -> bool:
    return len(unit.sides) == 2 and all(side.code in codes for side in unit.sides.values())


def _sides(unit: UnitLine) -> tuple[Side, Side]:
    one, two = sorted(unit.sides.values(), key=lambda side: (side.order, side.code))
    return one, two
