"""The Competition element: what every message carries below its header. Pure."""

from __future__ import annotations

import msgspec

from .base import ExtendedInfo, Node, StatsItem
from .documents import Document
from .medals import Bracket, Medal, MedalDiscipline, MedalStandings
from .people import Participant, Team
from .records import CodeSet, Config, Record
from .results import Clock, Official, Periods, Result
from .schedule import Session, Unit, VenueDescription


class UnitDateTime(Node, frozen=True):
    """When the unit really started and ended, ISO 8601 with offset."""

    start_date: str = ""
    end_date: str = ""
    duration: str = ""


class Progress(Node, frozen=True):
    """How far a phase or cumulative result has come."""

    last_unit: str = ""
    units_total: str = ""
    units_complete: str = ""


class SportDescription(Node, frozen=True):
    """Names of discipline, event and unit as text."""

    discipline_name: str = ""
    event_name: str = ""
    sub_event_name: str = ""
    gender: str = ""
    unit_num: str = ""


class ExtendedInfos(Node, frozen=True):
    """Facts about the unit as a whole."""

    unit_date_time: UnitDateTime | None = None
    infos: tuple[ExtendedInfo, ...] = msgspec.field(name="ExtendedInfo", default=())
    progress: Progress | None = None
    sport_description: SportDescription | None = None
    venue_description: VenueDescription | None = None


class Note(Node, frozen=True):
    """A correction's explanation, after the Competition element; cumulative."""

    text: str = ""


class Competition(Node, frozen=True):
    """The body. Which tuple is filled depends on the DocumentType."""

    code: str = ""
    gen: str = ""
    sport: str = ""
    codes: str = ""
    extended_infos: ExtendedInfos | None = None
    sessions: tuple[Session, ...] = msgspec.field(name="Session", default=())
    clock: Clock | None = None
    stats_items: tuple[StatsItem, ...] = msgspec.field(name="StatsItems/StatsItem", default=())
    officials: tuple[Official, ...] = msgspec.field(name="Officials/Official", default=())
    periods: Periods | None = None
    results: tuple[Result, ...] = msgspec.field(name="Result", default=())
    units: tuple[Unit, ...] = msgspec.field(name="Unit", default=())
    brackets: tuple[Bracket, ...] = msgspec.field(name="Bracket", default=())
    medals: tuple[Medal, ...] = msgspec.field(name="Medal", default=())
    disciplines: tuple[MedalDiscipline, ...] = msgspec.field(name="Discipline", default=())
    participants: tuple[Participant, ...] = msgspec.field(name="Participant", default=())
    teams: tuple[Team, ...] = msgspec.field(name="Team", default=())
    records: tuple[Record, ...] = msgspec.field(name="Record", default=())
    medal_standings: MedalStandings | None = None
    document: Document | None = None
    code_sets: tuple[CodeSet, ...] = msgspec.field(name="CodeSet", default=())
    config: Config | None = None
