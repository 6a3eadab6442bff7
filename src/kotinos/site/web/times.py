"""Dates and times as shown: the venue's, as the feed gives them, written as the reader's language does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
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
    """A day's name from ``YYYY-MM-DD…``; what is no date is shown as it is. ``pattern`` says what is told
    (CLDR's letters, in the English order); order and signs are those of the reader's language."""
    try:
        value = date.fromisoformat(text[:10])
    except ValueError:
        return text
    spoken = locale()
    return format_date(value, _pattern(spoken, pattern), locale=spoken)


@lru_cache(maxsize=256)
def _pattern(spoken: Locale, pattern: str) -> str:
    """The language's own pattern for what an English one tells, as long or short as asked for."""
    if spoken.language == "en" or " " not in pattern:
        return pattern
    parts = {part[0]: part for part in pattern.split()}
    month = "MMMM" if parts.get("M") == "MMMM" else "MMM"
    wanted = f"{'y' if 'y' in parts else ''}{month if 'M' in parts else ''}{'E' if 'E' in parts else ''}d"
    known = spoken.datetime_skeletons
    found = str(known.get(wanted) or known.get(wanted.replace("MMMM", "MMM")) or pattern)
    found = re.sub("E+", parts.get("E", ""), found)
    return re.sub("MMM+", parts.get("M", ""), found) if month == "MMMM" else found


def locale() -> Locale:
    """The visitor's language, for dates and numbers (English as in Britain). Digits are Latin in each: a mark
    must read the same to all."""
    tag = to_locale(get_language() or "en")
    return Locale.parse("en_GB" if tag == "en" else tag)


def listed(texts: Iterable[str]) -> str:
    """Texts one behind the other, with the signs of the visitor's language between them."""
    return str(format_list(list(texts), style="standard", locale=locale()))
