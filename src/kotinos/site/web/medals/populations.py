"""How many people live where, by an organisation's code: for medals per million. Pure.

``data/populations.csv`` holds the World Bank's newest figures (SP.POP.TOTL, CC BY 4.0). A file
``populations.csv`` in the data folder (columns ``noc,population,year,source``) adds to them and replaces them
line by line; a line with an empty population takes the organisation out.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import msgspec

TABLE = Path(__file__).resolve().parents[2] / "data" / "populations.csv"
WORLD_BANK = "World Bank"
MILLION = 1_000_000


class Population(msgspec.Struct, frozen=True):
    """How many people, in which year, who says so."""

    people: int
    year: str
    source: str


class PerHead(msgspec.Struct, frozen=True):
    """A line of the ranking by medals per million inhabitants."""

    rank: int
    equal: bool
    code: str
    medals: int
    population: Population
    rate: float


def known(own: Path, *, world: bool) -> dict[str, Population]:
    """Populations by organisation: those of the ``world`` where its NOCs compete, then those of the file
    ``own`` where it exists.

    Raises ``ValueError`` that names the file, the line and the remedy where that cannot be read."""
    found: dict[str, Population | None] = dict(_lines(TABLE)) if world else {}
    if own.is_file():
        found |= dict(_lines(own))
    return {code: each for code, each in found.items() if each is not None}


def _lines(path: Path) -> Iterator[tuple[str, Population | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            told = {name: (row.get(name) or "").strip() for name in ("noc", "population", "year", "source")}
            if not told["noc"] or not (told["population"] or "1").isdigit() or told["population"] == "0":
                raise ValueError(
                    f"{path}, line {number}: not an organisation's code and a whole number of people, but"
                    f" {row!r}; write noc,population,year,source and e.g. LUM,1200000,2025,Statistics office"
                )
            source = told["source"] or WORLD_BANK
            yield (
                told["noc"],
                (Population(int(told["population"]), told["year"], source) if told["population"] else None),
            )


def per_head(medals: Mapping[str, int], populations: Mapping[str, Population]) -> list[PerHead]:
    """Organisations with medals and a known population, most medals per million first. Equal rates, compared
    exactly, share a rank and the next is skipped."""
    rates = {
        code: Fraction(count, populations[code].people)
        for code, count in medals.items()
        if count and code in populations
    }
    ordered = sorted(rates, key=lambda code: (-rates[code], code))
    shared = Counter(rates.values())
    first = {rates[code]: place for place, code in reversed(list(enumerate(ordered, start=1)))}
    return [
        PerHead(
            rank=first[rates[code]],
            equal=shared[rates[code]] > 1,
            code=code,
            medals=medals[code],
            population=populations[code],
            rate=float(rates[code] * MILLION),
        )
        for code in ordered
    ]


def sources(lines: Iterable[PerHead]) -> list[tuple[str, str]]:
    """Who told the populations of a ranking, and of which years: "2023" or "2021 to 2023"."""
    years: dict[str, set[str]] = {}
    for line in lines:
        years.setdefault(line.population.source, set()).add(line.population.year)
    return [
        (source, "–".join(sorted({min(each), max(each)} - {""}))) for source, each in sorted(years.items())
    ]
