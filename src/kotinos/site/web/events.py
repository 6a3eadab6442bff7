"""An event's page: the way to its medals, phases, pools, bracket, entries, records, winners of before."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games import api as ask
from kotinos.games.terms import EventView, GamesView, MedalHeld, RecordsView
from kotinos.games.terms.asked import EntriesAsked, ResultsAsked
from kotinos.games.terms.rows import EntryRow, ResultRow

from . import read, words
from .bracket import drawings
from .pools import PoolShown, shown
from .progress import delegations, steps
from .record_book import rank
from .respond import Part, page

BRONZE = 2
"""``UnitLine.medal`` of a match for bronze."""
MOST = 1000


class Winners(msgspec.Struct, frozen=True):
    """The medallists of the same event at another Games of this installation."""

    games: str
    name: str
    medals: tuple[MedalHeld, ...]


def event(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """An event by its RSC."""
    frame = read.frame(games)
    view = read.topic(games, f"event/{rsc}", EventView)
    lines = read.rows("results", ask.results(games, ResultsAsked(event=rsc, limit=MOST)).rows)
    entered = read.rows("entries", ask.entries(games, EntriesAsked(event=rsc, limit=MOST)).rows)
    before = read.rows("winners", winners(games, rsc, frame.days))
    parts = [Part(view), *(Part(rows, still=True) for rows in (lines, entered, before))]
    here = read.rows("set_here", records_set_here(games, rsc))
    parts.append(Part(here, still=True))
    context = _context(view.value, lines.value, entered.value, here.value)
    context |= {"winners": before.value, "label_sets": words.UNIT_SETS}
    return page(request, "site/event.html", frame, parts, context)


def _context(
    value: EventView, lines: tuple[ResultRow, ...], entered: tuple[EntryRow, ...], set_here: dict[str, str]
) -> dict[str, Any]:
    third = {
        code for phase in value.phases.values() for code, unit in phase.units.items() if unit.medal == BRONZE
    }
    return {
        "event": value,
        "steps": steps(value, lines),
        "phases": sorted(value.phases.items(), key=lambda item: (-item[1].order, item[0])),
        "pools": pools(value),
        "drawings": drawings(value.bracket, value.stages, third),
        "at_stake": sorted(value.records.items(), key=lambda item: rank(item[0])),
        "set_here": set_here,
        "delegations": delegations(entered),
        "entered": sum(len(each.entries) for each in delegations(entered)),
    }


def pools(value: EventView) -> list[PoolShown]:
    """The event's pools in order, each with its matches."""
    ordered = sorted(value.pools.items(), key=lambda item: (item[1].order, item[0]))
    units = [unit for phase in value.phases.values() for unit in phase.units.values()]
    return [
        shown(rsc, pool, [unit for unit in units if unit.phase == rsc], value.discipline)
        for rsc, pool in ordered
    ]


def records_set_here(games: str, rsc: str) -> dict[str, str]:
    """Of the event's records that were set at these Games: by kind, in which unit."""
    stored = read.maybe(games, "records", RecordsView)
    told = stored.value.records.values() if stored else ()
    return {each.kind: each.unit for each in told if each.code == rsc and each.unit}


def winners(games: str, rsc: str, days: tuple[str, ...]) -> list[Winners]:
    """Who won the same event at earlier Games of this installation, the newest first."""
    found = []
    for key in read.games():
        other = read.maybe(key, "games", GamesView) if key != games else None
        if other is None or not other.value.days or (days and min(other.value.days) >= min(days)):
            continue
        told = read.maybe(key, f"event/{rsc}", EventView)
        if told and told.value.medals:
            medals = tuple(sorted(told.value.medals.values(), key=lambda held: held.order))
            name = other.value.name or other.value.competition
            found.append((min(other.value.days), Winners(key, name, medals)))
    return [each for _, each in sorted(found, key=lambda item: item[0], reverse=True)]
