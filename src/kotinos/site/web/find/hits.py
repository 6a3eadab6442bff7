"""Hits as a page shows them: grouped by kind, each with where it leads and what is next or won."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from kotinos.games.api import Found, Key
from kotinos.games.terms import ParticipantView, ResultLine

from .. import read
from .entries import KINDS, MEDALS, Card

PEOPLE = ("person", "team")
AHEAD = frozenset({"", "SCHEDULED", "RESCHEDULED", "GETTING_READY", "DELAYED"})
MOST_OF_A_KIND = 24
"""Hits of one kind, so that a discipline's hundred units do not hide its people."""


class Hit(msgspec.Struct, frozen=True):
    """A hit as shown. ``event``: what a team is entered in; ``medals``: counts by code, gold first; ``live``:
    the unit that is on, ``next`` the next start, of a person or team."""

    kind: str
    card: Card
    name: str
    address: str
    event: str = ""
    medals: tuple[tuple[str, int], ...] = ()
    live: ResultLine | None = None
    next: ResultLine | None = None


def groups(hits: Iterable[Hit]) -> list[tuple[str, list[Hit]]]:
    """Hits by kind, the kind of the best hit first."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.kind, []).append(hit)
    return list(found.items())


def hits(frame: read.Frame, found: Iterable[tuple[Found, Card]], *, more: bool = True) -> list[Hit]:
    """What was found; with ``more`` also the medals and next starts of people and teams."""
    chosen = fewer(found)
    codes = [f"participant/{each.key[1]}" for each, _ in chosen if more and each.key[0] in PEOPLE]
    views = read.once(frame.key, codes, ParticipantView) if codes else {}
    return [_hit(frame, each.key, card, views) for each, card in chosen]


def fewer(found: Iterable[tuple[Found, Card]]) -> list[tuple[Found, Card]]:
    """In order, equals by kind, no kind more often than ``MOST_OF_A_KIND``."""
    counted: Counter[str] = Counter()
    chosen = []
    for each, card in sorted(
        found, key=lambda pair: (pair[0].how, pair[0].cost, KINDS.index(pair[0].key[0]))
    ):
        counted[each.key[0]] += 1
        if counted[each.key[0]] <= MOST_OF_A_KIND:
            chosen.append((each, card))
    return chosen


def address(frame: read.Frame, key: Key) -> str:
    """Where a hit leads."""
    kind, code = key
    if kind == "page":
        return reverse(code, args=[frame.key])
    name = "participant" if kind in PEOPLE else kind
    return reverse(name, args=[frame.key, code])


def titled(key: Key, card: Card) -> str:
    """What a hit is called: a page of ours in the visitor's language."""
    own = {
        "records": _("Records"),
        "medals": _("Medals"),
        "schedule": _("Schedule"),
        "disciplines": _("Disciplines"),
        "organisations": _("Organisations"),
    }
    return own[key[1]] if key[0] == "page" else card.name


def _hit(frame: read.Frame, key: Key, card: Card, views: Mapping[str, ParticipantView]) -> Hit:
    view = views.get(f"participant/{key[1]}") if key[0] in PEOPLE else None
    base = Hit(key[0], card, titled(key, card), address(frame, key))
    return _with(base, view) if view else base


def _with(hit: Hit, view: ParticipantView) -> Hit:
    won = Counter(held.medal for held in view.medals.values())
    live = [line for line in view.results.values() if line.status == "RUNNING"]
    ahead = [line for line in view.results.values() if line.status in AHEAD and line.start]
    entered = [entry.name for entry in view.entries.values()] if hit.kind == "team" else []
    return msgspec.structs.replace(
        hit,
        event=entered[0] if entered else "",
        medals=tuple((code, won[code]) for code in MEDALS if won[code]),
        live=min(live, key=lambda line: line.start, default=None),
        next=min(ahead, key=lambda line: line.start, default=None),
    )
