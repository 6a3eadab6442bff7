"""Venues: where they are, and what is on in each."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kotinos.games.terms import DayView, GamesView, UnitLine

from . import days, narrow, places, read
from .charts import plan
from .read import Frame, Read
from .respond import Part, page


class Venue(msgspec.Struct, frozen=True):
    """A venue in the list: ``number`` on the map, its disciplines by code, its days."""

    code: str
    name: str
    number: int
    disciplines: Mapping[str, str]
    days: tuple[str, ...]
    place: places.Place | None = None


def venues(request: HttpRequest, games: str) -> HttpResponse:
    """All venues on a map and in a list, with what is on in each now."""
    view = read.topic(games, "games", GamesView)
    frame = read.framed(games, view.value)
    every = days.every(frame)
    known = places.of(games)
    found = listed(view.value, [each.value for each in every], known)
    spots = [
        plan.Spot(one.code, one.number, one.name, one.place.lat, one.place.lon) for one in found if one.place
    ]
    context = {"venues": found, "games": view.value, "plan": plan.plan(spots) if spots else None}
    parts = [Part(view, ("live",)), *(Part(each, still=True) for each in every)]
    parts.append(days.made_of("places", [repr(known)], view))
    return page(request, "site/venues.html", frame, parts, context)


def listed(view: GamesView, every: list[DayView], known: Mapping[str, places.Place]) -> list[Venue]:
    """Venues by name, numbered."""
    used: dict[str, set[str]] = {}
    on: dict[str, set[str]] = {}
    for day in every:
        for unit in day.units.values():
            used.setdefault(unit.venue, set()).add(unit.discipline)
            on.setdefault(unit.venue, set()).add(day.day)
    names = {code: line.name for code, line in view.disciplines.items()}
    ordered = sorted(view.venues.items(), key=lambda item: (item[1] or item[0], item[0]))
    return [
        Venue(
            code=code,
            name=name or code,
            number=number,
            disciplines={each: names.get(each, each) for each in sorted(used.get(code, ()))},
            days=tuple(sorted(on.get(code, ()))),
            place=known.get(code),
        )
        for number, (code, name) in enumerate(ordered, start=1)
    ]


def venue(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A venue: its days, and one of them (``?day=``) in full."""
    view = read.topic(games, "games", GamesView)
    frame = read.framed(games, view.value)
    if code not in view.value.venues:
        raise Http404(_("This Games has no such venue."))
    every = days.every(frame)
    known = places.of(games)
    one = next(each for each in listed(view.value, [e.value for e in every], known) if each.code == code)
    where = narrow.Wish(venue=code).where()
    shown = _day(request.GET.get("day", ""), one, frame)
    of_day = next((each for each in every if each.value.day == shown), None)
    units = narrow.kept(of_day.value.units, where) if of_day else {}
    context = {
        "venue": one,
        "shown": shown,
        "groups": narrow.by_hour(units, where) if of_day else [],
        "offset": days.offsets(units.values()),
        "fields": _fields(every, one),
        "games": view.value,
        "where": f"venue={code}",
    }
    parts = [Part(view, ("live",)), *(Part(each, still=True) for each in every if each is not of_day)]
    parts += [Part(days.only(of_day, units), ("units",))] if of_day else []
    parts.append(days.made_of("places", [repr(known)], view))
    return page(request, "site/venue.html", frame, parts, context)


def _day(asked: str, venue: Venue, frame: Frame) -> str:
    """The day shown: the one asked for, else today or the next on which it is used, else the last."""
    if asked in venue.days:
        return asked
    ahead = [day for day in venue.days if day >= frame.today]
    return ahead[0] if ahead else (venue.days[-1] if venue.days else "")


def _fields(every: list[Read[DayView]], venue: Venue) -> list[str]:
    """The fields of play, halls or courses of a venue."""
    found: set[str] = set()
    for day in every:
        found |= {_field(unit) for unit in day.value.units.values() if unit.venue == venue.code}
    return sorted(found - {"", venue.name})


def _field(unit: UnitLine) -> str:
    return unit.location
