"""An event's page: phases, pools, bracket, medals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import EventView

from . import read
from .bracket import drawings
from .respond import Part, page

BRONZE = 2
"""``UnitLine.medal`` of a match for bronze."""


def event(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """An event by its RSC."""
    frame = read.frame(games)
    view = read.topic(games, f"event/{rsc}", EventView)
    value = view.value
    third = {
        code for phase in value.phases.values() for code, unit in phase.units.items() if unit.medal == BRONZE
    }
    context = {
        "event": value,
        "phases": sorted(value.phases.items(), key=lambda item: (-item[1].order, item[0])),
        "pools": sorted(value.pools.items(), key=lambda item: (item[1].order, item[0])),
        "drawings": drawings(value.bracket, value.stages, third),
        "at_stake": sorted(value.records.items()),
    }
    return page(request, "site/event.html", frame, [Part(view)], context)
