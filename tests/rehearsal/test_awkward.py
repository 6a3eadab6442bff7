"""Streams are as awkward as real ones."""

from __future__ import annotations

import pytest

from kotinos.odf.checks import check_message
from kotinos.odf.stream import Timed
from kotinos.rehearsal.api import Plan, plan, stream

from .awkward import EVERYWHERE, IN_LARGE_ONES, found
from .test_stream import (
    assert_all_over,
    assert_medals_add_up,
    assert_results_in_order,
    assert_versions_count_up,
)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_small_games_has_every_awkwardness(seed: int) -> None:
    counts = found(stream(plan("test", seed=seed)))
    assert EVERYWHERE - set(counts) == set()


def test_city_games_has_every_awkwardness(city_stream: list[Timed]) -> None:
    assert (EVERYWHERE | IN_LARGE_ONES) - set(found(city_stream)) == set()


def test_city_games_is_sound(city: Plan, city_stream: list[Timed]) -> None:
    assert_versions_count_up(city_stream)
    assert_medals_add_up(city, city_stream)
    assert_results_in_order(city_stream)
    assert_all_over(city, city_stream)
    assert 12_000 <= len(city_stream) <= 20_000


def test_city_games_has_no_error_findings(city_stream: list[Timed]) -> None:
    for timed in city_stream[::7]:
        errors = [one for one in check_message(timed.message) if one.severity == "error"]
        assert not errors, timed.message.header
