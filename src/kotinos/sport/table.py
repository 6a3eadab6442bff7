"""The medal table: by gold and by total. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from .medals import BRONZE, GOLD, SILVER


class TableLine(msgspec.Struct, frozen=True):
    """An organisation's line. ``rank`` by gold, then silver, then bronze; ``rank_total`` by total alone.

    Equal counts share a rank and the next are skipped; ``order`` and ``order_total`` run 1..n.
    """

    organisation: str
    gold: int
    silver: int
    bronze: int
    total: int
    rank: int
    rank_total: int
    order: int
    order_total: int


Counts = tuple[int, int, int]
"""Gold, silver, bronze."""


def count_medals(medals: Iterable[tuple[str, str]]) -> dict[str, Counts]:
    """Count (organisation, ME_GOLD | ME_SILVER | ME_BRONZE) pairs, one a medal, not one a team member.

    Raises ``ValueError`` for another medal code.
    """
    counts: dict[str, list[int]] = {}
    for organisation, medal in medals:
        if medal not in (GOLD, SILVER, BRONZE):
            raise ValueError(f"{medal!r} is no medal")
        counts.setdefault(organisation, [0, 0, 0])[(GOLD, SILVER, BRONZE).index(medal)] += 1
    return {organisation: (own[0], own[1], own[2]) for organisation, own in counts.items()}


def medal_table(counts: Mapping[str, Counts]) -> tuple[TableLine, ...]:
    """The table, in order by gold. Organisations without a medal have no line.

    Ties in count are shown by organisation code; by total, equal totals are shown by gold first.
    """
    won = {organisation: own for organisation, own in counts.items() if any(own)}
    by_gold = sorted(won, key=lambda organisation: (_fewest(won[organisation]), organisation))
    by_total = sorted(won, key=lambda name: (-sum(won[name]), _fewest(won[name]), name))
    ranks = _shared_ranks(by_gold, lambda organisation: won[organisation])
    ranks_total = _shared_ranks(by_total, lambda organisation: sum(won[organisation]))
    return tuple(
        TableLine(
            organisation,
            *won[organisation],
            total=sum(won[organisation]),
            rank=ranks[organisation],
            rank_total=ranks_total[organisation],
            order=place,
            order_total=by_total.index(organisation) + 1,
        )
        for place, organisation in enumerate(by_gold, start=1)
    )


def _fewest(counts: Counts) -> Counts:
    gold, silver, bronze = counts
    return (-gold, -silver, -bronze)


def _shared_ranks(ordered: list[str], merit: Callable[[str], object]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for place, organisation in enumerate(ordered, start=1):
        before = ordered[place - 2] if place > 1 else None
        shared = before is not None and merit(before) == merit(organisation)
        ranks[organisation] = ranks[before] if shared and before is not None else place
    return ranks
