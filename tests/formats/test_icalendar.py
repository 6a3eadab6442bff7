"""Calendars: what another program reads out of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar as reader
from hypothesis import given
from hypothesis import strategies as st

from kotinos.formats import icalendar
from kotinos.formats.icalendar import Contest

CHANGED = datetime(2026, 7, 20, 19, 46, tzinfo=UTC)


def contest(**more: object) -> Contest:
    """A contest in the evening."""
    told: dict[str, object] = {
        "uid": "ATHM100M@VLG2026.kotinos",
        "title": "Men's 100 m, Final",
        "day": "2026-07-20",
        "start": "2026-07-20T19:42:00+02:00",
        "end": "2026-07-20T19:50:00+02:00",
        "changed": CHANGED,
    }
    return Contest(**{**told, **more})  # type: ignore[arg-type]


def read(*contests: Contest) -> list[reader.Event]:
    """The entries as a reader finds them."""
    return list(reader.Calendar.from_ical(icalendar.write("Games", contests)).walk("VEVENT"))


def test_times_are_utc_and_the_same_moment() -> None:
    entry = read(contest())[0]
    assert entry["DTSTART"].dt == datetime(2026, 7, 20, 17, 42, tzinfo=UTC)
    assert entry["DTEND"].dt == datetime(2026, 7, 20, 17, 50, tzinfo=UTC)
    assert b"DTSTART:20260720T174200Z" in icalendar.write("Games", [contest()])


def test_clock_turned_back_keeps_contests_apart() -> None:
    """The hour that the clock shows twice in autumn is two hours of UTC."""
    first, second = read(
        contest(uid="1", start="2026-10-25T02:30:00+02:00", end=""),
        contest(uid="2", start="2026-10-25T02:30:00+01:00", end=""),
    )
    assert second["DTSTART"].dt - first["DTSTART"].dt == timedelta(hours=1)


def test_hidden_time_is_a_whole_day_and_no_day_is_no_entry() -> None:
    entry = read(contest(start="", end=""))[0]
    assert entry["DTSTART"].dt == date(2026, 7, 20) and "DTEND" not in entry
    assert read(contest(start="", end="", day="")) == []
    assert read(contest(start="2026-07-20T19:42:00", end=""))[0]["DTSTART"].dt == date(2026, 7, 20)


def test_end_before_the_start_is_not_told() -> None:
    assert "DTEND" not in read(contest(end="2026-07-20T18:00:00+02:00"))[0]


def test_cancelled_stays_with_its_name_and_a_higher_sequence() -> None:
    before = read(contest())[0]
    after = read(contest(status="CANCELLED", changed=CHANGED + timedelta(minutes=3)))[0]
    assert before["UID"] == after["UID"] and after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 3
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    entry = read(contest(title=text, place=text, text=f"{text}\nmore"))[0]
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == (text, text)
    assert str(entry["DESCRIPTION"]) == f"{text}\nmore"


def test_lines_are_folded_at_75_bytes() -> None:
    told = icalendar.write("Games", [contest(title="여자 200미터 자유형 결승 " * 20)])
    assert max(len(line) for line in told.split(b"\r\n")) <= 75
