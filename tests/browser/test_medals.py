"""A medal is won: every page that tells of it changes where it stands."""

from __future__ import annotations

import pytest

from kotinos.odf.message import Message
from kotinos.odf.nodes import Competitor
from kotinos.odf.stream import Timed

from .conftest import Visit, agrees, stayed
from .served import Play, Server

pytestmark = pytest.mark.browser


def golds(message: Message) -> list[Competitor]:
    """Who wins gold by a message."""
    medals = message.competition.medals if message.competition else ()
    return [who for medal in medals if medal.code == "ME_GOLD" for who in medal.competitors]


def counts(message: Message) -> bool:
    """Whether a message is the medal table."""
    return message.header.document_type == "DT_MEDALS"


def test_medal_reaches_every_page(server: Server, both: list[Visit], rehearsal: list[Timed]) -> None:
    play = Play(server, rehearsal, "MEDAL")
    gold = golds(play.before(lambda message: bool(golds(message))))[0]
    paths = {
        "home": "",
        "table": "medals/",
        "organisation": f"organisations/{gold.organisation}/",
        "person": f"participants/{gold.code}/",
    }
    watched = [
        {name: visit.open(server.page("MEDAL", path)) for name, path in paths.items()} for visit in both
    ]
    for pages in watched:
        assert pages["home"].locator("section:has(#h-latest) [data-m=ME_GOLD]").count() == 0
        assert pages["table"].locator("[data-t='events_finished|=0']").inner_text() == "0"
        assert pages["organisation"].locator("[data-t='gold|=0']").inner_text() == "0"
        assert not pages["person"].locator("#h-medals").is_visible()
    play.until(counts)
    for pages in watched:
        latest = pages["home"].locator("section:has(#h-latest) li:has([data-m=ME_GOLD])")
        latest.locator(f"a[href*='{gold.code}']").wait_for()
        line = f"tbody tr[data-key={gold.organisation}]"
        for name in ("home", "table"):
            pages[name].locator(line).wait_for()
            assert pages[name].locator(line).locator("td").nth(1).inner_text() == "1"
        pages["organisation"].locator("[data-t='gold|=0']", has_text="1").wait_for()
        pages["organisation"].locator(f".medals a[href*='{gold.code}']").wait_for()
        pages["person"].locator("section:has(#h-medals) [data-m=ME_GOLD]").wait_for()
        for page in pages.values():
            agrees(page)
            assert stayed(page)


def test_clock_of_the_games_does_not_flash(server: Server, both: list[Visit], rehearsal: list[Timed]) -> None:
    """What changes every minute by itself draws no eye; what was won does."""
    play = Play(server, rehearsal, "CLOCK")
    play.until(counts)
    pages = [visit.open(server.page("CLOCK")) for visit in both]
    for page in pages:
        page.evaluate(
            """() => { window.flashed = []; const animate = Element.prototype.animate;
              Element.prototype.animate = function (frames, ...how) {
                if (JSON.stringify(frames).includes("--hit")) window.flashed.push(this.outerHTML);
                return animate.call(this, frames, ...how); } }"""
        )
    before = [page.locator("#h-live time").inner_text() for page in pages]
    play.until(lambda message: bool(golds(message)))
    play.until(counts)
    for page, then in zip(pages, before, strict=True):
        agrees(page)
        assert page.locator("#h-live time").inner_text() != then
        flashed = page.evaluate("window.flashed")
        assert any("events_finished" in html for html in flashed)
        assert not any("<time" in html for html in flashed)
