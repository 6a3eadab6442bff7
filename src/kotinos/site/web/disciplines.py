"""Disciplines and their events."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kotinos.games.terms import DayView, DisciplineLine, GamesView, MedalHeld

from . import asked, days, narrow, overview, read
from .read import Frame, Read
from .respond import Part, page
from .words import word

COMING = 8
"""Contests to come that a discipline's page names."""


class Counted(msgspec.Struct, frozen=True):
    """An organisation's medals in a discipline."""

    organisation: str
    name: str
    gold: int
    silver: int
    bronze: int
    rank: int


def disciplines(request: HttpRequest, games: str) -> HttpResponse:
    """All disciplines: what is live, today's contests, how many events are decided."""
    view = read.topic(games, "games", GamesView)
    frame = read.framed(games, view.value)
    lines = sorted(view.value.disciplines.values(), key=lambda line: line.name)
    today = read.maybe(games, f"day/{frame.today}", DayView)
    context = {
        "lines": lines,
        "games": view.value,
        "cells": overview.of_day(today.value) if today else {},
        "empty": overview.Cell(),
    }
    parts = [Part(_slim(view), ("live", "disciplines"))] + ([Part(today, still=True)] if today else [])
    return page(request, "site/disciplines.html", frame, parts, context)


def discipline(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A discipline: live and next, its events with their medallists, its days, its medal table."""
    view = read.topic(games, "games", GamesView)
    line = view.value.disciplines.get(code)
    if line is None:
        raise Http404(_("This Games has no such discipline."))
    frame = read.framed(games, view.value)
    every = days.every(frame)
    held = asked.medals(games, code)
    states = asked.states(games, code)
    ahead = _next_day(every, frame, code)
    where = f"{narrow.SHOWN} discipline={code} status={narrow.STATUSES['ahead']}"
    coming = narrow.kept(ahead.value.units, narrow.Wish(discipline=code).where()) if ahead else {}
    cells = overview.grid(each.value for each in every).get(code, {})
    context = {
        "line": line,
        "games": view.value,
        "genders": by_gender(line, held, states),
        "coming": coming,
        "coming_day": ahead.value.day if ahead else "",
        "coming_most": COMING,
        "where": where,
        "cells": cells,
        "empty": overview.Cell(),
        "counts": counted(held, frame),
    }
    parts: list[Part] = [Part(_slim(view, code), ("live", "disciplines"))]
    parts += [Part(each, still=True) for each in every if each is not ahead]
    parts += [Part(days.only(ahead, coming), ("units",))] if ahead else []
    parts.append(days.made_of("medals", [repr(held), repr(states)], view))
    return page(request, "site/discipline.html", frame, parts, context)


def _slim(view: Read[GamesView], code: str = "") -> Read[GamesView]:
    """The Games with no more of its disciplines than changes in place; ``code``: of that one alone."""
    lines = {
        line.code: msgspec.structs.replace(line, events={}, days=())
        for line in view.value.disciplines.values()
        if code in ("", line.code)
    }
    return msgspec.structs.replace(view, value=msgspec.structs.replace(view.value, disciplines=lines))


def _next_day(every: list[Read[DayView]], frame: Frame, code: str) -> Read[DayView] | None:
    """Today, or the next day, with contests of a discipline that are still to come."""
    statuses = narrow.STATUSES["ahead"].split("|")
    for each in every:
        if each.value.day >= frame.today and any(
            unit.discipline == code and unit.status in statuses for unit in each.value.units.values()
        ):
            return each
    return None


class Decided(msgspec.Struct, frozen=True):
    """An event in the list: its status, and its medallists so far."""

    rsc: str
    name: str
    status: str
    medals: list[MedalHeld]


def by_gender(
    line: DisciplineLine, held: Iterable[MedalHeld], states: dict[str, str]
) -> list[tuple[str, list[Decided]]]:
    """Events by gender, women and men by name, with their medallists."""
    medals: dict[str, list[MedalHeld]] = {}
    for medal in held:
        medals.setdefault(medal.event, []).append(medal)
    found: dict[str, list[Decided]] = {}
    for rsc, name in sorted(line.events.items(), key=lambda item: item[1]):
        gender = rsc[3:4] if rsc[3:4] in narrow.GENDERS else ""
        won = sorted(medals.get(rsc, ()), key=lambda medal: (medal.order, medal.competitor))
        found.setdefault(gender, []).append(Decided(rsc, name, states.get(rsc, ""), won))
    order = ["W", "M", "X", "O", ""]
    return [(word("gender", code) if code else "", found[code]) for code in order if code in found]


def counted(held: Iterable[MedalHeld], frame: Frame) -> list[Counted]:
    """The medal table of a discipline: equal counts share a rank, and the next is skipped."""
    numbers: dict[str, list[int]] = {}
    kinds = ("ME_GOLD", "ME_SILVER", "ME_BRONZE")
    for medal in held:
        if medal.medal in kinds:
            numbers.setdefault(medal.organisation, [0, 0, 0])[kinds.index(medal.medal)] += 1
    ordered = sorted(
        numbers.items(), key=lambda item: ([-n for n in item[1]], frame.organisations.get(item[0], item[0]))
    )
    ranks = {tuple(won): place for place, (_, won) in reversed(list(enumerate(ordered, start=1)))}
    return [
        Counted(code, frame.organisations.get(code, code), won[0], won[1], won[2], ranks[tuple(won)])
        for code, won in ordered
    ]
