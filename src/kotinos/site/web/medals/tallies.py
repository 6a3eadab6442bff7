"""Counting medals: by whom, of what, on which day. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from kotinos.games.terms import MedalHeld
from kotinos.sport.table import medal_table

GENDERS = ("M", "W", "X", "O")
"""Men, women, mixed, open: the fourth sign of an event's RSC."""
COLOURS = ("ME_GOLD", "ME_SILVER", "ME_BRONZE")


class Count(msgspec.Struct, frozen=True):
    """Gold, silver, bronze."""

    gold: int = 0
    silver: int = 0
    bronze: int = 0

    @property
    def total(self) -> int:
        """All three together."""
        return self.gold + self.silver + self.bronze


class Place(msgspec.Struct, frozen=True):
    """A line of a ranking. ``equal``: others share the rank; ``code``: who stands there."""

    rank: int
    equal: bool
    code: str
    count: Count


def gender(medal: MedalHeld) -> str:
    """M, W, X (mixed) or O (open), of the medal's event."""
    return medal.event[3:4]


def counted(medals: Iterable[MedalHeld], by: Callable[[MedalHeld], str]) -> dict[str, Count]:
    """Medals counted by a text of each; what has none is left out, as in the medal table."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for medal in medals:
        if by(medal):
            found[by(medal)][medal.medal] += 1
    return {key: Count(*(count[colour] for colour in COLOURS)) for key, count in found.items()}


def organisation(medal: MedalHeld) -> str:
    """Whose medal it is."""
    return medal.organisation


def ranked(counts: Mapping[str, Count], *, by_total: bool = False) -> list[Place]:
    """The ranking of counts by gold or by total: equal counts share a rank and the next is skipped."""
    lines = medal_table({key: (each.gold, each.silver, each.bronze) for key, each in counts.items()})
    lines = tuple(sorted(lines, key=lambda line: line.order_total if by_total else line.order))
    ranks = [line.rank_total if by_total else line.rank for line in lines]
    shared = Counter(ranks)
    return [
        Place(rank, shared[rank] > 1, line.organisation, counts[line.organisation])
        for rank, line in zip(ranks, lines, strict=True)
    ]


def by_day(medals: Iterable[MedalHeld]) -> dict[str, dict[str, Count]]:
    """Each day's medals by organisation, the last day first; medals without a date stand under ""."""
    days: defaultdict[str, list[MedalHeld]] = defaultdict(list)
    for medal in medals:
        days[medal.date].append(medal)
    return {day: counted(days[day], organisation) for day in sorted(days, reverse=True)}


def summed(medals: Iterable[MedalHeld], days: Sequence[str], code: str, *, gold: bool) -> list[int]:
    """How many medals (or gold medals) an organisation had at the end of each day, the first days first.

    A medal without a date, or dated before the first day, counts from the first."""
    own = [
        each.date for each in medals if each.organisation == code and (not gold or each.medal == COLOURS[0])
    ]
    return [sum(date <= day for date in own) for day in days]


def crossed(medals: Iterable[MedalHeld], across: Callable[[MedalHeld], str]) -> dict[str, dict[str, Count]]:
    """Organisation, then what ``across`` tells (a discipline, a gender): its medals."""
    own: defaultdict[str, list[MedalHeld]] = defaultdict(list)
    for medal in medals:
        if medal.organisation:
            own[medal.organisation].append(medal)
    return {code: counted(each, across) for code, each in own.items()}
