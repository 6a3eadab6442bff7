"""A unit's page: start list, live, result, by its format."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kotinos.games.terms import EventView, UnitLine, UnitView
from kotinos.odf.rsc import RSC

from . import read, words
from .charts.unit import FIRST, charts
from .looks import by_position, look_of
from .respond import Part, page

CEREMONY = "VICT"
"""The phase of medal ceremonies: nobody competes in them."""

WITH = 2
"""Competitors that a reader may add to the charts."""

CHARTED = ("lanes", "race")
"""Sheets in which a reader may choose whose line is drawn."""


class Around(msgspec.Struct, frozen=True):
    """What an event says of one of its units: the unit before and after it, and the records at stake."""

    before: UnitLine | None = None
    after: UnitLine | None = None
    records: tuple[tuple[str, str], ...] = ()


def unit(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """A unit by its RSC; ``?with=CODE`` draws that competitor beside the first."""
    frame = read.frame(games)
    view = read.topic(games, f"unit/{rsc}", UnitView)
    event = read.maybe(games, f"event/{view.value.event}", EventView) if view.value.event else None
    look = look_of(view.value)
    chosen = [code for code in request.GET.getlist("with") if code in view.value.competitors][:WITH]
    context = {
        "unit": view.value,
        "look": look,
        "splits": by_position(view.value.splits.items()),
        "attempts": by_position(view.value.attempts.items()),
        "plots": charts(view.value, look, chosen),
        "chosen": chosen,
        "choice": choice(view.value, look),
        "around": around(view.value, event.value) if event else Around(),
        "venue": reverse("venue", args=[games, view.value.venue]) if view.value.venue else "",
        "ceremony": RSC.parse(view.value.rsc).phase == CEREMONY,
        "label_sets": words.unit_sets(view.value.discipline),
    }
    parts = [Part(view)] + ([Part(event, still=True)] if event else [])
    return page(request, "site/unit.html", frame, parts, context)


def choice(view: UnitView, look: str) -> list[tuple[str, str]]:
    """Whom a reader may add to the charts, by name: those who are not drawn anyway."""
    if look not in CHARTED or not view.splits:
        return []
    ordered = sorted(view.competitors.values(), key=lambda line: line.order)
    return sorted(((line.code, line.name) for line in ordered[FIRST:]), key=lambda pair: pair[1])


def around(view: UnitView, event: EventView) -> Around:
    """The units before and after this one in the order of their starts, and the records of the event."""
    units: Mapping[str, UnitLine] = {
        code: line for phase in event.phases.values() for code, line in phase.units.items()
    }
    ordered = sorted(units.values(), key=lambda line: (line.order, line.rsc))
    codes = [line.rsc for line in ordered]
    records = tuple(sorted(event.records.items()))
    if view.rsc not in codes:
        return Around(records=records)
    at = codes.index(view.rsc)
    return Around(
        before=ordered[at - 1] if at else None,
        after=ordered[at + 1] if at + 1 < len(ordered) else None,
        records=records,
    )
