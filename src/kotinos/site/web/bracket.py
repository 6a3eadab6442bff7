"""How a bracket is drawn: columns from the left, each match halfway between the two it comes from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

import msgspec

from kotinos.games.terms import Slot

Item = tuple[str, Slot]


class Stage(msgspec.Struct, frozen=True):
    """A column. ``joined``: every two of its matches lead to one of the next column, in order."""

    name: str
    slots: list[Item]
    joined: bool = False


class Drawing(msgspec.Struct, frozen=True):
    """A bracket as drawn, columns from the left. ``third``: the way to the third place only."""

    stages: list[Stage]
    third: bool = False


def drawings(
    bracket: Mapping[str, Slot], stages: Mapping[str, str], third: Collection[str] = ()
) -> list[Drawing]:
    """The brackets of an event, the largest first. ``stages`` names columns by "bracket/stage"; matches
    whose unit is in ``third`` decide the third place: with what leads to them alone, such as a repechage,
    they stand apart from the tree."""
    found = []
    items = sorted(bracket.items(), key=_place)
    for _, group in groupby(items, key=lambda item: item[1].bracket):
        slots = list(group)
        beside = [item for item in slots if item[1].unit in third]
        last = [item for item in slots if item[1].stage_order == slots[-1][1].stage_order]
        aside = _leading(beside, slots) - _leading([item for item in last if item not in beside], slots)
        tree = [item for item in slots if item[0] not in aside]
        apart = [item for item in slots if item[0] in aside]
        if tree:
            found.append(Drawing(columns(tree, stages)))
        if apart:
            found.append(Drawing(columns(apart, stages), third=True))
    return sorted(found, key=lambda drawing: -sum(len(stage.slots) for stage in drawing.stages))


def columns(slots: Iterable[Item], stages: Mapping[str, str]) -> list[Stage]:
    """The matches of one bracket by stage, laid out from the last column back."""
    parted = [list(group) for _, group in groupby(slots, key=lambda item: item[1].stage)]
    found: list[Stage] = []
    for group in reversed(parted):
        name = stages.get(f"{group[0][1].bracket}/{group[0][1].stage}") or group[0][1].stage
        after = found[0].slots if found else []
        found.insert(0, Stage(name, _laid(group, after), joined=bool(after) and len(group) == 2 * len(after)))
    return found


def _leading(ends: list[Item], slots: list[Item]) -> set[str]:
    """Keys of matches and of all that lead to them."""
    by_unit = {item[1].unit: item for item in slots if item[1].unit}
    found: set[str] = set()
    left = list(ends)
    while left:
        key, slot = left.pop()
        if key not in found:
            found.add(key)
            left += [by_unit[place.from_unit] for place in slot.places.values() if place.from_unit in by_unit]
    return found


def _laid(group: list[Item], after: list[Item]) -> list[Item]:
    """A column in the order in which its matches feed those of the next; what feeds none comes last."""
    left = dict(group)
    laid = []
    for _, slot in after:
        for place in sorted(slot.places.values(), key=lambda place: place.order):
            key = next(
                (key for key, each in left.items() if each.unit and each.unit == place.from_unit), None
            )
            key = key or next((key for key, each in left.items() if _stands(place.code, each)), None)
            if key is not None:
                laid.append((key, left.pop(key)))
    return laid + list(left.items())


def _stands(code: str, slot: Slot) -> bool:
    """Whether a competitor known by now stands in a match."""
    return code not in ("", "TBD", "BYE") and any(place.code == code for place in slot.places.values())


def _place(item: Item) -> tuple[str, int, str, int, str]:
    key, slot = item
    return slot.bracket, slot.stage_order, slot.stage, slot.order, key
