"""A record falls: the page of records tells of it and of the mark it broke, without being loaded again."""

from __future__ import annotations

import pytest

from kotinos.odf.message import Message
from kotinos.odf.nodes import RecordData
from kotinos.odf.stream import Timed

from .conftest import Visit, agrees, stayed
from .served import Play, Server

pytestmark = pytest.mark.browser


def new(message: Message) -> list[RecordData]:
    """Marks that a message tells to stand, set at these Games."""
    records = message.competition.records if message.competition else ()
    return [data for each in records for kind in each.types for data in kind.data if data.current == "Y"]


def test_new_record_appears_with_the_one_it_broke(
    server: Server, both: list[Visit], rehearsal: list[Timed]
) -> None:
    play = Play(server, rehearsal, "RECORD")
    mark = new(play.before(lambda message: bool(new(message))))[0]
    pages = [visit.open(server.page("RECORD", "records/")) for visit in both]
    for page in pages:
        assert page.locator(".feat").count() == 0
    play.until(lambda message: bool(new(message)))
    for page in pages:
        page.locator(".feat .new", has_text=mark.result).wait_for()
        assert page.locator(".feat .old").count() >= 1
        assert page.locator(".book .tag").count() >= 1
        agrees(page)
        assert stayed(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
