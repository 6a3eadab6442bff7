"""Advancing: from heats, from pools, into a pursuit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.advancing import By, cross, pursuit_starts, qualify
from kotinos.sport.marks import POINT
from kotinos.sport.ranking import Best, Line, Placed, Rule, rank


def heat(letter: str, *times: int | None) -> list[Placed]:
    return rank(
        [Line(f"{letter}{n}", time, irm="" if time else "DNF") for n, time in enumerate(times, start=1)],
        Rule(),
    )


def test_places_then_times_advance() -> None:
    heats = [heat("a", 10_100, 10_200, 10_300, None), heat("b", 10_000, 10_050, 10_250, 10_400)]
    found = qualify(heats, by_place=1, by_mark=2)
    assert [(one.key, one.by, one.heat) for one in found] == [
        ("a1", By.PLACE, 0),
        ("b1", By.PLACE, 1),
        ("b2", By.MARK, 1),
        ("a2", By.MARK, 0),
    ]


def test_ties_for_the_last_place_all_advance() -> None:
    by_place = qualify([heat("a", 10_100, 10_200, 10_200, 10_300)], by_place=2, by_mark=0)
    assert [one.key for one in by_place] == ["a1", "a2", "a3"]
    by_mark = qualify([heat("a", 10_000, 10_200), heat("b", 10_000, 10_200)], by_place=1, by_mark=1)
    assert [one.key for one in by_mark] == ["a1", "b1", "a2", "b2"]


times = st.lists(st.none() | st.integers(1, 9), min_size=1, max_size=8)


@given(st.lists(times, min_size=1, max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_everybody_left_behind_is_worse_than_everybody_taken(
    heats: list[list[int | None]], by_place: int, by_mark: int
) -> None:
    ranked = [heat(chr(97 + n), *own) for n, own in enumerate(heats)]
    found = qualify(ranked, by_place=by_place, by_mark=by_mark)
    taken = {one.key for one in found}
    everybody = {one.key: one for own in ranked for one in own}
    assert len(taken) == len(found)
    assert all(everybody[key].rank is not None for key in taken)
    left = [one for key, one in everybody.items() if key not in taken and one.value and one.rank]
    by_time = [everybody[one.key].value or 0 for one in found if one.by is By.MARK]
    assert all((one.value or 0) > max(by_time, default=0) for one in left)
    assert all((one.rank or 0) > by_place for one in left)
    valid = sum(one.rank is not None for one in everybody.values())
    assert len(found) >= min(valid, by_mark)


def test_longest_jumps_advance_when_high_wins() -> None:
    pools = [
        rank([Line("a", 8_000), Line("b", 7_900)], Rule(Best.HIGH)),
        rank([Line("c", 8_100)], Rule(Best.HIGH)),
    ]
    assert [one.key for one in qualify(pools, by_place=0, by_mark=2, best=Best.HIGH)] == ["c", "a"]


def test_four_pools_cross_into_quarter_finals() -> None:
    pools = [[f"{letter}{n}" for n in (1, 2, 3)] for letter in "ABCD"]
    assert cross(pools) == (("A1", "B2"), ("C1", "D2"), ("B1", "A2"), ("D1", "C2"))


@given(st.integers(1, 4), st.sampled_from([2, 4, 6]))
def test_crossing_uses_everybody_once_and_never_pairs_a_pool_with_itself(pairs: int, taken: int) -> None:
    pools = [[f"{chr(65 + n)}{place}" for place in range(1, 8)] for n in range(2 * pairs)]
    found = cross(pools, taken)
    names = [name for match in found for name in match]
    assert sorted(names) == sorted(name for pool in pools for name in pool[:taken])
    assert len(names) == len(set(names))
    assert all(one[0] != two[0] for one, two in found)
    half = len(found) // 2
    winners = {name for match in found[:half] for name in match if name.endswith("1")}
    assert len(winners) == pairs


@pytest.mark.parametrize(
    ("pools", "taken"), [([["a", "b"]], 2), ([["a"], ["b", "c"]], 2), ([["a"], ["b"]], 1)]
)
def test_crossing_what_does_not_fit_is_refused(pools: list[list[str]], taken: int) -> None:
    with pytest.raises(ValueError, match="cannot cross"):
        cross(pools, taken)


def test_biathlon_pursuit_starts_on_whole_seconds() -> None:
    sprint = rank(
        [Line("a", 1_391_400), Line("b", 1_391_900), Line("c", 1_403_700), Line("d", irm="DNF")], Rule()
    )
    assert pursuit_starts(sprint) == (("a", 0), ("b", 1_000), ("c", 12_000))


def test_gundersen_start_turns_points_into_time() -> None:
    jumping = rank([Line("a", 1_301 * POINT // 10), Line("b", 1_188 * POINT // 10)], Rule(Best.HIGH))
    # 11.3 points at 4 seconds each: 45.2 s.
    assert pursuit_starts(jumping, ms_per_unit=Fraction(4_000, POINT)) == (("a", 0), ("b", 45_000))


@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=12))
def test_pursuit_starts_keep_the_order(values: list[int]) -> None:
    placed = rank([Line(f"C{n}", value) for n, value in enumerate(values)], Rule())
    starts = pursuit_starts(placed)
    assert starts[0][1] == 0
    assert [key for key, _ in starts] == [one.key for one in placed]
    assert [start for _, start in starts] == sorted(start for _, start in starts)
    for (_, start), one in zip(starts, placed, strict=True):
        assert abs(start - ((one.value or 0) - min(values))) <= 500


def test_pursuit_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no start time"):
        pursuit_starts([Placed("a", 1, 1)])
