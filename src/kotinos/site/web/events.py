"""An event's page: phases, pools, bracket, medals."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec
from django.http import HttpRequest, HttpResponse

from kotinos.games.terms import EventView, Slot

from . import read
from .respond import Part, page


class Stage(msgspec.Struct, frozen=True):
    """A column of a bracket. ``joined``: every two of its matches lead to one of the next column."""

    name: str
    slots: list[tuple[str, Slot]]
    joined: bool


class Drawing(msgspec.Struct, frozen=True):
    """A bracket as drawn, columns from the left."""

    code: str
    stages: list[Stage]


def event(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """An event by its RSC."""
    frame = read.frame(games)
    view = read.topic(games, f"event/{rsc}", EventView)
    value = view.value
    context = {
        "event": value,
        "phases": sorted(value.phases.items(), key=lambda item: (-item[1].order, item[0])),
        "pools": sorted(value.pools.items(), key=lambda item: (item[1].order, item[0])),
        "drawings": drawings(value.bracket, value.stages),
        "at_stake": sorted(value.records.items()),
    }
    return page(request, "site/event.html", frame, [Part(view)], context)


def drawings(bracket: dict[str, Slot], stages: dict[str, str]) -> list[Drawing]:
    """The brackets of an event, each as columns of matches; the largest first."""
    items = sorted(bracket.items(), key=_place)
    parted = groupby(items, key=lambda item: item[1].bracket)
    found = [Drawing(code, columns(slots, stages)) for code, slots in parted]
    return sorted(found, key=lambda drawing: -sum(len(stage.slots) for stage in drawing.stages))


def columns(slots: Iterable[tuple[str, Slot]], stages: dict[str, str]) -> list[Stage]:
    """The matches of one bracket by stage; ``stages`` names them by "bracket/stage"."""
    parted = [list(group) for _, group in groupby(slots, key=lambda item: item[1].stage)]
    after = [len(group) for group in parted[1:]] + [0]
    return [
        Stage(_stage_name(group[0][1], stages), group, joined=len(group) == 2 * following)
        for group, following in zip(parted, after, strict=True)
    ]


def _place(item: tuple[str, Slot]) -> tuple[str, int, str, int, str]:
    key, slot = item
    return slot.bracket, slot.stage_order, slot.stage, slot.order, key


def _stage_name(slot: Slot, stages: dict[str, str]) -> str:
    return stages.get(f"{slot.bracket}/{slot.stage}") or slot.stage
