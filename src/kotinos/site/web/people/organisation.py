"""An organisation: its day, its next starts, its medals, its team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse

from kotinos.games import api as rows
from kotinos.games.terms import GamesView, OrganisationView, ParticipantLine, RecordsView, RecordView
from kotinos.games.terms.rows import Start

from .. import read
from ..medals.tallies import counted, ranked
from ..respond import Part, page
from .form import MOVING
from .ordering import key as alphabet

NEXT = 12
"""Starts of later days that are shown."""
MEDALS = ("code", "rank", "gold", "silver", "bronze", "total", "medals")


def organisation(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """An organisation on one page."""
    seen = read.topic(games, "games", GamesView)
    frame = read.framed(games, seen.value)
    view = read.topic(games, f"organisation/{code}", OrganisationView)
    starts = rows.starts(games, code, frame.today)
    today = [each for each in starts if each.day == frame.today]
    later = [each for each in starts if each.day > frame.today and each.status != "CANCELLED"]
    records = _records(games, code)
    context = {
        "organisation": view.value,
        "live_now": [each for each in today if each.status in MOVING],
        "today": [each for each in today if each.status not in MOVING],
        "later": _by_day(later[:NEXT]),
        "venues": seen.value.venues,
        "disciplines": ranked(counted(view.value.medals.values(), lambda medal: medal.discipline)),
        "team": _team(view.value.participants, frame.disciplines),
        "records": records,
        "events": {
            rsc: name for line in seen.value.disciplines.values() for rsc, name in line.events.items()
        },
    }
    parts = [
        Part(view, MEDALS),
        Part(seen, ("live", "recent")),  # when a contest begins or ends, the organisation's day is another
        Part(read.rows("starts", (starts, records)), still=True),
    ]
    return page(request, "site/organisation.html", frame, parts, context)


def _by_day(starts: Iterable[Start]) -> dict[str, list[Start]]:
    days: defaultdict[str, list[Start]] = defaultdict(list)
    for start in starts:
        days[start.day].append(start)
    return dict(days)


def _records(games: str, code: str) -> tuple[RecordView, ...]:
    """Records that somebody of the organisation holds, those set here (in a unit of the Games) first."""
    stored = read.maybe(games, "records", RecordsView)
    own = [each for each in (stored.value.records.values() if stored else ()) if each.organisation == code]
    return tuple(sorted(own, key=lambda each: (not each.unit, each.code, each.kind)))


def _team(
    people: Mapping[str, ParticipantLine], names: Mapping[str, str]
) -> list[tuple[str, str, dict[str, list[ParticipantLine]]]]:
    """The team by discipline: code, name, and by kind (A athletes, T teams, C officials) who is in it."""
    found: defaultdict[str, defaultdict[str, list[ParticipantLine]]] = defaultdict(lambda: defaultdict(list))
    for person in sorted(people.values(), key=lambda each: alphabet(each.name)):
        for discipline in person.disciplines or ("",):
            found[discipline][person.kind].append(person)
    named = [(code, names.get(code, code), dict(found[code])) for code in found]
    return sorted(named, key=lambda item: (not item[0], alphabet(item[1])))
