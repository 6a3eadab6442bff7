"""The start, and a Games' home: for the days before it, during a day, between days and after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language_from_path

from kotinos.games.terms import DayView, GamesView, MedalTableView, RecordsView, RecordView, Side, UnitLine

from . import overview, read
from .decorated import decorated
from .languages import wanted
from .read import Frame, Read
from .respond import Part, page

HOME_FIELDS = ("now", "today", "moment", "days", "live", "next", "finals", "recent", "latest", "participants")


def start(request: HttpRequest) -> HttpResponse:
    """The only Games' home, in the address's language or the browser's; or the list of Games."""
    keys = read.games()
    if len(keys) == 1:
        tongue = get_language_from_path(request.path_info) or wanted(request)
        response = redirect(translate_url(reverse("home", args=keys), tongue))
        response.headers["Vary"] = "Accept-Language"
        return response
    found = [(key, read.maybe(key, "games", GamesView)) for key in keys]
    frames = [read.framed(key, view.value) for key, view in found if view]
    return render(request, "site/start.html", {"frame": None, "live": None, "frames": frames})


def games(request: HttpRequest, games: str) -> HttpResponse:
    """A Games at a glance, by where it stands: ``GamesView.moment``."""
    view = read.topic(games, "games", GamesView)
    table = read.maybe(games, "medals", MedalTableView)
    frame = read.framed(games, view.value)
    moment = view.value.moment or "day"
    parts = [Part(view, HOME_FIELDS)] + ([Part(table)] if table else [])
    context: dict[str, Any] = {
        "games": view.value,
        "table_view": table.value if table else MedalTableView(),
        "moment": moment,
        "first": _first(view.value),
    }
    told, read_for_it = _of_moment(moment, frame, view.value)
    parts += [Part(each, still=True) for each in read_for_it]
    return page(request, "site/home.html", frame, parts, {**context, **told})


def _of_moment(moment: str, frame: Frame, view: GamesView) -> tuple[dict[str, Any], list[Read[Any]]]:
    """What a moment's home shows besides the Games' own document, and the documents it is made from."""
    if moment == "before":
        return {"days_to_go": days_to_go(frame, view.now)}, []
    records = read.maybe(frame.key, "records", RecordsView) if moment != "day" else None
    if moment == "after":
        told = {"decorated": decorated(frame.key), "new_records": _records(records)}
        return told, [records] if records else []
    today = read.maybe(frame.key, f"day/{frame.today}", DayView)
    found = [each for each in (today, records) if each]
    if moment == "day":
        cells = overview.of_day(today.value) if today else {}
        named = sorted(cells.items(), key=lambda item: frame.disciplines.get(item[0], item[0]))
        return {"cells": named}, found
    number = frame.days.index(frame.today) + 1 if frame.today in frame.days else 1
    won = winners(today.value) if today else []
    return {"won": won, "number": number, "new_records": _records(records, frame.today)}, found


def _first(view: GamesView) -> UnitLine | None:
    """The next unit with a time."""
    ahead = sorted((unit for unit in view.next.values() if unit.start), key=lambda unit: unit.order)
    return ahead[0] if ahead else None


def days_to_go(frame: Frame, now: str) -> int:
    """Days from the Games' own clock to its first day; nought when one of them is not known."""
    try:
        return max(0, (date.fromisoformat(frame.days[0]) - date.fromisoformat(now[:10])).days)
    except (IndexError, ValueError):
        return 0


def winners(day: DayView) -> list[tuple[UnitLine, list[Side]]]:
    """A day's decided events, the last first, with who won: rank 1, or the winner of the match."""
    found = []
    for unit in sorted(day.units.values(), key=lambda unit: (-unit.order, unit.rsc)):
        if unit.medal in (overview.BRONZE_ONLY, 0) or unit.status != "FINISHED":
            continue
        sides = sorted(unit.sides.values(), key=lambda side: side.order)
        if best := [side for side in sides if side.rank == "1" or side.wlt == "W"]:
            found.append((unit, best))
    return found


def _records(found: Read[RecordsView] | None, day: str = "") -> list[RecordView]:
    """Records set in this Games (on a day of it), the newest first."""
    told = found.value.records.values() if found else ()
    new = [each for each in told if each.unit and day in ("", each.date[:10])]
    return sorted(new, key=lambda each: (each.date, each.code, each.kind), reverse=True)
