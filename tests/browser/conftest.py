"""A server of its own and a Chromium, for journeys; what a page complains of fails its test."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kotinos.odf.stream import Timed
from kotinos.rehearsal.api import plan, stream

from .served import Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CUT = ("Failed to load resource: net::", "An unknown error occurred when fetching the script")
"""What Chromium says of a line that is cut; the latter of a page's worker."""
HEIGHTS = {1280: 900, 390: 844}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that journeys share; each journey has a Games of its own on it."""
    with_data = tmp_path_factory.mktemp("journeys") / "data"
    this = Server(with_data)
    yield this
    this.end()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """A browser, for all journeys."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra [browser])")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path or not Path(path).exists():
        pytest.skip("no Chromium (CHROMIUM says where)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A visitor's browser at one width: opens pages, and remembers what was wrong with them."""

    def __init__(self, browser: Any, width: int, **options: Any) -> None:
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)}, **options
        )
        self.context.set_default_timeout(20_000)
        self.wrong: list[str] = []
        self.cuts = False  # whether lines that are cut are part of the story

    def open(self, url: str, live: bool = True) -> Any:
        """A page; ``live``: once it follows the stream. It must not be left from now on."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{url}: {error}"))
        page.on("console", lambda told: self._told(url, told))
        page.on("request", lambda request: self._asked(url, request.url))
        page.goto(url)
        if live:
            page.wait_for_selector("#link[data-state=live]", state="attached")
            page.evaluate("window.stayed = true")
        return page

    def _told(self, url: str, told: Any) -> None:
        cut = self.cuts and told.text.startswith(CUT)
        if told.type in ("error", "warning") and not cut:
            self.wrong.append(f"{url}: {told.text} ({told.location['url']})")

    def _asked(self, url: str, wanted: str) -> None:
        if not wanted.startswith(url[: url.index("/", 8) + 1]):
            self.wrong.append(f"{url} asks {wanted}")


@pytest.fixture(params=[1280, 390])
def visit(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visitor with a wide or a narrow screen."""
    this = Visit(chromium, request.param)
    yield this
    this.context.close()
    assert not this.wrong


@pytest.fixture
def visitors(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Visitors of any kind."""
    made: list[Visit] = []

    def one(width: int, **options: Any) -> Visit:
        made.append(Visit(chromium, width, **options))
        return made[-1]

    yield one
    for each in made:
        each.context.close()
    assert [text for each in made for text in each.wrong] == []


@pytest.fixture
def both(visitors: Callable[..., Visit]) -> list[Visit]:
    """A visitor with a wide and one with a narrow screen, who watch the same Games."""
    return [visitors(1280), visitors(390)]


@pytest.fixture(scope="package")
def rehearsal() -> list[Timed]:
    """A small made-up Games."""
    return list(stream(plan("test")))


TOLD = """async () => {
  const text = (root) => root.getElementById("main").textContent.replace(/\\s+/g, "");
  const answer = await fetch(location.href, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [text(document), text(fresh)];
}"""


def agrees(page: Any) -> None:
    """Wait until the page reads as the server would write it now: nothing was lost on the way."""

    deadline = time.monotonic() + 20
    while True:
        here, fresh = page.evaluate(TOLD)
        if here == fresh:
            return
        differs = next(at for at in range(len(here) + 1) if here[:at] != fresh[:at])
        told = slice(max(0, differs - 40), differs + 80)
        assert time.monotonic() < deadline, f"{page.url} reads …{here[told]}…, new …{fresh[told]}…"
        page.wait_for_timeout(100)


def stayed(page: Any) -> bool:
    """Whether the page was never loaded again: the marker set when it was opened is still there."""
    return bool(page.evaluate("window.stayed === true"))
