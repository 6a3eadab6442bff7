"""Formats: how a unit of a discipline is contested, measured and won, unless its message says so. Pure.

The rows of ``data/formats.csv`` are tried from top to bottom; a pattern is a shell pattern, and the
modifier ``?*`` means any Paralympic class (para table tennis gives both losing semi-finalists bronze).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files

import msgspec

from kotinos.odf.rsc import RSC

from .marks import Kind
from .ranking import Best


class UnitFormat(StrEnum):
    """What a unit looks like: lanes and splits, trials, judges, two sides, or just a ranking."""

    RACE = "race"
    ATTEMPTS = "attempts"
    JUDGED = "judged"
    MATCH = "match"
    LIST = "list"


class Format(msgspec.Struct, frozen=True):
    """How an event is contested: units, the kind of its marks, which value wins, how many bronzes."""

    unit: UnitFormat
    kind: Kind
    best: Best
    bronzes: int = 1


@lru_cache(maxsize=1)
def _rows() -> dict[str, list[tuple[str, str, Format]]]:
    rows: dict[str, list[tuple[str, str, Format]]] = {}
    with (files(__package__) / "data" / "formats.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["discipline"], []).append((row["event"], row["modifier"], _format(row)))
    return rows


def _format(row: Mapping[str, str]) -> Format:
    return Format(UnitFormat(row["unit"]), Kind(row["kind"]), Best(row["best"]), int(row["bronzes"]))


def disciplines() -> tuple[str, ...]:
    """The discipline codes that have a format."""
    return tuple(_rows())


@lru_cache(maxsize=4096)
def format_of(discipline: str, event: str = "", modifier: str = "") -> Format | None:
    """The default format of an event: RSC parts ``"ATH", "HIGHJUMP"``; None for an unknown discipline."""
    for event_pattern, modifier_pattern, found in _rows().get(discipline, ()):
        if fnmatchcase(event, event_pattern) and fnmatchcase(modifier, modifier_pattern):
            return found
    return None


def format_of_code(code: str) -> Format | None:
    """The default format of the event in a 34-character RSC. Raises ``ValueError`` for no RSC."""
    rsc = RSC.parse(code)
    return format_of(rsc.discipline, rsc.event, rsc.modifier)
