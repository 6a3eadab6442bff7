"""Matches with their clock, and the bracket that fills while they are played."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed

from .conftest import Visit, agrees, stayed
from .served import Play, Server, only

pytestmark = pytest.mark.browser

FINAL = "HBLWTEAM7-------------FNL-000100--"
JUDO = "JUDM60KG".ljust(34, "-")
JUDO_FINAL = "JUDM60KG--------------FNL-000100--"
TO_FINAL = "jud/men-60kg/final-1/"


def told(kind: str, code: str, status: str = "") -> Callable[[Message], bool]:
    """Whether a message is of a type, a code and a status."""

    def wanted(message: Message) -> bool:
        header = message.header
        return (header.document_type, header.document_code) == (kind, code) and (
            header.result_status == status or not status
        )

    return wanted


def score(page: Any) -> list[str]:
    return list(page.locator(".opponents .score").all_inner_texts())


def test_match_keeps_clock_score_and_periods(
    server: Server, both: list[Visit], rehearsal: list[Timed]
) -> None:
    play = Play(server, only(rehearsal, "HBL"), "MATCH")
    play.until(told("DT_RESULT", FINAL, "START_LIST"))
    pages = [visit.open(server.page("MATCH", f"units/{FINAL}/")) for visit in both]
    for page in pages:
        page.locator(".opponents .nm").first.wait_for()
        assert score(page) == ["", ""]
    seen = []
    for _ in range(3):
        now = play.until(told("DT_CURRENT", FINAL)).competition
        assert now is not None and now.clock is not None
        seen.append(now.clock.time)
        live = play.until(told("DT_RESULT", FINAL)).competition
        assert live is not None
        for page in pages:
            page.locator(".clock b", has_text=now.clock.time).wait_for()
            page.wait_for_function(
                """(told) => [...document.querySelectorAll(".opponents .score")].map((b) => b.textContent)
                     .join() === told""",
                arg=",".join(line.result for line in live.results),
            )
            assert live.periods is not None
            assert page.locator(".periods tbody tr").count() == len(live.periods.periods)
    assert len(set(seen)) == 3
    official = play.until(told("DT_RESULT", FINAL, "OFFICIAL")).competition
    play.rest()
    assert official is not None
    winner = next(line.competitors[0].code for line in official.results if line.wlt == "W")
    for page in pages:
        page.locator(f".opponents li[data-key='{winner}'][data-w=W]").wait_for()
        page.locator(".unithead .state[data-r=OFFICIAL]").wait_for()
        page.locator(".clock").wait_for(state="hidden")
        agrees(page)
        assert stayed(page)


def test_bracket_fills_to_the_medals(server: Server, both: list[Visit], rehearsal: list[Timed]) -> None:
    play = Play(server, only(rehearsal, "JUD"), "TREE")
    play.before(told("DT_RESULT", "JUDM60KG--------------QFNL000100--", "LIVE"))
    pages = [visit.open(server.page("TREE", f"events/{JUDO}/")) for visit in both]
    for page in pages:
        page.locator(".bracket").first.wait_for()
        assert page.locator(".bracket [data-w=W]").count() == 0
        assert not page.locator("#h-medals").is_visible()
    play.before(told("DT_RESULT", JUDO_FINAL, "LIVE"))
    for page in pages:
        page.wait_for_function("() => document.querySelectorAll('.bracket [data-w=W]').length === 10")
        page.locator(f".slot:has(a[href*='{TO_FINAL}']) .nm").nth(1).wait_for()
    final = play.until(told("DT_RESULT", JUDO_FINAL, "OFFICIAL")).competition
    play.rest()
    assert final is not None
    gold = next(line.competitors[0].code for line in final.results if line.wlt == "W")
    for page in pages:
        page.locator(f".slot:has(a[href*='{TO_FINAL}']) li[data-w=W]").wait_for()
        page.locator(f".podium li:has([data-m=ME_GOLD]) a[href*='{gold}']").wait_for()
        page.wait_for_function("() => document.querySelectorAll('.podium > li').length === 4")
        agrees(page)
        assert stayed(page)
