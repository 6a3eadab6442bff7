"""Atom feeds (RFC 4287): the newest results of a Games, of a discipline, of an organisation; its medals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotinos.games import api as ask
from kotinos.games.terms import DayView, GamesView, UnitLine
from kotinos.games.terms.asked import MOST, MedalsAsked
from kotinos.site.web import read, words

from .places import whole, whole_url

ENTRIES = 50
CACHE = "public, max-age=60, stale-while-revalidate=600"


class Entry(msgspec.Struct, frozen=True):
    """An entry: where it leads, what it says, when it happened (RFC 3339)."""

    path: str
    title: str
    text: str
    at: str


def results(request: HttpRequest, games: str) -> HttpResponse:
    """The newest results of a Games."""
    name = read.frame(games).name
    title = _("Results of %(games)s") % {"games": name}
    return _feed(request, title, reverse("home", args=[games]), _results(games))


def discipline(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """The newest results of a discipline."""
    frame = read.frame(games)
    if code not in frame.disciplines:
        raise Http404(code)
    title = f"{frame.disciplines[code]}, {frame.name}"
    return _feed(request, title, reverse("discipline", args=[games, code]), _results(games, discipline=code))


def organisation(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """The newest results in whose first places an organisation stands."""
    frame = read.frame(games)
    if code not in frame.organisations:
        raise Http404(code)
    title = f"{frame.organisations[code]}, {frame.name}"
    found = _results(games, organisation=code)
    return _feed(request, title, reverse("organisation", args=[games, code]), found)


def medals(request: HttpRequest, games: str) -> HttpResponse:
    """The newest medals."""
    title = _("Medals of %(games)s") % {"games": read.frame(games).name}
    return _feed(request, title, reverse("medals", args=[games]), _medals(games))


def _results(games: str, discipline: str = "", organisation: str = "") -> Iterator[Entry]:
    view = read.topic(games, "games", GamesView).value
    for day in sorted((day for day in view.days if day <= view.now[:10]), reverse=True):
        found = read.maybe(games, f"day/{day}", DayView)
        lines = found.value.units.values() if found else ()
        for line in sorted(lines, key=lambda line: (line.order, line.rsc), reverse=True):
            if line.status != "FINISHED" or not line.sides or (discipline and line.discipline != discipline):
                continue
            if organisation and organisation not in (side.organisation for side in line.sides.values()):
                continue
            yield _of_unit(games, line)


def _of_unit(games: str, line: UnitLine) -> Entry:
    sides = sorted(line.sides.values(), key=lambda side: (side.order, side.code))
    told = [f"{side.rank} {side.name} ({side.organisation}) {side.irm or side.result}" for side in sides]
    title = f"{line.discipline_name or line.discipline}: {line.event_name} {line.name}"
    if line.event_name in line.name:
        title = f"{line.discipline_name or line.discipline}: {line.name}"
    state = f" [{words.word('result', line.result_status)}]" if line.result_status else ""
    text = "; ".join(" ".join(one.split()) for one in told) + state
    return Entry(reverse("unit", args=[games, line.rsc]), title, text, line.end or line.start)


def _medals(games: str) -> Iterator[Entry]:
    days = read.topic(games, "games", GamesView).value.days
    for day in sorted(days, reverse=True):
        for held in reversed(ask.medals(games, MedalsAsked(date=day, limit=MOST)).rows):
            medal = words.word("medal", held.medal)
            yield Entry(
                reverse("event", args=[games, held.event]) + f"#{held.medal}-{held.competitor}",
                f"{medal}: {held.name} ({held.organisation})",
                f"{held.discipline_name or held.discipline}, {held.event_name}",
                f"{held.date}T00:00:00Z",
            )


def _feed(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    chosen = [entry for entry, _n in zip(_dated(entries), range(ENTRIES), strict=False)]
    newest = max((_moment(entry.at) for entry in chosen), default=datetime(1970, 1, 1, tzinfo=UTC))
    own = whole(request, request.path)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{get_language()}">',
        f"<title>{escape(title)}</title><id>{escape(own)}</id><updated>{newest.isoformat()}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(whole(request, page))}/>',
        f"<author><name>Kotinos</name><uri>{escape(whole_url(request, 'about'))}</uri></author>",
        *(_entry(request, entry) for entry in chosen),
        "</feed>\n",
    ]
    body = "\n".join(lines).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE
    return response


def _entry(request: HttpRequest, entry: Entry) -> str:
    at = whole(request, entry.path)
    return (
        f"<entry><title>{escape(entry.title)}</title><id>{escape(at)}</id>"
        f"<updated>{_moment(entry.at).isoformat()}</updated><link href={quoteattr(at)}/>"
        f"<summary>{escape(entry.text)}</summary></entry>"
    )


def _dated(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries whose moment can be told; the standard wants one."""
    for entry in entries:
        try:
            _moment(entry.at)
        except ValueError:
            continue
        yield entry


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
