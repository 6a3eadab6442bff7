"""Plans: structures that work out, timetables nobody is in twice, people nobody has met."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.odf.rsc import RSC
from kotinos.odf.stream import Timed
from kotinos.rehearsal.api import Plan, count, plan
from kotinos.rehearsal.names import make_name
from kotinos.rehearsal.structure import Draft, draw_up
from kotinos.rehearsal.tables import organisations, rows, styles, traditions

EVENT = "JUDM60KG--------------------------"


def drafted(form: str, entrants: int, style: str = "judo") -> Draft:
    return draw_up(Draft(EVENT, "JUD", "Event", style), form, [str(at) for at in range(entrants)])


@given(entrants=st.integers(min_value=8, max_value=64))
def test_bracket_loses_one_entrant_a_match(entrants: int) -> None:
    draft = drafted("bracket:match", entrants)
    assert len(draft.units) == entrants - 1 + 1  # and the match for bronze
    entered = [one.ref for unit in draft.units.values() for one in unit.sources if one.kind == "entry"]
    assert sorted(entered) == sorted(str(at) for at in range(entrants))


@given(entrants=st.integers(min_value=8, max_value=64))
def test_repechage_gives_two_bronzes(entrants: int) -> None:
    units = drafted("bracket:repechage", entrants).units.values()
    assert Counter(unit.medal for unit in units if unit.medal) == {1: 1, 2: 2}


@given(teams=st.integers(min_value=4, max_value=16), groups=st.sampled_from([2, 4]))
def test_everybody_in_a_pool_meets_everybody_once(teams: int, groups: int) -> None:
    draft = drafted(f"pools:{groups}:2", teams, "handball")
    pools = [phase for phase in draft.phases if phase.kind == "pool"]
    members = set()
    for phase in pools:
        pairs = [frozenset(one.ref for one in draft.units[code].sources) for code in phase.units]
        own = set().union(*pairs)
        assert len(set(pairs)) == len(pairs) == len(own) * (len(own) - 1) // 2
        members |= own
    assert len(members) == teams


@given(
    entrants=st.integers(min_value=4, max_value=48),
    form=st.sampled_from(["heats", "heats2", "qual:12", "final"]),
)
def test_every_later_phase_has_the_places_the_one_before_gives(entrants: int, form: str) -> None:
    draft = drafted(form, entrants, "sprint")
    for before, after in pairwise(draft.phases):
        asked = [one.rank for code in after.units for one in draft.units[code].sources]
        given_ = before.by_place * len(before.units) + before.by_mark
        assert sorted(asked) == list(range(1, given_ + 1))


def test_all_codes_are_rscs(city: Plan) -> None:
    for code in [*city.units, *city.events, *city.phases]:
        assert len(code) == 34
        assert str(RSC.parse(code)) == code


def test_no_field_of_play_is_used_twice_at_once(city: Plan) -> None:
    used: dict[tuple[str, int], list[tuple[object, object]]] = {}
    for unit in city.units.values():
        if unit.scheduled and unit.phase_type == "3":
            used.setdefault((unit.venue, unit.field), []).append((unit.start, unit.end))
    for times in used.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(times)))


@pytest.mark.parametrize(
    ("size", "events", "athletes"),
    [("city", 90, 1800), ("continental", 480, 12_000), ("olympic", 329, 11_000)],
)
def test_sizes_are_as_told(size: str, events: int, athletes: int) -> None:
    made = plan(size)
    figures = count(made)
    assert figures.events == events
    assert abs(figures.athletes - athletes) < athletes * 0.08
    classes = {event[12:22].rstrip("-") for event in made.events}
    assert ({"T11", "S5"} <= classes) is (size != "city")


def test_games_begin_on_the_day_asked_for(small: Plan) -> None:
    asked = plan("test", first_day=date(2031, 3, 1))
    assert (asked.days[0], asked.competition) == (date(2031, 3, 1), "TEST2031")
    first = min(unit.start for unit in asked.units.values())
    assert first.astimezone(ZoneInfo(asked.zone)).date() == date(2031, 3, 1)
    assert small.days[0] != asked.days[0]


def test_clocks_go_back_during_the_small_games(small_stream: list[Timed]) -> None:
    offsets = {
        unit.start_date[-6:]
        for timed in small_stream
        if timed.message.competition is not None
        for unit in timed.message.competition.units
        if unit.start_date
    }
    assert offsets == {"+03:00", "+02:00"}


def test_names_come_in_many_scripts() -> None:
    rng = Random(1)
    firsts = {
        make_name(rng, name, gender)[1][1][:1] for name in traditions() for gender in "MW" for _ in range(10)
    }
    scripts = {ord(letter) // 0x100 for letter in firsts if letter}
    assert len(scripts) >= 8


def test_tables_fit_together() -> None:
    assert {one.tradition for one in organisations()} <= set(traditions())
    assert {row["style"] for row in rows("events.csv")} <= set(styles())
    held = {code for row in rows("venues.csv") for code in row["disciplines"].split()}
    assert {row["discipline"] for row in rows("events.csv")} <= held
