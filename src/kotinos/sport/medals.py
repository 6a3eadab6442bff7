"""Medals: who gets one, from a final ranking. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec

from .irm import DISQUALIFIED
from .ranking import Placed

GOLD, SILVER, BRONZE = "ME_GOLD", "ME_SILVER", "ME_BRONZE"


class Medal(msgspec.Struct, frozen=True):
    """A medal of one competitor: ``medal`` is ME_GOLD, ME_SILVER or ME_BRONZE (ODF SC @Medal)."""

    key: str
    medal: str


def medals_of(ranked: Sequence[Placed], *, bronzes: int = 1) -> tuple[Medal, ...]:
    """The medals of a final ranking, in its order.

    Ranks decide alone, so ties settle themselves: 1, 1, 3 is two golds, no silver, one bronze;
    1, 2, 2 two silvers, no bronze; every rank 3 a bronze. ``bronzes=2``: both losing semi-finalists
    (judo, wrestling, taekwondo, boxing), whether ranked 3, 3 or 3, 4. No rank or disqualified: no medal.
    Raises ``ValueError`` for any other number of bronzes.
    """
    if bronzes not in (1, 2):
        raise ValueError(f"an event has one or two bronzes, not {bronzes}")
    found = []
    for placed in sorted(ranked, key=lambda placed: placed.order):
        medal = _medal(placed, bronzes)
        if medal:
            found.append(Medal(placed.key, medal))
    return tuple(found)


def _medal(placed: Placed, bronzes: int) -> str:
    if placed.rank is None or placed.irm in DISQUALIFIED:
        return ""
    if placed.rank <= 2:
        return GOLD if placed.rank == 1 else SILVER
    return BRONZE if placed.rank <= 2 + bronzes else ""


def reallocate(ranked: Sequence[Placed], out: Collection[str], *, irm: str = "DSQ") -> list[Placed]:
    """The ranking after ``out`` are disqualified: those behind move up, ties stay ties.

    The disqualified keep their value, lose their rank and stand last, with ``irm``. Ask
    ``medals_of`` again for the medals. Whether anybody moves up is the federation's decision; call this
    when it has been taken.
    Raises ``ValueError`` when somebody in ``out`` is not in the ranking.
    """
    unknown = set(out) - {placed.key for placed in ranked}
    if unknown:
        raise ValueError(f"not in the ranking: {', '.join(sorted(unknown))}")
    ordered = sorted(ranked, key=lambda placed: (placed.key in out, placed.order))
    gone = [placed.rank for placed in ranked if placed.key in out and placed.rank is not None]
    moved = []
    for order, placed in enumerate(ordered, start=1):
        if placed.key in out:
            changed = msgspec.structs.replace(placed, order=order, rank=None, equal=False, irm=irm)
        else:
            changed = msgspec.structs.replace(placed, order=order, rank=_moved_up(placed.rank, gone))
        moved.append(changed)
    held = Counter(placed.rank for placed in moved)
    return [
        msgspec.structs.replace(placed, equal=placed.rank is not None and held[placed.rank] > 1)
        for placed in moved
    ]


def _moved_up(rank: int | None, gone: list[int]) -> int | None:
    return None if rank is None else rank - sum(1 for left in gone if left < rank)
