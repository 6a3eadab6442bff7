"""The words and frozen values of a Games: the shapes of the JSON API, of snapshots and of pages. Pure."""

from .base import Value
from .bulletin import NewsLine, NewsView, NoticeLine, NoticesView, Said
from .competition import EventView, PhaseView, Place, Pool, PoolRow, Slot
from .lines import MedalHeld, Side, UnitFacts, UnitLine
from .people import EntryLine, MemberLine, OrganisationView, ParticipantLine, ParticipantView, ResultLine
from .results import Attempt, ClockView, CompetitorLine, OfficialLine, PeriodView, Split, UnitView
from .tables import (
    DayView,
    DisciplineLine,
    FeedLine,
    FeedsView,
    GamesView,
    MedalCount,
    MedalTableView,
    NamesView,
    RecordMark,
    RecordsView,
    RecordView,
    SessionLine,
)

__all__ = [
    "Attempt",
    "ClockView",
    "CompetitorLine",
    "DayView",
    "DisciplineLine",
    "EntryLine",
    "EventView",
    "FeedLine",
    "FeedsView",
    "GamesView",
    "MedalCount",
    "MedalHeld",
    "MedalTableView",
    "MemberLine",
    "NamesView",
    "NewsLine",
    "NewsView",
    "NoticeLine",
    "NoticesView",
    "OfficialLine",
    "OrganisationView",
    "ParticipantLine",
    "ParticipantView",
    "PeriodView",
    "PhaseView",
    "Place",
    "Pool",
    "PoolRow",
    "RecordMark",
    "RecordView",
    "RecordsView",
    "ResultLine",
    "Said",
    "SessionLine",
    "Side",
    "Slot",
    "Split",
    "UnitFacts",
    "UnitLine",
    "UnitView",
    "Value",
]  # fmt: skip
