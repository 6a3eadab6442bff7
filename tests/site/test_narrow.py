"""What somebody wants to see of a schedule: every unit that fits stands there once, under one heading."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import SessionLine, UnitLine
from kotinos.live.fold.units import NEVER, moment_of
from kotinos.site.binding import each
from kotinos.site.web import narrow
from kotinos.site.web.narrow import Wish

STARTS = ["", "2026-10-25T00:30:00+02:00", "2026-10-25T02:10:00+01:00", "2026-10-25T09:00:00+05:30",
          "2026-10-25T09:59:59+01:00", "2026-10-25"]  # fmt: skip
STATUSES = ["SCHEDULED", "RUNNING", "SCHEDULED_BREAK", "FINISHED", "CANCELLED", "UNSCHEDULED", "POSTPONED"]


@st.composite
def line(draw: st.DrawFn) -> UnitLine:
    """A unit of anything, at any time or none."""
    discipline, gender = draw(st.sampled_from(["ATH", "SWM"])), draw(st.sampled_from("MWXO"))
    start = draw(st.sampled_from(STARTS))
    return UnitLine(
        rsc=f"{discipline}{gender}{draw(st.integers(0, 40)):030d}",
        name="Heat",
        discipline=discipline,
        venue=draw(st.sampled_from(["", "STA", "POL"])),
        session=draw(st.sampled_from(["", "S1", "S2"])),
        status=draw(st.sampled_from(STATUSES)),
        start=start,
        order=moment_of(start),
        medal=draw(st.integers(0, 3)),
    )


units = st.lists(line(), max_size=30).map(lambda found: {each.rsc: each for each in found})
wishes = st.builds(
    Wish,
    discipline=st.sampled_from(["", "ATH"]),
    venue=st.sampled_from(["", "STA"]),
    organisation=st.sampled_from(["", "AVO"]),
    gender=st.sampled_from(["", "M", "X"]),
    status=st.sampled_from(["", *narrow.STATUSES]),
    session=st.sampled_from(["", "S1"]),
    medals=st.booleans(),
)


def fits(unit: UnitLine, wish: Wish, starts: frozenset[str]) -> bool:
    """The wish, said once more in other words."""
    return all(
        [
            unit.status != "UNSCHEDULED",
            wish.discipline in ("", unit.discipline),
            wish.venue in ("", unit.venue),
            wish.session in ("", unit.session),
            wish.gender in ("", unit.rsc[3]),
            not wish.medals or unit.medal > 0,
            not wish.organisation or unit.rsc in starts,
            not wish.status or unit.status in narrow.STATUSES[wish.status].split("|"),
        ]
    )


@given(units, wishes, st.data())
def test_every_unit_that_fits_stands_once_under_one_heading(
    found: dict[str, UnitLine], wish: Wish, data: st.DataObject
) -> None:
    starts = frozenset(data.draw(st.sets(st.sampled_from(sorted(found))))) if found else frozenset()
    where = wish.where(starts)
    kept = narrow.kept(found, where)
    assert kept == {code: unit for code, unit in found.items() if fits(unit, wish, starts)}
    for groups in (narrow.by_hour(kept, where), narrow.by_session(kept, where, {})):
        # by what the server puts there, and by the conditions the page's script chooses by
        held = Counter(code for group in groups for code in group.units)
        bound = Counter(code for group in groups for code, _ in each("units", found, where=group.where))
        assert held == bound == Counter(kept.keys())
    parts = narrow.parts(kept, 5)
    assert Counter(code for part in parts for code in part) == Counter(kept.keys())


@given(wishes)
def test_wish_is_what_its_address_says(wish: Wish) -> None:
    assert narrow.wish(dict(parse_qsl(wish.query().lstrip("?")))) == wish
    assert narrow.wish(dict(parse_qsl(wish.query(venue="").lstrip("?")))).venue == ""


@pytest.mark.parametrize(
    "asked",
    [
        {"discipline": '"><script>'},
        {"venue": "a b"},
        {"session": "x=y"},
        {"gender": "Z"},
        {"status": "RUNNING"},
        {"medals": "yes"},
        {"organisation": "A|B"},
    ],
)
def test_what_cannot_be_meant_is_no_wish(asked: dict[str, str]) -> None:
    assert narrow.wish(asked) == Wish()


def test_long_day_is_cut_between_hours() -> None:
    many = {}
    for hour in range(8, 20):
        for minute in range(30):
            start = f"2026-10-24T{hour:02d}:{minute:02d}:00+02:00"
            many[start] = UnitLine(rsc=start, name="", discipline="ATH", start=start, order=moment_of(start))
    parts = narrow.parts(many, 120)
    assert [len(part) for part in parts] == [120, 120, 120]
    for part in parts:
        assert {unit.start[11:13] for unit in part.values()}.isdisjoint(
            unit.start[11:13] for other in parts if other is not part for unit in other.values()
        )


def test_hours_are_the_venues_clock_and_leave_no_hole() -> None:
    found = {}
    for start in ("2026-10-25T09:10:00+05:30", "2026-10-25T12:59:00+05:30"):
        found[start] = UnitLine(rsc=start, name="", discipline="ATH", start=start, order=moment_of(start))
    groups = narrow.by_hour(found, "")
    assert [group.start for group in groups] == [
        "2026-10-25T09:00:00+05:30", "", "", "2026-10-25T12:00:00+05:30", "",
    ]  # fmt: skip
    assert NEVER == narrow.NEVER


def test_sessions_stand_in_order_of_time_and_what_has_none_last() -> None:
    def unit(code: str, session: str, order: int) -> UnitLine:
        return UnitLine(rsc=code, name="", discipline="ATH", session=session, order=order)

    found = {each.rsc: each for each in (unit("a", "", 1), unit("b", "S1", 9), unit("c", "S2", 5))}
    sessions = {"S1": SessionLine(code="S1", name="Evening", start="s", end="e")}
    groups = narrow.by_session(found, "", sessions)
    assert [(group.key, group.name, group.start) for group in groups] == [
        ("sS2", "S2", ""), ("sS1", "Evening", "s"), ("s", "", ""),
    ]  # fmt: skip
