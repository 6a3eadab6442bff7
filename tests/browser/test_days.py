"""The schedule, the live centre and the home in a browser: choices, clocks, paper, changes in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kotinos.odf.stream import Timed

from .conftest import Visit, agrees, stayed
from .served import Play, Server

pytestmark = pytest.mark.browser

GAMES = "DAYS"
DAY = "2026-10-24"
"""In the night after it Paris turns its clock back."""


@pytest.fixture(scope="module")
def play(server: Server, rehearsal: list[Timed]) -> Play:
    """A Games in the middle of a day: something runs."""
    this = Play(server, rehearsal, GAMES)
    this.until(lambda m: m.header.document_type == "DT_CURRENT")
    return this


def test_choice_applies_at_once_and_history_goes_back(play: Play, visit: Visit) -> None:
    page = visit.open(play.server.page(GAMES, f"schedule/{DAY}/"))
    everything = page.locator("li.unit").count()
    assert not page.get_by_role("button", name="Show", exact=True).is_visible()
    page.get_by_role("combobox", name="Discipline").select_option("ATH")
    page.wait_for_url("**/?discipline=ATH")
    assert page.evaluate("document.activeElement.id") == "f-discipline"
    page.get_by_label("Medal events only").check()
    page.wait_for_url("**/?discipline=ATH&medals=1")
    few = page.locator("li.unit").count()
    assert 0 < few < everything
    page.get_by_role("link", name="Remove Athletics").click()
    page.wait_for_url("**/?medals=1")
    for left in ("**/?discipline=ATH&medals=1", "**/?discipline=ATH"):
        page.go_back()
        page.wait_for_url(left)
    assert page.get_by_role("combobox", name="Discipline").input_value() == "ATH"
    assert not page.get_by_label("Medal events only").is_checked()


@pytest.mark.parametrize(
    ("zone", "stamp", "shown"),
    [
        # the hour that Paris has twice, a quarter of an hour apart on the clock and three on the watch
        ("Europe/Paris", "2026-10-25T02:45:00+02:00", "02:45"),
        ("Europe/Paris", "2026-10-25T02:30:00+01:00", "02:30"),
        # before and after New York turns its clock back, a week later than Paris
        ("America/New_York", "2026-10-31T20:00:00+01:00", "15:00"),
        ("America/New_York", "2026-11-01T20:00:00+01:00", "14:00"),
        # over midnight both ways; half hours; a clock that turns by half an hour
        ("Asia/Tokyo", "2026-10-24T20:00:00+02:00", "Sun 03:00"),
        ("Pacific/Honolulu", "2026-10-24T08:00:00+02:00", "Fri 20:00"),
        ("Asia/Kolkata", "2026-10-24T10:00:00+02:00", "13:30"),
        ("Australia/Lord_Howe", "2026-10-03T16:00:00+02:00", "Sun 00:30"),
        ("Australia/Lord_Howe", "2026-10-04T14:00:00+02:00", "23:00"),
        # what has no offset is no moment
        ("Asia/Tokyo", "2026-10-24T20:00:00", ""),
        ("Asia/Tokyo", "2026-10-24", ""),
    ],
)
def test_moment_in_the_readers_zone(
    play: Play, visitors: Callable[..., Visit], zone: str, stamp: str, shown: str
) -> None:
    page = visitors(390, timezone_id=zone).open(play.server.page(GAMES, f"schedule/{DAY}/"), live=False)
    script = page.locator("script[src*='schedule.js']").get_attribute("src")
    told = page.evaluate("async ([src, stamp]) => (await import(src)).turned(stamp)", [script, stamp])
    assert told == shown


def test_schedule_in_the_readers_time_stays_so_while_it_changes(
    play: Play, visitors: Callable[..., Visit]
) -> None:
    visit = visitors(390, timezone_id="Asia/Tokyo")
    page = visit.open(play.server.page(GAMES, f"schedule/{DAY}/?time=mine"))
    time = page.locator("li.unit time").first
    venue, mine = time.inner_text(), time.get_attribute("data-mine")
    assert mine and mine != venue
    assert (
        page.evaluate("(el) => getComputedStyle(el, '::after').content", time.element_handle()) == f'"{mine}"'
    )
    assert "time=mine" in (page.locator("nav[aria-label='Days'] a").first.get_attribute("href") or "")
    play.until(lambda m: m.header.document_type.startswith("DT_SCHEDULE"))
    page.wait_for_timeout(500)
    stamps = page.locator("li.unit time[datetime]")
    assert stamps.count() == page.locator("li.unit time[data-mine]").count() > 0
    agrees(page)
    assert stayed(page)


def test_schedule_on_paper_keeps_the_day_and_drops_what_only_a_screen_can(
    play: Play, visitors: Callable[..., Visit]
) -> None:
    page = visitors(1280).open(play.server.page(GAMES, f"schedule/{DAY}/"), live=False)
    page.emulate_media(media="print")
    for gone in (".filter", ".ways", ".strip", ".top nav", ".foot"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("li.unit").first.is_visible() and page.locator("h1").is_visible()
    box = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in box or b"/MediaBox [0 0 595" in box, "A4"


def test_live_centre_and_home_change_in_place(play: Play, both: list[Visit]) -> None:
    wide, narrow = both
    centre = wide.open(play.server.page(GAMES, "live/"))
    first = centre.locator("section[aria-labelledby=h-live] li.unit").first.get_attribute("data-key")
    beside = narrow.open(play.server.page(GAMES, f"live/?units={first}"))
    home = narrow.open(play.server.page(GAMES))
    assert beside.locator(f"article[data-topic='unit/{first}']").is_visible()
    play.until(lambda m: m.header.document_code == first and m.header.result_status == "OFFICIAL")
    for page in (centre, beside, home):
        agrees(page)
    assert beside.locator("article .state[data-r=OFFICIAL]").count() == 1
    assert centre.locator(f"section[aria-labelledby=h-live] [data-key='{first}']").count() == 0
    assert centre.locator(f"section[aria-labelledby=h-recent] [data-key='{first}']").count() == 1
    assert stayed(centre) and stayed(beside)


def test_home_turns_with_the_games(play: Play, visitors: Callable[..., Visit]) -> None:
    """Runs last: the Games is over afterwards."""
    page: Any = visitors(1280).open(play.server.page(GAMES))
    play.rest()
    page.get_by_role("heading", name="The Games are over").wait_for()
    agrees(page)
    assert stayed(page), "the page is fetched once more, not loaded again"
