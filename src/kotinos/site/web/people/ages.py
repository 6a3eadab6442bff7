"""How old somebody is. Pure."""

from __future__ import annotations

from datetime import date

OF_AGE = 18
"""From this age on a date and place of birth are shown; of a child only the age is."""


def age(birth_date: str, day: str) -> int | None:
    """Full years on a day (both YYYY-MM-DD…); ``None`` where one of them is no date, or before the other."""
    try:
        born, then = date.fromisoformat(birth_date[:10]), date.fromisoformat(day[:10])
    except ValueError:
        return None
    years = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    return years if years >= 0 else None


def of_age(birth_date: str, day: str) -> bool:
    """Whether somebody is known to be of age on a day."""
    years = age(birth_date, day)
    return years is not None and years >= OF_AGE
