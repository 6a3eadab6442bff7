"""Elements of DT_RECORD, DT_CODES and DT_WEATHER-like small messages, and of the day frame. Pure."""

from __future__ import annotations

import msgspec

from .base import Node
from .results import Competitor


class RecordData(Node, frozen=True):
    """One record mark: who, where, when."""

    order: str = ""
    result_type: str = ""
    result: str = ""
    unit: str = ""
    country: str = ""
    place: str = ""
    date: str = ""
    time: str = ""
    time_stamp: str = ""
    equalled: str = ""
    unconfirmed: str = ""
    competition: str = ""
    historical: str = ""
    current: str = ""
    reinstated: str = ""
    competitor: Competitor | None = None


class RecordType(Node, frozen=True):
    """A kind of record (WR, OR ...) and its marks."""

    order: str = ""
    record_type: str = ""
    subcode: str = ""
    shared: str = ""
    not_established: str = ""
    not_established_label: str = ""
    data: tuple[RecordData, ...] = msgspec.field(name="RecordData", default=())


class RecordDescription(Node, frozen=True):
    """Name of the recorded performance."""

    name: str = ""


class Record(Node, frozen=True):
    """A recorded performance: the record code with all its types."""

    code: str = ""
    description: RecordDescription | None = None
    types: tuple[RecordType, ...] = msgspec.field(name="RecordType", default=())


class CodeName(Node, frozen=True):
    """Names of a code in one language."""

    language: str = ""
    description: str = ""
    long_description: str = ""
    short_description: str = ""
    d_order: str = ""
    ld_order: str = msgspec.field(name="LDOrder", default="")


class CodeSet(Node, frozen=True):
    """One row of a code table; the header's DocumentSubtype names the table."""

    code: str = ""
    type: str = ""
    sport: str = ""
    discipline: str = ""
    gender: str = ""
    event: str = ""
    phase: str = ""
    event_unit: str = ""
    schedule: str = ""
    medal: str = ""
    competition: str = ""
    group: str = ""
    venue_code: str = ""
    region: str = ""
    country: str = ""
    continent: str = ""
    function: str = ""
    order: str = ""
    note: str = ""
    names: tuple[CodeName, ...] = msgspec.field(name="Language", default=())


class Config(Node, frozen=True):
    """Feed settings of a day-frame message. ``ka_delay`` in seconds."""

    ka_delay: str = msgspec.field(name="KADelay", default="")
    delay_off_set: str = ""
    competition_day: str = ""
