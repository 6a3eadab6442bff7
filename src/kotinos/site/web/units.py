"""A unit's page: start list, live, result, by its format."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import UnitView
from kotinos.odf.rsc import RSC

from . import read
from .respond import Part, page

FORMATS = ("race", "attempts", "judged", "match", "list")
CEREMONY = "VICT"
"""The phase of medal ceremonies: nobody competes in them."""


def unit(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """A unit by its RSC."""
    frame = read.frame(games)
    view = read.topic(games, f"unit/{rsc}", UnitView)
    context = {
        "unit": view.value,
        "format": view.value.format if view.value.format in FORMATS else "list",
        "splits": by_position(view.value.splits),
        "attempts": by_position(view.value.attempts),
        "ceremony": RSC.parse(view.value.rsc).phase == CEREMONY,
    }
    return page(request, "site/unit.html", frame, [Part(view)], context)


def by_position(columns: dict[str, str]) -> list[tuple[str, str]]:
    """Columns in order: positions are numbers in text, and what is none comes last."""
    return sorted(columns.items(), key=lambda item: (not item[0].isdigit(), item[0].zfill(6)))
