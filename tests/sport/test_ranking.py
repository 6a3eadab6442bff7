"""Ranking: equal results share, the next rank skips, input order does not matter."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.attempts import Run, best_of, countback, cumulative, judged_total
from kotinos.sport.irm import IRM_ORDER, irm_key
from kotinos.sport.ranking import Best, Line, Placed, Rule, rank


@st.composite
def fields(draw: st.DrawFn) -> list[Line]:
    size = draw(st.integers(0, 12))
    return [
        Line(
            key=f"C{number}",
            value=draw(st.none() | st.integers(0, 4)),
            irm=draw(st.sampled_from(["", "", "", "DNF", "DNS", "DSQ", "ODD"])),
            tie=tuple(draw(st.lists(st.integers(0, 2), max_size=2))),
            start=draw(st.integers(0, 3)),
        )
        for number in range(size)
    ]


rules = st.sampled_from([Rule(Best.LOW), Rule(Best.HIGH), Rule(ranked_irm=("DNF",))])


def shown(placed: list[Placed]) -> list[tuple[str, int | None, int]]:
    return [(one.key, one.rank, one.order) for one in placed]


def test_times_rank_low_and_skip_after_a_tie() -> None:
    lines = [Line("a", 9_810), Line("b", 9_790), Line("c", 9_810), Line("d", 9_850)]
    placed = rank(lines, Rule())
    assert shown(placed) == [("b", 1, 1), ("a", 2, 2), ("c", 2, 3), ("d", 4, 4)]
    assert [one.equal for one in placed] == [False, True, True, False]


def test_distances_rank_high() -> None:
    assert shown(rank([Line("a", 8_000), Line("b", 8_210)], Rule(Best.HIGH))) == [("b", 1, 1), ("a", 2, 2)]


def test_irm_codes_stand_below_in_order_without_rank() -> None:
    codes = ["WD", "DQB", "DSQ", "DNS", "DNF", "LAP", "ZZZ"]
    lines = [Line(code, 1, irm=code) for code in codes] + [Line("waits"), Line("winner", 5)]
    placed = rank(lines, Rule())
    expected = ["winner", "waits", "LAP", "DNF", "DNS", "WD", "DSQ", "DQB", "ZZZ"]
    assert [one.key for one in placed] == expected
    assert [one.rank for one in placed] == [1] + [None] * 8


def test_irm_order_is_the_rule_s_own() -> None:
    lines = [Line("a", irm="DNS"), Line("b", irm="DSQ")]
    assert [one.key for one in rank(lines, Rule(irm_order=("DSQ", "DNS")))] == ["b", "a"]


def test_rule_may_rank_lapped_and_fallen_after_the_others() -> None:
    lines = [
        Line("fell", irm="DNF"),
        Line("two laps", 2, irm="LAP"),
        Line("one lap", 1, irm="LAP"),
        Line("first", 90),
        Line("out", irm="DSQ"),
    ]
    placed = rank(lines, Rule(ranked_irm=("LAP", "DNF")))
    assert shown(placed) == [
        ("first", 1, 1),
        ("one lap", 2, 2),
        ("two laps", 3, 3),
        ("fell", 4, 4),
        ("out", None, 5),
    ]


def test_tie_break_prefers_the_larger_tuple_whatever_wins() -> None:
    lines = [Line("short", 5, tie=(3,)), Line("long", 5, tie=(3, 1)), Line("best", 5, tie=(4,))]
    for rule in (Rule(Best.LOW), Rule(Best.HIGH)):
        assert [one.key for one in rank(lines, rule)] == ["best", "long", "short"]


def test_repeated_competitor_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        rank([Line("a", 1), Line("a", 2)], Rule())


@given(fields(), rules, st.randoms(use_true_random=False))
def test_ranking_does_not_depend_on_input_order(lines: list[Line], rule: Rule, chance: random.Random) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert rank(shuffled, rule) == rank(lines, rule)


@given(fields(), rules)
def test_rank_is_one_more_than_the_number_of_better_results(lines: list[Line], rule: Rule) -> None:
    def merit(line: Line) -> tuple[bool, bool, int, tuple[int, ...]]:
        value = line.value or 0
        signed = value if rule.best is Best.HIGH else -value
        return (not line.irm, line.value is not None, signed, line.tie)

    valid = {
        line.key: merit(line)
        for line in lines
        if line.irm in rule.ranked_irm or (not line.irm and line.value is not None)
    }
    for placed in rank(lines, rule):
        if placed.key not in valid:
            assert placed.rank is None
            assert not placed.equal
            continue
        own = valid[placed.key]
        assert placed.rank == 1 + sum(1 for other in valid.values() if other > own)
        assert placed.equal == (list(valid.values()).count(own) > 1)


@given(fields(), rules)
def test_order_runs_from_one_without_gaps(lines: list[Line], rule: Rule) -> None:
    placed = rank(lines, rule)
    assert [one.order for one in placed] == list(range(1, len(lines) + 1))
    ranked = [one.rank for one in placed if one.rank is not None]
    assert ranked == sorted(ranked)
    assert all(one.rank is None for one in placed[len(ranked) :])


@given(st.lists(st.sampled_from([*IRM_ORDER, "ODD", "QQQ"]), min_size=2, max_size=2))
def test_irm_keys_are_equal_only_for_equal_codes(codes: list[str]) -> None:
    assert (irm_key(codes[0]) == irm_key(codes[1])) == (codes[0] == codes[1])


def test_second_best_jump_breaks_a_tie() -> None:
    # TR 25.22: both 8.21; 8.15 beats 8.10 as second best.
    first, second = best_of([8_100, None, 8_210]), best_of([8_210, 8_150, None])
    lines = [Line("a", first[0], tie=first[1]), Line("b", second[0], tie=second[1])]
    assert shown(rank(lines, Rule(Best.HIGH))) == [("b", 1, 1), ("a", 2, 2)]
    assert best_of([None, None]) == (None, ())


@given(st.lists(st.none() | st.integers(1, 9_000), max_size=6))
def test_best_attempt_is_the_maximum(attempts: list[int | None]) -> None:
    best, rest = best_of(attempts)
    valid = [mark for mark in attempts if mark is not None]
    assert best == max(valid, default=None)
    assert sorted([*rest, *([] if best is None else [best])]) == sorted(valid)


def test_countback_follows_the_high_jump_rule() -> None:
    # Four jumpers clear 2.25 and fail at 2.28. Failures: at 2.25 / in all up to 2.25.
    cards = {
        "A": ["O", "XO", "O", "XO", "X-"],  # 1 / 2
        "B": ["-", "XO", "-", "XO", "XXX"],  # 1 / 2: the same place as A
        "C": ["-", "O", "XO", "O", "XXX"],  # 0 / 1: best at the last height
        "D": ["-", "XO", "XXO", "XO", "XXX"],  # 1 / 4
        "E": ["XXX", "", "", "", ""],
    }
    bars = [2_150, 2_180, 2_220, 2_250, 2_280]
    lines = []
    for key, trials in cards.items():
        best, tie = countback(list(zip(bars, trials, strict=True)))
        lines.append(Line(key, best, irm="" if best else "NM", tie=tie))
    placed = rank(lines, Rule(Best.HIGH))
    assert [(one.key, one.rank) for one in placed] == [("C", 1), ("A", 2), ("B", 2), ("D", 4), ("E", None)]


def test_trials_at_the_last_height_count_before_failures_in_all() -> None:
    first = countback([(2_150, "XXO"), (2_200, "XO"), (2_250, "O")])
    second = countback([(2_150, "O"), (2_200, "O"), (2_250, "XO")])
    assert first[1] > second[1]


def test_failures_above_the_last_height_do_not_count() -> None:
    assert countback([(2_000, "O"), (2_050, "XXX")]) == countback([(2_000, "O"), (2_050, "-")])


def test_jump_off_decides_what_countback_leaves_equal() -> None:
    card = [(2_370, "O"), (2_390, "XXX")]
    winner, loser = countback(card, [False, True]), countback(card, [False, False])
    assert winner[0] == loser[0] == 2_370
    assert winner[1] > loser[1]


@pytest.mark.parametrize("heights", [[(2_000, "O"), (2_000, "O")], [(2_000, "OK")]])
def test_impossible_high_jump_card_is_refused(heights: list[tuple[int, str]]) -> None:
    with pytest.raises(ValueError, match="rising bar"):
        countback(heights)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([Run(50_100), Run(49_900)], (100_000, "")),
        ([Run(50_100), Run(irm="DNF")], (None, "DNF")),
        ([Run(irm="DSQ"), Run(irm="DNS")], (None, "DSQ")),
        ([Run(50_100)], (None, "DNF")),
        ([Run(), Run()], (None, "DNS")),
    ],
)
def test_runs_are_added_up_or_give_an_irm(runs: list[Run], expected: tuple[int | None, str]) -> None:
    assert cumulative(runs, 2) == expected


def test_judges_totals_of_diving_and_ski_jumping() -> None:
    # 8.0 8.5 8.5 8.0 9.0 7.5 8.5: middle three 8.5 8.5 8.0 = 25.0, times 3.4 = 85.00.
    dive = [80_000, 85_000, 85_000, 80_000, 90_000, 75_000, 85_000]
    assert judged_total(dive, drop=2, factor=34_000) == 850_000
    # 18.5 19.0 19.0 18.0 19.5: middle three 56.5.
    assert judged_total([185_000, 190_000, 190_000, 180_000, 195_000], drop=1) == 565_000
    assert judged_total([90_000], penalty=3_000) == 87_000
    with pytest.raises(ValueError, match="cannot lose"):
        judged_total([1, 2], drop=1)


@given(st.lists(st.integers(0, 100_000), min_size=5, max_size=9), st.randoms(use_true_random=False))
def test_judges_total_does_not_depend_on_the_judges_order(scores: list[int], chance: random.Random) -> None:
    shuffled = list(scores)
    chance.shuffle(shuffled)
    assert judged_total(shuffled, drop=2) == judged_total(scores, drop=2) <= sum(scores)
