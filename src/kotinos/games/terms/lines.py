"""Short forms that stand in lists: a unit, a side of a match, a medal. Pure."""

from __future__ import annotations

from .base import Value


class Side(Value, frozen=True, kw_only=True):
    """One competitor of a head-to-head unit, or the leader of another, as shown in a list."""

    code: str
    name: str
    organisation: str = ""
    result: str = ""
    irm: str = ""
    wlt: str = ""
    rank: str = ""
    order: int = 0


class UnitFacts(Value, frozen=True, kw_only=True):
    """What the schedule says of a unit, and how far it is. ``start``, ``end``: ISO 8601 with the venue's
    offset; with ``hide_start`` the time is not to be shown. ``medal``: 0 none, 1 gold, 2 bronze, 3 other.
    ``format``: ``race`` (time, lanes or mass start), ``attempts`` (jumps, throws, lifts), ``judged``,
    ``match`` (head to head), ``list`` (anything else)."""

    rsc: str
    name: str
    discipline: str
    discipline_name: str = ""
    event: str = ""
    event_name: str = ""
    phase: str = ""
    status: str = ""
    result_status: str = ""
    format: str = "list"
    start: str = ""
    hide_start: bool = False
    end: str = ""
    day: str = ""
    venue: str = ""
    venue_name: str = ""
    location: str = ""
    session: str = ""
    medal: int = 0


class UnitLine(UnitFacts, frozen=True, kw_only=True):
    """A unit in a schedule. ``sides`` by competitor code: both of a match, else the first three.

    ``order`` is the moment of ``start`` in seconds since 1970, so that venues of several zones sort
    right; a unit without a time comes last."""

    order: int = 0
    sides: dict[str, Side] = {}


class MedalHeld(Value, frozen=True, kw_only=True):
    """A medal of somebody. ``medal``: ME_GOLD, ME_SILVER, ME_BRONZE; ``date`` YYYY-MM-DD."""

    medal: str
    event: str
    event_name: str
    discipline: str
    discipline_name: str = ""
    competitor: str
    name: str
    organisation: str
    date: str = ""
    unit: str = ""
    order: int = 0
