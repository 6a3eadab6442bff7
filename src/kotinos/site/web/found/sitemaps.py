"""Sitemaps: an index of all Games, and each Games' pages in all languages. https://www.sitemaps.org/protocol.html"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from kotinos.games import api as ask
from kotinos.games.terms import GamesView
from kotinos.games.terms.asked import MOST, EventsAsked, ParticipantsAsked, UnitsAsked
from kotinos.site.web import read
from kotinos.site.web.elsewhere import tail
from kotinos.site.web.languages import choices

from .places import whole, whole_url

ENTRIES = 50_000
"""URLs in one sitemap at the most, by the protocol."""
SLICE = 5_000
"""Pages in one of ours: each stands there once for every language."""
CACHE = "public, max-age=3600"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'

Entry = tuple[str, str]
"""A page's path in the default language, and the day it last changed, if that is known."""


def index(request: HttpRequest) -> HttpResponse:
    """The sitemaps of all Games but test feeds."""
    lines = []
    for key in read.games():
        view = read.maybe(key, "games", GamesView)
        if view is None or "~" in key:
            continue
        for part in range(1, -(-len(pages(key, view.value)) // SLICE) + 1):
            at = escape(whole_url(request, "sitemap", key, str(part)))
            lines.append(f"<sitemap><loc>{at}</loc>{_last(view.value.now[:10])}</sitemap>")
    return _xml(f"<sitemapindex {SPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n")


def sitemap(request: HttpRequest, games: str, part: str) -> HttpResponse:
    """One slice of a Games' pages, each with itself in the other languages."""
    view = read.topic(games, "games", GamesView).value
    number = int(part) if part.isdecimal() and len(part) < 6 else 0
    chosen = pages(games, view)[SLICE * (number - 1) : SLICE * number] if number else []
    if not chosen:
        raise Http404(part)
    lines = [line for entry in chosen for line in _urls(request, entry)]
    return _xml(f"<urlset {SPACE}>\n" + "\n".join(lines) + "\n</urlset>\n")


def pages(key: str, view: GamesView) -> list[Entry]:
    """Every page of a Games, what changes most often first."""
    now = view.now[:10]
    fixed = ("home", "medals", "disciplines", "organisations", "records")
    found = [(reverse(name, args=[key]), now) for name in fixed]
    found += [(reverse("day", args=[key, day]), min(day, now) if now else "") for day in view.days]
    found += [(reverse("discipline", args=[key, code]), "") for code in view.disciplines]
    found += [(reverse("organisation", args=[key, code]), "") for code in view.organisations]
    return found + list(_rows(key, now))


def _rows(key: str, now: str) -> Iterator[Entry]:
    for after in _slices():
        events = ask.events(key, EventsAsked(limit=MOST, after=after)).rows
        yield from ((reverse("event", args=[key, row.rsc]), "") for row in events)
        if len(events) < MOST:
            break
    for after in _slices():
        units = ask.units(key, UnitsAsked(limit=MOST, after=after)).rows
        yield from (
            (reverse("unit", args=[key, row.rsc]), min(row.day, now) if row.status == "FINISHED" else "")
            for row in units
        )
        if len(units) < MOST:
            break
    for after in _slices():
        people = ask.participants(key, ParticipantsAsked(limit=MOST, after=after)).rows
        for row in people:
            called = tail(row.name)
            name = "participant-called" if called else "participant"
            yield reverse(name, args=[key, row.code, *([called] if called else [])]), ""
        if len(people) < MOST:
            break


def _slices() -> Iterator[int]:
    return iter(range(0, ENTRIES * 2, MOST))


def _urls(request: HttpRequest, entry: Entry) -> Iterator[str]:
    path, last = entry
    tongues = [(each.tag, whole(request, each.address)) for each in choices(path)]
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(at)}/>' for tag, at in tongues
    )
    for _, at in tongues:
        yield f"<url><loc>{escape(at)}</loc>{_last(last)}{others}</url>"


def _last(day: str) -> str:
    return f"<lastmod>{day}</lastmod>" if len(day) == 10 else ""


def _xml(body: str) -> HttpResponse:
    response = HttpResponse(HEAD + body, content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = CACHE
    return response
