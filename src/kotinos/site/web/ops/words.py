"""Numbers and moments of the operations page, as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..times import day, locale

LONG = 36 * 3600
"""A range longer than this names days on its axis."""


def number(value: float) -> str:
    """A number with as many digits as say something: 0.04, 1.2, 12, 12,345."""
    size = abs(value)
    digits = 0 if size >= 10 else 1 if size >= 1 else 2
    return _number(round(value, digits), digits, get_language() or "en")


@lru_cache(maxsize=20_000)
def _number(value: float, digits: int, language: str) -> str:
    """Remembered: a page writes thousands of numbers, many of them the same."""
    del language
    return str(format_decimal(value, f"#,##0.{'#' * digits}" if digits else "#,##0", locale=locale()))


def rate(value: float) -> str:
    """How often in a second; what is rare, in a minute."""
    if 0 < value < 0.1:
        return _("%(n)s/min") % {"n": number(value * 60)}
    return _("%(n)s/s") % {"n": number(value)}


def seconds(value: float) -> str:
    """A length of time: 0.4 ms, 12 ms, 1.2 s, 3 min, 5 h."""
    if value < 1:
        return _("%(n)s ms") % {"n": number(value * 1000)}
    if value < 120:
        return _("%(n)s s") % {"n": number(value)}
    if value < 7200:
        return _("%(n)s min") % {"n": number(value / 60)}
    if value < 2 * 86_400:
        return _("%(n)s h") % {"n": number(value / 3600)}
    return _("%(n)s days") % {"n": number(value / 86_400)}


def size(value: float) -> str:
    """Bytes: 512 B, 12 kB, 250 MB, 1.2 GB."""
    for unit, power in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= power:
            return f"{number(value / power)} {unit}"
    return f"{number(value)} B"


def share(value: float) -> str:
    """A part of a whole."""
    return _("%(n)s %%") % {"n": number(100 * value)}


FORMATS = {
    "rate": rate, "seconds": seconds, "size": size, "share": share, "count": number, "cores": number,
}  # fmt: skip


def moment(at: float) -> datetime:
    """A moment, in UTC."""
    return datetime.fromtimestamp(at, UTC)


def clock(at: float, *, precise: bool = False) -> str:
    """Hours and minutes; to the second where that is asked for."""
    return moment(at).strftime("%H:%M:%S" if precise else "%H:%M")


def when(at: float, now: float) -> str:
    """A moment of the last days: its day is named when it is not today."""
    then = moment(at)
    if then.date() == moment(now).date():
        return clock(at)
    return f"{day(then.date().isoformat(), 'd MMM')}, {clock(at)}"


def tick(at: int, length: int) -> str:
    """A moment on the axis of a range of that many seconds."""
    return day(moment(at).date().isoformat(), "EEE d") if length > LONG else clock(at)


def iso(at: float) -> str:
    """A moment for programs."""
    return moment(at).isoformat(timespec="seconds")
