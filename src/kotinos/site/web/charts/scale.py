"""Scales, axes and lines of a chart: geometry only, no words. Pure.

A chart lives in a box of 100 by 100 that the page stretches, its origin top left; strokes keep their width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec

Point = tuple[float, float]
LOOKS = 8
"""Looks a line can have: ``--c1`` … ``--c8``, each with its own dash."""


class Axis(msgspec.Struct, frozen=True):
    """A scale from ``low`` to ``high``; ``turned``: high values come first. ``ticks``: round values."""

    low: float
    high: float
    ticks: tuple[float, ...]
    turned: bool = False

    def place(self, value: float) -> float:
        """Where a value stands, in hundredths of the way from the low end (turned: from the high end)."""
        part = 100 * (value - self.low) / (self.high - self.low) if self.high > self.low else 50.0
        return round(100 - part if self.turned else part, 2)


class Series(msgspec.Struct, frozen=True):
    """A line: its name, its look (1 to 8), its path, and where it ends (for its label)."""

    name: str
    look: int
    path: str
    end: Point
    dots: tuple[Point, ...] = ()


class Plot(msgspec.Struct, frozen=True):
    """A chart ready for ``charts/lines.html``.

    ``across`` and ``up``: ticks (hundredths, text) of both axes; ``told``: the chart in a sentence, for who
    does not see it; ``head`` and ``rows``: the same figures as a table."""

    code: str
    title: str
    told: str
    series: tuple[Series, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def axis(values: Iterable[float], *, count: int = 4, zero: bool = False, turned: bool = False) -> Axis:
    """The axis on which all values stand: its ends are round, with about ``count`` steps between them.
    ``zero``: it begins at nought. Raises ``ValueError`` without a value."""
    known = list(values)
    low, high = min(known + [0.0] * zero), max(known + [0.0] * zero)
    if low == high:
        low, high = (low, high + 1) if zero else (low - 0.5, high + 0.5)
    step = round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(step * number, 10) for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, turned)


def round_step(step: float) -> float:
    """The next of 1, 2, 5, 10 … times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(nice * power for nice in (1, 2, 5, 10) if nice * power >= step * (1 - 1e-9))


def series(name: str, number: int, points: Sequence[Point], *, stairs: bool = False) -> Series:
    """The line through points in the box; ``stairs``: a value holds until the next. Raises ``ValueError``
    without a point."""
    if not points:
        raise ValueError(f"the line {name!r} has no point")
    return Series(name, number % LOOKS + 1, path(points, stairs=stairs), points[-1], tuple(points))


def path(points: Sequence[Point], *, stairs: bool = False) -> str:
    """The SVG path through points; one point alone becomes a dot (a line without length, round ends)."""
    steps = [f"{x:g} {y:g}" for x, y in points]
    if stairs:
        steps = steps[:1] + [f"{b[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}" for a, b in pairwise(points)]
    return "M" + "L".join(steps if len(points) > 1 else steps * 2)


def ticks(of: Axis, say: Callable[[float], str]) -> tuple[tuple[float, str], ...]:
    """An axis's ticks as ``Plot`` wants them, measured from the low end. For the upright axis turn it first:
    the box's origin is at the top."""
    return tuple((of.place(value), say(value)) for value in of.ticks)
