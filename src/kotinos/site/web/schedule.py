"""The schedule, day by day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kotinos.games.terms import DayView, UnitLine

from . import read
from .respond import Part, page

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,20}\Z")


def today(request: HttpRequest, games: str) -> HttpResponse:
    """On to the Games' own day."""
    frame = read.frame(games)
    if not frame.today:
        raise Http404(_("No day is scheduled yet."))
    response = redirect("day", games, frame.today)
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def day(request: HttpRequest, games: str, day: str) -> HttpResponse:
    """A day's units in time order; ``?discipline=`` and ``?venue=`` narrow them."""
    frame = read.frame(games)
    view = read.topic(games, f"day/{day}", DayView)
    units = view.value.units.values()
    chosen = {name: _chosen(request, name) for name in ("discipline", "venue")}
    context = {
        "view": view.value,
        "chosen": chosen,
        "where": " ".join(
            ["status!=UNSCHEDULED", *(f"{name}={code}" for name, code in chosen.items() if code)]
        ),
        "disciplines": _choices((unit.discipline, unit.discipline_name) for unit in units),
        "venues": _choices((unit.venue, unit.venue_name) for unit in units),
        "offset": _offsets(units),
    }
    return page(request, "site/schedule.html", frame, [Part(view, ("units",))], context)


def _chosen(request: HttpRequest, name: str) -> str:
    """A code asked for; what cannot be a code is no wish."""
    code = request.GET.get(name, "")
    return code if _CODE.match(code) else ""


def _choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted({(code, name or code) for code, name in pairs if code}, key=lambda pair: pair[1])


def _offsets(units: Iterable[UnitLine]) -> list[str]:
    """The venues' offsets from UTC on this day, as the feed gives them."""
    return sorted({unit.start[-6:] for unit in units if re.search(r"[+-]\d\d:\d\d$", unit.start)})
