"""Axes are round and hold every value; lines go through their points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.site.web.charts.scale import axis, path, round_step, series, ticks

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=30)


@given(VALUES, st.booleans(), st.booleans())
def test_axis_holds_every_value(values: list[float], zero: bool, turned: bool) -> None:
    found = axis(values, zero=zero, turned=turned)
    assert all(-0.01 <= found.place(value) <= 100.01 for value in values)
    assert {found.place(found.low), found.place(found.high)} == {0, 100}
    assert 2 <= len(found.ticks) <= 7
    assert not zero or found.low <= 0 <= found.high


@pytest.mark.parametrize(("step", "nice"), [(0.03, 0.05), (1, 1), (1.2, 2), (3, 5), (70, 100)])
def test_step_is_round(step: float, nice: float) -> None:
    assert round_step(step) == pytest.approx(nice)


def test_turned_axis_puts_high_values_first() -> None:
    found = axis([0, 10], turned=True)
    assert (found.place(10), found.place(0)) == (0, 100)
    assert ticks(found, "{:g}".format)[0] == (100, "0")


def test_path_goes_through_the_points() -> None:
    assert path([(0, 5), (50, 7), (100, 9)]) == "M0 5L50 7L100 9"
    assert path([(0, 5), (50, 7)], stairs=True) == "M0 5L50 5L50 7"
    assert path([(3, 4)]) == "M3 4L3 4"


def test_line_without_a_point_is_refused() -> None:
    with pytest.raises(ValueError, match="no point"):
        series("empty", 0, [])
    assert series("ninth", 8, [(0, 0)]).look == 1
