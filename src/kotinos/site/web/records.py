"""The records of a Games."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import GamesView, RecordsView

from . import read
from .respond import Part, page


def records(request: HttpRequest, games: str) -> HttpResponse:
    """Records as they stand, by discipline and record code."""
    view = read.topic(games, "games", GamesView)
    stored = read.topic(games, "records", RecordsView)
    names = {rsc: name for line in view.value.disciplines.values() for rsc, name in line.events.items()}
    ordered = sorted(stored.value.records.values(), key=lambda record: (record.code, record.kind))
    groups = []
    for code, group in groupby(ordered, key=lambda record: record.code):
        lines = list(group)
        groups.append((code[:3], lines[0].event, names.get(lines[0].event) or lines[0].name or code, lines))
    frame = read.framed(games, view.value)
    return page(request, "site/records.html", frame, [Part(stored)], {"groups": groups})
