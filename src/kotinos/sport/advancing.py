"""Advancing from heats, pools and first races to what comes next. Pure.

Knock-out draws are in ``bracket``, second chances in ``repechage``.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from .ranking import Best, Line, Placed, Rule, rank


class By(StrEnum):
    """How somebody advanced; the text is ODF's QualificationMark."""

    PLACE = "Q"
    MARK = "q"


class Qualified(msgspec.Struct, frozen=True):
    """A competitor who advances, and from which heat (0, 1, …)."""

    key: str
    by: By
    heat: int


def qualify(
    heats: Sequence[Sequence[Placed]], *, by_place: int, by_mark: int, best: Best = Best.LOW
) -> tuple[Qualified, ...]:
    """The first ``by_place`` of every heat, then the ``by_mark`` best of all the others by value.

    World Athletics TR 20 (places, then times) and TR 21 (ties): everybody tied for a last place
    advances, so more may come than were asked for. Nobody advances without a rank.
    """
    placed = tuple(
        Qualified(finisher.key, By.PLACE, heat)
        for heat, finishers in enumerate(heats)
        for finisher in sorted(finishers, key=lambda finisher: finisher.order)
        if finisher.rank is not None and finisher.rank <= by_place
    )
    rest = {
        finisher.key: (heat, finisher.value)
        for heat, finishers in enumerate(heats)
        for finisher in finishers
        if finisher.rank is not None and finisher.rank > by_place and finisher.value is not None
    }
    lines = [Line(key, value) for key, (_, value) in rest.items()]
    fastest = tuple(
        Qualified(line.key, By.MARK, rest[line.key][0])
        for line in rank(lines, Rule(best))
        if line.rank is not None and line.rank <= by_mark
    )
    return placed + fastest


def cross(pools: Sequence[Sequence[str]], taken: int = 2) -> tuple[tuple[str, str], ...]:
    """First knock-out matches out of ``pools`` (each in final order): A1–B2, C1–D2, B1–A2, D1–C2.

    Pools are crossed in pairs, the i-th of one with the i-th from last of the other, and the two
    matches of a pair stand in different halves. Raises ``ValueError`` for an odd number of pools or
    of ``taken``, or a pool with fewer than ``taken``.
    """
    if len(pools) % 2 or taken < 2 or taken % 2 or any(len(pool) < taken for pool in pools):
        raise ValueError(f"cannot cross {len(pools)} pools of which {taken} each advance")
    pairs = list(zip(pools[::2], pools[1::2], strict=True))
    upper = [(one, two, place) for place in range(0, taken, 2) for one, two in pairs]
    lower = [(two, one, place) for place in range(0, taken, 2) for one, two in pairs]
    return tuple((one[place], two[taken - 1 - place]) for one, two, place in upper + lower)


def pursuit_starts(
    ranked: Sequence[Placed], *, ms_per_unit: Fraction = Fraction(1), step: int = 1000
) -> tuple[tuple[str, int], ...]:
    """Start times (key, milliseconds after the first) of a pursuit, in order; the unranked do not start.

    The gap in value becomes time at ``ms_per_unit`` and is rounded to ``step`` ms, halves up:
    1 from times to whole seconds (biathlon: IBU Event and Competition Rules, pursuit), 4000/10000
    from points at four seconds each (Nordic combined: FIS ICR, Gundersen), 1000/10000 at one
    (modern pentathlon: UIPM, handicap start).
    Raises ``ValueError`` when somebody ranked has no value.
    """
    starters = sorted((one for one in ranked if one.rank is not None), key=lambda one: one.order)
    values = [one.value for one in starters if one.value is not None]
    if len(values) != len(starters):
        raise ValueError("a ranked competitor without a value has no start time")
    gaps = (abs(value - values[0]) * ms_per_unit / step for value in values)
    starts = [int(gap + Fraction(1, 2)) * step for gap in gaps]
    return tuple((one.key, start) for one, start in zip(starters, starts, strict=True))
