"""Elements of DT_SCHEDULE and DT_SCHEDULE_UPDATE. Pure."""

from __future__ import annotations

import msgspec

from .base import Description, Node, Text
from .results import Athlete


class VenueDescription(Node, frozen=True):
    """Names of venue and location."""

    venue: str = ""
    venue_name: str = ""
    location: str = ""
    location_name: str = ""
    attendance: str = ""


class PreviousUnit(Node, frozen=True):
    """Where a competitor will come from."""

    unit: str = ""
    value: str = ""
    wlt: str = msgspec.field(name="WLT", default="")


class StartCompetitor(Node, frozen=True):
    """Who starts, as far as the schedule knows."""

    code: str = ""
    type: str = ""
    organisation: str = ""
    bib: str = ""
    description: Description | None = None
    athletes: tuple[Athlete, ...] = msgspec.field(name="Composition/Athlete", default=())


class Start(Node, frozen=True):
    """One line of a schedule's start list."""

    sort_order: str = ""
    start_order: str = ""
    previous_unit: PreviousUnit | None = None
    competitor: StartCompetitor | None = None


class Session(Node, frozen=True):
    """A block of time at a venue. Times are ISO 8601 with offset."""

    session_code: str = ""
    start_date: str = ""
    end_date: str = ""
    venue: str = ""
    venue_name: str = ""
    leadin: str = ""
    session_status: str = ""
    session_type: str = ""
    medal: str = ""
    fop: str = msgspec.field(name="FOP", default="")
    hide_start_date: str = ""
    hide_end_date: str = ""
    names: tuple[Text, ...] = msgspec.field(name="SessionName", default=())


class Unit(Node, frozen=True):
    """A scheduled unit. ``code`` is a 34-character RSC; times are ISO 8601 with offset."""

    code: str = ""
    phase_type: str = ""
    schedule_status: str = ""
    unit_num: str = ""
    hide_unit_num: str = ""
    start_date: str = ""
    hide_start_date: str = ""
    end_date: str = ""
    hide_end_date: str = ""
    actual_start_date: str = ""
    actual_end_date: str = ""
    order: str = ""
    medal: str = ""
    venue: str = ""
    location: str = ""
    media_access: str = ""
    session_code: str = ""
    modification_indicator: str = ""
    start_texts: tuple[Text, ...] = msgspec.field(name="StartText", default=())
    names: tuple[Text, ...] = msgspec.field(name="ItemName", default=())
    descriptions: tuple[Text, ...] = msgspec.field(name="ItemDescription", default=())
    venue_description: VenueDescription | None = None
    starts: tuple[Start, ...] = msgspec.field(name="StartList/Start", default=())
