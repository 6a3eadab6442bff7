"""Where a Games stands, told by its units and its own clock."""

from __future__ import annotations

import pytest

from kotinos.games.terms import UnitLine
from kotinos.live.fold.glance import FINALS, Lines
from kotinos.live.fold.tables import own_day
from kotinos.live.fold.units import moment_of

DAYS = ("2026-11-22", "2026-11-23", "2026-11-25")


def lines(*told: tuple[str, str, str], medal: int = 0) -> Lines:
    """Units by day, clock and status."""
    kept = Lines()
    for number, (day, clock, status) in enumerate(told):
        start = f"{day}T{clock}:00+01:00"
        code = f"U{number:02d}"
        kept.put(
            code,
            UnitLine(
                rsc=code, name="", discipline="ATH", day=day, start=start, order=moment_of(start),
                status=status, result_status="OFFICIAL" if status == "FINISHED" else "", medal=medal,
            ),
        )  # fmt: skip
    return kept


FIRST, SECOND, LAST = "2026-11-22", "2026-11-23", "2026-11-25"


@pytest.mark.parametrize(
    ("now", "told", "moment"),
    [
        ("2026-11-10T12:00", [(FIRST, "09:00", "SCHEDULED")], "before"),
        (
            "2026-11-22T01:30",
            [(FIRST, "09:00", "SCHEDULED")],
            "before",
        ),  # the night still is the day before's
        ("2026-11-22T07:00", [(FIRST, "09:00", "SCHEDULED")], "day"),
        ("2026-11-22T10:00", [(FIRST, "09:00", "RUNNING")], "day"),
        ("2026-11-22T10:00", [(FIRST, "09:00", "FINISHED"), (FIRST, "18:00", "SCHEDULED")], "day"),
        ("2026-11-22T20:00", [(FIRST, "09:00", "FINISHED"), (SECOND, "09:00", "SCHEDULED")], "between"),
        ("2026-11-23T02:00", [(FIRST, "09:00", "FINISHED"), (SECOND, "09:00", "SCHEDULED")], "between"),
        ("2026-11-23T05:00", [(FIRST, "09:00", "FINISHED"), (SECOND, "09:00", "SCHEDULED")], "day"),
        ("2026-11-24T12:00", [(SECOND, "09:00", "FINISHED"), (LAST, "09:00", "SCHEDULED")], "between"),
        ("2026-11-25T22:00", [(SECOND, "09:00", "FINISHED"), (LAST, "09:00", "FINISHED")], "after"),
        # what was forgotten in the schedule keeps no Games open for ever
        ("2026-11-25T22:00", [(SECOND, "09:00", "SCHEDULED"), (LAST, "09:00", "FINISHED")], "after"),
        ("2026-11-25T22:00", [(LAST, "21:00", "INTERRUPTED")], "day"),
    ],
)
def test_moment_of_a_games(now: str, told: list[tuple[str, str, str]], moment: str) -> None:
    assert lines(*told).moment(now, own_day(DAYS, now)) == moment


def test_games_without_days_has_no_moment() -> None:
    assert Lines().moment("2026-11-10T12:00", own_day((), "2026-11-10T12:00")) == ""


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-10T12:00", FIRST), ("2026-11-22T10:00", FIRST), ("2026-11-23T02:59", FIRST),
     ("2026-11-23T03:00", SECOND), ("2026-11-24T12:00", SECOND), ("2026-12-24T12:00", LAST)],
)  # fmt: skip
def test_own_day_ends_at_three_in_the_night(now: str, day: str) -> None:
    assert own_day(DAYS, now) == day


def test_finals_are_the_next_units_with_medals() -> None:
    kept = lines(*((FIRST, f"{hour:02d}:00", "SCHEDULED") for hour in range(8, 20)), medal=1)
    kept.put("U05", None)
    found = list(kept.finals("2026-11-22T10:30"))
    assert found == ["U02", "U03", "U04", "U06", "U07", "U08"] and len(found) == FINALS
    assert list(lines((FIRST, "12:00", "SCHEDULED")).finals("2026-11-22T10:30")) == []
