"""The ranges of time that are plotted, and how many figures become one point. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .figures import Figures, Use

TICK = 10
"""Seconds that a row of the history is about."""
SLOT = 300
"""Seconds that are put together in a coarser row, for the longer ranges."""
WEEK = 7 * 86_400
KEPT = {TICK: 86_400, SLOT: WEEK + 7200}
"""Seconds that a row is kept, by the seconds it is about; a point of a week is two hours."""


class Range(msgspec.Struct, frozen=True):
    """A range of ``seconds`` in points of ``step`` seconds; its axis has a tick each ``tick`` seconds."""

    code: str
    seconds: int
    step: int
    tick: int


RANGES = {
    each.code: each
    for each in (
        Range("15m", 900, TICK, 180),
        Range("6h", 6 * 3600, SLOT, 3600),
        Range("24h", 86_400, 900, 4 * 3600),
        Range("7d", WEEK, 7200, 86_400),
    )
}

WORST = frozenset(
    {
        "ack_p99", "lag_messages", "lag_seconds", "publish_p99", "loop_p99", "page_p99", "queue",
        "files_share", "forward_seconds", "forward_halted",
    }
)  # fmt: skip
"""Of these a point shows the worst ten seconds within it; of the others the mean."""


MEASURED = frozenset({"ack_p50", "publish_p50", "page_p50"})
"""Of these 0 means that nothing was measured, and does not count."""


def together(figures: Sequence[Figures], at: int) -> Figures:
    """Several figures as one. Raises ValueError for none."""
    if not figures:
        raise ValueError("no figures to put together")
    if len(figures) == 1:
        return msgspec.structs.replace(figures[0], at=at)
    many = len(figures)
    values: dict[str, float] = {}
    for name in Figures.__struct_fields__:
        if name not in ("at", "use", "parts"):
            found = [getattr(each, name) for each in figures]
            count = max(sum(map(bool, found)), 1) if name in MEASURED else many
            values[name] = max(found) if name in WORST else sum(found) / count
    names = sorted({name for each in figures for name in each.use})
    use = {
        name: Use(
            sum(each.use.get(name, Use()).cpu for each in figures) / many,
            sum(each.use.get(name, Use()).memory for each in figures) / many,
        )
        for name in names
    }
    parts = sorted({part for each in figures for part in each.parts})
    return Figures(at=at, use=use, parts=tuple(parts), **values)
