"""Ranking: who stands where, by time, distance, points or place. Pure.

Standard competition ranking: equal results share a rank and the next ranks are skipped (1, 2, 2, 4),
while the sort order runs 1..n without repeats or gaps, as ODF asks of ``SortOrder``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from .irm import IRM_ORDER, irm_key


class Best(StrEnum):
    """Which value wins."""

    LOW = "low"  # times, places, strokes
    HIGH = "high"  # distances, points, goals


class Line(msgspec.Struct, frozen=True):
    """One competitor to be ranked.

    ``value``: in the rule's unit; None = nothing yet. ``irm``: set = no rank, unless the rule gives
    one. ``tie``: tie-break
    values, the larger tuple wins whatever the rule (``attempts`` makes them). ``start`` and ``name``
    only order what stays equal.
    """

    key: str
    value: int | None = None
    irm: str = ""
    tie: tuple[int, ...] = ()
    start: int = 0
    name: str = ""


class Rule(msgspec.Struct, frozen=True):
    """How to rank: which value wins, and the order of the IRM codes below the ranked.

    ``ranked_irm``: codes whose bearers still get ranks, after all the others and in this order:
    a lapped cyclist, a BMX racer who fell (UCI Regulations, parts 4 and 6).
    """

    best: Best = Best.LOW
    irm_order: tuple[str, ...] = IRM_ORDER
    ranked_irm: tuple[str, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """One competitor ranked. ``rank`` None = not ranked; ``equal``: the rank is shared; ``order`` 1..n."""

    key: str
    order: int
    rank: int | None = None
    equal: bool = False
    value: int | None = None
    irm: str = ""


def rank(lines: Iterable[Line], rule: Rule) -> list[Placed]:
    """Rank ``lines``: the ranked by value and tie-break, then those without a value, then IRMs in order.

    The result does not depend on the order of ``lines``. Raises ``ValueError`` when a key repeats.
    """
    ordered = sorted(lines, key=lambda line: _sort_key(line, rule))
    if len({line.key for line in ordered}) != len(ordered):
        raise ValueError("a competitor stands twice among the lines to rank")
    ranks = _ranks([_merit(line, rule) for line in ordered])
    held = Counter(ranks)
    return [
        Placed(
            key=line.key,
            order=place,
            rank=own,
            equal=own is not None and held[own] > 1,
            value=line.value,
            irm=line.irm,
        )
        for place, (line, own) in enumerate(zip(ordered, ranks, strict=True), start=1)
    ]


_Merit = tuple[int, int | None, tuple[int, ...]]


def _merit(line: Line, rule: Rule) -> _Merit | None:
    """What must be equal for a rank to be shared; None without a rank."""
    if line.irm:
        ranked = line.irm in rule.ranked_irm
        return (1 + rule.ranked_irm.index(line.irm), line.value, line.tie) if ranked else None
    return None if line.value is None else (0, line.value, line.tie)


def _ranks(merits: list[_Merit | None]) -> list[int | None]:
    ranks: list[int | None] = []
    for place, merit in enumerate(merits, start=1):
        shared = place > 1 and merit is not None and merit == merits[place - 2]
        ranks.append(ranks[-1] if shared else None if merit is None else place)
    return ranks


def _sort_key(line: Line, rule: Rule) -> tuple[object, ...]:
    tail = (line.start, line.name, line.key)
    merit = _merit(line, rule)
    if merit is None:
        return (2, *irm_key(line.irm, rule.irm_order), *tail) if line.irm else (1, *tail)
    group, value, tie = merit
    signed = 0 if value is None else value if rule.best is Best.LOW else -value
    return (0, group, value is None, signed, _Larger(tie), *tail)


class _Larger:
    """A tie-break tuple that sorts before every smaller one; tuples of unequal length cannot be negated."""

    __slots__ = ("tie",)

    def __init__(self, tie: tuple[int, ...]) -> None:
        self.tie = tie

    def __lt__(self, other: _Larger) -> bool:
        return self.tie > other.tie

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Larger) and self.tie == other.tie

    def __hash__(self) -> int:
        return hash(self.tie)
