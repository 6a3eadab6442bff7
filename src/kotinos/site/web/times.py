"""Dates and times as shown: always the venue's, as the feed gives them."""

from __future__ import annotations

import re
from datetime import date

from babel.core import Locale
from babel.dates import format_date
from django.utils.translation import get_language, to_locale

_CLOCK = re.compile(r"^(\d\d):?(\d\d).*$")


def clock(stamp: str) -> str:
    """Hours and minutes of an ISO 8601 text or of a message's stamp, in the offset it is given in."""
    return _CLOCK.sub(r"\1:\2", stamp[11:])


def offset(stamp: str) -> str:
    """The offset of an ISO 8601 text (``+01:00``), or nothing."""
    found = re.search(r"(Z|[+-]\d\d:?\d\d)$", stamp[11:])
    return found.group(1) if found else ""


def day(text: str, pattern: str = "EEEE d MMMM") -> str:
    """A day's name from ``YYYY-MM-DD…``; what is no date is shown as it is."""
    try:
        value = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return format_date(value, pattern, locale=locale())


def locale() -> Locale:
    """The visitor's language, for dates and numbers."""
    return Locale.parse(to_locale(get_language() or "en"))
