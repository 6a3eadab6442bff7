"""The start, and a Games' home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url

from kotinos.games.terms import GamesView, MedalTableView

from . import read
from .languages import wanted
from .respond import Part, page

HOME_FIELDS = ("now", "days", "live", "next", "recent", "latest", "participants")


def start(request: HttpRequest) -> HttpResponse:
    """The only Games' home, in the language the browser asks for; or the list of Games."""
    keys = read.games()
    if len(keys) == 1:
        response = redirect(translate_url(reverse("home", args=keys), wanted(request)))
        response.headers["Vary"] = "Accept-Language"
        return response
    found = [(key, read.maybe(key, "games", GamesView)) for key in keys]
    frames = [read.framed(key, view.value) for key, view in found if view]
    return render(request, "site/start.html", {"frame": None, "live": None, "frames": frames})


def games(request: HttpRequest, games: str) -> HttpResponse:
    """A Games at a glance: live, next, medals, newest results."""
    view = read.topic(games, "games", GamesView)
    table = read.maybe(games, "medals", MedalTableView)
    parts = [Part(view, HOME_FIELDS)] + ([Part(table)] if table else [])
    context = {"games": view.value, "table": table.value if table else MedalTableView()}
    return page(request, "site/home.html", read.framed(games, view.value), parts, context)
