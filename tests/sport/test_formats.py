"""Formats: every row can be read and reached."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.formats import Format, UnitFormat, disciplines, format_of, format_of_code
from kotinos.sport.marks import Kind
from kotinos.sport.ranking import Best


def rows() -> list[dict[str, str]]:
    with (files("kotinos.sport") / "data" / "formats.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("discipline", "event", "expected"),
    [
        ("ATH", "100M", Format(UnitFormat.RACE, Kind.TIME, Best.LOW)),
        ("ATH", "HIGHJUMP", Format(UnitFormat.ATTEMPTS, Kind.DISTANCE, Best.HIGH)),
        ("ATH", "DECATH", Format(UnitFormat.LIST, Kind.POINTS, Best.HIGH)),
        ("EQU", "DRESTEAM", Format(UnitFormat.JUDGED, Kind.PERCENT, Best.HIGH)),
        ("JUD", "60KG", Format(UnitFormat.MATCH, Kind.COUNT, Best.HIGH, 2)),
        ("SBD", "SBX", Format(UnitFormat.RACE, Kind.TIME, Best.LOW)),
        ("XXX", "", None),
    ],
)
def test_event_has_its_format(discipline: str, event: str, expected: Format | None) -> None:
    assert format_of(discipline, event) == expected


def test_two_bronzes_where_the_rules_give_two() -> None:
    two = {code for code in disciplines() if (found := format_of(code)) and found.bronzes == 2}
    assert two == {"BOX", "JUD", "KTE", "TKW", "WRE"}


def test_para_table_tennis_gives_two_bronzes() -> None:
    plain, para = format_of("TTE", "SINGLES"), format_of("TTE", "SINGLES", "C4")
    assert plain is not None
    assert para is not None
    assert (plain.bronzes, para.bronzes) == (1, 2)


def test_format_is_found_by_code() -> None:
    assert format_of_code("ATHMPLEVAULT") == format_of("ATH", "PLEVAULT")
    with pytest.raises(ValueError, match="RSC"):
        format_of_code("ath")


def test_every_discipline_ends_in_a_row_for_all_its_events() -> None:
    last = {row["discipline"]: row for row in rows()}
    assert all(row["event"] == row["modifier"] == "*" for row in last.values())
    assert set(last) == set(disciplines())
    patterns = [(row["discipline"], row["event"], row["modifier"]) for row in rows()]
    assert len(set(patterns)) == len(patterns)


@given(st.sampled_from(disciplines()), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=8))
def test_any_event_of_a_known_discipline_has_a_format(discipline: str, event: str) -> None:
    found = format_of(discipline, event)
    assert found is not None
    assert found.kind is not Kind.TIME or found.best is Best.LOW
    assert found.bronzes in (1, 2)


@pytest.mark.oracle
def test_every_real_discipline_has_a_format(oracles: Path) -> None:
    with (oracles / "paris2024" / "schedules.csv").open(encoding="utf-8-sig") as lines:
        codes = {row["discipline_code"] for row in csv.DictReader(lines)}
    assert len(codes) > 40
    assert {code for code in codes if format_of(code) is None} == {"CER"}  # ceremonies
