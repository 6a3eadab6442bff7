"""Marks: parsed exactly, printed back, nonsense refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.marks import Kind, Mark, diff_text, kind_of, parse_mark, print_mark, unit_of

kinds = st.sampled_from(list(Kind))


@st.composite
def marks(draw: st.DrawFn, kind: Kind | None = None) -> Mark:
    own = kind or draw(kinds)
    room = len(str(unit_of(own))) - 1
    places = draw(st.integers(0, room))
    return Mark(own, draw(st.integers(-(10**7), 10**7)) * 10 ** (room - places), places)


@pytest.mark.parametrize(
    ("text", "kind", "value", "places"),
    [
        ("9.79", Kind.TIME, 9_790, 2),
        ("1:42.35", Kind.TIME, 102_350, 2),
        ("2:08:01", Kind.TIME, 7_681_000, 0),
        ("2:06:26.03", Kind.TIME, 7_586_030, 2),
        ("10:00.123", Kind.TIME, 600_123, 3),
        ("-0.012", Kind.TIME, -12, 3),
        ("162.47", Kind.SECONDS, 162_470, 2),
        ("8.21", Kind.DISTANCE, 8_210, 2),
        ("132.5", Kind.DISTANCE, 132_500, 1),
        ("180", Kind.WEIGHT, 180_000, 0),
        ("298.35", Kind.POINTS, 2_983_500, 2),
        ("15.300", Kind.POINTS, 153_000, 3),
        ("996.1389", Kind.POINTS, 9_961_389, 4),
        ("90.089", Kind.PERCENT, 900_890, 3),
        ("7", Kind.COUNT, 7, 0),
    ],
)
def test_mark_is_read_exactly_and_written_back(text: str, kind: Kind, value: int, places: int) -> None:
    mark = parse_mark(text, kind)
    assert mark == Mark(kind, value, places)
    assert print_mark(mark) == text


@pytest.mark.parametrize("text", ["", " ", "-", "X", "p", "DNF", "dsq", "NM", "XXX"])
def test_absent_mark_is_none(text: str) -> None:
    assert parse_mark(text, Kind.DISTANCE) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("fast", Kind.TIME),
        ("1:60.00", Kind.TIME),
        ("1:60:00", Kind.TIME),
        ("1:5:00", Kind.TIME),
        ("1:2", Kind.TIME),
        ("9.7912", Kind.TIME),
        ("1:02.00", Kind.SECONDS),
        ("8,21", Kind.DISTANCE),
        ("8.", Kind.DISTANCE),
        (".5", Kind.DISTANCE),
        ("--5", Kind.COUNT),
        ("3.5", Kind.COUNT),
        ("٣", Kind.COUNT),
    ],
)
def test_nonsense_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(ValueError, match=r"mark|digits"):
        parse_mark(text, kind)


@given(marks())
def test_printed_mark_is_parsed_back(mark: Mark) -> None:
    assert parse_mark(print_mark(mark), mark.kind) == mark
    assert parse_mark(print_mark(mark, signed=True), mark.kind) == mark


@given(st.text(max_size=12), kinds)
def test_any_text_gives_a_mark_none_or_value_error(text: str, kind: Kind) -> None:
    try:
        mark = parse_mark(text, kind)
    except ValueError:
        return
    assert mark is None or parse_mark(print_mark(mark), kind) == mark


def test_mark_with_too_few_places_is_not_printed() -> None:
    for mark in (Mark(Kind.TIME, 9_791, 2), Mark(Kind.TIME, 9_000, 4), Mark(Kind.TIME, 9_000, -1)):
        with pytest.raises(ValueError, match="do not tell"):
            print_mark(mark)


@pytest.mark.parametrize(
    ("leader", "other", "text"),
    [
        ("9.79", "9.81", "+0.02"),
        ("58.90", "1:59.95", "+1:01.05"),
        ("9.79", "9.79", "0.00"),
        ("9.8", "9.79", "-0.01"),
    ],
)
def test_difference_of_times_is_signed(leader: str, other: str, text: str) -> None:
    first, second = parse_mark(leader, Kind.TIME), parse_mark(other, Kind.TIME)
    assert first is not None
    assert second is not None
    assert diff_text(first, second) == text


@given(marks(Kind.POINTS), marks(Kind.POINTS))
def test_difference_leads_back_to_the_other_mark(leader: Mark, other: Mark) -> None:
    gap = parse_mark(diff_text(leader, other), Kind.POINTS)
    assert gap is not None
    assert leader.value + gap.value == other.value


def test_difference_of_kinds_is_refused() -> None:
    with pytest.raises(ValueError, match="no difference"):
        diff_text(Mark(Kind.TIME, 1_000), Mark(Kind.POINTS, 10_000))


def test_result_type_names_its_kind() -> None:
    assert kind_of("IRM_TIME") is kind_of("TIME") is Kind.TIME
    assert kind_of("HEIGHT") is Kind.DISTANCE
    assert kind_of("IRM") is None


@pytest.mark.oracle
def test_real_games_marks_round_trip(oracles: Path) -> None:
    strange, read = [], 0
    for path in sorted((oracles / "paris2024" / "results").glob("*.csv")):
        with path.open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                kind, text = kind_of(row.get("result_type") or ""), (row.get("result") or "").strip()
                if kind is None or not text:
                    continue
                if kind is Kind.TIME and row["discipline_code"] == "CSL":
                    kind = Kind.SECONDS
                read += 1
                mark = parse_mark(text, kind)
                if mark is None or print_mark(mark) != text:
                    strange.append((row["discipline_code"], text))
    assert strange == []
    assert read > 5_000
