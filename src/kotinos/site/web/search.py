"""Search: a page of hits, and the few that are offered while somebody types."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import names, read
from .find import Hit, finder, groups, hits
from .local import tongue
from .respond import Part, page

LONGEST = 80
"""Characters of a question that are looked at."""

MOST, OFFERED = 50, 8
"""Hits on the page, and offered while typing."""


def search(request: HttpRequest, games: str) -> HttpResponse:
    """Whoever and whatever is called like ``?q=``, by kind; or names that come near."""
    frame = read.frame(games)
    asked = question(request)
    found = finder(games).find(asked, MOST) if asked else []
    shown = hits(frame, found)
    near = finder(games).near(asked) if asked and not shown else []
    context = {
        "asked": asked,
        "count": len(shown),
        "groups": groups(shown),
        "mistyped": bool(found) and all(each.mistyped for each, _ in found),
        "near": near,
        "parts": _parts(games, asked) if asked and not shown else [],
    }
    return page(request, "site/search.html", frame, [_read(context)], context)


def offered(request: HttpRequest, games: str) -> HttpResponse:
    """The best hits as JSON: what the box offers while somebody types."""
    frame = read.frame(games)
    asked = question(request)
    shown = hits(frame, finder(games).find(asked, OFFERED), more=False) if asked else []
    said = ngettext("%(num)s suggestion", "%(num)s suggestions", len(shown)) % {"num": len(shown)}
    with names.speaking(names.of(frame)):
        body = msgspec.json.encode({"said": said, "hits": [_offer(frame, hit) for hit in shown]})
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, "application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def question(request: HttpRequest) -> str:
    """What was asked, blanks made one, no longer than anybody's name."""
    return " ".join(request.GET.get("q", "").replace("\0", " ")[:LONGEST].split())


def _parts(games: str, asked: str) -> list[str]:
    """Words of a question that found nothing, which alone would find something."""
    words = dict.fromkeys(asked.split())
    return [word for word in words if len(words) > 1 and finder(games).find(word, 1)]


def _read(context: dict[str, Any]) -> Part:
    """What was found, as the part that the page's ETag is made of."""
    etag = hashlib.sha256(msgspec.msgpack.encode(context)).hexdigest()[:20]
    return Part(read.Read("search", None, "", 0, etag), still=True, passing=True)


def _offer(frame: read.Frame, hit: Hit) -> dict[str, str]:
    about = frame.disciplines.get(hit.card.discipline, "") if hit.kind != "discipline" else ""
    told = {
        "name": names.shown(hit.name),
        "local": hit.card.local_name,
        "lang": tongue(hit.card.local_name, hit.card.organisation),
        "code": hit.card.organisation,
        "about": names.shown(about) or kinds()[hit.kind],
        "to": hit.address,
    }
    return {name: text for name, text in told.items() if text}


def kinds() -> dict[str, str]:
    """What a hit is, in the visitor's language."""
    return {
        "person": _("Person"),
        "team": _("Team"),
        "organisation": _("Organisation"),
        "discipline": _("Discipline"),
        "event": _("Event"),
        "unit": _("Start or result"),
        "venue": _("Venue"),
        "page": _("Page"),
    }
