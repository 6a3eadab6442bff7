"""Medals and the medal table: ties, two bronzes, disqualification, shared ranks."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.medals import BRONZE, GOLD, SILVER, Medal, medals_of, reallocate
from kotinos.sport.ranking import Line, Placed, Rule, rank
from kotinos.sport.table import TableLine, count_medals, medal_table


def ranking(*ranks: int | None) -> list[Placed]:
    return [
        Placed(chr(ord("a") + place), place + 1, own, equal=own is not None and ranks.count(own) > 1)
        for place, own in enumerate(ranks)
    ]


def letters(medals: tuple[Medal, ...]) -> str:
    return "".join(medal.medal[3] for medal in medals)


@pytest.mark.parametrize(
    ("ranks", "bronzes", "expected"),
    [
        ((1, 2, 3, 4), 1, "GSB"),
        ((1, 1, 3, 4), 1, "GGB"),
        ((1, 1, 1, 4), 1, "GGG"),
        ((1, 2, 2, 4), 1, "GSS"),
        ((1, 2, 3, 3, 3, 6), 1, "GSBBB"),
        ((1, 2, 3, 3, 5), 2, "GSBB"),
        ((1, 2, 3, 4, 5), 2, "GSBB"),
        ((1, 2, 3, 5, 5), 2, "GSB"),
        ((1, None, None), 1, "G"),
        ((), 1, ""),
    ],
)
def test_medals_follow_the_ranks(ranks: tuple[int | None, ...], bronzes: int, expected: str) -> None:
    assert letters(medals_of(ranking(*ranks), bronzes=bronzes)) == expected


def test_three_bronzes_are_not_an_option() -> None:
    with pytest.raises(ValueError, match="one or two"):
        medals_of([], bronzes=3)


def test_disqualified_never_gets_a_medal() -> None:
    assert medals_of([Placed("a", 1, 1, irm="DSQ"), Placed("b", 2, 2)]) == (Medal("b", SILVER),)


def test_disqualification_afterwards_moves_everybody_up() -> None:
    after = reallocate(ranking(1, 2, 2, 4, 5), {"a"})
    assert [(one.key, one.rank, one.equal) for one in after] == [
        ("b", 1, True),
        ("c", 1, True),
        ("d", 3, False),
        ("e", 4, False),
        ("a", None, False),
    ]
    assert after[-1].irm == "DSQ"
    assert letters(medals_of(after)) == "GGB"


def test_disqualification_dissolves_a_tie() -> None:
    after = reallocate(ranking(1, 2, 2, 4), {"b"})
    assert [(one.key, one.rank, one.equal) for one in after[:3]] == [
        ("a", 1, False),
        ("c", 2, False),
        ("d", 3, False),
    ]


def test_unknown_competitor_cannot_be_disqualified() -> None:
    with pytest.raises(ValueError, match="z"):
        reallocate(ranking(1), {"z"})


values = st.lists(st.integers(0, 5), min_size=1, max_size=10)


@given(values, st.data())
def test_reallocation_equals_ranking_without_the_disqualified(own: list[int], data: st.DataObject) -> None:
    lines = [Line(f"C{number}", value) for number, value in enumerate(own)]
    out = data.draw(st.sets(st.sampled_from([line.key for line in lines])))
    fresh = rank([line for line in lines if line.key not in out], Rule())
    after = reallocate(rank(lines, Rule()), out)
    assert [one for one in after if one.key not in out] == fresh
    assert {one.key for one in after if one.rank is None} == out
    assert sorted(one.order for one in after) == list(range(1, len(own) + 1))


@given(values, st.sampled_from([1, 2]))
def test_at_least_as_many_medals_as_an_event_has_unless_too_few(own: list[int], bronzes: int) -> None:
    medals = medals_of(rank([Line(f"C{n}", value) for n, value in enumerate(own)], Rule()), bronzes=bronzes)
    assert len(medals) >= min(2 + bronzes, len(own))
    assert len({medal.key for medal in medals}) == len(medals)
    assert medals[0].medal == GOLD


def test_medal_table_by_gold_and_by_total() -> None:
    counts = {"DDD": (1, 0, 5), "AAA": (2, 1, 0), "BBB": (2, 1, 0), "CCC": (0, 0, 6), "ZZZ": (0, 0, 0)}
    assert medal_table(counts) == (
        TableLine("AAA", 2, 1, 0, 3, rank=1, rank_total=3, order=1, order_total=3),
        TableLine("BBB", 2, 1, 0, 3, rank=1, rank_total=3, order=2, order_total=4),
        TableLine("DDD", 1, 0, 5, 6, rank=3, rank_total=1, order=3, order_total=1),
        TableLine("CCC", 0, 0, 6, 6, rank=4, rank_total=1, order=4, order_total=2),
    )


def test_unknown_medal_is_refused() -> None:
    with pytest.raises(ValueError, match="no medal"):
        count_medals([("AAA", "ME_WOOD")])


organisations = st.sampled_from(["AAA", "BBB", "CCC", "DDD", "EEE"])
won = st.lists(st.tuples(organisations, st.sampled_from([GOLD, SILVER, BRONZE])), max_size=40)


@given(won, st.randoms(use_true_random=False))
def test_medal_table_adds_up_and_ignores_input_order(
    medals: list[tuple[str, str]], chance: random.Random
) -> None:
    table = medal_table(count_medals(medals))
    by_kind = Counter(medal for _, medal in medals)
    assert sum(line.gold for line in table) == by_kind[GOLD]
    assert sum(line.silver for line in table) == by_kind[SILVER]
    assert sum(line.bronze for line in table) == by_kind[BRONZE]
    assert all(line.total == line.gold + line.silver + line.bronze > 0 for line in table)
    shuffled = list(medals)
    chance.shuffle(shuffled)
    assert medal_table(count_medals(shuffled)) == table


@given(won)
def test_medal_table_shares_ranks_and_skips_the_next(medals: list[tuple[str, str]]) -> None:
    table = medal_table(count_medals(medals))
    for line in table:
        own = (line.gold, line.silver, line.bronze)
        assert line.rank == 1 + sum((other.gold, other.silver, other.bronze) > own for other in table)
        assert line.rank_total == 1 + sum(other.total > line.total for other in table)
    assert [line.order for line in table] == list(range(1, len(table) + 1))
    assert sorted(line.order_total for line in table) == list(range(1, len(table) + 1))
    by_total = sorted(table, key=lambda line: line.order_total)
    assert [line.rank_total for line in by_total] == sorted(line.rank_total for line in table)


@given(st.lists(values, max_size=6))
def test_medal_table_total_is_the_sum_over_events(events: list[list[int]]) -> None:
    given_medals = [
        (f"N{medal.key}", medal.medal)
        for own in events
        for medal in medals_of(rank([Line(f"{n}", value) for n, value in enumerate(own)], Rule()))
    ]
    assert sum(line.total for line in medal_table(count_medals(given_medals))) == len(given_medals)
