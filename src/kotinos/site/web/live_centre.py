"""The live centre: everything that is on, and up to six contests side by side."""

from __future__ import annotations

import re

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import GamesView, UnitView

from . import read, words
from .looks import by_position, look_of
from .respond import Part, page

MOST = 6
"""Contests that are followed side by side."""
_RSC = re.compile(r"[A-Za-z0-9_.+-]{1,40}\Z")
FIELDS = ("now", "live", "next", "recent")


class Beside(msgspec.Struct, frozen=True):
    """A contest that is followed: its view, its sheet, the columns of its table, the address without it."""

    unit: UnitView
    look: str
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
        "label_sets": words.unit_sets(*(each.value.discipline for each in reads.values())),
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
        look=look_of(unit),
        splits=by_position(unit.splits.items()),
        attempts=by_position(unit.attempts.items()),
        without=f"?units={rest}" if rest else "",
    )
