"""Elements of DT_BRACKETS, DT_MEDALLISTS, DT_MEDALLISTS_DISCIPLINE and DT_MEDALS. Pure."""

from __future__ import annotations

import msgspec

from .base import Description, Node
from .results import Competitor
from .schedule import PreviousUnit


class CompetitorPlace(Node, frozen=True):
    """One side of a bracket item. ``code`` TBD or BYE while nobody stands there."""

    pos: str = ""
    code: str = ""
    wlt: str = msgspec.field(name="WLT", default="")
    rank: str = ""
    result: str = ""
    result_type: str = ""
    irm: str = msgspec.field(name="IRM", default="")
    qualification_mark: str = ""
    strike_out: str = ""
    previous_unit: PreviousUnit | None = None
    competitor: Competitor | None = None


class BracketItem(Node, frozen=True):
    """A match of the bracket."""

    code: str = ""
    order: str = ""
    position: str = ""
    unit: str = ""
    date: str = ""
    time: str = ""
    time_stamp: str = ""
    result: str = ""
    places: tuple[CompetitorPlace, ...] = msgspec.field(name="CompetitorPlace", default=())


class BracketItems(Node, frozen=True):
    """A round of the bracket (``code``: QFNL, SFNL, FNL ...)."""

    code: str = ""
    items: tuple[BracketItem, ...] = msgspec.field(name="BracketItem", default=())


class Bracket(Node, frozen=True):
    """A whole bracket: main draw, repechage, classification."""

    code: str = ""
    rounds: tuple[BracketItems, ...] = msgspec.field(name="BracketItems", default=())


class Medal(Node, frozen=True):
    """A medal and who has it. ``code``: ME_GOLD, ME_SILVER, ME_BRONZE."""

    code: str = ""
    date: str = ""
    unit: str = ""
    competitors: tuple[Competitor, ...] = msgspec.field(name="Competitor", default=())


class MedalEvent(Node, frozen=True):
    """An event with its medals, inside a discipline's list."""

    code: str = ""
    event_name: str = ""
    date: str = ""
    medals: tuple[Medal, ...] = msgspec.field(name="Medal", default=())


class MedalDiscipline(Node, frozen=True):
    """All medals of a discipline so far."""

    code: str = ""
    total_events: str = ""
    finished_events: str = ""
    events: tuple[MedalEvent, ...] = msgspec.field(name="Event", default=())


class MedalNumber(Node, frozen=True):
    """Counts. ``type``: TOT, M, W, X. Zeros are not sent."""

    type: str = ""
    gold: str = ""
    silver: str = ""
    bronze: str = ""
    total: str = ""


class MedalLineDescription(Node, frozen=True):
    """Name of the organisation."""

    organisation_name: str = ""


class MedalLine(Node, frozen=True):
    """One organisation's line of the medal table."""

    rank: str = ""
    rank_total: str = ""
    sort_rank: str = ""
    sort_rank_total: str = ""
    rank_equal: str = ""
    rank_total_equal: str = ""
    organisation: str = ""
    description: MedalLineDescription | None = None
    numbers: tuple[MedalNumber, ...] = msgspec.field(name="MedalNumber", default=())


class MedalStandings(Node, frozen=True):
    """The medal table. ``last_event`` is a 34-character RSC."""

    date_time: str = ""
    last_event: str = ""
    total_events: str = ""
    finished_events: str = ""
    summary: tuple[MedalNumber, ...] = msgspec.field(name="MedalSummary/MedalNumber", default=())
    lines: tuple[MedalLine, ...] = msgspec.field(name="MedalsTable/MedalLine", default=())


__all__ = [
    "Bracket", "BracketItem", "BracketItems", "CompetitorPlace", "Description", "Medal", "MedalDiscipline",
    "MedalEvent", "MedalLine", "MedalLineDescription", "MedalNumber", "MedalStandings",
]  # fmt: skip
