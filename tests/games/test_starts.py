"""An organisation's starts: which, in which order, with whom, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kotinos.games import api
from kotinos.games.terms import MedalHeld

from . import views
from .views import EVENT, GAMES

TODAY, TOMORROW = "2026-11-22", "2026-11-23"


def fill(count: int) -> None:
    """``count`` heats with one runner each of LUM and one of VAR."""
    told = []
    for n in range(1, count + 1):
        both = {
            code: views.line(code, order, organisation=organisation)
            for order, (code, organisation) in enumerate(((f"{n}01", "LUM"), (f"{n}02", "VAR")), start=1)
        }
        told += [views.unit(n, both), views.person(f"{n}01"), views.person(f"{n}02", organisation="VAR")]
    api.project(GAMES, [*told, views.event()])


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_starts_take_four_statements_however_many(
    django_assert_num_queries: Callable[[int], Any], count: int
) -> None:
    fill(count)
    with django_assert_num_queries(4):
        found = api.starts(GAMES, "LUM", TODAY)
    assert [start.name for start in found] == [f"Heat {n}" for n in range(1, count + 1)]
    assert {start.event_name for start in found} == {"Men's 100 m"}
    assert [[line.name for line in start.lines] for start in found] == [
        [f"RUNNER {n}01"] for n in range(1, count + 1)
    ]


@pytest.mark.django_db
def test_starts_are_of_the_day_and_after_in_order_of_time() -> None:
    fill(1)
    api.project(
        GAMES,
        [
            views.unit(3, day=TOMORROW, start=f"{TOMORROW}T09:00:00+01:00", name="Final"),
            views.unit(2, start=f"{TODAY}T08:00:00+01:00", name="Early"),
            *(views.person(code) for code in ("201", "202", "301", "302")),
        ],
    )
    assert [start.name for start in api.starts(GAMES, "LUM", TODAY)] == ["Early", "Heat 1", "Final"]
    assert [start.name for start in api.starts(GAMES, "LUM", TOMORROW)] == ["Final"]
    assert [start.name for start in api.starts(GAMES, "LUM", TODAY, limit=1)] == ["Early"]
    early = api.starts(GAMES, "LUM", TODAY)[0].lines
    assert [(line.competitor, line.rank, line.result) for line in early] == [
        ("201", "1", "10.01"),
        ("202", "2", "10.02"),
    ]
    assert api.starts(GAMES, "XXX", TODAY) == () == api.starts("OTHER", "LUM", TODAY)


@pytest.mark.django_db
def test_who_was_withdrawn_keeps_the_name_in_a_result() -> None:
    fill(1)
    api.project(GAMES, [views.person("101", gone=True)])
    (start,) = api.starts(GAMES, "LUM", TODAY)
    assert start.lines[0].name == "RUNNER 101"


@pytest.mark.django_db
def test_all_medals_take_one_statement(django_assert_num_queries: Callable[[int], Any]) -> None:
    api.project(GAMES, [views.event(*(views.medal(colour, colour) for colour in ("GOLD", "SILVER")))])
    with django_assert_num_queries(1):
        found = api.held(GAMES)
    assert [each.medal for each in found] == ["ME_GOLD", "ME_SILVER"]
    assert all(isinstance(each, MedalHeld) and each.event == EVENT for each in found)
