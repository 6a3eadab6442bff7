"""The pages of medals: the table, by day, by discipline, by gender, per head."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import MedalTableView

from .. import read
from ..charts.scale import LOOKS
from ..flags.territories import of_the_world
from ..respond import Part, page
from . import populations, progress, tallies
from .held import Held, held

log = logging.getLogger(__name__)


def table(request: HttpRequest, games: str) -> HttpResponse:
    """All organisations with medals, by gold or (``?by=total``) by total."""
    frame = read.frame(games)
    view = read.topic(games, "medals", MedalTableView)
    context = {"table": view.value, "by_total": request.GET.get("by") == "total"}
    return page(request, "site/medals.html", frame, [Part(view)], context)


def days(request: HttpRequest, games: str) -> HttpResponse:
    """Medals day by day, with the sums of chosen organisations (``?org=``, several; ``?of=gold``) drawn."""
    frame, given = read.frame(games), held(games)
    gold = request.GET.get("of") == "gold"
    leading = [place.code for place in tallies.ranked(_counts(given), by_total=not gold)]
    asked = [code for code in dict.fromkeys(request.GET.getlist("org")) if code in frame.organisations]
    chosen = (asked or leading[: progress.LINES])[:LOOKS]
    told = tallies.by_day(given.medals)
    until = [day for day in frame.days if day <= max(told, default="")]
    names = {code: frame.organisations.get(code, code) for code in chosen}
    context = {
        "plot": progress.plot(given.medals, until, names, gold=gold),
        "gold": gold,
        "chosen": chosen,
        "choices": leading,
        "days": [(day, _sum(counts.values()), tallies.ranked(counts)) for day, counts in told.items()],
    }
    return _page(request, "days", frame, given, context)


def disciplines(request: HttpRequest, games: str) -> HttpResponse:
    """Organisations by disciplines: how many medals each has in each."""
    frame, given = read.frame(games), held(games)
    crossed = tallies.crossed(given.medals, lambda medal: medal.discipline)
    all_told = tallies.counted(given.medals, lambda medal: medal.discipline)
    names = {medal.discipline: medal.discipline_name for medal in given.medals} | dict(frame.disciplines)
    context = {
        "places": tallies.ranked(_counts(given), by_total=request.GET.get("by") == "total"),
        "crossed": crossed,
        "columns": sorted(all_told, key=lambda code: names.get(code) or code),
        "names": names,
        "all_told": all_told,
        "most": max((each.total for own in crossed.values() for each in own.values()), default=1),
        "by_total": request.GET.get("by") == "total",
    }
    return _page(request, "disciplines", frame, given, context)


def genders(request: HttpRequest, games: str) -> HttpResponse:
    """Medals of men's, women's, mixed and open events; ``?gender=`` one of them as a table of its own."""
    frame, given = read.frame(games), held(games)
    all_told = tallies.counted(given.medals, tallies.gender)
    shown = [code for code in tallies.GENDERS if code in all_told]
    asked = request.GET.get("gender", "")
    chosen = asked if asked in shown else ""
    medals = [each for each in given.medals if not chosen or tallies.gender(each) == chosen]
    context = {
        "places": tallies.ranked(
            tallies.counted(medals, tallies.organisation), by_total=request.GET.get("by") == "total"
        ),
        "crossed": tallies.crossed(given.medals, tallies.gender),
        "all_told": all_told,
        "shown": shown,
        "chosen": chosen,
        "by_total": request.GET.get("by") == "total",
    }
    return _page(request, "genders", frame, given, context)


def per_head(request: HttpRequest, games: str) -> HttpResponse:
    """Medals (``?of=gold``: gold medals) per million inhabitants."""
    frame, given = read.frame(games), held(games)
    gold = request.GET.get("of") == "gold"
    counts = {code: each.gold if gold else each.total for code, each in _counts(given).items()}
    known = _populations(of_the_world(frame.organisations))
    lines = populations.per_head(counts, known)
    context = {
        "lines": lines,
        "most": lines[0].rate if lines else 1,
        "sources": populations.sources(lines),
        "unknown": sorted(code for code, count in counts.items() if count and code not in known),
        "gold": gold,
    }
    return _page(request, "per_head", frame, given, context)


def _populations(world: bool) -> dict[str, populations.Population]:
    """What is known; an organiser's file that cannot be read is told of, and stops no page."""
    own = Path(settings.DATA_DIR) / "populations.csv"
    try:
        return populations.known(own, world=world)
    except (ValueError, OSError) as error:
        log.error("the organiser's populations are not used: %s", error)
        return populations.known(own.with_name("no populations"), world=world)


def _counts(given: Held) -> dict[str, tallies.Count]:
    return tallies.counted(given.medals, tallies.organisation)


def _sum(counts: Any) -> tallies.Count:
    each = list(counts)
    return tallies.Count(
        sum(one.gold for one in each), sum(one.silver for one in each), sum(one.bronze for one in each)
    )


def _page(
    request: HttpRequest, name: str, frame: read.Frame, given: Held, context: dict[str, Any]
) -> HttpResponse:
    return page(
        request, f"site/medals/{name}.html", frame, given.parts, {"table": given.table.value, **context}
    )
