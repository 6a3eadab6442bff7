"""The Games as a whole: home, days, medal table, records. Pure."""

from __future__ import annotations

from .base import Value
from .lines import MedalHeld, UnitLine


class SessionLine(Value, frozen=True, kw_only=True):
    """A session: a block of time at a venue."""

    code: str
    name: str = ""
    start: str = ""
    end: str = ""
    venue: str = ""
    venue_name: str = ""
    medal: str = ""


class DayView(Value, frozen=True, kw_only=True):
    """A day's schedule. Topic ``day/YYYY-MM-DD``. Units and sessions by code."""

    day: str
    units: dict[str, UnitLine] = {}
    sessions: dict[str, SessionLine] = {}

    @property
    def told(self) -> bool:
        """Whether anything is on."""
        return bool(self.units or self.sessions)


class DisciplineLine(Value, frozen=True, kw_only=True):
    """A discipline. ``events``, ``finished``: events with medals, and those that have been given."""

    code: str
    name: str
    events: dict[str, str] = {}
    finished: int = 0
    days: tuple[str, ...] = ()


class MedalCount(Value, frozen=True, kw_only=True):
    """A line of the medal table. ``rank`` by gold, ``rank_total`` by total: equal counts share a
    rank and the next is skipped; ``order`` and ``order_total`` break ties by name for display."""

    organisation: str
    name: str
    gold: int = 0
    silver: int = 0
    bronze: int = 0
    total: int = 0
    rank: int = 0
    rank_total: int = 0
    order: int = 0
    order_total: int = 0


class MedalTableView(Value, frozen=True, kw_only=True):
    """The medal table. Topic ``medals``. ``lines`` by organisation, ``disagreements``: where the
    last DT_MEDALS message counts otherwise than the medallists say."""

    events_total: int = 0
    events_finished: int = 0
    lines: dict[str, MedalCount] = {}
    disagreements: tuple[str, ...] = ()


class RecordMark(Value, frozen=True, kw_only=True):
    """A mark that is or was a record. ``result`` as shown; ``competitor``: the holder's code where the person
    or team is in these Games; ``unit``: where in these Games it was set."""

    result: str = ""
    holder: str = ""
    competitor: str = ""
    organisation: str = ""
    place: str = ""
    date: str = ""
    unit: str = ""


class RecordView(RecordMark, frozen=True, kw_only=True):
    """A record. ``kind``: WR, OR ...; ``measure``: ODF's ResultType (TIME, DISTANCE ...), by which its
    marks are read; ``was``: the other marks told beside the one that stands, those it broke or equalled."""

    code: str
    kind: str
    name: str = ""
    event: str = ""
    measure: str = ""
    equalled: bool = False
    unconfirmed: bool = False
    was: tuple[RecordMark, ...] = ()


class GamesView(Value, frozen=True, kw_only=True):
    """The Games at a glance. Topic ``games``. ``now``: stamp of the newest message, venue-local; ``today``:
    the day of it, kept within the Games' days. ``moment``: ``before`` the first unit, ``day`` while units of
    today are on or to come, ``between`` days, ``after`` the last; empty while no day is known.
    ``live`` and ``next`` by unit RSC, ``finals``: the next units with medals, ``latest`` medals by
    "event/medal/competitor"."""

    competition: str
    name: str = ""
    now: str = ""
    today: str = ""
    moment: str = ""
    days: tuple[str, ...] = ()
    disciplines: dict[str, DisciplineLine] = {}
    venues: dict[str, str] = {}
    live: dict[str, UnitLine] = {}
    next: dict[str, UnitLine] = {}
    finals: dict[str, UnitLine] = {}
    recent: dict[str, UnitLine] = {}
    latest: dict[str, MedalHeld] = {}
    participants: int = 0
    organisations: dict[str, str] = {}


class NamesView(Value, frozen=True, kw_only=True):
    """What the code tables call things in one more language. Topic ``names/LANGUAGE`` (a tag: ``fr``).
    ``names``: a name as every other document tells it, to the name in that language; a name that means
    several things there is not in it."""

    names: dict[str, str] = {}

    @property
    def told(self) -> bool:
        """Whether the language has any."""
        return bool(self.names)


class RecordsView(Value, frozen=True, kw_only=True):
    """All records. Topic ``records``. ``records`` by "code/kind"."""

    records: dict[str, RecordView] = {}


class FeedLine(Value, frozen=True, kw_only=True):
    """A source: on or off, since when, and the stamp of its last day-frame message."""

    source: str
    on: bool = False
    since: str = ""
    last: str = ""


class FeedsView(Value, frozen=True, kw_only=True):
    """The sources of the Games' messages. Topic ``feeds``."""

    feeds: dict[str, FeedLine] = {}
