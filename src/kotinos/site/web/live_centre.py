"""The live centre: everything that is on, and up to six contests side by side."""

from __future__ import annotations

import re

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import GamesView, UnitView

from . import read
from .respond import Part, page
from .units import FORMATS, by_position

MOST = 6
"""Contests that are followed side by side."""
_RSC = re.compile(r"[A-Za-z0-9_.+-]{1,40}\Z")
FIELDS = ("now", "live", "next", "recent")


class Beside(msgspec.Struct, frozen=True):
    """A contest that is followed: its view, the columns of its table, and the address without it."""

    unit: UnitView
    format: str
    splits: list[tuple[str, str]]
    attempts: list[tuple[str, str]]
    without: str


def centre(request: HttpRequest, games: str) -> HttpResponse:
    """What is on now, finals first; ``?units=a,b`` follows those in full."""
    view = read.topic(games, "games", GamesView)
    chosen = wanted(request.GET.get("units", ""))
    found = {code: read.maybe(games, f"unit/{code}", UnitView) for code in chosen}
    reads = {code: each for code, each in found.items() if each}
    followed = [_beside(each.value, list(reads)) for each in reads.values()]
    context = {
        "games": view.value,
        "followed": followed,
        "more": ",".join([*reads, "*"]) if len(reads) < MOST else "",
        "unknown": [code for code in chosen if code not in reads],
        "most": MOST,
    }
    parts = [Part(view, FIELDS), *(Part(each) for each in reads.values())]
    return page(request, "site/live_centre.html", read.framed(games, view.value), parts, context)


def wanted(asked: str) -> list[str]:
    """The codes of ``?units=``, each once, as many as are followed."""
    found = dict.fromkeys(code for code in asked[:1000].split(",") if _RSC.match(code))
    return list(found)[:MOST]


def _beside(unit: UnitView, chosen: list[str]) -> Beside:
    rest = ",".join(code for code in chosen if code != unit.rsc)
    return Beside(
        unit=unit,
        format=unit.format if unit.format in FORMATS else "list",
        splits=by_position(unit.splits),
        attempts=by_position(unit.attempts),
        without=f"?units={rest}" if rest else "",
    )
