"""Elements of DT_RESULT and its family: PHASE_RESULT, CUMULATIVE_RESULT, CURRENT, POOL_STANDING. Pure."""

from __future__ import annotations

import msgspec

from .base import Description, Entry, Extension, Node, StatsItem


class Clock(Node, frozen=True):
    """A game clock. ``running`` is Y or N, ``time`` as the sport shows it."""

    period: str = ""
    running: str = ""
    time: str = ""


class Official(Node, frozen=True):
    """A judge, referee or starter of the unit."""

    code: str = ""
    function: str = ""
    order: str = ""
    bib: str = ""
    description: Description | None = None


class Period(Node, frozen=True):
    """Score of one period of a match: total so far, and within the period."""

    code: str = ""
    home_score: str = ""
    away_score: str = ""
    home_period_score: str = ""
    away_period_score: str = ""
    duration: str = ""


class Periods(Node, frozen=True):
    """Periods of a match between ``home`` and ``away`` (competitor codes)."""

    home: str = ""
    away: str = ""
    periods: tuple[Period, ...] = msgspec.field(name="Period", default=())


class ExtendedResult(Node, frozen=True):
    """A split, attempt, run, mark or note; ``type`` and ``code`` say which, ``pos`` which one."""

    type: str = ""
    code: str = ""
    pos: str = ""
    value: str = ""
    value2: str = ""
    value_type: str = ""
    irm: str = msgspec.field(name="IRM", default="")
    rank: str = ""
    rank_equal: str = ""
    sort_order: str = ""
    diff: str = ""
    speed: str = ""
    move: str = ""
    pty: str = ""
    discard: str = ""
    arrive: str = ""
    unchecked: str = ""
    extensions: tuple[Extension, ...] = msgspec.field(name="Extension", default=())


class RecordIndicator(Node, frozen=True):
    """A record set or equalled (``equalled`` = Y) by this result."""

    order: str = ""
    code: str = ""
    record_type: str = ""
    equalled: str = ""


class Coach(Node, frozen=True):
    """A coach named with the competitor."""

    code: str = ""
    order: str = ""
    function: str = ""
    description: Description | None = None


class Athlete(Node, frozen=True):
    """A member of the competitor in this unit."""

    code: str = ""
    order: str = ""
    bib: str = ""
    start_order: str = ""
    start_sort_order: str = ""
    role: str = ""
    description: Description | None = None
    entries: tuple[Entry, ...] = msgspec.field(name="EventUnitEntry", default=())
    extended_results: tuple[ExtendedResult, ...] = msgspec.field(
        name="ExtendedResults/ExtendedResult", default=()
    )
    stats_items: tuple[StatsItem, ...] = msgspec.field(name="StatsItems/StatsItem", default=())


class Opponent(Node, frozen=True):
    """One match of a pool row, seen from the row's competitor."""

    code: str = ""
    type: str = ""
    pos: str = ""
    organisation: str = ""
    date: str = ""
    time: str = ""
    unit: str = ""
    home_away: str = ""
    result: str = ""
    irm: str = msgspec.field(name="IRM", default="")
    wlt: str = msgspec.field(name="WLT", default="")


class Competitor(Node, frozen=True):
    """Who the result belongs to. ``type``: A athlete, T team, H horse, G group."""

    code: str = ""
    type: str = ""
    organisation: str = ""
    bib: str = ""
    order: str = ""
    description: Description | None = None
    entries: tuple[Entry, ...] = msgspec.field(name="EventUnitEntry", default=())
    stats_items: tuple[StatsItem, ...] = msgspec.field(name="StatsItems/StatsItem", default=())
    coaches: tuple[Coach, ...] = msgspec.field(name="Coaches/Coach", default=())
    athletes: tuple[Athlete, ...] = msgspec.field(name="Composition/Athlete", default=())
    opponents: tuple[Opponent, ...] = msgspec.field(name="Opponent", default=())


class ItemResult(Node, frozen=True):
    """The result of one run, jump or nested unit."""

    rank: str = ""
    rank_equal: str = ""
    result_type: str = ""
    result: str = ""
    irm: str = msgspec.field(name="IRM", default="")
    sort_order: str = ""
    diff: str = ""
    pty: str = ""
    wlt: str = msgspec.field(name="WLT", default="")
    qualification_mark: str = ""
    unchecked: str = ""
    start_order: str = ""
    extended_results: tuple[ExtendedResult, ...] = msgspec.field(
        name="ExtendedResults/ExtendedResult", default=()
    )
    record_indicators: tuple[RecordIndicator, ...] = msgspec.field(
        name="RecordIndicators/RecordIndicator", default=()
    )


class ResultItem(Node, frozen=True):
    """A run or a lower unit inside a cumulative result."""

    unit: str = ""
    order: str = ""
    result: ItemResult | None = None


class Result(Node, frozen=True):
    """One line of a start list or result. Every value is the text as the sport shows it."""

    rank: str = ""
    rank_equal: str = ""
    result_type: str = ""
    result: str = ""
    unchecked: str = ""
    irm: str = msgspec.field(name="IRM", default="")
    qualification_mark: str = ""
    wlt: str = msgspec.field(name="WLT", default="")
    sort_order: str = ""
    start_order: str = ""
    start_sort_order: str = ""
    diff: str = ""
    pty: str = ""
    won: str = ""
    lost: str = ""
    tied: str = ""
    played: str = ""
    for_: str = msgspec.field(name="For", default="")
    against: str = ""
    ratio: str = ""
    photo_finish: str = ""
    extended_results: tuple[ExtendedResult, ...] = msgspec.field(
        name="ExtendedResults/ExtendedResult", default=()
    )
    record_indicators: tuple[RecordIndicator, ...] = msgspec.field(
        name="RecordIndicators/RecordIndicator", default=()
    )
    items: tuple[ResultItem, ...] = msgspec.field(name="ResultItems/ResultItem", default=())
    competitors: tuple[Competitor, ...] = msgspec.field(name="Competitor", default=())
