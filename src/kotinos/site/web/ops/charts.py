"""Charts and sparklines as SVG paths: geometry only, no words. Pure.

A path lives in a box ``0 0 <points> 100`` that the page stretches; its strokes keep their width."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

Values = Sequence[float | None]

NICE = (1.0, 2.0, 4.0, 5.0, 10.0)
"""What the top of an axis may be, times a power of ten: its half is easily read too."""


class Line(msgspec.Struct, frozen=True):
    """One drawn line: what it is called, how it looks, its values and its paths."""

    label: str
    look: str
    values: Values
    path: str
    area: str


def top(lines: Sequence[Values], least: float) -> float:
    """The top of an axis for these values, at least ``least``."""
    highest = max([value for values in lines for value in values if value is not None] + [least])
    power: float = 10.0 ** math.floor(math.log10(highest))
    return next(nice * power for nice in NICE if nice * power >= highest * (1 - 1e-9))


def line(label: str, look: str, values: Values, highest: float) -> Line:
    """A line up to the axis's top."""
    return Line(label, look, values, path(values, highest), area(values, highest))


def path(values: Values, highest: float) -> str:
    """The line through the values, broken where there is none."""
    return "".join(_points(run, highest) for run in runs(values))


def area(values: Values, highest: float) -> str:
    """What lies below that line."""
    return "".join(
        f"M{run[0][0] + 0.5:g} 100L{_points(run, highest)[1:]}L{run[-1][0] + 0.5:g} 100Z"
        for run in runs(values)
    )


def runs(values: Values) -> Iterator[list[tuple[int, float]]]:
    """Stretches of values without a gap, each value with its place."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _points(run: Sequence[tuple[int, float]], highest: float) -> str:
    points = [f"{place + 0.5:g} {100 - 100 * min(value / highest, 1):.1f}" for place, value in run]
    if len(points) == 1:
        points.append(points[0])  # a line without length: its round ends make it a dot
    return "M" + "L".join(points)


def ticks(begin: int, end: int, every: int) -> list[tuple[int, float]]:
    """Round moments between two, each with its place in hundredths of the way."""
    first = begin + -begin % every
    return [(at, 100 * (at - begin) / (end - begin)) for at in range(first, end, every)]
