"""The records of a Games."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import GamesView, RecordsView

from . import read
from .respond import Part, page


def records(request: HttpRequest, games: str) -> HttpResponse:
    """Records as they stand, by discipline and event."""
    view = read.topic(games, "games", GamesView)
    stored = read.topic(games, "records", RecordsView)
    names = {rsc: name for line in view.value.disciplines.values() for rsc, name in line.events.items()}
    ordered = sorted(
        stored.value.records.values(), key=lambda record: (record.event[:3], record.event, record.kind)
    )
    parted = groupby(ordered, key=lambda record: record.event)
    groups = [(event, names.get(event, event), list(lines)) for event, lines in parted]
    frame = read.framed(games, view.value)
    return page(request, "site/records.html", frame, [Part(stored, still=True)], {"groups": groups})
