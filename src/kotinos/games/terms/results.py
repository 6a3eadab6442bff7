"""A unit with its start list or result. Pure."""

from __future__ import annotations

from .base import Value
from .lines import UnitFacts
from .people import MemberLine


class Split(Value, frozen=True, kw_only=True):
    """An intermediate: ``value`` cumulative, ``section`` since the one before, texts as shown."""

    value: str = ""
    section: str = ""
    rank: str = ""
    diff: str = ""


class Attempt(Value, frozen=True, kw_only=True):
    """A run, jump, throw, lift, round or judge's mark, as shown. ``valid`` False: a failed attempt.
    ``best``: it made the result; ``discarded``: it does not count. ``dropped``: judges whose marks do not
    count, as "J1 J7"."""

    value: str = ""
    value2: str = ""
    irm: str = ""
    rank: str = ""
    wind: str = ""
    valid: bool = True
    best: bool = False
    discarded: bool = False
    dropped: str = ""
    marks: dict[str, str] = {}


class ClockView(Value, frozen=True, kw_only=True):
    """The game clock; never part of a result."""

    period: str = ""
    time: str = ""
    running: bool = False


class PeriodView(Value, frozen=True, kw_only=True):
    """Score of a period: total so far and within it."""

    code: str
    home: str = ""
    away: str = ""
    home_total: str = ""
    away_total: str = ""
    order: int = 0


class CompetitorLine(Value, frozen=True, kw_only=True):
    """One line of a start list or result. ``order`` is SortOrder: the place in the list.

    ``splits`` by position ("1", "2" ...), ``attempts`` by position or unit order, ``extras`` by
    "TYPE/CODE" or "TYPE/CODE/POS": every other extended value."""

    code: str
    name: str
    kind: str = "A"
    organisation: str = ""
    bib: str = ""
    order: int = 0
    start_order: str = ""
    rank: str = ""
    rank_equal: bool = False
    result: str = ""
    result_type: str = ""
    irm: str = ""
    diff: str = ""
    penalty: str = ""
    qualified: str = ""
    wlt: str = ""
    photo: str = ""
    unchecked: bool = False
    splits: dict[str, Split] = {}
    attempts: dict[str, Attempt] = {}
    extras: dict[str, str] = {}
    records: dict[str, str] = {}
    members: dict[str, MemberLine] = {}


class OfficialLine(Value, frozen=True, kw_only=True):
    """A judge, referee or starter. ``function`` is its code as told."""

    code: str
    name: str
    function: str = ""
    organisation: str = ""
    order: int = 0


class UnitView(UnitFacts, frozen=True, kw_only=True):
    """Everything about a unit. Topic ``unit/RSC``.

    ``competitors`` and ``officials`` by code. ``splits`` and ``attempts`` name the columns by position.
    ``derived`` names what no source told and how it was made up: shown, never as fact. ``updated``:
    stamp of the newest message."""

    phase_name: str = ""
    actual_start: str = ""
    actual_end: str = ""
    competitors: dict[str, CompetitorLine] = {}
    splits: dict[str, str] = {}
    attempts: dict[str, str] = {}
    clock: ClockView | None = None
    periods: dict[str, PeriodView] = {}
    conditions: dict[str, str] = {}
    officials: dict[str, OfficialLine] = {}
    notes: tuple[str, ...] = ()
    derived: dict[str, str] = {}
    updated: str = ""

    @property
    def told(self) -> bool:
        """Whether the schedule or a result tells of it."""
        return bool(self.status or self.result_status or self.competitors or self.clock)
