"""The data files of this room, read once. Pure."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any

from .terms import Organisation, Style


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in ``data/``."""
    return list(csv.DictReader(_text(name).splitlines()))


@cache
def traditions() -> dict[str, Any]:
    """Naming traditions: parts of names as ``Latin|own script``."""
    found: dict[str, Any] = json.loads(_text("names.json"))
    return found


@cache
def sizes() -> dict[str, Any]:
    """What makes a Games of each size."""
    found: dict[str, Any] = json.loads(_text("sizes.json"))
    return found


@cache
def styles() -> dict[str, Style]:
    """Kinds of contest."""
    found: dict[str, Any] = json.loads(_text("styles.json"))
    return {
        name: Style(
            name=name,
            contest=one["contest"],
            live=one.get("live", 12),
            minutes=one["minutes"],
            options={key: value for key, value in one.items() if key not in ("contest", "live", "minutes")},
        )
        for name, one in found.items()
    }


@cache
def organisations() -> tuple[Organisation, ...]:
    """All delegations that may come."""
    return tuple(
        Organisation(row["code"], row["name"], row["tradition"], float(row["weight"]))
        for row in rows("organisations.csv")
    )


@cache
def discipline_names() -> dict[str, tuple[str, ...]]:
    """Discipline code to its names in English and French."""
    return {row["code"]: (row["name"], row["french"]) for row in rows("disciplines.csv")}
