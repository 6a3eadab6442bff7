"""The rules against a real Games: its ranks, and its medal table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kotinos.odf.rsc import RSC
from kotinos.sport.formats import UnitFormat, format_of
from kotinos.sport.marks import Kind, kind_of, parse_mark
from kotinos.sport.medals import BRONZE, GOLD, SILVER
from kotinos.sport.ranking import Best, Line, Rule, rank
from kotinos.sport.table import count_medals, medal_table

pytestmark = pytest.mark.oracle

# Ranks told by more than the value: faults in kayak cross, a jumping team that was eliminated.
JUDGED_OTHERWISE = {"CSL": 3, "EQU": 1}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def _stages(oracles: Path) -> Iterator[tuple[str, Best, list[tuple[int, int, str]]]]:
    """Discipline, which value wins and (rank told, value, competitor), stage by stage."""
    stages: dict[str, list[dict[str, str]]] = {}
    for path in sorted((oracles / "paris2024" / "results").glob("*.csv")):
        for row in _rows(path):
            stages.setdefault(row["stage_code"].removeprefix("ATH_"), []).append(row)
    for code, rows in stages.items():
        rsc = RSC.parse(code)
        found = format_of(rsc.discipline, rsc.event, rsc.modifier)
        if found is None or found.unit is UnitFormat.MATCH or rsc.event in ("DECATH", "HEPTATH"):
            continue  # units of combined events are contests of their own kind
        told = []
        for row in rows:
            kind = Kind.SECONDS if rsc.discipline == "CSL" else kind_of(row["result_type"] or "")
            if not kind or not row.get("rank") or row.get("result_IRM") or "FLT" in row["result"]:
                continue
            mark = parse_mark(row["result"], kind)
            if mark:
                told.append((int(float(row["rank"])), mark.value, row["participant_code"]))
        yield rsc.discipline, found.best, told


def test_real_order_is_never_against_the_values(oracles: Path) -> None:
    against: Counter[str] = Counter()
    compared = 0
    for discipline, best, told in _stages(oracles):
        ordered = sorted((place, value if best is Best.LOW else -value) for place, value, _ in told)
        for (place, value), (next_place, next_value) in pairwise(ordered):
            compared += 1
            against[discipline] += place < next_place and value > next_value
    assert +against == JUDGED_OTHERWISE
    assert compared > 8_000


def test_real_swimming_ranks_are_found_again(oracles: Path) -> None:
    compared = 0
    for discipline, best, told in _stages(oracles):
        if discipline != "SWM":
            continue
        placed = rank([Line(key, value) for _, value, key in told], Rule(best))
        assert {one.key: one.rank for one in placed} == {key: place for place, _, key in told}
        compared += len(told)
    assert compared > 1_000


def test_real_medal_table_is_counted_again(oracles: Path) -> None:
    codes = {"Gold Medal": GOLD, "Silver Medal": SILVER, "Bronze Medal": BRONZE}
    medals = [
        (row["country_code"], codes[row["medal_type"]]) for row in _rows(oracles / "paris2024" / "medals.csv")
    ]
    told = {
        row["country_code"]: tuple(int(row[name]) for name in (*codes, "Total"))
        for row in _rows(oracles / "paris2024" / "medals_total.csv")
    }
    table = medal_table(count_medals(medals))
    assert {line.organisation: (line.gold, line.silver, line.bronze, line.total) for line in table} == told
