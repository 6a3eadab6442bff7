"""Without a line: what was read is there, says of when it is, and is true again when the line is back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Visit, agrees
from .meet import SWIMMERS, Meet, race, splits
from .served import Server, until

pytestmark = pytest.mark.browser
GAMES = "KEPT"
RACE = "SWMW200MFR------------FNL-000100--"
KEEPS = """async (address) => {
  const kept = await caches.open("pages");
  return Boolean(await kept.match(address, { ignoreVary: true }));
}"""


@pytest.fixture(scope="module")
def meet(server: Server) -> Meet:
    found = Meet(GAMES, RACE[:10], ("Swimming", "Women's 200 m freestyle"), SWIMMERS)
    server.send(*found.before(), found.schedule("RUNNING"))
    server.send(found.result("LIVE", race(SWIMMERS, {"2001": ("27.31",)}), splits("50 m", "100 m")))
    return found


@pytest.fixture
def reader(visitors: Any) -> Iterator[Visit]:
    visit = visitors(390)
    visit.cuts = True
    yield visit


def kept(page: Any, address: str) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=20_000)
    for _ in range(200):
        if page.evaluate(KEEPS, address):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} is never kept")


@pytest.mark.parametrize(("language", "then"), [("", "56.40"), ("ar/", "56.50")])
def test_what_was_read_is_there_without_a_line(
    server: Server, meet: Meet, reader: Visit, language: str, then: str
) -> None:
    base = f"{server.url}/{language}{GAMES}/"
    page = reader.open(f"{base}units/{RACE}/")
    here = page.url
    for address in (here, base, f"{base}medals/", f"{base}offline/"):
        kept(page, address)
    before = page.locator("main").inner_text()
    reader.context.set_offline(True)
    server.send(meet.result("LIVE", race(SWIMMERS, {"2001": ("27.31", then)}), splits("50 m", "100 m")))
    page.reload()
    told = page.locator("#as-of")
    told.wait_for(state="visible")
    assert re.search(r"\d\d:\d\d", told.inner_text()) and "{time}" not in told.inner_text()
    assert page.locator("main").inner_text() == before
    page.wait_for_selector("#link:not([data-state=live])", state="attached")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.goto(base)
    assert page.locator("#as-of").is_visible() and page.locator("h1").count() == 1
    page.goto(f"{base}records/")
    assert page.locator("h1").inner_text() and page.locator("#as-of").is_visible()
    page.goto(here)
    reader.context.set_offline(False)
    page.wait_for_selector("#link[data-state=live]", state="attached", timeout=60_000)
    agrees(page)
    assert not told.is_visible() and page.locator("main").inner_text() != before


def test_nothing_live_is_kept(server: Server, meet: Meet, reader: Visit) -> None:
    page = reader.open(f"{server.url}/{GAMES}/units/{RACE}/")
    kept(page, page.url)
    found = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return all.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert found and not [path for path in found if path.startswith(("/snap", "/live", "/api", "/odf"))]


def test_it_can_be_switched_off(server: Server, meet: Meet, reader: Visit) -> None:
    page = reader.open(f"{server.url}/{GAMES}/medals/")
    kept(page, page.url)
    try:
        server.env["KOTINOS_OFFLINE"] = "off"
        renew(server)
        page.evaluate("navigator.serviceWorker.getRegistration('/').then((found) => found.update())")
        page.wait_for_function(
            """async () => !(await caches.keys()).length
              && !(await navigator.serviceWorker.getRegistrations()).length"""
        )
    finally:
        del server.env["KOTINOS_OFFLINE"]
        renew(server)


def renew(server: Server) -> None:
    """Other pages, with other settings."""
    server.stop("pages")
    server.start("pages")
    until(lambda: server.client.get("/sw.js").status_code == 200, "the pages' first answer")
