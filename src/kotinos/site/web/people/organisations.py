"""All organisations: by name or by medals, searched by a part of the name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kotinos.games.search import plain
from kotinos.games.terms import MedalTableView

from .. import read
from ..respond import Part, page
from .ordering import by_letter


def organisations(request: HttpRequest, games: str) -> HttpResponse:
    """All organisations by name or (``?by=medals``) by medals; ``?q=`` a part of the name or the code."""
    frame = read.frame(games)
    table = read.maybe(games, "medals", MedalTableView)
    counts = table.value.lines if table else {}
    asked = request.GET.get("q", "").strip()
    found = [
        (code, name) for code, name in frame.organisations.items() if plain(asked) in plain(f"{name} {code}")
    ]
    by_medals = request.GET.get("by") == "medals"
    # Who has no medal comes after all who have, by name.
    places, last = {code: line.order for code, line in counts.items()}, len(counts) + 1
    lettered = [] if by_medals else by_letter(found, lambda item: item[1])
    ordered = sorted(found, key=lambda item: (places.get(item[0], last), plain(item[1])))
    context = {
        "names": ordered if by_medals else [item for _, group in lettered for item in group],
        "letters": {group[0][0]: letter for letter, group in lettered if letter},
        "counts": counts,
        "by_medals": by_medals,
        "asked": asked,
    }
    parts = [Part(table, still=True)] if table else []
    return page(request, "site/organisations.html", frame, parts, context)
