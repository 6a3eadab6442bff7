"""The elements of the messages we read and write, each a frozen value. Pure."""

from .base import Description, Entry, ExtendedInfo, ExtendedStat, Extension, Node, StatsItem, Text
from .body import Competition, ExtendedInfos, Note, Progress, SportDescription, UnitDateTime
from .documents import Document, Words
from .medals import (
    Bracket,
    BracketItem,
    BracketItems,
    CompetitorPlace,
    Medal,
    MedalDiscipline,
    MedalEvent,
    MedalLine,
    MedalLineDescription,
    MedalNumber,
    MedalStandings,
)  # fmt: skip
from .people import Discipline, OfficialFunction, Participant, RegisteredEvent, Team, TeamMember
from .records import CodeName, CodeSet, Config, Record, RecordData, RecordDescription, RecordType
from .results import (
    Athlete,
    Clock,
    Coach,
    Competitor,
    ExtendedResult,
    ItemResult,
    Official,
    Opponent,
    Period,
    Periods,
    RecordIndicator,
    Result,
    ResultItem,
)  # fmt: skip
from .schedule import PreviousUnit, Session, Start, StartCompetitor, Unit, VenueDescription

__all__ = [
    "Athlete", "Bracket", "BracketItem", "BracketItems", "Clock", "Coach", "CodeName", "CodeSet",
    "Competition", "Competitor", "CompetitorPlace", "Config", "Description", "Discipline", "Document",
    "Entry",
    "ExtendedInfo", "ExtendedInfos", "ExtendedResult", "ExtendedStat", "Extension", "ItemResult", "Medal",
    "MedalDiscipline", "MedalEvent", "MedalLine", "MedalLineDescription", "MedalNumber", "MedalStandings",
    "Node", "Note", "Official", "OfficialFunction", "Opponent", "Participant", "Period", "Periods",
    "PreviousUnit", "Progress", "Record", "RecordData", "RecordDescription", "RecordIndicator",
    "RecordType", "RegisteredEvent", "Result", "ResultItem", "Session", "SportDescription", "Start",
    "StartCompetitor", "StatsItem", "Team", "TeamMember", "Text", "Unit", "UnitDateTime",
    "VenueDescription", "Words",
]  # fmt: skip
