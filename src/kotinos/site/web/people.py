"""Organisations and participants."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import MedalTableView, OrganisationView, ParticipantView

from . import read
from .respond import Part, page


def organisations(request: HttpRequest, games: str) -> HttpResponse:
    """All organisations by name, with their medals."""
    frame = read.frame(games)
    table = read.maybe(games, "medals", MedalTableView)
    context = {
        "names": sorted(frame.organisations.items(), key=lambda item: item[1]),
        "counts": table.value.lines if table else {},
    }
    return page(
        request, "site/organisations.html", frame, [Part(table, still=True)] if table else [], context
    )


def organisation(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """An organisation: its place in the medal table, its medals, its people and teams."""
    frame = read.frame(games)
    view = read.topic(games, f"organisation/{code}", OrganisationView)
    kinds = [
        kind for kind in ("T", "A", "C") if any(p.kind == kind for p in view.value.participants.values())
    ]
    fields = ("code", "rank", "gold", "silver", "bronze", "total", "medals")
    context = {"organisation": view.value, "kinds": kinds}
    return page(request, "site/organisation.html", frame, [Part(view, fields)], context)


def participant(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A person or team: entries, results, medals."""
    frame = read.frame(games)
    view = read.topic(games, f"participant/{code}", ParticipantView)
    return page(request, "site/participant.html", frame, [Part(view)], {"person": view.value})
