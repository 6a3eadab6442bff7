"""The records of a Games: those broken here, and all, by discipline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import GamesView, RecordsView, RecordView

from . import read
from .charts.records import over_time
from .charts.scale import Plot
from .record_book import Book, books, discipline, feats, met, rank, step
from .respond import Part, page


class Chosen(msgspec.Struct, frozen=True):
    """What a reader asked for, and what there is to choose from: kinds, and disciplines with their names."""

    kind: str
    discipline: str
    kinds: tuple[str, ...]
    disciplines: tuple[tuple[str, str], ...]


class Group(msgspec.Struct, frozen=True):
    """A discipline's records, and the charts of those with a past."""

    discipline: str
    books: tuple[Book, ...]
    plots: tuple[tuple[Book, Plot], ...]


def records(request: HttpRequest, games: str) -> HttpResponse:
    """Records as they stand, by discipline and record code; ``?kind=`` and ``?discipline=`` narrow them."""
    view = read.topic(games, "games", GamesView)
    stored = read.topic(games, "records", RecordsView)
    frame = read.framed(games, view.value)
    every = stored.value.records.values()
    chosen = Chosen(
        request.GET.get("kind", ""),
        request.GET.get("discipline", ""),
        tuple(sorted({each.kind for each in every}, key=rank)),
        _disciplines(every, frame),
    )
    shown = met(every, chosen.kind, chosen.discipline)
    names = {rsc: name for line in view.value.disciplines.values() for rsc, name in line.events.items()}
    context = {
        "chosen": chosen,
        "told": len(every),
        "number": len(shown),
        "feats": feats(shown),
        "groups": _groups(shown, names, chosen, frame.today),
        "step": step,
    }
    return page(request, "site/records.html", frame, [Part(stored)], context)


def _disciplines(every: Iterable[RecordView], frame: read.Frame) -> tuple[tuple[str, str], ...]:
    codes = {discipline(each) for each in every}
    return tuple(
        sorted(((code, frame.disciplines.get(code, code)) for code in codes), key=lambda each: each[1])
    )


def _groups(shown: list[RecordView], names: Mapping[str, str], chosen: Chosen, today: str) -> list[Group]:
    found = books(shown, names)
    groups = []
    for code, _name in chosen.disciplines:
        drawn = [
            (book, over_time(f"over-{code}-{number}", book.records, today))
            for number, book in enumerate(found.get(code, ()))
        ]
        plots = tuple((book, plot) for book, plot in drawn if plot)
        if drawn:
            groups.append(Group(code, tuple(found[code]), plots))
    return groups
