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


class UnitLine(Value, frozen=True, kw_only=True):
    """A unit in a schedule. ``start``, ``end``: ISO 8601 with the venue's offset. ``medal``: 0 none,
    1 gold, 2 bronze, 3 other. ``sides`` by competitor code: both of a match, else the first three."""

    rsc: str
    name: str
    discipline: str
    discipline_name: str = ""
    event: str = ""
    event_name: str = ""
    phase: str = ""
    status: str = ""
    result_status: str = ""
    start: str = ""
    hide_start: bool = False
    end: str = ""
    day: str = ""
    venue: str = ""
    venue_name: str = ""
    location: str = ""
    session: str = ""
    medal: int = 0
    order: int = 0
    format: str = ""
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
