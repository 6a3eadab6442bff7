"""Lines kept in order say what looking at all of them would say."""

from __future__ import annotations

from heapq import nlargest, nsmallest

from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import UnitLine
from kotinos.live.fold.glance import AHEAD, NEXT, RECENT, Lines
from kotinos.live.fold.units import MOVING

NOW = "2026-11-22T10:30"
CODES = [f"U{number:02d}" for number in range(30)]


@st.composite
def lines(draw: st.DrawFn) -> UnitLine:
    """A unit of one of two venues, at some hour."""
    hour = draw(st.integers(8, 13))
    return UnitLine(
        rsc=draw(st.sampled_from(CODES)),
        name="Heat",
        discipline=draw(st.sampled_from(["ATH", "SWM"])),
        event=draw(st.sampled_from(["E1", "E2"])),
        status=draw(st.sampled_from(["SCHEDULED", "RUNNING", "FINISHED", "CANCELLED"])),
        result_status=draw(st.sampled_from(["", "OFFICIAL"])),
        start=f"2026-11-22T{hour:02d}:00:00+01:00",
        order=hour,
        day=draw(st.sampled_from(["", "2026-11-22", "2026-11-23"])),
        venue=draw(st.sampled_from(["", "STA", "POL"])),
        venue_name=draw(st.sampled_from(["One", "Two"])),
    )


@given(st.lists(st.tuples(lines(), st.booleans()), max_size=80))
def test_lines_in_order_are_those_a_look_at_all_finds(steps: list[tuple[UnitLine, bool]]) -> None:
    kept, every = Lines(), dict[str, UnitLine]()
    for line, stays in steps:
        assert kept.put(line.rsc, line if stays else None) == every.pop(line.rsc, None)
        if stays:
            every[line.rsc] = line

    def when(line: UnitLine) -> tuple[int, str]:
        return line.order, line.rsc

    coming = [line for line in every.values() if line.status in AHEAD and line.start[:16] >= NOW[:13]]
    done = [line for line in every.values() if line.status == "FINISHED" and line.result_status]
    assert kept.live() == {code: line for code, line in every.items() if line.status in MOVING}
    assert list(kept.coming(NOW).values()) == nsmallest(NEXT, coming, key=when)
    assert list(kept.recent().values())[::-1] == nlargest(RECENT, done, key=when)
    assert kept.venues().keys() == {line.venue for line in every.values() if line.venue}
    for day in ("2026-11-22", "2026-11-23"):
        assert kept.of_day(day) == {code: line for code, line in every.items() if line.day == day}
        told = sum(days[day] for days in kept.calendar.values())
        assert told == len(kept.of_day(day))
    assert kept.of_event("E1") == {code: line for code, line in every.items() if line.event == "E1"}


@given(st.permutations([("STA", "One"), ("STA", "Two"), ("STA", "Two"), ("POL", "B"), ("POL", "A")]))
def test_venue_has_the_name_most_units_give_in_whatever_order(named: list[tuple[str, str]]) -> None:
    kept = Lines()
    for code, (venue, name) in zip(CODES, named, strict=False):
        line = UnitLine(rsc=code, name="Heat", discipline="ATH", venue=venue, venue_name=name)
        kept.put(code, line)
    assert kept.venues() == {"STA": "Two", "POL": "A"}
