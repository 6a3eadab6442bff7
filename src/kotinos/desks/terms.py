"""What a report of an error is. Pure."""

from __future__ import annotations

import msgspec

STATES = ("new", "looked_at", "answered")
"""How far the desk is with a report."""

SENTENCE, EMAIL, VALUE = 1000, 254, 500
"""Most characters of what a reader writes, of an address, and of what was shown."""

KEPT_DAYS = 90
"""Days after which what a reader wrote about themself is erased."""

AN_HOUR = 10
"""Reports that one address may send in an hour."""

A_DAY = 2000
"""Reports that all together may send in a day: more is no report of errors."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it comes. ``about``: the topic; ``field``: what of it, empty for the whole; ``shown``: what
    the document said there; ``language``: the reader's, to be answered in."""

    games: str
    about: str
    field: str = ""
    shown: str = ""
    sentence: str
    email: str = ""
    language: str = "en"


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the desk sees it. Times are ISO 8601 in UTC; ``erased``: the reader took back what they
    wrote, or it has been kept long enough."""

    number: int
    games: str
    about: str
    field: str
    shown: str
    sentence: str
    email: str
    language: str
    state: str
    received: str
    changed: str
    erased: bool


class TooManyError(Exception):
    """More reports have come from one address, or from all, than people send."""
