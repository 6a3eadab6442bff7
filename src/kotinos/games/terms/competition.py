"""An event: its phases, brackets, pools and medals. Pure."""

from __future__ import annotations

from .base import Value
from .lines import MedalHeld, UnitLine
from .results import CompetitorLine


class PhaseView(Value, frozen=True, kw_only=True):
    """A phase: its units by RSC, and its standings (PHASE_RESULT) by competitor."""

    rsc: str
    name: str
    order: int = 0
    status: str = ""
    result_status: str = ""
    units: dict[str, UnitLine] = {}
    standings: dict[str, CompetitorLine] = {}


class Place(Value, frozen=True, kw_only=True):
    """One side of a bracket's match; ``code`` TBD or BYE while nobody stands there. ``from_unit`` is
    the unit its competitor comes from."""

    code: str
    name: str = ""
    organisation: str = ""
    result: str = ""
    irm: str = ""
    wlt: str = ""
    from_unit: str = ""
    order: int = 0


class Slot(Value, frozen=True, kw_only=True):
    """A match of a bracket: ``stage`` is the round's code, ``stage_order`` its place from the left."""

    unit: str = ""
    stage: str = ""
    stage_order: int = 0
    bracket: str = ""
    order: int = 0
    result: str = ""
    places: dict[str, Place] = {}


class PoolRow(Value, frozen=True, kw_only=True):
    """A line of a pool's table."""

    code: str
    name: str
    organisation: str = ""
    rank: str = ""
    rank_equal: bool = False
    order: int = 0
    played: str = ""
    won: str = ""
    tied: str = ""
    lost: str = ""
    scored: str = ""
    against: str = ""
    points: str = ""
    diff: str = ""
    qualified: str = ""


class Pool(Value, frozen=True, kw_only=True):
    """A pool's table, rows by competitor."""

    rsc: str
    name: str
    order: int = 0
    result_status: str = ""
    rows: dict[str, PoolRow] = {}


class EventView(Value, frozen=True, kw_only=True):
    """An event as a whole. Topic ``event/RSC``. ``phases`` and ``pools`` by RSC, ``bracket`` by
    "bracket/stage/item", ``standings`` (CUMULATIVE_RESULT) by competitor, ``medals`` by
    "medal/competitor"."""

    rsc: str
    name: str
    discipline: str
    discipline_name: str = ""
    gender: str = ""
    status: str = ""
    phases: dict[str, PhaseView] = {}
    standings: dict[str, CompetitorLine] = {}
    standings_status: str = ""
    bracket: dict[str, Slot] = {}
    stages: dict[str, str] = {}
    pools: dict[str, Pool] = {}
    medals: dict[str, MedalHeld] = {}
    records: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    derived: dict[str, str] = {}

    @property
    def told(self) -> bool:
        """Whether it has a name or anything in it."""
        parts = (self.phases, self.standings, self.bracket, self.pools, self.medals)
        return any(parts) or self.name != self.rsc.rstrip("-")
