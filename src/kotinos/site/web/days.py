"""Days of a Games as pages read them: all of them, or of one only the units that a page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from kotinos.games.terms import DayView, UnitLine

from . import read
from .read import Frame, Read
from .respond import Part


def every(frame: Frame) -> list[Read[DayView]]:
    """Every day's document."""
    found = (read.maybe(frame.key, f"day/{day}", DayView) for day in frame.days)
    return [each for each in found if each]


def only(day: Read[DayView], codes: Collection[str]) -> Read[DayView]:
    """The day with these units alone: what a page does not show, it does not carry."""
    kept = {code: unit for code, unit in day.value.units.items() if code in codes}
    return msgspec.structs.replace(day, value=msgspec.structs.replace(day.value, units=kept))


def made_of(name: str, values: Iterable[str], beside: Read[Any]) -> Part:
    """Something that a page was made of besides documents, so that its ETag tells when it changes."""
    digest = hashlib.sha256("\n".join(values).encode()).hexdigest()
    return Part(Read(name, None, beside.epoch, beside.seq, digest), still=True)


def offsets(units: Iterable[UnitLine]) -> list[str]:
    """The venues' offsets from UTC, as the feed gives them."""
    return sorted({unit.start[-6:] for unit in units if unit.start[-6:-5] in ("+", "-")})
