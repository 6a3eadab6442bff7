"""A made-up Games before it happens: frozen values, no messages yet. Pure.

Times are aware and in UTC; ``Venue.zone`` (IANA) says how they read on the wall.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec


class Organisation(msgspec.Struct, frozen=True):
    """A delegation. ``weight`` is its strength, 1 (tiny) to 100."""

    code: str
    name: str
    tradition: str
    weight: float


class Venue(msgspec.Struct, frozen=True):
    """A venue and its fields of play; ``outdoor`` ones know weather. ``contests``: all it holds. ``lat``,
    ``lon``: where it is, in degrees; an invented place in the open sea."""

    code: str
    name: str
    zone: str
    fields: int
    outdoor: bool
    disciplines: tuple[str, ...]
    contests: tuple[str, ...] = ()
    lat: float = 0.0
    lon: float = 0.0


class Person(msgspec.Struct, frozen=True):
    """An athlete or official. ``local_*``: the name in its own script, when that is not Latin."""

    code: str
    given: str
    family: str
    local_given: str
    local_family: str
    family_first: bool
    gender: str
    organisation: str
    discipline: str
    birth: str
    height: str
    weight: str
    function: str = "AA01"

    @property
    def print_name(self) -> str:
        """FAMILY Given, as results show it; a mononym stands alone."""
        return f"{self.family.upper()} {self.given}".strip()


class Entrant(msgspec.Struct, frozen=True):
    """Who stands in a start list: an athlete (kind A) or a team (T). ``skill``: 0 average, 2.5 the best."""

    code: str
    kind: str
    organisation: str
    name: str
    skill: float
    members: tuple[str, ...]
    bib: str = ""
    coach: str = ""


class Source(msgspec.Struct, frozen=True):
    """Where a starter comes from: ``entry`` (code), ``winner``, ``loser`` (unit), ``rank`` (phase, rank)."""

    kind: str
    ref: str
    rank: int = 0


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit. ``medal``: 0 none, 1 gold, 2 bronze; ``phase_type``: 3 competition, 6 medal ceremony."""

    code: str
    event: str
    phase: str
    discipline: str
    name: str
    order: int = 0
    medal: int = 0
    phase_type: str = "3"
    scheduled: bool = True
    style: str = ""
    sources: tuple[Source, ...] = ()
    minutes: float = 10
    start: datetime
    end: datetime
    venue: str = ""
    field: int = 1
    session: str = ""


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A phase. ``kind``: ``marks`` (units ranked together), ``pool``, ``round`` (of a bracket).

    The first ``by_place`` of each unit go on, then the best ``by_mark`` of the others.
    """

    code: str
    name: str
    order: int
    kind: str
    units: tuple[str, ...]
    by_place: int = 0
    by_mark: int = 0
    carry: bool = False


class Style(msgspec.Struct, frozen=True):
    """How a kind of contest goes: see ``data/styles.json``."""

    name: str
    contest: str
    live: int = 12
    minutes: float = 10
    options: dict[str, Any] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An event. ``mark``: what the best do, in the style's unit; ``splits``: column labels."""

    code: str
    name: str
    discipline: str
    gender: str
    format: str
    style: str
    mark: float
    splits: tuple[str, ...]
    record: str
    phases: tuple[Phase, ...]
    entrants: tuple[str, ...]
    bronzes: int = 1


class Session(msgspec.Struct, frozen=True):
    """A block of time at a venue."""

    code: str
    name: str
    discipline: str
    venue: str
    start: datetime
    end: datetime


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known before the first start. Mappings are by code, in a fixed order.

    ``live``: how many of a unit's live results are told at the most; 0: as many as its style likes."""

    size: str
    seed: int
    live: int = 0
    name: str
    competition: str
    host: str
    zone: str
    days: tuple[date, ...]
    venues: dict[str, Venue]
    organisations: dict[str, Organisation]
    disciplines: dict[str, tuple[str, ...]]
    events: dict[str, Event]
    units: dict[str, Unit]
    sessions: dict[str, Session]
    persons: dict[str, Person]
    entrants: dict[str, Entrant]

    @property
    def phases(self) -> dict[str, Phase]:
        """All phases by code."""
        return {phase.code: phase for event in self.events.values() for phase in event.phases}


class Figures(msgspec.Struct, frozen=True):
    """How large a plan is."""

    days: int
    venues: int
    organisations: int
    disciplines: int
    events: int
    units: int
    athletes: int
    teams: int
