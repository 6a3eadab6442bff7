"""Charts of a record over time: a stair a kind, for a record holds until it is broken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from django.utils.translation import gettext as _

from kotinos.games.terms import RecordMark, RecordView
from kotinos.sport.marks import Kind, Mark, print_mark, unit_of

from .. import times
from ..record_book import mark
from ..words import word
from .scale import Axis, Plot, axis, path, round_step, series, ticks

YEARS = 4
"""Years named along the lower edge, about."""


class Told(msgspec.Struct, frozen=True):
    """A mark with its day, as a number each; ``of``: the mark as told."""

    day: int
    mark: Mark
    of: RecordMark


def over_time(code: str, records: Iterable[RecordView], today: str) -> Plot | None:
    """The chart of a performance's records of all kinds that changed on days we know; ``None`` without one.
    Better is higher. Raises ``ValueError`` where ``today`` is no day."""
    found = {each.kind: marks for each in records if _changed(marks := known(each))}
    every = [each for marks in found.values() for each in marks]
    if not every or len({each.mark.kind for each in every}) > 1:
        return None
    kind = every[0].mark.kind
    first, last = min(each.day for each in every), max(each.day for each in every)
    last = max(last, date.fromisoformat(today).toordinal() if today else last, first + 1)
    across = Axis(first, last, ())
    up = axis((each.mark.value for each in every), count=3, turned=kind is Kind.TIME)
    lines = []
    for number, (name, marks) in enumerate(found.items()):
        points = [(across.place(each.day), 100 - up.place(each.mark.value)) for each in marks]
        line = series(word("record", name), number, points)
        lines.append(msgspec.structs.replace(line, path=path([*points, (100.0, points[-1][1])], stairs=True)))
    return Plot(
        code=code,
        title=word("record", next(iter(found))) if len(found) == 1 else _("Records over time"),
        told=" ".join(_sentence(name, marks) for name, marks in found.items()),
        series=tuple(lines),
        across=_dates(across),
        up=_spelled(up, (each.mark for each in every)),
        head=(_("Day"), _("Record"), _("Result"), _("Holder")),
        rows=tuple(_row(name, each) for name, marks in found.items() for each in marks),
    )


def _changed(marks: Iterable[Told]) -> bool:
    return len({each.mark.value for each in marks}) > 1


def known(record: RecordView) -> list[Told]:
    """The marks of a record that can be drawn, the oldest first."""
    found = []
    for each in (*reversed(record.was), record):
        value = mark(each.result, record.measure)
        try:
            day = date.fromisoformat(each.date[:10]).toordinal()
        except ValueError:
            continue
        if value is not None:
            found.append(Told(day, value, each))
    return sorted(found, key=lambda each: each.day)


def _spelled(up: Axis, marks: Iterable[Mark]) -> tuple[tuple[float, str], ...]:
    """The ticks of an upright axis, told as finely as the marks are and no finer."""
    finest = max(marks, key=lambda each: each.places)
    grain = unit_of(finest.kind) / 10**finest.places
    told = Axis(up.low, up.high, tuple(tick for tick in up.ticks if round(tick) % grain == 0), up.turned)
    written = ticks(told, lambda value: print_mark(Mark(finest.kind, round(value), finest.places)))
    return tuple((100 - place, text) for place, text in written)


def _dates(across: Axis) -> tuple[tuple[float, str], ...]:
    """Round years; within a single year its first and last day."""
    first, last = date.fromordinal(int(across.low)), date.fromordinal(int(across.high))
    if first.year == last.year:
        return tuple(
            (across.place(day.toordinal()), times.day(day.isoformat(), "d MMM")) for day in (first, last)
        )
    step = max(1, int(round_step((last.year - first.year) / YEARS)))
    years = [year for year in range(first.year + 1, last.year + 1) if (last.year - year) % step == 0]
    return tuple((across.place(date(year, 1, 1).toordinal()), str(year)) for year in years)


def _sentence(kind: str, marks: Iterable[Told]) -> str:
    listed = times.listed(f"{each.of.result} ({times.day(each.of.date, 'd MMM y')})" for each in marks)
    return _("%(record)s: %(marks)s.") % {"record": word("record", kind), "marks": listed}


def _row(kind: str, told: Told) -> tuple[str, ...]:
    who = f"{told.of.holder} {told.of.organisation}".strip()
    return (times.day(told.of.date, "d MMM y"), word("record", kind), told.of.result, who)
