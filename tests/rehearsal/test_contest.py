"""Contests of every style: pictures that agree with one another."""

from __future__ import annotations

from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotinos.rehearsal.api import Entrant, Event
from kotinos.rehearsal.contest import Setting, Twist, hold
from kotinos.rehearsal.tables import rows, styles

MATCHES = ("sets", "points", "clock")


def field(rng: Random, size: int) -> list[Entrant]:
    return [Entrant(str(at), "A", "GRE", f"N{at}", rng.gauss(1, 1), (str(at),)) for at in range(size)]


def setting(style: str, seed: int, twist: Twist | None = None) -> Setting:
    row = next((row for row in rows("events.csv") if row["style"] == style), None)
    mark = float(row["mark"]) if row else 100.0
    splits = tuple(filter(None, row["splits"].split("|"))) if row else ()
    event = Event(
        code="ATHM".ljust(34, "-"), name="Event", discipline="ATH", gender="M", format="final", style=style,
        mark=mark, splits=splits, record="", phases=(), entrants=(),
    )  # fmt: skip
    kind = styles()[style]
    return Setting(event=event, style=kind, rng=Random(seed), live=kind.live, twist=twist or Twist())


@settings(max_examples=60, deadline=None)
@given(style=st.sampled_from(sorted(styles())), seed=st.integers(0, 10**6), size=st.integers(3, 12))
def test_pictures_of_any_contest_are_sound(style: str, seed: int, size: int) -> None:
    match = styles()[style].contest in MATCHES
    entrants = field(Random(seed), 2 if match else size)
    contest = hold(setting(style, seed), entrants)
    assert contest.moments == sorted(contest.moments)
    for at in [0.0, *contest.moments, inf]:
        shown = contest.picture(at).rows
        assert sorted(row.entrant.code for row in shown) == sorted(one.code for one in entrants)
        assert [row.order for row in shown] == list(range(1, len(shown) + 1))
    last = contest.picture(inf).rows
    if match:
        assert {row.wlt for row in last} in ({"W", "L"}, {"T"})
    else:
        assert all(bool(row.rank) != bool(row.irm) for row in last)
        assert last[0].rank == 1
    assert contest.picture(contest.seconds + 1).rows[0].text == last[0].text


@pytest.mark.parametrize("style", ["sprint", "swim", "jump", "throw", "apparatus", "dive"])
def test_forced_tie_shares_the_first_place(style: str) -> None:
    for seed in range(20):
        contest = hold(setting(style, seed, Twist(tie=True)), field(Random(seed), 8))
        ranks = [row.rank for row in contest.picture(inf).rows[:3]]
        assert ranks[:2] == [1, 1]


@pytest.mark.parametrize(
    ("style", "record"), [("sprint", 9800), ("swim", 21_000), ("jump", 8600), ("lift", 330_000)]
)
def test_forced_record_is_beaten_or_equalled(style: str, record: int) -> None:
    for seed in range(20):
        for equal in (True, False):
            twist = Twist(record=record, equal=equal)
            contest = hold(setting(style, seed, twist), field(Random(seed), 8))
            value = contest.picture(inf).rows[0].value
            assert value is not None
            better = value < record if style in ("sprint", "swim") else value > record
            assert value == record if equal else better
