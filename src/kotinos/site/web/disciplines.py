"""Disciplines and their events."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kotinos.games.terms import GamesView

from . import read
from .respond import Part, page


def disciplines(request: HttpRequest, games: str) -> HttpResponse:
    """All disciplines, with how many of their events are finished."""
    view = read.topic(games, "games", GamesView)
    lines = sorted(view.value.disciplines.values(), key=lambda line: line.name)
    parts = [Part(view, still=True)]
    return page(request, "site/disciplines.html", read.framed(games, view.value), parts, {"lines": lines})


def discipline(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A discipline: its days and events."""
    view = read.topic(games, "games", GamesView)
    line = view.value.disciplines.get(code)
    if line is None:
        raise Http404(_("This Games has no such discipline."))
    events = sorted(line.events.items(), key=lambda item: (item[0][3], item[1]))
    context = {"line": line, "events": events}
    parts = [Part(view, still=True)]
    return page(request, "site/discipline.html", read.framed(games, view.value), parts, context)
