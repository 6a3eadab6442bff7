"""The cards of pages: what each tells, and how it is answered."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock, Semaphore

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kotinos.games.terms import (
    EventView,
    GamesView,
    MedalTableView,
    OrganisationView,
    ParticipantView,
    UnitView,
)
from kotinos.site.web import read, times, words

from .draw import LINES, Card, Line, png

CACHE = "public, max-age=60, stale-while-revalidate=3600"
KEPT = 128
"""Cards kept in memory: some 20 kB each."""
_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()
_one = Semaphore(1)
"""One card is drawn at a time, so that drawing never takes all of the pages' threads."""


def games(request: HttpRequest, games: str) -> HttpResponse:
    """A Games: its name and the first of its medal table."""
    view = read.topic(games, "games", GamesView).value
    table = read.maybe(games, "medals", MedalTableView)
    days = sorted(view.days)
    when = f"{times.day(days[0], 'd MMMM y')} – {times.day(days[-1], 'd MMMM y')}" if days else ""
    return _answer(request, Card("", view.name, when, "", _table(table.value) if table else (), games))


def medals(request: HttpRequest, games: str) -> HttpResponse:
    """The first of the medal table."""
    frame = read.frame(games)
    table = read.topic(games, "medals", MedalTableView).value
    told = f"{table.events_finished} / {table.events_total} {_('events')}"
    return _answer(request, Card("", _("Medal table"), told, "", _table(table), frame.name))


def unit(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """A unit: the first three, or both sides with the score."""
    frame = read.frame(games)
    view = read.topic(games, f"unit/{rsc}", UnitView).value
    ordered = sorted(view.competitors.values(), key=lambda one: (one.order, one.code))
    lines = tuple(
        Line(
            one.name,
            one.rank,
            one.organisation,
            one.irm or one.result,
            strong=one.rank == "1" or one.wlt == "W",
        )
        for one in ordered[: 2 if view.format == "match" else 3]
    )
    state = words.word("result", view.result_status) if view.result_status else ""
    state = state or (words.word("schedule", view.status) if view.status else "")
    when = " ".join(filter(None, [times.day(view.day, "EEE d MMM") if view.day else "",
                                  "" if view.hide_start else times.clock(view.start)]))  # fmt: skip
    below = " · ".join(filter(None, [when, view.venue_name or view.venue]))
    above = " · ".join(filter(None, [view.discipline_name or view.discipline, view.event_name]))
    return _answer(request, Card(above, view.name, below, state, lines, frame.name))


def event(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """An event: its medallists."""
    frame = read.frame(games)
    view = read.topic(games, f"event/{rsc}", EventView).value
    held = sorted(view.medals.values(), key=lambda one: (one.order, one.competitor))
    lines = tuple(Line(one.name, organisation=one.organisation, medal=one.medal) for one in held)
    above = view.discipline_name or view.discipline
    return _answer(request, Card(above, view.name, "", "", lines, frame.name))


def participant(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A person or team: their medals."""
    frame = read.frame(games)
    view = read.topic(games, f"participant/{code}", ParticipantView).value
    held = sorted(view.medals.values(), key=lambda one: (one.order, one.event))
    lines = tuple(Line(f"{one.discipline_name} · {one.event_name}", medal=one.medal) for one in held)
    below = " · ".join(view.disciplines.values())
    above = view.organisation_name or view.organisation
    return _answer(request, Card(above, view.name, below, "", lines, frame.name))


def organisation(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """An organisation: its medals by kind."""
    frame = read.frame(games)
    view = read.topic(games, f"organisation/{code}", OrganisationView).value
    lines = tuple(
        Line(words.word("medal", medal), mark=str(count), medal=medal)
        for medal, count in (("ME_GOLD", view.gold), ("ME_SILVER", view.silver), ("ME_BRONZE", view.bronze))
    )
    return _answer(request, Card(view.code, view.name, "", "", lines, frame.name))


def _table(table: MedalTableView) -> tuple[Line, ...]:
    first = sorted(table.lines.values(), key=lambda one: one.order)[:LINES]
    return tuple(
        Line(one.name, str(one.rank), one.organisation, f"{one.gold} · {one.silver} · {one.bronze}",
             strong=one.rank == 1)
        for one in first
    )  # fmt: skip


def _answer(request: HttpRequest, card: Card) -> HttpResponse:
    card = msgspec.structs.replace(card, lines=card.lines[:LINES], rtl=get_language_bidi())
    made_of = msgspec.msgpack.encode((card, get_language()))
    etag = f'"{hashlib.sha256(made_of).hexdigest()[:20]}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(_drawn(etag, card), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _drawn(etag: str, card: Card) -> bytes:
    with _one:
        with _lock:
            if etag in _kept:
                _kept.move_to_end(etag)
                return _kept[etag]
        made = png(card)
        with _lock:
            _kept[etag] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return made
