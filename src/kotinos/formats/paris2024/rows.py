"""What the CSV set of Paris 2024 holds, row by row, as frozen values. Pure.

Every cell is kept as the text the file has; ``line`` is its line in ``file``. What the importer
understands of a cell is a property beside it.
"""

from __future__ import annotations

import re

import msgspec

_CODE = re.compile(r"[A-Z0-9.\-]{34}\Z")
_FLOAT = re.compile(r"(\d+)\.0\Z")


def whole(text: str) -> str:
    """``"12.0"`` as ``"12"``: the set was once a table of floats. Any other text stays."""
    found = _FLOAT.match(text)
    return found.group(1) if found else text


class Problem(msgspec.Struct, frozen=True):
    """Something wrong in a file. ``line`` 0: the file as a whole; ``column`` "": the whole line."""

    file: str
    line: int
    column: str
    text: str
    remedy: str


class Gap(msgspec.Struct, frozen=True):
    """Something the set does not tell. ``rsc`` is the code it concerns, at whatever level."""

    discipline: str
    rsc: str
    what: str
    reason: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a file."""

    file: str = ""
    line: int = 0


class ResultRow(Row, frozen=True, kw_only=True):
    """A competitor in a stage (results/*.csv). Columns a discipline's file lacks are ""."""

    date: str = ""
    stage_code: str = ""
    event_code: str = ""
    event_name: str = ""
    event_stage: str = ""
    stage: str = ""
    stage_status: str = ""
    gender: str = ""
    discipline_name: str = ""
    discipline_code: str = ""
    venue: str = ""
    participant_code: str = ""
    participant_name: str = ""
    participant_type: str = ""
    participant_country_code: str = ""
    participant_country: str = ""
    rank: str = ""
    result: str = ""
    result_type: str = ""
    result_IRM: str = ""  # noqa: N815 - the file's own heading
    result_diff: str = ""
    qualification_mark: str = ""
    start_order: str = ""
    bib: str = ""
    result_WLT: str = ""  # noqa: N815 - the file's own heading

    @property
    def code(self) -> str:
        """The 34-character RSC, "" when there is none. Decathlon totals carry ``ATH_`` before theirs."""
        text = self.stage_code
        if len(text) == 38 and text[3] == "_":
            text = text[4:]
        return text if _CODE.match(text) and text[:3].isalnum() else ""

    @property
    def event(self) -> str:
        """The 34-character RSC of the event."""
        return self.code[:22].ljust(34, "-") if self.code else ""

    @property
    def is_team(self) -> bool:
        """Whether the competitor is a team, pair or crew."""
        return self.participant_type == "Team"


class ScheduleRow(Row, frozen=True, kw_only=True):
    """A line of the schedule. The end of ``url`` is the phase and unit part of the RSC, if anything."""

    start_date: str = ""
    end_date: str = ""
    day: str = ""
    status: str = ""
    discipline: str = ""
    discipline_code: str = ""
    event: str = ""
    event_medal: str = ""
    phase: str = ""
    gender: str = ""
    event_type: str = ""
    venue: str = ""
    venue_code: str = ""
    location_description: str = ""
    location_code: str = ""
    url: str = ""

    @property
    def tail(self) -> str:
        """The last 12 characters of the RSC, or "" when the address ends otherwise."""
        return tail_of(self.url)


class MedalRow(Row, frozen=True, kw_only=True):
    """A medal of a competitor; a team has one row."""

    medal_type: str = ""
    medal_code: str = ""
    medal_date: str = ""
    name: str = ""
    country_code: str = ""
    gender: str = ""
    discipline: str = ""
    event: str = ""
    event_type: str = ""
    url_event: str = ""
    code: str = ""


class MedallistRow(Row, frozen=True, kw_only=True):
    """A person with a medal; a team has a row for each member."""

    medal_date: str = ""
    medal_type: str = ""
    medal_code: str = ""
    name: str = ""
    gender: str = ""
    country: str = ""
    country_code: str = ""
    nationality: str = ""
    team: str = ""
    team_gender: str = ""
    discipline: str = ""
    event: str = ""
    event_type: str = ""
    url_event: str = ""
    birth_date: str = ""
    code: str = ""


class TeamRow(Row, frozen=True, kw_only=True):
    """A team. ``athletes`` and their codes are Python lists as text."""

    code: str = ""
    team: str = ""
    team_gender: str = ""
    country: str = ""
    country_full: str = ""
    country_code: str = ""
    discipline: str = ""
    disciplines_code: str = ""
    events: str = ""
    athletes: str = ""
    coaches: str = ""
    athletes_codes: str = ""
    num_athletes: str = ""
    coaches_codes: str = ""
    num_coaches: str = ""

    @property
    def is_historical(self) -> bool:
        """Holders of old records (``T`` and digits only) stand among the teams of these Games."""
        return self.code.startswith("T") and self.code[1:].isdigit()


class EventRow(Row, frozen=True, kw_only=True):
    """An event of the programme, without its RSC."""

    event: str = ""
    tag: str = ""
    sport: str = ""
    sport_code: str = ""
    sport_url: str = ""


class TotalRow(Row, frozen=True, kw_only=True):
    """A line of the medal table."""

    country_code: str = ""
    gold: str = msgspec.field(name="Gold Medal", default="")
    silver: str = msgspec.field(name="Silver Medal", default="")
    bronze: str = msgspec.field(name="Bronze Medal", default="")
    total: str = msgspec.field(name="Total", default="")


class ParisSet(msgspec.Struct, frozen=True):
    """The whole set, every row in file order, with what is wrong in it."""

    results: tuple[ResultRow, ...] = ()
    schedule: tuple[ScheduleRow, ...] = ()
    medals: tuple[MedalRow, ...] = ()
    medallists: tuple[MedallistRow, ...] = ()
    teams: tuple[TeamRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def tail_of(url: str) -> str:
    """The phase and unit part of an RSC at the end of an address: 12 characters, or ""."""
    tail = url.rsplit("/", 1)[-1].upper()
    return tail if len(tail) == 12 and _CODE.match(tail.ljust(34, "-")) else ""
