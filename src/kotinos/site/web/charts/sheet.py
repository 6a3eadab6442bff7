"""What the charts of a unit share: a line a competitor, over steps at equal distances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _

from kotinos.games.terms import CompetitorLine
from kotinos.sport.marks import Kind, parse_mark, unit_of

from .scale import Axis, Plot, series, ticks

TICKS = 5
"""Names along the lower edge at most: a phone has no room for more."""

Values = list[float | None]


class Sheet(msgspec.Struct, frozen=True):
    """A chart before its values: its code, its words, the names of its steps, how it writes a value."""

    code: str
    title: str
    told: str
    steps: tuple[str, ...]
    say: Callable[[float], str]


def plain(value: float) -> str:
    """A value as short as it goes."""
    return f"{value:.10g}"


def gap(value: float) -> str:
    """A distance from the first."""
    return f"+{value:.10g}" if value else "0"


def value_of(text: str, kind: Kind) -> float | None:
    """A mark's text as a number (times in seconds); nothing for what is no mark."""
    try:
        mark = parse_mark(text, kind)
    except ValueError:
        return None
    return None if mark is None else mark.value / unit_of(kind)


def known(rows: Mapping[str, Values]) -> list[float]:
    """Every value there is."""
    return [value for row in rows.values() for value in row if value is not None]


def plot(sheet: Sheet, lines: Sequence[CompetitorLine], values: Mapping[str, Values], up: Axis) -> Plot:
    """The chart; a competitor without any value has no line."""
    width = max(1, len(sheet.steps) - 1)
    drawn = []
    for at, line in enumerate(lines):
        points = [
            (round(100 * step / width, 2), up.place(value))
            for step, value in enumerate(values[line.code])
            if value is not None
        ]
        if points:
            drawn.append(series(called(line), at, points))
    every = max(1, -(-len(sheet.steps) // TICKS))
    across = tuple(
        (round(100 * step / width, 2), name)
        for step, name in enumerate(sheet.steps)
        if (width - step) % every == 0
    )
    rows = tuple(
        (called(line), *("" if value is None else sheet.say(value) for value in values[line.code]))
        for line in lines
    )
    head = (_("Competitor"), *sheet.steps)
    return Plot(sheet.code, sheet.title, sheet.told, tuple(drawn), across, ticks(up, sheet.say), head, rows)


def called(line: CompetitorLine) -> str:
    """What a line is called: a name and its organisation's code."""
    return line.name if line.kind == "T" else f"{line.name} {line.organisation}".strip()
