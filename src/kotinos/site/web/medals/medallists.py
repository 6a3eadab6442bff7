"""Who holds medals: everybody, by filters, and those who hold several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import MedalHeld, ParticipantView

from .. import read, words
from ..respond import page
from . import tallies
from .held import held
from .tallies import Count, Place

FILTERS = ("discipline", "organisation", "medal", "gender", "day")
PAGE = 200
"""Medals on a page."""


class Person(msgspec.Struct, frozen=True):
    """Somebody with several medals, at a place of their ranking."""

    place: Place
    name: str
    organisation: str
    medals: tuple[MedalHeld, ...]


def medallists(request: HttpRequest, games: str) -> HttpResponse:
    """All medals and who holds them; ``?discipline=``, ``organisation``, ``medal``, ``gender``, ``day``,
    ``after`` (how many to skip)."""
    frame, given = read.frame(games), held(games)
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    found = [medal for medal in given.medals if _meets(medal, chosen)]
    found.sort(key=lambda each: (each.date, each.event), reverse=True)  # the newest first, gold first of each
    skipped = _whole(request.GET.get("after", ""))
    query = request.GET.copy()
    query["after"] = str(skipped + PAGE)
    context = {
        "chosen": chosen,
        "choices": _choices(given.medals, frame),
        "groups": _by_event(found[skipped : skipped + PAGE]),
        "total": len(found),
        "skipped": skipped,
        "more": query.urlencode() if skipped + PAGE < len(found) else "",
        "table": given.table.value,
    }
    return page(request, "site/medals/medallists.html", frame, given.parts, context)


def several(request: HttpRequest, games: str) -> HttpResponse:
    """People with two medals or more, those of their teams counted."""
    frame, given = read.frame(games), held(games)
    winners = {medal.competitor for medal in given.medals}
    teams = read.many(games, [f"participant/{code}" for code in winners], ParticipantView)
    people = _candidates(given.medals, {each.code: each for each in teams.values()})
    seen = read.many(games, [f"participant/{code}" for code in people], ParticipantView)
    context = {"people": ranking(seen.values()), "table": given.table.value}
    return page(request, "site/medals/several.html", frame, given.parts, context)


def ranking(people: Iterable[ParticipantView]) -> list[Person]:
    """People with two medals or more, ranked by gold, silver, bronze as the medal table is."""
    by_code = {each.code: each for each in people if len(each.medals) > 1 and each.kind != "T"}
    counts = {
        code: tallies.counted(each.medals.values(), lambda _medal: "all").get("all", Count())
        for code, each in by_code.items()
    }
    ordered = tallies.ranked(counts)
    # Of equals, by name: a code says nothing to a reader.
    ordered.sort(key=lambda place: (place.rank, by_code[place.code].name))
    return [
        Person(
            place,
            by_code[place.code].name,
            by_code[place.code].organisation,
            tuple(
                sorted(
                    by_code[place.code].medals.values(), key=lambda medal: (medal.order // 100, medal.date)
                )
            ),
        )
        for place in ordered
    ]


def _candidates(medals: Iterable[MedalHeld], winners: Mapping[str, ParticipantView]) -> list[str]:
    """Who might hold several: codes that stand behind more than one medal, alone or in a team."""
    times: defaultdict[str, int] = defaultdict(int)
    for medal in medals:
        winner = winners.get(medal.competitor)
        for code in (winner.members if winner else None) or (medal.competitor,):
            times[code] += 1
    return [code for code, count in times.items() if count > 1]


def _meets(medal: MedalHeld, chosen: Mapping[str, str]) -> bool:
    told = {
        "discipline": medal.discipline,
        "organisation": medal.organisation,
        "medal": medal.medal,
        "gender": tallies.gender(medal),
        "day": medal.date,
    }
    return all(told[name] == value for name, value in chosen.items() if value)


def _choices(medals: Iterable[MedalHeld], frame: read.Frame) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only what some medal meets."""
    every = list(medals)
    disciplines = {each.discipline: each.discipline_name or each.discipline for each in every}
    organisations = {each.organisation for each in every if each.organisation}
    return {
        "discipline": _named(disciplines | {c: n for c, n in frame.disciplines.items() if c in disciplines}),
        "organisation": _named({code: frame.organisations.get(code, code) for code in organisations}),
        "medal": [(code, words.word("medal", code)) for code in tallies.COLOURS],
        "gender": [
            (code, words.word("gender", code))
            for code in tallies.GENDERS
            if any(tallies.gender(each) == code for each in every)
        ],
        "day": [(day, "") for day in sorted({each.date for each in every if each.date})],
    }


def _named(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: item[1])


def _by_event(medals: Iterable[MedalHeld]) -> list[tuple[MedalHeld, list[MedalHeld]]]:
    events: dict[str, list[MedalHeld]] = {}
    for medal in medals:
        events.setdefault(medal.event, []).append(medal)
    return [
        (each[0], sorted(each, key=lambda medal: (medal.order, medal.competitor))) for each in events.values()
    ]


def _whole(text: Any) -> int:
    return int(text) if str(text).isdigit() and len(str(text)) < 7 else 0
