"""Units while they are contested: pages opened before the start end right, and were never loaded again."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Visit, stayed
from .meet import DIVERS, SWIMMERS, Meet, dives, race, rounds, splits
from .served import Server

pytestmark = pytest.mark.browser

COLUMNS = splits("50 m", "100 m", "150 m")
HALF = {"2003": ("27.50", "55.90"), "2002": ("27.10", "56.01"), "2001": ("27.31", "56.40")}
WHOLE = {
    "2003": ("27.50", "55.90", "1:25.00"),
    "2004": ("28.80", "57.30", "1:25.40"),
    "2002": ("27.10", "56.01", "1:25.50"),
    "2001": ("27.31", "56.40", "1:26.00"),
}


def state(page: Any, text: str) -> None:
    """Wait until the unit's state reads ``text``."""
    page.wait_for_function(
        "(text) => document.querySelector('.unithead .state').innerText.trim() === text", arg=text
    )


def said(page: Any, text: str) -> None:
    """Wait until a screen reader is told."""
    page.locator("#say", has_text=text).wait_for(state="attached")


def ranked(page: Any, *codes: str) -> None:
    """Wait until the rows stand in this order."""
    page.wait_for_function(
        """(codes) => [...document.querySelectorAll(".results tbody > tr")]
             .map((row) => row.dataset.key).join() === codes.join()""",
        arg=list(codes),
    )


def focused_row(page: Any) -> str:
    """The competitor whose row has the keyboard's focus."""
    return str(page.evaluate("document.activeElement.closest('tr')?.dataset.key"))


def swimming(server: Server, visit: Visit) -> tuple[Meet, Any]:
    """A race that is scheduled, and its page."""
    meet = Meet(f"RACE{visit.width}", "SWMW200MFR", ("Swimming", "Women's 200 m freestyle"), SWIMMERS)
    server.send(*meet.before())
    return meet, visit.open(server.page(meet.games, f"units/{meet.unit}/"))


def test_race_from_schedule_to_correction(server: Server, visit: Visit) -> None:
    meet, page = swimming(server, visit)
    state(page, "Scheduled")
    page.get_by_text("The start list is not known yet.").wait_for()

    server.send(meet.result("START_LIST", race(SWIMMERS, {}), COLUMNS))
    ranked(page, "2001", "2002", "2003", "2004")
    state(page, "Start list")
    server.send(meet.schedule("GETTING_READY"))
    state(page, "Getting ready")
    said(page, "Getting ready")
    server.send(meet.schedule("RUNNING"))
    state(page, "Live")
    page.locator("th.split", has_text="150 m").wait_for(state="attached")

    server.send(meet.result("LIVE", race(SWIMMERS, {"2002": ("27.10",), "2001": ("27.31",)}), COLUMNS))
    ranked(page, "2002", "2001", "2003", "2004")
    assert page.locator("tr[data-key='2002'] td.split span").first.inner_text() == "27.10"
    page.locator("tr[data-key='2003'] th a").focus()  # the lanes have given way to the table
    said(page, "BRANDT Olu leads")
    server.send(meet.result("LIVE", race(SWIMMERS, HALF), COLUMNS))
    ranked(page, "2003", "2002", "2001", "2004")
    assert page.locator("tr[data-key='2003'] td.rk").inner_text() == "1"
    assert focused_row(page) == "2003"
    said(page, "CASTRO Ime leads")

    server.send(meet.schedule("FINISHED"))
    for status in ("UNCONFIRMED", "UNOFFICIAL", "OFFICIAL"):
        server.send(meet.result(status, race(SWIMMERS, WHOLE), COLUMNS))
        state(page, status.capitalize())
    ranked(page, "2003", "2004", "2002", "2001")
    said(page, "Official")

    why = "CASTRO Ime (CUR) disqualified: SW 7.6."
    left = {code: WHOLE[code] for code in ("2004", "2002", "2001")}
    server.send(meet.result("OFFICIAL", race(SWIMMERS, left, out="2003"), COLUMNS, note=why))
    page.locator(".note", has_text=why).wait_for()
    ranked(page, "2004", "2002", "2001", "2003")
    assert page.locator("tr[data-key='2003'] td.res b").inner_text() == "DSQ"
    assert focused_row(page) == "2003"
    assert stayed(page)


def test_judged_contest_shows_marks_as_they_come(server: Server, visit: Visit) -> None:
    meet = Meet(f"DIVE{visit.width}", "DIVW10MPF", ("Diving", "Women's 10 m platform"), DIVERS)
    server.send(*meet.before(), meet.result("START_LIST", dives(DIVERS, {}), rounds(2)))
    page = visit.open(server.page(meet.games, f"units/{meet.unit}/"))
    ranked(page, "3001", "3002", "3003")
    server.send(meet.schedule("RUNNING"), meet.result("LIVE", dives(DIVERS, {"3001": ("70.20",)}), rounds(2)))
    state(page, "Live")
    row = page.locator("tr[data-key='3001']")
    row.locator("td.try", has_text="70.20").wait_for()
    row.locator("summary", has_text="Judges").press("Enter")
    row.locator(".judges", has_text="8.5").wait_for()
    told = {"3002": ("71.00",), "3001": ("70.20",)}
    server.send(meet.result("LIVE", dives(DIVERS, told), rounds(2)))
    ranked(page, "3002", "3001", "3003")
    said(page, "FARR Lio leads")
    assert row.locator("details[open] .judges").is_visible()
    told = {"3003": ("75.00", "150.00"), "3001": ("70.20", "141.00"), "3002": ("71.00", "139.50")}
    server.send(meet.schedule("FINISHED"), meet.result("OFFICIAL", dives(DIVERS, told), rounds(2)))
    ranked(page, "3003", "3001", "3002")
    state(page, "Official")
    assert row.locator(".judges > li").count() == 2
    assert row.locator("td.res b").inner_text() == "141.00"
    assert stayed(page)


def test_start_that_is_hidden_is_not_shown(server: Server, visit: Visit) -> None:
    meet = Meet(f"HIDE{visit.width}", "SWMW200MFR", ("Swimming", "Women's 200 m freestyle"), SWIMMERS)
    server.send(*meet.before())
    unit = visit.open(server.page(meet.games, f"units/{meet.unit}/"))
    day = visit.open(server.page(meet.games, "schedule/2026-11-22/"))
    pages = (unit.locator(".facts"), day.locator("li.unit"))
    for shown in pages:
        shown.get_by_text("10:00").wait_for()
    server.send(meet.schedule("SCHEDULED", hidden=True))
    for shown in pages:
        shown.get_by_text("10:00").wait_for(state="hidden")
        shown.get_by_text("time to be confirmed").wait_for()
    server.send(meet.schedule("SCHEDULED"))
    for shown in pages:
        shown.get_by_text("10:00").wait_for()
        shown.get_by_text("time to be confirmed").wait_for(state="hidden")
    assert stayed(unit) and stayed(day)
