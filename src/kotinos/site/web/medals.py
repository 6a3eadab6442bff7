"""The medal table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import MedalTableView

from . import read
from .respond import Part, page


def table(request: HttpRequest, games: str) -> HttpResponse:
    """All organisations with medals, by gold or (``?by=total``) by total."""
    frame = read.frame(games)
    view = read.topic(games, "medals", MedalTableView)
    context = {"table": view.value, "by_total": request.GET.get("by") == "total"}
    return page(request, "site/medals.html", frame, [Part(view)], context)
