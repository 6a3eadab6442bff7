"""Knock-out: the draw, byes, bronze match, both repechages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.sport.bracket import Bracket, Match, bronze_match, draw, filled, seed_order
from kotinos.sport.repechage import finalists_repechage, quarter_final_repechage

sizes = st.integers(1, 20)


def names(size: int) -> list[str]:
    return [f"S{seed:02d}" for seed in range(1, size + 1)]


def played(matches: tuple[Match, ...], winners: dict[str, str], choose: st.DataObject | None = None) -> None:
    """Decide every open match in order: for the better seed, or for whom ``choose`` draws."""
    for match in matches:
        if match.code in winners:
            continue
        now = next(one for one in filled(matches, winners) if one.code == match.code)
        sides = sorted([now.home.competitor, now.away.competitor])
        assert all(sides), f"{match.code} is not filled"
        winners[match.code] = choose.draw(st.sampled_from(sides)) if choose else sides[0]


def after(size: int) -> tuple[Bracket, dict[str, str]]:
    bracket, winners = draw(names(size)), dict[str, str]()
    played(bracket.matches, winners)
    return bracket, winners


def test_seeds_stand_in_standard_order() -> None:
    assert seed_order(0) == (1,)
    assert seed_order(3) == (1, 8, 4, 5, 2, 7, 3, 6)


@given(st.integers(1, 7))
def test_first_round_pairs_best_with_worst(rounds: int) -> None:
    seeds = seed_order(rounds)
    assert sorted(seeds) == list(range(1, 2**rounds + 1))
    assert all(one + two == 2**rounds + 1 for one, two in zip(seeds[::2], seeds[1::2], strict=True))


@given(sizes)
def test_draw_of_n_has_n_minus_one_matches_and_everybody_once(size: int) -> None:
    bracket = draw(names(size))
    slots = [slot for match in bracket.matches for slot in (match.home, match.away)]
    assert len(bracket.matches) == size - 1
    if size > 1:
        assert sorted(slot.competitor for slot in slots if slot.competitor) == names(size)
    sources = [slot.winner_of for slot in slots if slot.winner_of]
    assert sorted(sources) == sorted(match.code for match in bracket.matches if match.round < bracket.rounds)
    assert len(bracket.byes) == 2**bracket.rounds - size
    assert sorted(bracket.byes) == names(size)[: len(bracket.byes)]


def test_better_seed_is_at_home_and_later_slots_point_back() -> None:
    first, second, final = draw(names(4)).matches
    assert (first.home.competitor, first.away.competitor) == ("S01", "S04")
    assert (second.home.competitor, second.away.competitor) == ("S02", "S03")
    assert (final.code, final.home.winner_of, final.away.winner_of) == ("R2M1", "R1M1", "R1M2")


@given(sizes)
def test_better_seeds_meet_as_late_as_they_can(size: int) -> None:
    bracket, winners = after(size)
    for match in filled(bracket.matches, winners):
        left = 2 ** (bracket.rounds - match.round + 1)
        seeds = [int(side.competitor[1:]) for side in (match.home, match.away)]
        assert max(seeds) <= left
        assert sum(seeds) == left + 1


@given(sizes, st.data())
def test_any_results_lead_to_one_winner(size: int, data: st.DataObject) -> None:
    bracket, winners = draw(names(size)), dict[str, str]()
    played(bracket.matches, winners, data)
    losers = {
        side.competitor
        for match in filled(bracket.matches, winners)
        for side in (match.home, match.away)
        if side.competitor != winners[match.code]
    }
    assert len(losers) == size - 1


@pytest.mark.parametrize("entries", [[], ["a", "a"], ["a", ""]])
def test_draw_of_nobody_or_somebody_twice_is_refused(entries: list[str]) -> None:
    with pytest.raises(ValueError, match="draw needs"):
        draw(entries)


@pytest.mark.parametrize("winners", [{"R1M1": "S02"}, {"R2M1": "S01"}, {"R9M9": "S01"}])
def test_impossible_winner_is_refused(winners: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"cannot have won|no such match"):
        filled(draw(names(4)).matches, winners)


def test_losing_semi_finalists_meet_for_bronze() -> None:
    bracket, winners = after(8)
    bronze = bronze_match(bracket)
    assert bronze is not None
    last = filled((*bracket.matches, bronze), winners)[-1]
    assert {last.home.competitor, last.away.competitor} == {"S03", "S04"}
    assert bronze_match(draw(names(3))) is None


def test_judo_repechage_crosses_to_the_other_half() -> None:
    bracket, winners = after(8)  # quarter-finals 1-8, 4-5, 2-7, 3-6; semi-finals 1-4, 2-3
    matches = (*bracket.matches, *quarter_final_repechage(bracket))
    played(matches, winners)
    found = {m.code: (m.home.competitor, m.away.competitor) for m in filled(matches, winners)}
    assert found["REP1"] == ("S08", "S05")
    assert found["REP2"] == ("S07", "S06")
    assert found["BRONZE1"] == ("S05", "S03")
    assert found["BRONZE2"] == ("S06", "S04")


def test_judo_repechage_with_byes_goes_straight_to_bronze() -> None:
    bracket, winners = after(6)  # quarter-finals 4-5 and 3-6 only
    matches = (*bracket.matches, *quarter_final_repechage(bracket))
    played(matches, winners)
    found = {m.code: (m.home.competitor, m.away.competitor) for m in filled(matches, winners)}
    assert "REP1" not in found
    assert found["BRONZE1"] == ("S05", "S03")
    assert found["BRONZE2"] == ("S06", "S04")


def test_wrestling_repechage_stays_in_the_half_of_the_finalist() -> None:
    bracket, winners = after(16)  # 1 beats 16, 8, 4; 2 beats 15, 7, 3
    again = finalists_repechage(bracket, winners)
    matches = (*bracket.matches, *again)
    played(matches, winners)
    found = {m.code: (m.home.competitor, m.away.competitor) for m in filled(matches, winners)}
    assert found["REP1.1"] == ("S16", "S08")
    assert found["BRONZE1"] == ("S08", "S04")
    assert found["REP2.1"] == ("S15", "S07")
    assert found["BRONZE2"] == ("S07", "S03")


def test_wrestling_repechage_waits_for_the_finalists() -> None:
    with pytest.raises(ValueError, match="not decided"):
        finalists_repechage(draw(names(8)), {})
    with pytest.raises(ValueError, match="two semi-finals"):
        quarter_final_repechage(draw(names(3)))


@given(st.integers(8, 17), st.data())
def test_two_bronzes_go_to_two_who_lost_before_the_final(size: int, data: st.DataObject) -> None:
    bracket, winners = draw(names(size)), dict[str, str]()
    played(bracket.matches, winners, data)
    final = filled(bracket.matches, winners)[-1]
    for again in (quarter_final_repechage(bracket), finalists_repechage(bracket, winners)):
        decided = dict(winners)
        matches = (*bracket.matches, *again)
        played(matches, decided, data)
        bronzes = {decided["BRONZE1"], decided["BRONZE2"]}
        assert len(bronzes) == 2
        assert not bronzes & {final.home.competitor, final.away.competitor}
