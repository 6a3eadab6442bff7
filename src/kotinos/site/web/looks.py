"""Which sheet shows a unit: finer than its format, told by its discipline, event and columns. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from kotinos.games.terms import UnitView
from kotinos.odf.rsc import RSC

LANES = {
    "SWM": ("*",),
    "ROW": ("*",),
    "CSP": ("*",),
    "ATH": ("60M*", "100M*", "110MH*", "200M*", "400M*", "4X100M*", "4X400M*"),
}
"""Races in which everybody keeps to a lane: events by discipline, as shell patterns."""

BOUTS = frozenset({"BOX", "FEN", "JUD", "KTE", "TKW", "WFE", "WRE"})
"""Disciplines in which two people fight: corners instead of teams."""

SETS = frozenset({"ARC", "BDM", "CLB", "CTR", "SBL", "TEN", "TTE", "VBS", "VBV", "VVO", "WTE"})
"""Disciplines whose periods are won one by one: the score counts them."""

LIFTS = frozenset({"PWL", "WLF"})
"""Disciplines of lifts: an attempt is a weight, lifted or not."""


def look_of(view: UnitView) -> str:
    """The sheet of a unit: ``lanes``, ``race``, ``trials``, ``heights``, ``lifts``, ``rounds``, ``judged``,
    ``game``, ``sets``, ``bout`` or ``list``. Nothing that changes while it is contested decides it, but
    its format and its columns."""
    if view.format == "match":
        return "bout" if view.discipline in BOUTS else "sets" if view.discipline in SETS else "game"
    if view.format == "race":
        return "lanes" if in_lanes(view) else "race"
    if view.format == "judged":
        return "judged"
    return attempts_look(view)


def attempts_look(view: UnitView) -> str:
    """The sheet of what is neither raced, judged nor fought."""
    if view.discipline in LIFTS and view.attempts:
        return "lifts"
    if view.attempts and all(is_height(label) for label in view.attempts.values()):
        return "heights"
    if view.format == "attempts" and view.discipline in ("ATH", "STK", "SJP"):
        return "trials"
    return "rounds" if view.attempts else "list"


def in_lanes(view: UnitView) -> bool:
    """Whether the starters keep to lanes."""
    event = RSC.parse(view.rsc).event if len(view.rsc) > 4 else ""
    return any(fnmatchcase(event, pattern) for pattern in LANES.get(view.discipline, ()))


def is_height(label: str) -> bool:
    """Whether a column's label is a height: ``1.95``."""
    whole, dot, part = label.partition(".")
    return bool(dot) and whole.isdigit() and part.isdigit()


def by_position(columns: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns in order: positions are numbers in text, and what is none comes last."""
    return sorted(columns, key=lambda item: (not item[0].isdigit(), item[0].zfill(6)))
