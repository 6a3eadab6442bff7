"""All organisations: by name or by medals, searched by a part of the name."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import MedalCount, MedalTableView

from .. import names, read
from ..respond import Part, page
from .ordering import by_letter
from .ordering import key as alphabet


class Listed(msgspec.Struct, frozen=True):
    """Organisations as listed: code and name in order, and the letter of those that are first under one."""

    names: list[tuple[str, str]]
    letters: dict[str, str]


def organisations(request: HttpRequest, games: str) -> HttpResponse:
    """All organisations by name or (``?by=medals``) by medals; ``?q=`` a part of the name or the code."""
    frame = read.frame(games)
    table = read.maybe(games, "medals", MedalTableView)
    counts = table.value.lines if table else {}
    asked, by_medals = request.GET.get("q", "").strip(), request.GET.get("by") == "medals"

    def listed() -> Listed:
        # Asked by the template: only there names are in the visitor's language.
        found = _found(frame.organisations, asked)
        return _by_medals(found, counts) if by_medals else _by_name(found)

    context = {"listed": listed, "counts": counts, "by_medals": by_medals, "asked": asked}
    parts = [Part(table, still=True)] if table else []
    return page(request, "site/organisations.html", frame, parts, context)


def _found(told: Mapping[str, str], asked: str) -> list[tuple[str, str]]:
    named = [(code, names.shown(name), name) for code, name in told.items()]
    return [(code, name) for code, name, own in named if alphabet(asked) in alphabet(f"{name} {own} {code}")]


def _by_name(found: list[tuple[str, str]]) -> Listed:
    groups = by_letter(found, lambda item: item[1])
    letters = {group[0][0]: letter for letter, group in groups if letter}
    return Listed([item for _, group in groups for item in group], letters)


def _by_medals(found: list[tuple[str, str]], counts: Mapping[str, MedalCount]) -> Listed:
    """As the medal table stands; who has no medal comes after all who have, by name."""
    places, last = {code: line.order for code, line in counts.items()}, len(counts) + 1
    return Listed(sorted(found, key=lambda item: (places.get(item[0], last), alphabet(item[1]))), {})
