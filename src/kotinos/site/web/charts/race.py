"""Charts of a race: places and gaps at its splits."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kotinos.games.terms import CompetitorLine, UnitView
from kotinos.sport.marks import Kind

from ..looks import by_position
from .scale import Axis, Plot, axis
from .sheet import Sheet, Values, gap, known, plot, value_of

PLACES = 6
"""Names of places along the upright edge, about."""


def places(view: UnitView, lines: list[CompetitorLine]) -> Plot | None:
    """The place of each at each split: who went forward and who fell back."""
    columns = passed(view)
    values = {line.code: [place(line, pos) for pos, _label in columns] for line in lines}
    if len(columns) < 2 or not known(values):
        return None
    last = max(int(max(known(values))), 2)
    step = max(1, round(last / PLACES))
    up = Axis(1, last, tuple(float(each) for each in range(1, last + 1, step)))
    sheet = Sheet(
        "places",
        _("Places through the race"),
        _("The places of the first at each split."),
        tuple(label for _pos, label in columns),
        lambda value: f"{value:.0f}",
    )
    return plot(sheet, lines, values, up)


def gaps(view: UnitView, lines: list[CompetitorLine]) -> Plot | None:
    """How far each was behind the fastest at each split, in seconds."""
    columns = passed(view)
    times = {line.code: [seconds(line, pos) for pos, _label in columns] for line in view.competitors.values()}
    first = [fastest([row[at] for row in times.values()]) for at in range(len(columns))]
    if len(columns) < 2 or fastest(first) is None:
        return None
    values: dict[str, Values] = {
        line.code: [0.0, *map(behind, times[line.code], first)] for line in lines if times[line.code]
    }
    sheet = Sheet(
        "gaps",
        _("Behind the fastest, in seconds"),
        _("How far the first were behind the fastest at each split."),
        (_("Start"), *(label for _pos, label in columns)),
        gap,
    )
    return plot(sheet, lines, values, axis(known(values), zero=True))


def passed(view: UnitView) -> list[tuple[str, str]]:
    """The splits at which somebody has been."""
    return [
        (pos, label)
        for pos, label in by_position(view.splits.items())
        if any(pos in line.splits for line in view.competitors.values())
    ]


def place(line: CompetitorLine, pos: str) -> float | None:
    """The place at a split."""
    split = line.splits.get(pos)
    return float(split.rank) if split and split.rank.isdigit() else None


def seconds(line: CompetitorLine, pos: str) -> float | None:
    """The time at a split."""
    split = line.splits.get(pos)
    return value_of(split.value, Kind.TIME) if split else None


def fastest(row: Values) -> float | None:
    """The least of what is known."""
    return min((value for value in row if value is not None), default=None)


def behind(mine: float | None, first: float | None) -> float | None:
    """The gap, where both are known."""
    return None if mine is None or first is None else round(mine - first, 3)
