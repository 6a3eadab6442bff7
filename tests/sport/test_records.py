"""Records: broken, equalled, refused for wind, chained through a day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.ranking import Best
from kotinos.sport.records import (
    WIND_LIMIT,
    Outcome,
    Performance,
    RecordRule,
    admissible,
    chain,
    compare,
    parse_wind,
)

SPRINT = RecordRule(Best.LOW, WIND_LIMIT)


@pytest.mark.parametrize(
    ("value", "record", "best", "expected"),
    [
        (9_570, 9_580, Best.LOW, Outcome.BROKEN),
        (9_580, 9_580, Best.LOW, Outcome.EQUALLED),
        (9_590, 9_580, Best.LOW, Outcome.NONE),
        (8_960, 8_950, Best.HIGH, Outcome.BROKEN),
        (8_940, 8_950, Best.HIGH, Outcome.NONE),
        (1, None, Best.HIGH, Outcome.BROKEN),
    ],
)
def test_mark_is_compared_with_the_record(
    value: int, record: int | None, best: Best, expected: Outcome
) -> None:
    assert compare(value, record, best) is expected


@pytest.mark.parametrize(("text", "allowed"), [("+2.0", True), ("+2.1", False), ("-3.4", True), ("", False)])
def test_wind_above_two_metres_a_second_makes_no_record(text: str, allowed: bool) -> None:
    performance = Performance("a", 9_500, wind=parse_wind(text))
    assert admissible(performance, SPRINT) is allowed
    assert bool(chain({"WR": 9_580}, [performance], SPRINT)[0]) is allowed


def test_wind_does_not_matter_where_no_limit_is_set() -> None:
    assert admissible(Performance("a", 1), RecordRule())


def test_records_follow_one_another_through_a_day() -> None:
    day = [
        Performance("heat", 43_900),
        Performance("windy", 43_000, types=frozenset({"NR"})),
        Performance("semi", 43_900),
        Performance("final", 43_000),
    ]
    found, standing = chain({"WR": 43_030, "OR": 43_950, "NR": None}, day, RecordRule())
    assert [(one.key, one.record_type, one.outcome, one.before) for one in found] == [
        ("heat", "OR", Outcome.BROKEN, 43_950),
        ("heat", "NR", Outcome.BROKEN, None),
        ("windy", "NR", Outcome.BROKEN, 43_900),
        ("semi", "OR", Outcome.EQUALLED, 43_900),
        ("final", "WR", Outcome.BROKEN, 43_030),
        ("final", "OR", Outcome.BROKEN, 43_900),
        ("final", "NR", Outcome.EQUALLED, 43_000),
    ]
    assert standing == {"WR": 43_000, "OR": 43_000, "NR": 43_000}


values = st.lists(st.integers(1, 20), max_size=12)


@given(values, st.none() | st.integers(1, 20), st.sampled_from(list(Best)))
def test_record_after_a_day_is_the_best_of_all(own: list[int], record: int | None, best: Best) -> None:
    day = [Performance(str(n), value) for n, value in enumerate(own)]
    found, standing = chain({"WR": record}, day, RecordRule(best))
    everything = [*own, *([] if record is None else [record])]
    choose = min if best is Best.LOW else max
    assert standing["WR"] == (choose(everything) if everything else None)
    broken = [one.value for one in found if one.outcome is Outcome.BROKEN]
    assert len(set(broken)) == len(broken)
    assert broken == sorted(broken, reverse=best is Best.LOW)
    assert all(one.before == one.value for one in found if one.outcome is Outcome.EQUALLED)


@given(st.integers(1, 50), st.integers(1, 50), st.sampled_from(list(Best)))
def test_of_two_marks_at_most_one_breaks_the_other(one: int, two: int, best: Best) -> None:
    outcomes = sorted([compare(one, two, best), compare(two, one, best)])
    assert outcomes == (["equalled"] * 2 if one == two else ["", "broken"])
