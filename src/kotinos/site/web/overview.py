"""All days at a glance: disciplines by days, how much is on and where medals are won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import DayView

from . import days, read
from .respond import Part, page

BRONZE_ONLY = 2
"""``UnitLine.medal`` of a match for bronze: its event is decided elsewhere."""
LEVELS = (1, 4, 10, 25)
"""Contests of a discipline on a day from which a cell is darker."""


class Cell(msgspec.Struct, frozen=True):
    """A discipline on a day: contests, and events whose winners are decided."""

    units: int = 0
    medals: int = 0

    @property
    def level(self) -> int:
        """How dark the cell is, from 0 (nothing) on."""
        return sum(self.units >= least for least in LEVELS)


Grid = Mapping[str, Mapping[str, Cell]]


def grid(views: Iterable[DayView]) -> Grid:
    """Cells by discipline and day."""
    found: dict[str, dict[str, Cell]] = {}
    for view in views:
        for code, cell in of_day(view).items():
            found.setdefault(code, {})[view.day] = cell
    return found


def of_day(view: DayView) -> dict[str, Cell]:
    """A day's cells by discipline."""
    units: dict[str, int] = {}
    events: dict[str, set[str]] = {}
    for unit in view.units.values():
        if unit.status == "UNSCHEDULED":
            continue
        units[unit.discipline] = units.get(unit.discipline, 0) + 1
        if unit.medal and unit.medal != BRONZE_ONLY:
            events.setdefault(unit.discipline, set()).add(unit.event)
    return {code: Cell(number, len(events.get(code, ()))) for code, number in units.items()}


def calendar(request: HttpRequest, games: str) -> HttpResponse:
    """Disciplines by days: each cell leads to that discipline's day."""
    frame = read.frame(games)
    found = days.every(frame)
    cells = grid(each.value for each in found)
    lines = sorted(cells, key=lambda code: frame.disciplines.get(code, code))
    totals = {
        day: Cell(
            sum(cells[code].get(day, Cell()).units for code in lines),
            sum(cells[code].get(day, Cell()).medals for code in lines),
        )
        for day in frame.days
    }
    context = {"cells": cells, "lines": lines, "totals": totals, "empty": Cell()}
    return page(request, "site/calendar.html", frame, [Part(each, still=True) for each in found], context)
