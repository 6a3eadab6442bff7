"""The schedule, day by day, narrowed as the address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kotinos.games.terms import DayView, SessionLine, UnitLine

from . import asked as asks
from . import days, narrow, read
from .narrow import Group, Wish
from .read import Frame
from .respond import Part, page
from .times import clock
from .words import word

MOST = 120
"""Units on one page: a longer day is read part by part."""

Choices = list[tuple[str, str]]


class Chip(msgspec.Struct, frozen=True):
    """A part of the wish in words, and the query without it."""

    text: str
    query: str


def today(request: HttpRequest, games: str) -> HttpResponse:
    """On to the Games' own day, with what is wanted of it."""
    frame = read.frame(games)
    if not frame.today:
        raise Http404(_("No day is scheduled yet."))
    response = redirect("day", games, frame.today)
    response["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def day(request: HttpRequest, games: str, day: str) -> HttpResponse:
    """A day's units by the hour or by session, and only those that the address asks for."""
    frame = read.frame(games)
    view = read.topic(games, f"day/{day}", DayView)
    asked = narrow.wish(request.GET.dict())
    manner = Manner.of(request.GET)
    found = asks.starts(games, asked.organisation) if asked.organisation else frozenset()
    where = asked.where(found)
    units = narrow.kept(view.value.units, where)
    pieces = narrow.parts(units, MOST)
    at = _piece(request.GET.get("part", ""), pieces, own=day == frame.today)
    shown = pieces[at]
    fit = msgspec.structs.replace(asked, status="").where(found)
    held = shown if len(pieces) > 1 else narrow.kept(view.value.units, fit)
    context = {
        "view": view.value,
        "asked": asked,
        "manner": manner,
        "nothing": Wish().query(**manner.kept),
        "groups": _groups(shown, where, view.value, manner, own=day == frame.today),
        "pieces": [_span(piece) for piece in pieces],
        "at": at,
        "total": len(units),
        "choices": choices(view.value, frame),
        "chips": chips(asked, frame, view.value, manner),
        "offset": days.offsets(view.value.units.values()),
    }
    parts = [Part(days.only(view, held), ("units",))]
    if asked.organisation:
        parts.append(days.made_of("starts", sorted(found), view))
    return page(request, "site/schedule.html", frame, parts, context)


class Manner(msgspec.Struct, frozen=True):
    """How a schedule is shown, whatever is wanted of it: by the hour or by session, in whose time."""

    by: str = ""
    time: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Manner:
        """The manner of a query."""
        by, time = asked.get("by", ""), asked.get("time", "")
        return cls(by if by == "session" else "", time if time == "mine" else "")

    @property
    def kept(self) -> dict[str, str]:
        """What every address of the page keeps of it."""
        return {"by": self.by, "time": self.time}


def _groups(
    units: Mapping[str, UnitLine], where: str, view: DayView, manner: Manner, *, own: bool
) -> list[Group]:
    """The groups; on the Games' own day the one in which something is on, or comes next, is marked."""
    groups = narrow.by_session(units, where, view.sessions) if manner.by else narrow.by_hour(units, where)
    for wanted in ("live", "ahead") if own else ():
        statuses = narrow.STATUSES[wanted].split("|")
        for place, group in enumerate(groups):
            if any(unit.status in statuses for unit in group.units.values()):
                groups[place] = msgspec.structs.replace(group, now=True)
                return groups
    return groups


def _piece(asked: str, pieces: list[dict[str, UnitLine]], *, own: bool) -> int:
    """Which part is shown: the one asked for; else on the own day the first that is not over."""
    if asked.isdecimal() and 1 <= int(asked[:4]) <= len(pieces):
        return int(asked[:4]) - 1
    going = "|".join((narrow.STATUSES["live"], narrow.STATUSES["ahead"])).split("|")
    for place, piece in enumerate(pieces if own else ()):
        if any(unit.status in going for unit in piece.values()):
            return place
    return 0


def _span(piece: Mapping[str, UnitLine]) -> tuple[str, str]:
    """First and last hour of a part of a day, as clocks."""
    starts = [unit.start for unit in piece.values() if unit.order < narrow.NEVER]
    return (clock(starts[0]), clock(starts[-1])) if starts else ("", "")


def choices(view: DayView, frame: Frame) -> dict[str, Choices]:
    """What there is to choose from on a day."""
    units = view.units.values()
    genders = {unit.rsc[3:4] for unit in units}
    return {
        "discipline": _sorted((unit.discipline, unit.discipline_name) for unit in units),
        "venue": _sorted((unit.venue, unit.venue_name) for unit in units),
        "organisation": _sorted(frame.organisations.items()),
        "session": [(code, session_name(each)) for code, each in sorted(view.sessions.items())],
        "gender": [(code, word("gender", code)) for code in narrow.GENDERS if code in genders],
        "status": [(name, text) for name, text in statuses().items()],
    }


def statuses() -> dict[str, str]:
    """What a reader calls the statuses."""
    return {"live": _("Live"), "ahead": _("To come"), "finished": _("Finished")}


def session_name(session: SessionLine) -> str:
    """A session in a list: its code, name and hour."""
    return " ".join(part for part in (session.code, session.name, clock(session.start)) if part)


def chips(asked: Wish, frame: Frame, view: DayView, manner: Manner) -> list[Chip]:
    """What is asked for, in words."""
    named = choices(view, frame)
    named["discipline"] += list(frame.disciplines.items())
    found = []
    for name, value in asked.asked.items():
        text = _("Medal events") if name == "medals" else dict(named[name]).get(value, value)
        found.append(Chip(text, asked.query(**{name: "", **manner.kept})))
    return found


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    return sorted({code: name or code for code, name in pairs if code}.items(), key=lambda pair: pair[1])
