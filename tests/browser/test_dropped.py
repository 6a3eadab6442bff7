"""The line is cut, the front dies, the documents are made anew: pages say so, and end right by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .conftest import Visit, agrees, stayed
from .meet import SWIMMERS, Meet, race, splits
from .served import Server

pytestmark = pytest.mark.browser

COLUMNS = splits("50 m", "100 m")
FIRST = {"2002": ("27.10",), "2001": ("27.31",)}
LAST = {"2004": ("27.60", "55.00"), "2001": ("27.31", "55.20"), "2002": ("27.10", "56.01")}


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be broken."""
    this = Server(tmp_path_factory.mktemp("dropped") / "data")
    yield this
    this.end()


def watched(server: Server, games: str, visitors: Callable[..., Visit]) -> tuple[Meet, list[Any]]:
    """A race under way, watched on a wide and a narrow screen."""
    meet = Meet(games, "SWMW100MFR", ("Swimming", "Women's 100 m freestyle"), SWIMMERS)
    server.send(*meet.before(), meet.schedule("RUNNING"), meet.result("LIVE", race(SWIMMERS, FIRST), COLUMNS))
    pages = []
    for width in (1280, 390):
        visit = visitors(width)
        visit.cuts = True
        pages.append(visit.open(server.page(games, f"units/{meet.unit}/")))
        leader(pages[-1], "2002")
    return meet, pages


def leader(page: Any, code: str) -> None:
    """Wait until somebody stands in the first row."""
    page.locator(f".results tbody > tr:first-child[data-key='{code}']").wait_for()


def lost(page: Any) -> None:
    """Wait until the page says that its line is cut."""
    page.locator("#link:is([data-state=reconnecting], [data-state=offline])").wait_for()


def test_front_dies_and_comes_back(fragile: Server, visitors: Callable[..., Visit]) -> None:
    meet, pages = watched(fragile, "DIES", visitors)
    fragile.start("beside")
    fragile.kill("front")
    for page in pages:
        lost(page)
        assert page.locator("#link").inner_text() in ("Reconnecting", "Offline")
    fragile.send(meet.result("LIVE", race(SWIMMERS, LAST), COLUMNS), meet.schedule("FINISHED"), beside=True)
    fragile.send(meet.result("OFFICIAL", race(SWIMMERS, LAST), COLUMNS), beside=True)
    for page in pages:
        leader(page, "2002")  # nobody told it yet: what it shows still stands
    fragile.start("front")
    for page in pages:
        leader(page, "2004")
        page.locator(".unithead .state[data-r=OFFICIAL]").wait_for()
        page.locator("#link[data-state=live]").wait_for()
        agrees(page)
        assert stayed(page)
    fragile.stop("beside")


def test_log_is_read_anew(fragile: Server, visitors: Callable[..., Visit]) -> None:
    meet, pages = watched(fragile, "ANEW", visitors)
    fragile.stop("front")
    for page in pages:
        lost(page)
    fragile.stop("fold")
    assert "documents made again" in fragile.kotinos("rebuild")
    fragile.start("fold")
    fragile.start("front")
    fragile.send(meet.result("OFFICIAL", race(SWIMMERS, LAST), COLUMNS))
    for page in pages:
        leader(page, "2004")
        page.locator("#link[data-state=live]").wait_for()
        agrees(page)
    fragile.send(meet.schedule("FINISHED"))
    for page in pages:
        page.locator(".unithead .state[data-s=FINISHED]").wait_for()
        assert stayed(page)


def test_fold_that_died_is_caught_up(fragile: Server, visitors: Callable[..., Visit]) -> None:
    meet, pages = watched(fragile, "FOLD", visitors)
    fragile.kill("fold")
    fragile.send(meet.result("OFFICIAL", race(SWIMMERS, LAST), COLUMNS))
    fragile.start("fold")
    for page in pages:
        leader(page, "2004")
        agrees(page)
        assert stayed(page)
