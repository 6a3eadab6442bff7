"""Which territory an organisation's code stands for: NOC codes are not ISO 3166 codes. Pure.

The table is ``data/territories.csv``. An organisation without a territory of its own (a neutral or refugee
team) is not in it, nor is one that does not compete under its territory's flag and name (TPE): they are shown
by their code alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

TABLE = Path(__file__).resolve().parents[2] / "data" / "territories.csv"


class Territory(msgspec.Struct, frozen=True):
    """A territory's ISO 3166-1 codes of two and three letters (Kosovo: the user-assigned XK, XKX)."""

    iso2: str
    iso3: str


@lru_cache(maxsize=1)
def territories() -> Mapping[str, Territory]:
    """Territories by the code of their organisation."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["noc"]: Territory(row["iso2"], row["iso3"]) for row in csv.DictReader(file)}


def of_the_world(codes: Iterable[str]) -> bool:
    """Whether a Games' organisations are those of the world: at least half of their codes stand in the table.

    Codes of a made-up or a club's Games can look like an NOC's; they must not bring its flag or its
    population along."""
    asked = list(codes)
    return 2 * sum(code in territories() for code in asked) >= len(asked) > 0
