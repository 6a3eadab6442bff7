"""iCalendar (RFC 5545): contests as entries of a calendar that people subscribe to. Pure.

Times go out in UTC: every program turns them into its reader's time, and no zone has to be named that the
feed does not name. A contest whose time is not to be shown stands as a whole day; one without a day is left
out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import icalendar
import msgspec

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""``SEQUENCE`` counts the minutes since then at which a contest was last told of: it only grows."""
PRODUCT = "-//Kotinos//Games calendar//EN"
REFRESH = timedelta(minutes=15)
KEPT = 16_384
"""Entries kept as written, some 400 bytes each: a large Games in two languages."""


class Contest(msgspec.Struct, frozen=True, kw_only=True):
    """An entry. ``uid`` stays for ever; ``start``, ``end``: ISO 8601 with an offset, or nothing; ``day``:
    YYYY-MM-DD; ``status``: CONFIRMED, TENTATIVE or CANCELLED; ``changed``: when it was last told of."""

    uid: str
    title: str
    day: str
    start: str = ""
    end: str = ""
    place: str = ""
    text: str = ""
    address: str = ""
    status: str = "CONFIRMED"
    changed: datetime


def write(name: str, contests: Iterable[Contest]) -> bytes:
    """A calendar as bytes, lines folded and texts escaped as the standard wants."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    frame = bytes(calendar.to_ical())
    entries = b"".join(_entry(contest) for contest in contests)
    return frame.replace(b"END:VCALENDAR", entries + b"END:VCALENDAR")


@lru_cache(maxsize=KEPT)
def _entry(contest: Contest) -> bytes:
    """An entry's lines; nothing without a day. A large calendar is asked for again and again while few of its
    entries change."""
    when = _when(contest)
    if when is None:
        return b""
    entry = icalendar.Event()
    entry.add("uid", contest.uid)
    entry.add("dtstamp", contest.changed)
    entry.add("last-modified", contest.changed)
    entry.add("sequence", max(0, int((contest.changed - EPOCH).total_seconds() // 60)))
    entry.add("dtstart", when[0])
    if when[1] is not None:
        entry.add("dtend", when[1])
    entry.add("summary", contest.title)
    for field, text in (("location", contest.place), ("description", contest.text)):
        if text:
            entry.add(field, text)
    if contest.address:
        entry.add("url", contest.address)
    entry.add("status", contest.status)
    entry.add("transp", "TRANSPARENT")  # to watch a contest keeps nobody from being invited
    return bytes(entry.to_ical())


def _when(contest: Contest) -> tuple[date, date | None] | None:
    start, end = moment(contest.start), moment(contest.end)
    if start is not None:
        return start, end if end is not None and end > start else None
    try:
        day = date.fromisoformat(contest.day)
    except ValueError:
        return None
    return day, None  # a day alone is the whole of it (RFC 5545, 3.6.1)


def moment(stamp: str) -> datetime | None:
    """A time with an offset as UTC; ``None`` for anything else."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
