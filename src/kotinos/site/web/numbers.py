"""Numbers as the reader's language writes them. A mark is none: it is shown as the venue told it."""

from __future__ import annotations

from babel.numbers import format_decimal

from . import times


def number(value: float, digits: int = 0) -> str:
    """A number with so many digits behind the sign: 1234.5 in French "1 234,50"."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=times.locale()))


def rate(value: float) -> str:
    """A rate so that small ones are told apart: two figures that count, "0.0043"; "12.3" from ten."""
    pattern = "@@" if value < 10 else "#,##0.0"
    return str(format_decimal(value, format=pattern, locale=times.locale()))
