"""Every kind of page: for everybody, with a keyboard, without JavaScript, within its means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kotinos.odf.stream import Timed

from .conftest import HEIGHTS, Visit
from .meet import DIVERS, SWIMMERS, Meet, dives, race, rounds, splits
from .served import Play, Server

pytestmark = pytest.mark.browser

GAMES = "PAGES"
DAY = "2026-10-24"
SHOTS = os.environ.get("SHOTS", "")
"""Where pictures of every page are put, if anywhere; benches say so."""
FIRST_VIEW = 100_000
"""Bytes of a first view on the wire: page, styles, script, mark."""
RACE = "SWMW200MFR------------FNL-000100--"
DIVE = "DIVW10MPF-------------FNL-000100--"
PAGES = {
    "home": f"{GAMES}/",
    "schedule": f"{GAMES}/schedule/{DAY}/",
    "schedule-filtered": f"{GAMES}/schedule/{DAY}/?discipline=ATH",
    "schedule-by-session": f"{GAMES}/schedule/{DAY}/?by=session&medals=1",
    "calendar": f"{GAMES}/calendar/",
    "live": f"{GAMES}/live/",
    "venues": f"{GAMES}/venues/",
    "venue": f"{GAMES}/venues/STA/",
    "medals": f"{GAMES}/medals/",
    "medals-by-total": f"{GAMES}/medals/?by=total",
    "medals-by-day": f"{GAMES}/medals/days/",
    "medals-by-discipline": f"{GAMES}/medals/disciplines/",
    "medals-by-gender": f"{GAMES}/medals/genders/",
    "medals-per-head": f"{GAMES}/medals/per-head/",
    "medallists": f"{GAMES}/medals/medallists/?medal=ME_GOLD",
    "medals-several": f"{GAMES}/medals/several/",
    "disciplines": f"{GAMES}/disciplines/",
    "discipline": f"{GAMES}/disciplines/ATH/",
    "organisations": f"{GAMES}/organisations/",
    "organisation": f"{GAMES}/organisations/GBR/",
    "participant": "",
    "team": "",
    "records": f"{GAMES}/records/",
    "event-bracket": f"{GAMES}/events/JUDM60KG--------------------------/",
    "event-pools": f"{GAMES}/events/HBLWTEAM7-------------------------/",
    "event-race": f"{GAMES}/events/ATHW100M--------------------------/",
    "unit-sprint-official": f"{GAMES}/units/ATHW100M--------------FNL-000100--/",
    "unit-relay": f"{GAMES}/units/ATHM4X100M------------FNL-000100--/",
    "unit-heights": f"{GAMES}/units/ATHMHJ----------------FNL-000100--/",
    "unit-jumps-scheduled": f"{GAMES}/units/ATHWLJ----------------FNL-000100--/",
    "unit-match-official": f"{GAMES}/units/JUDM60KG--------------FNL-000100--/",
    "unit-match-live": f"{GAMES}/units/HBLWTEAM7-------------FNL-000100--/",
    "unit-ceremony": f"{GAMES}/units/ATHW100M--------------VICTMEDAL---/",
    "unit-race-live": f"{GAMES}RACE/units/{RACE}/",
    "unit-judged-corrected": f"{GAMES}DIVE/units/{DIVE}/",
    "start": "",
    "about": "about-the-data/",
    "api": "api/v1/docs",
    "not-found": f"{GAMES}/units/NONE/",
}


@pytest.fixture(scope="module")
def pages(server: Server, rehearsal: list[Timed]) -> dict[str, str]:
    """The address of each kind of page, of a Games in the middle of its last match."""
    play = Play(server, rehearsal, GAMES)
    final = PAGES["unit-match-live"].split("/")[2]
    play.until(lambda m: (m.header.document_type, m.header.document_code) == ("DT_CURRENT", final))
    play.until(lambda m: m.header.document_code == final)
    swim = Meet(f"{GAMES}RACE", RACE[:10], ("Swimming", "Women's 200 m freestyle"), SWIMMERS)
    now = {"2002": ("27.10", "56.01"), "2001": ("27.31", "56.40"), "2004": ("28.00",)}
    server.send(*swim.before(), swim.schedule("RUNNING"))
    server.send(swim.result("LIVE", race(SWIMMERS, now), splits("50 m", "100 m", "150 m", "200 m")))
    dive = Meet(f"{GAMES}DIVE", DIVE[:9], ("Diving", "Women's 10 m platform"), DIVERS)
    told = {"3003": ("75.00", "150.00"), "3001": ("70.20", "141.00"), "3002": ("71.00", "139.50")}
    server.send(*dive.before(), dive.schedule("FINISHED"))
    for note in ("", "FARR Lio (BEL): dive 2 judged again."):
        server.send(dive.result("OFFICIAL", dives(DIVERS, told), rounds(2), note=note))
    sides = server.client.get(f"/snap/{GAMES}/unit/{final}").json()["competitors"]
    team = next(iter(sides))
    person = next(iter(server.client.get(f"/snap/{GAMES}/participant/{team}").json()["members"]))
    people = {"participant": person, "team": team}
    return {
        name: f"{server.url}/{f'{GAMES}/participants/{people[name]}/' if name in people else path}"
        for name, path in PAGES.items()
    }


@pytest.fixture(scope="module")
def axe() -> Any:
    """The accessibility checker."""
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()


@pytest.fixture(scope="module")
def plain(chromium: Any) -> Iterator[Visit]:
    """A visitor who runs no script."""
    this = Visit(chromium, 1280, java_script_enabled=False)
    yield this
    this.context.close()


def grave(page: Any, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds serious or critical."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def first_view(page: Any) -> int:
    """Bytes on the wire so far."""
    return int(
        page.evaluate(
            """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
                 .reduce((sum, entry) => sum + entry.transferSize, 0)"""
        )
    )


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everybody(
    name: str, pages: dict[str, str], axe: Any, plain: Visit, visitors: Callable[..., Visit],
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    """Both widths, light and dark: axe, no scrolling sideways; the same without script; little to load;
    console and network are quiet (Visit)."""
    visit = visitors(1280, reduced_motion="reduce")
    page = visit.open(pages[name], live=False)
    if name == "not-found":
        assert len(visit.wrong) == 1 and "404" in visit.wrong.pop()
    size = first_view(page)
    record_property("first_view", size)
    bare = plain.open(pages[name], live=False)
    read = [" ".join(each.evaluate(READ).split()) for each in (page, bare)]
    bare.close()
    page.evaluate(axe.axe_script)
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme="light")
        found += grave(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        page.emulate_media(color_scheme="dark")
        found += grave(page, ("color-contrast",))
    record_property("axe_widths", 2)
    record_property("axe_violations", len(found))
    assert found == []
    assert read[0] == read[1] and len(read[0]) > 60
    assert 0 < size <= FIRST_VIEW
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


READ = """() => [...document.querySelectorAll("main .filter")].reduce(
  (told, form) => told.replace(form.innerText, ""), document.getElementById("main").innerText)"""
"""What a page tells. How it is asked for more may differ: with the script a choice applies at once."""


def test_schedule_is_narrowed_without_javascript(pages: dict[str, str], plain: Visit) -> None:
    page = plain.open(pages["schedule"], live=False)
    assert not page.locator("#link").is_visible()
    page.get_by_role("combobox", name="Discipline").select_option("ATH")
    page.get_by_role("button", name="Show").click()
    assert page.url.startswith(pages["schedule-filtered"] + "&organisation=")
    assert set(page.locator("li.unit .eyebrow span:first-child").all_inner_texts()) == {"Athletics"}


def test_pages_in_background_tabs_take_no_stream(
    pages: dict[str, str], visitors: Callable[..., Visit]
) -> None:
    """A browser keeps six connections to a server: tabs behind must leave some for the one in front."""
    visit = visitors(390)
    visit.context.add_init_script(
        "let seen = false; Object.defineProperty(document, 'hidden', { get: () => !seen });"
        "addEventListener('see', () => { seen = true;"
        "document.dispatchEvent(new Event('visibilitychange')); });"
    )
    tabs = [visit.open(pages["home"], live=False) for _ in range(8)]
    assert [tab.locator("#link").get_attribute("data-state") for tab in tabs] == ["connecting"] * 8
    tabs[0].evaluate("dispatchEvent(new Event('see'))")
    tabs[0].wait_for_selector("#link[data-state=live]", state="attached")


def test_page_is_used_with_a_keyboard(pages: dict[str, str], visit: Visit) -> None:
    page = visit.open(pages["schedule"])
    focused = "() => document.activeElement.innerText.trim()"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "To the content"
    skip = page.locator(".skip").bounding_box()
    assert skip is not None and skip["y"] >= 0
    heads: list[str] = []
    while len(heads) < 20 and "Records" not in heads:
        page.keyboard.press("Tab")
        heads.append(page.evaluate(focused))
    assert heads[-8:] == [
        "Now", "Live", "Schedule", "Medals", "Disciplines", "Organisations", "Venues", "Records",
    ]  # fmt: skip
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

    page.get_by_role("combobox", name="Discipline").focus()
    page.keyboard.type("Ath")
    page.keyboard.press("Tab")
    page.wait_for_url("**/?discipline=ATH")  # at once
    assert page.locator("li.unit").count() > 0
    page.get_by_role("link", name="Show all").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/schedule/*/")

    judged = visit.open(pages["unit-judged-corrected"])
    marks = judged.locator("tr[data-key='3003'] summary", has_text="Judges")
    judged.locator("tr[data-key='3003'] th a").first.focus()
    judged.keyboard.press("Tab")
    assert marks.evaluate("(summary) => summary === document.activeElement")
    judged.keyboard.press("Enter")
    judged.locator("tr[data-key='3003'] .judges").wait_for()
    judged.keyboard.press("Enter")
    judged.locator("tr[data-key='3003'] .judges").wait_for(state="hidden")
