"""Answers to questions: rows, and pages of rows. Pure.

The fields of a row that has a table are columns of it by the same names.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from .base import Value

T = TypeVar("T")


class GamesRow(Value, frozen=True, kw_only=True):
    """A Games in an answer. ``games`` is its key in addresses, ``now`` the stamp of its newest message,
    ``test`` whether it is a test feed."""

    games: str
    name: str
    now: str = ""
    days: tuple[str, ...] = ()
    test: bool = False


class UnitRow(Value, frozen=True, kw_only=True):
    """A unit in an answer. ``start``: ISO 8601 with the venue's offset. ``medal``: 0 none, 1 gold,
    2 bronze, 3 other."""

    rsc: str
    name: str
    discipline: str = ""
    event: str = ""
    phase: str = ""
    venue: str = ""
    session: str = ""
    day: str = ""
    start: str = ""
    status: str = ""
    result_status: str = ""
    medal: int = 0


class StartLine(Value, frozen=True, kw_only=True):
    """A competitor of a start."""

    competitor: str
    name: str
    rank: str = ""
    result: str = ""
    irm: str = ""
    wlt: str = ""
    qualified: str = ""


class Start(UnitRow, frozen=True, kw_only=True):
    """A unit with those of one organisation who start in it, in the order of the list."""

    event_name: str = ""
    lines: tuple[StartLine, ...] = ()


class EventRow(Value, frozen=True, kw_only=True):
    """An event in an answer. ``gender``: M, W, X (mixed) or O (open)."""

    rsc: str
    name: str
    discipline: str = ""
    gender: str = ""
    status: str = ""


class ResultRow(Value, frozen=True, kw_only=True):
    """A competitor's line in a unit. ``order`` is the place in the list, whether ranked or not."""

    unit: str
    competitor: str
    event: str = ""
    organisation: str = ""
    order: int = 0
    rank: str = ""
    result: str = ""
    irm: str = ""
    wlt: str = ""
    qualified: str = ""
    result_status: str = ""


class EntryRow(Value, frozen=True, kw_only=True):
    """An entry of a person or team (``kind`` A or T) in an event."""

    event: str
    participant: str
    name: str
    kind: str = "A"
    organisation: str = ""
    bib: str = ""
    status: str = ""


class OrganisationRow(Value, frozen=True, kw_only=True):
    """An organisation with its medals."""

    code: str
    name: str
    gold: int = 0
    silver: int = 0
    bronze: int = 0


class Page(Value, Generic[T], frozen=True, kw_only=True, omit_defaults=False):
    """Some rows of an answer: ``total`` there are, ``after`` were skipped."""

    rows: tuple[T, ...] = ()
    total: int = 0
    after: int = 0
