"""The operations page in a real Chromium: for everybody, with a keyboard, without script, moving in place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import HEIGHTS, Visit
from .served import free_port
from .test_every_page import SHOTS, axe, first_view, grave

__all__ = ["axe"]
pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that lets in, of a server with a day behind it and processes that report."""
    environment = dict(os.environ)
    for name in ("KOTINOS_TEST_RUN", "KOTINOS_DATA_DIR", "KOTINOS_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    environment["TMPDIR"] = str(tmp_path_factory.mktemp("ops"))
    command = [sys.executable, "-m", "tests.ops.served", str(free_port()), "1.1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None and running.stdout is not None
        yield running.stdout.readline().strip()
        running.stdin.close()
        assert running.wait(20) == 0


def come_in(visit: Visit, link: str, query: str = "") -> Any:
    """The page, by way of the link."""
    page = visit.open(link, live=False)
    page.wait_for_url("**/ops/")
    if query:
        page.goto(f"{page.url}{query}")
    page.wait_for_selector(".said.well", state="attached")
    return page


@pytest.mark.parametrize("query", ["", "?range=24h"])
def test_page_is_for_everybody(
    query: str, link: str, axe: Any, visitors: Callable[..., Visit], chromium: Any
) -> None:
    """Both widths, light and dark: axe, no scrolling sideways, the same without script, little to load."""
    visit = visitors(1280, reduced_motion="reduce")
    page = come_in(visit, link, query)
    assert 0 < first_view(page) <= 100_000
    page.evaluate(axe.axe_script)
    page.get_by_role("button", name="Pause").click()
    page.locator("#messages summary").click()
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += grave(page, () if scheme == "light" else ("color-contrast",))
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"ops{query[7:]}-{width}-{scheme}.png", full_page=True)
    assert found == []
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    plain = Visit(chromium, 1280, java_script_enabled=False)
    bare = come_in(plain, link, query)
    assert bare.locator(".plot").count() == page.locator(".plot").count() == 12
    assert bare.locator("#messages tbody tr").count() >= 80
    assert not bare.locator("#link").is_visible() and bare.get_by_role("button").count() == 0
    plain.context.close()
    assert not plain.wrong


def test_stranger_is_told_how_to_get_in(link: str, axe: Any, visit: Visit) -> None:
    page = visit.open(link.partition("?")[0], live=False)
    assert len(visit.wrong) == 1 and "403" in visit.wrong.pop()
    assert page.get_by_text("kotinos ops link").is_visible()
    page.evaluate(axe.axe_script)
    assert grave(page) == []


def test_page_moves_in_place_and_stands_still_when_told(link: str, visit: Visit) -> None:
    page = come_in(visit, link)
    page.evaluate("window.stayed = true")
    page.locator("#messages summary").click()
    first = page.locator("#messages tbody tr time").first.get_attribute("datetime")
    assert first
    page.wait_for_function(
        "(was) => document.querySelector('#messages tbody time').dateTime > was", arg=first, timeout=30_000
    )
    assert page.locator("#messages details").get_attribute("open") is not None
    assert page.evaluate("window.stayed") and "Updated" in page.locator("#link").inner_text()
    page.get_by_role("button", name="Pause").click()
    assert "Paused" in page.locator("#link").inner_text()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(6_000)
    assert asked == []
    page.get_by_role("button", name="Go on").click()
    page.locator("#link", has_text="Updated").wait_for()
    assert asked


def test_figures_under_the_pointer_are_those_of_the_table(link: str, visit: Visit) -> None:
    page = come_in(visit, link, "?range=24h")
    page.get_by_role("button", name="Pause").click()
    panel = page.locator("#streams")
    now = panel.locator(".legend b").all_inner_texts()
    box = panel.locator(".plot").bounding_box()
    panel.locator(".plot").hover(position={"x": box["width"] * 0.4, "y": 60})
    shown, at = panel.locator(".legend b").all_inner_texts(), panel.locator(".legend .at").inner_text()
    panel.locator("summary").click()
    row = panel.locator("tbody tr", has=page.get_by_text(at, exact=True))
    assert row.locator("td").all_inner_texts() == shown
    page.mouse.move(0, 0)
    page.locator("h1").hover()
    assert panel.locator(".legend b").all_inner_texts() == now
    assert panel.locator(".cursor").count() == 0


def test_page_is_used_with_a_keyboard(link: str, visit: Visit) -> None:
    page = come_in(visit, link)
    page.get_by_role("button", name="Pause").focus()
    focused = "() => document.activeElement.innerText.trim()"
    heads = []
    for _ in range(12):
        page.keyboard.press("Tab")
        heads.append(page.evaluate(focused))
    assert heads[:3] == ["Messages in", "Acknowledged", "Fold lag"]
    assert heads[8:] == ["15 min", "6 h", "24 h", "7 days"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#messages table").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
