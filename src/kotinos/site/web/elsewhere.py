"""Addresses that were, or that people write, led to the one where the page stands (301)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.text import slugify
from django.utils.translation import get_language_from_path

from kotinos.games.terms import ParticipantView
from kotinos.odf.rsc import RSC
from kotinos.site.addresses import readable, words

from . import read

View = Callable[..., HttpResponse]
SAME = {"athletes": "participants", "teams": "participants", "nocs": "organisations", "results": "units"}
"""What people call a part of a Games, and what it is called in its address."""

_FILE = re.compile(r"\.[a-z]{2,4}\Z")
OURS = ("", "api", "flags", "static", "ops")


def named(view: View) -> View:
    """The view of a unit or event under its code: it stands there only where words cannot say the code."""

    @wraps(view)
    def inside(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
        try:
            whole = str(RSC.parse(rsc.upper()))
        except ValueError as error:
            raise Http404(str(error)) from None
        if readable(whole) or whole != rsc:
            return moved(request, f"{request.path.rsplit('/', 3)[0]}/{words(whole)}/")
        return view(request, games=games, rsc=rsc)

    return inside


def called(view: View) -> View:
    """A person's or team's view under the code with the name behind it; another name leads to theirs."""

    @wraps(view)
    def inside(request: HttpRequest, games: str, code: str, called: str) -> HttpResponse:
        person = read.topic(games, f"participant/{code}", ParticipantView).value
        told = tail(person.name)
        if called != told:
            return moved(request, "/".join([request.path.rsplit("/", 2)[0], *([told] if told else []), ""]))
        return view(request, games=games, code=code)

    return inside


def tail(name: str) -> str:
    """A name as decoration of an address, in the letters of its own script: "LYLES Noah" is lyles-noah."""
    return slugify(name, allow_unicode=True)[:60].strip("-")


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """301 to a path of ours, with what was asked behind it."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def better(path: str) -> str:
    """The address that was most likely meant by one where nothing is; nothing where there is no other.

    Its own better address is itself, so that nobody is led in a circle."""
    if _FILE.search(path):
        return ""
    dress = get_script_prefix()[:-1]
    language = get_language_from_path(path.removeprefix(dress))
    start = dress + (f"/{language}/" if language else "/")
    key, *parts = path[len(start) :].strip("/").split("/")
    right = "" if key in OURS or len(parts) > 4 else _games(key)
    if not right:
        return ""
    found = start + "/".join([right, *_written(parts)]) + "/"
    return found if found != path and _stands(found.removeprefix(dress)) else ""


def _games(key: str) -> str:
    try:
        return next((games for games in read.games() if games.casefold() == key.casefold()), "")
    except OperationalError:  # a page that says "not here" needs no database
        return ""


def _written(parts: list[str]) -> list[str]:
    if not parts or not parts[0]:
        return []
    first, *rest = parts
    first = SAME.get(first.lower(), first.lower())
    if first in ("organisations", "disciplines"):
        return [first, *(part.upper() for part in rest)]
    if first in ("participants", "units", "events", "schedule") or not re.fullmatch(r"[a-z0-9]{3}", first):
        return [first, *rest]
    return [first, *(part.lower() for part in rest)]


def _stands(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
