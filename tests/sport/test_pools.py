"""Pools: tables and the tie-breaks of six sports, worked by hand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.pools import PoolLine, pool_decisions, pool_rule, pool_table
from kotinos.sport.tally import Key, PoolMatch

DISCIPLINES = ["FBL", "HOC", "HBL", "BKB", "VVO", "RU7"]


def games(text: str) -> list[PoolMatch]:
    """``"A-B 2-1; A-C 0-0"`` as matches."""
    found = []
    for game in text.split(";"):
        sides, score = game.split()
        (home, away), (one, two) = sides.split("-"), score.split("-")
        found.append(PoolMatch(home, away, (int(one), int(two))))
    return found


def order(table: tuple[PoolLine, ...]) -> str:
    return "".join(line.team for line in table)


def test_football_looks_at_goal_difference_before_the_direct_match() -> None:
    # A beat B, but B has the better difference: 6 points each.
    matches = games("A-B 1-0; A-C 1-0; A-D 0-4; B-C 3-0; B-D 2-0; C-D 2-1")
    table = pool_table(matches, pool_rule("FBL"))
    assert [(line.team, line.tally.points) for line in table] == [("B", 6), ("A", 6), ("D", 3), ("C", 3)]


def test_handball_looks_at_the_direct_match_first() -> None:
    matches = games("A-B 1-0; A-C 1-0; A-D 0-4; B-C 3-0; B-D 2-0; C-D 2-1")
    assert order(pool_table(matches, pool_rule("HBL"))) == "ABCD"


def test_hockey_prefers_wins_to_goals() -> None:
    # A: a win and a heavy defeat; B: three draws: 3 points each.
    table = pool_table(games("A-C 1-0; A-D 0-9; B-C 3-3; B-D 3-3; B-E 3-3"), pool_rule("HOC"))
    tied = [line.team for line in table if line.tally.points == 3]
    assert tied == ["A", "B"]


def test_basketball_three_way_tie_is_split_and_begun_again() -> None:
    # FIBA D: A, B, C beat one another; differences among them A +5, B +1, C -6.
    matches = games("A-B 80-77; B-C 80-76; C-A 78-80; A-D 90-60; B-D 90-60; C-D 99-60")
    assert order(pool_table(matches, pool_rule("BKB"))) == "ABCD"
    # A clear last among three leaves two, whose own match decides, not their difference among three.
    matches = games("A-B 70-71; B-C 60-75; C-A 60-74; A-D 80-60; B-D 80-60; C-D 80-60")
    # Among three: A +13, C +1, B -14: all different, so differences stand.
    assert order(pool_table(matches, pool_rule("BKB"))) == "ACBD"


def test_basketball_begins_again_for_the_two_that_stay_tied() -> None:
    # Among A, B, C: A +10, B -5, C -5; B beat C, though C scored more among the three.
    matches = games("C-A 95-90; A-B 90-75; B-C 80-70; A-D 80-60; B-D 80-60; C-D 80-60")
    table = pool_table(matches, pool_rule("BKB"))
    assert order(table) == "ABCD"
    assert [line.rank for line in table] == [1, 2, 3, 4]
    # Handball does not begin again: B and C stay measured by goals among the three (155, 165).
    assert order(pool_table(matches, pool_rule("HBL"))) == "ACBD"


def test_basketball_forfeit_gives_no_point() -> None:
    matches = [PoolMatch("A", "B", (20, 0), forfeited="B")]
    assert [line.tally.points for line in pool_table(matches, pool_rule("BKB"))] == [2, 0]


def test_volleyball_counts_wins_then_points_then_ratios() -> None:
    matches = [
        PoolMatch("A", "B", (3, 2), (110, 100)),  # 2 points for A, 1 for B
        PoolMatch("C", "D", (3, 1), (95, 90)),  # 3 points for C
    ]
    table = pool_table(matches, pool_rule("VVO"))
    assert [(line.team, line.tally.points) for line in table] == [("C", 3), ("A", 2), ("B", 1), ("D", 0)]


def test_volleyball_puts_two_narrow_wins_before_more_points() -> None:
    matches = [
        PoolMatch("A", "B", (3, 2)),
        PoolMatch("A", "C", (3, 2)),
        PoolMatch("B", "D", (3, 0)),
        PoolMatch("C", "B", (3, 2)),
    ]
    table = pool_table(matches, pool_rule("VVO"))
    assert [(line.team, line.tally.won, line.tally.points) for line in table[:2]] == [
        ("A", 2, 4),
        ("B", 1, 5),
    ]


def test_volleyball_ratio_knows_no_sets_lost() -> None:
    matches = [PoolMatch("A", "C", (3, 0), (75, 60)), PoolMatch("B", "D", (3, 1), (100, 40))]
    assert order(pool_table(matches, pool_rule("VVO"))) == "ABDC"


def test_rugby_sevens_looks_at_margin_then_tries() -> None:
    matches = [
        PoolMatch("A", "C", (20, 10), (2, 2)),
        PoolMatch("B", "D", (20, 10), (4, 0)),
    ]
    table = pool_table(matches, pool_rule("RU7"))
    assert [(line.team, line.tally.points, line.rank) for line in table] == [
        ("B", 3, 1),
        ("A", 3, 2),
        ("C", 1, 3),
        ("D", 1, 4),
    ]


def test_lots_decide_what_nothing_else_does() -> None:
    matches = games("A-B 1-1")
    table = pool_table(matches, pool_rule("FBL"))
    assert [(line.team, line.rank, line.equal) for line in table] == [("A", 1, True), ("B", 1, True)]
    fair = pool_table(matches, pool_rule("FBL"), outside={Key.FAIR_PLAY: {"A": -3, "B": -1}})
    assert [(line.team, line.rank, line.equal) for line in fair] == [("B", 1, False), ("A", 2, False)]
    assert order(pool_table(matches, pool_rule("FBL"), outside={Key.LOTS: {"B": 1}})) == "BA"


def test_team_that_has_not_played_stands_in_the_table() -> None:
    table = pool_table(games("A-B 0-3"), pool_rule("FBL"), teams=["C"])
    assert [(line.team, line.tally.played) for line in table] == [("B", 1), ("C", 0), ("A", 1)]


def test_team_cannot_play_against_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        pool_table([PoolMatch("A", "A", (1, 0))], pool_rule("FBL"))


def test_every_pool_rule_names_its_regulation_and_ends_in_lots() -> None:
    for discipline in DISCIPLINES:
        rule = pool_rule(discipline)
        assert rule.regulation
        assert rule.keys[-1] is Key.LOTS
        assert len(set(rule.keys)) == len(rule.keys)
    with pytest.raises(KeyError):
        pool_rule("XXX")


@st.composite
def pools(draw: st.DrawFn) -> list[PoolMatch]:
    teams = "ABCDE"[: draw(st.integers(2, 5))]
    goals = st.integers(0, 2)
    everything = [
        PoolMatch(home, away, (draw(goals), draw(goals)), (draw(goals), draw(goals)))
        for number, home in enumerate(teams)
        for away in teams[number + 1 :]
    ]
    return draw(st.lists(st.sampled_from(everything), unique=True, min_size=1))


@given(pools(), st.sampled_from(DISCIPLINES), st.randoms(use_true_random=False))
def test_pool_table_ignores_the_order_and_side_of_matches(
    matches: list[PoolMatch], discipline: str, chance: random.Random
) -> None:
    rule = pool_rule(discipline)
    turned = [
        PoolMatch(m.away, m.home, m.score[::-1], m.small[::-1]) if chance.random() < 0.5 else m
        for m in matches
    ]
    chance.shuffle(turned)
    assert pool_table(turned, rule) == pool_table(matches, rule)


@given(pools(), st.sampled_from(DISCIPLINES))
def test_pool_table_is_a_total_order_once_lots_are_drawn(matches: list[PoolMatch], discipline: str) -> None:
    lots = {Key.LOTS: {team: number for number, team in enumerate("ABCDE")}}
    table = pool_table(matches, pool_rule(discipline), outside=lots)
    assert [line.rank for line in table] == [line.order for line in table] == list(range(1, len(table) + 1))
    assert not any(line.equal for line in table)


@given(pools(), st.sampled_from(DISCIPLINES))
def test_pool_table_adds_up_and_shares_ranks(matches: list[PoolMatch], discipline: str) -> None:
    rule = pool_rule(discipline)
    table = pool_table(matches, rule)
    tallies = [line.tally for line in table]
    assert sum(own.played for own in tallies) == 2 * len(matches)
    assert sum(own.won for own in tallies) == sum(own.lost for own in tallies)
    assert sum(own.scored for own in tallies) == sum(own.against for own in tallies)
    assert all(own.won + own.drawn + own.lost == own.played for own in tallies)
    first = [own.value(rule.keys[0]) for own in tallies]
    assert first == sorted(first, reverse=True)
    ranks = [line.rank for line in table]
    assert all(line.rank == ranks.index(line.rank) + 1 for line in table)
    assert all(line.equal == (ranks.count(line.rank) > 1) for line in table)


def test_decision_names_the_first_key_that_tells_two_apart() -> None:
    matches = games("A-B 1-0; A-C 1-0; A-D 0-4; B-C 3-0; B-D 2-0; C-D 2-1")
    first, second, third = pool_decisions(matches, pool_rule("FBL"))
    assert (first.over, first.under, first.key, first.values) == ("B", "A", Key.DIFFERENCE, (4, -2))
    assert (second.key, second.values) == (Key.POINTS, (6, 3))
    assert (third.over, third.under, third.key, third.values) == ("D", "C", Key.DIFFERENCE, (1, -3))
    head = pool_decisions(matches, pool_rule("HBL"))[0]
    assert (head.over, head.key, head.values, head.among) == ("A", Key.HEAD_POINTS, (2, 0), ("A", "B"))


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), max_size=15
    ),
    st.sampled_from(DISCIPLINES),
)
def test_decisions_agree_with_the_table(rounds: list[tuple[int, int, int, int]], discipline: str) -> None:
    matches = [PoolMatch("ABCDEF"[one], "ABCDEF"[two], (a, b)) for one, two, a, b in rounds if one != two]
    rule = pool_rule(discipline)
    table = pool_table(matches, rule, "ABCDEF")
    found = pool_decisions(matches, rule, "ABCDEF")
    assert [each.over for each in found] == [line.team for line in table[:-1]]
    for each, over, under in zip(found, table, table[1:], strict=False):
        assert (each.key is None) == (over.rank == under.rank)
        assert each.key is None or each.values[0] > each.values[1]
