"""A notice reaches those who are reading, moves nothing under their eyes, and can be closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed

from .conftest import Visit, agrees, stayed
from .served import Play, Server

pytestmark = pytest.mark.browser

GAMES = "NOTICE"
SHIFTED = """() => { window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""


def started(message: Message) -> bool:
    """Whether something is live."""
    return message.header.document_type == "DT_RESULT" and message.header.result_status == "LIVE"


@pytest.fixture
def desk(server: Server, rehearsal: list[Timed]) -> Callable[..., str]:
    """The organiser at the command line, of a Games that is under way."""
    if f'"{GAMES}"' not in server.client.get("/api/v1/games").text:
        Play(server, rehearsal, GAMES).until(started)

    def say(*words: str) -> str:
        return server.kotinos(*words, "--games", GAMES)

    for each in say("notice", "list").splitlines():
        if "\t" in each:
            say("notice", "withdraw", each.partition("\t")[0])
    return say


def lists(page: Any, which: str) -> Any:
    """Rows of notices that are seen: ``standing``, ``status`` or ``alert``."""
    place = ".standing" if which == "standing" else f".arrived [role={which}]"
    return page.locator(f"#notices {place} li:visible")


def titles(page: Any, which: str) -> list[str]:
    """What these rows say."""
    found: list[str] = lists(page, which).locator("b").all_inner_texts()
    return found


def test_notice_arrives_without_moving_the_page(
    server: Server, both: list[Visit], desk: Callable[..., str]
) -> None:
    desk("notice", "post", "--title", "Gate 2 stays closed", "--code", "GATE")
    pages = [visit.open(server.page(GAMES, "medals/")) for visit in both]
    for page in pages:
        page.evaluate(SHIFTED)
        assert titles(page, "standing") == ["Gate 2 stays closed"]
    desk("notice", "post", "--title", "Storm", "--text", "Go inside.", "--level", "danger", "--code", "STORM")
    desk("notice", "post", "--title", "Rain later", "--level", "warning", "--code", "RAIN")
    for page in pages:
        lists(page, "alert").get_by_text("Go inside.").wait_for()
        lists(page, "status").get_by_text("Rain later").wait_for()
        assert lists(page, "standing").count() == 1
    desk("notice", "withdraw", "GATE")
    for page in pages:
        page.wait_for_selector(".standing li[data-key]", state="detached")
        assert page.evaluate("document.querySelector('.standing').offsetHeight") > 30, "its place stays"
        assert page.evaluate("window.shift") < 0.05
        agrees(page)
        assert stayed(page)


def test_closed_notice_stays_closed_until_it_is_told_anew(
    server: Server, visitors: Callable[..., Visit], desk: Callable[..., str]
) -> None:
    desk("notice", "post", "--title", "Gate 2 stays closed", "--code", "GATE")
    desk("notice", "post", "--title", "Storm", "--level", "danger", "--code", "STORM")
    visit = visitors(390)
    page = visit.open(server.page(GAMES, "medals/"))
    for title in ("Storm", "Gate 2"):
        lists(page, "standing").filter(has_text=title).get_by_role("button").click()
    assert lists(page, "standing").count() == 0
    assert page.evaluate("document.activeElement.id") == "main"
    page = visit.open(server.page(GAMES, "records/"))
    assert titles(page, "standing") == ["Storm"], "danger comes back"
    page = visit.open(server.page(GAMES, "records/"))
    page.evaluate(SHIFTED)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.01, "what was closed never shows up"
    again = ("--code", "GATE", "--at", "2030-01-01T10:00")
    desk("notice", "post", "--title", "Gates 2 and 3 stay closed", *again)
    lists(page, "standing").get_by_text("Gates 2 and 3").wait_for()


def test_notice_is_there_without_the_script(
    server: Server, visitors: Callable[..., Visit], desk: Callable[..., str]
) -> None:
    french = ("--in", "fr", "Orage", "Entrez.")
    desk("notice", "post", "--title", "Storm", "--text", "Go inside.", "--level", "danger", *french)
    page = visitors(390, java_script_enabled=False).open(f"{server.url}/fr/{GAMES}/", live=False)
    row = lists(page, "standing")
    assert row.locator(".words").inner_text() == "Orage Entrez."
    assert row.get_by_role("button").count() == 0
