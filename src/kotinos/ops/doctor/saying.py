"""Saying how something is. Pure."""

from __future__ import annotations

import math

from kotinos.ops.doctor.terms import Advice


def ok(about: str, told: str) -> Advice:
    """It is well."""
    return Advice("OK", about, told)


def note(about: str, told: str, remedy: str = "") -> Advice:
    """It may be well; somebody should know."""
    return Advice("NOTE", about, told, remedy)


def bad(about: str, told: str, remedy: str) -> Advice:
    """It is not well: something that is promised cannot be kept."""
    return Advice("BAD", about, told, remedy)


def about(number: float) -> str:
    """A number as people say it, with two figures that count."""
    if number <= 0:
        return "0"
    digits = 1 - math.floor(math.log10(number))
    return f"{round(number, digits):,.0f}"
