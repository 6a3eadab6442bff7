"""Geometry and numbers of the operations page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.site.web.ops import charts, words

VALUES = st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=60)


@given(VALUES, st.floats(1e-3, 100))
def test_axis_reaches_every_value_and_is_round(values: list[float | None], least: float) -> None:
    highest = charts.top([values], least)
    most = max([value for value in values if value is not None] + [least])
    assert most * 0.999999 <= highest <= most * 2.500001
    assert re.fullmatch(r"[1245]0*(e[+-]\d+)?|0\.0*[1245]", f"{highest:g}".replace("e+0", "e+")), highest


@given(VALUES)
def test_line_has_each_value_in_its_place_and_is_broken_where_there_is_none(
    values: list[float | None],
) -> None:
    path = charts.path(values, charts.top([values], 1))
    points = [tuple(map(float, point)) for point in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
    there = {place for place, value in enumerate(values) if value is not None}
    assert {x - 0.5 for x, _ in points} == there
    assert all(0 <= y <= 100 for _, y in points)
    assert path.count("M") == len(list(charts.runs(values)))
    assert charts.area(values, 1).count("Z") == path.count("M")


def test_higher_values_stand_higher() -> None:
    assert charts.path([0, 5, 10], 10) == "M0.5 100.0L1.5 50.0L2.5 0.0"
    assert charts.path([None, 5, None], 10) == "M1.5 50.0L1.5 50.0"
    assert (
        charts.area([5, None, 10, 10], 10)
        == "M0.5 100L0.5 50.0L0.5 50.0L0.5 100ZM2.5 100L2.5 0.0L3.5 0.0L3.5 100Z"
    )


def test_ticks_are_round_moments() -> None:
    assert charts.ticks(100, 400, 120) == [
        (120, 100 * 20 / 300),
        (240, 100 * 140 / 300),
        (360, 100 * 260 / 300),
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (0.04, "0.04"), (0.004, "0"), (1.25, "1.2"), (9.96, "10"), (12.4, "12"), (12345.6, "12,346")],
)
def test_number_has_the_digits_that_say_something(value: float, told: str) -> None:
    assert words.number(value) == told


@pytest.mark.parametrize(
    ("say", "value", "told"),
    [
        (words.rate, 0.05, "3/min"), (words.rate, 0, "0/s"), (words.rate, 12.2, "12/s"),
        (words.seconds, 0.0004, "0.4 ms"), (words.seconds, 0.012, "12 ms"), (words.seconds, 1.25, "1.2 s"),
        (words.seconds, 300, "5 min"), (words.seconds, 7200, "2 h"), (words.seconds, 259_200, "3 days"),
        (words.size, 12, "12 B"), (words.size, 2500, "2.5 kB"), (words.size, 2.5e8, "250 MB"),
        (words.size, 1.2e9, "1.2 GB"), (words.share, 0.42, "42 %"),
    ],
)  # fmt: skip
def test_figures_are_told_in_their_units(say: object, value: float, told: str) -> None:
    assert say(value) == told  # type: ignore[operator]


def test_moments_name_their_day_when_it_is_another() -> None:
    assert words.when(1_800_000_000, 1_800_000_600) == "08:00"
    assert words.when(1_799_900_000, 1_800_000_600) == "14 Jan, 04:13"
    assert words.tick(1_800_000_000, 900) == "08:00" and words.tick(1_800_000_000, 604_800) == "Fri 15"
    assert words.iso(1_800_000_000) == "2027-01-15T08:00:00+00:00"
