"""The page's script shows names as the server does, for each name there is, in each language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

from kotinos.odf.stream import Timed
from kotinos.rehearsal.api import plan
from kotinos.site import names

from .conftest import Visit, agrees, stayed
from .served import Play, Server

pytestmark = pytest.mark.browser

GAMES = "TONGUES"
TAGS = [tag for tag, _ in settings.LANGUAGES if tag != "en"]
ODD = [
    "",
    "HEAT 3",
    "Heat 3 of them",
    "constructor",
    "Final, Final",
    "10",
    "Women’s",
    "+0.35",
    "Qualification Ä",
]
ASK = """async ([texts, found]) => {
  const { from } = await import(found.script);
  const shown = from(await (await fetch(found.data)).json());
  return texts.map(shown);
}"""


def told() -> list[str]:
    """Every name of a large rehearsal, and odd ones."""
    made = plan("continental")
    found = {f"{made.events[unit.event].name} {unit.name}" for unit in made.units.values()}
    found |= {
        name for event in made.events.values() for name in (event.name, *(p.name for p in event.phases))
    }
    found |= {unit.name for unit in made.units.values()} | {
        session.name for session in made.sessions.values()
    }
    return sorted(found | {row["en"] for row in names.table("events")} | set(ODD))


@pytest.mark.parametrize("tag", TAGS)
def test_script_and_server_call_everything_the_same(
    server: Server, visitors: Callable[..., Visit], rehearsal: list[Timed], tag: str
) -> None:
    play = Play(server, rehearsal, f"{GAMES}{tag[:2].upper()}")
    play.until(lambda message: message.header.document_type == "DT_SCHEDULE")
    page = visitors(390).open(f"{server.url}/{tag}/{GAMES}{tag[:2].upper()}/")
    found = page.evaluate("JSON.parse(document.getElementById('labels').textContent).names")
    texts = told()
    here = names.Names(names.book(tag), server.client.get(found["data"]).json()["exact"])
    assert page.evaluate(ASK, [texts, found]) == [here.shown(text) for text in texts]


def test_arabic_page_follows_a_contest_and_reads_the_same_fresh(
    server: Server, both: list[Visit], rehearsal: list[Timed]
) -> None:
    play = Play(server, rehearsal, GAMES)
    play.until(lambda message: message.header.result_status == "LIVE")
    pages = [visit.open(f"{server.url}/ar/{GAMES}/") for visit in both]
    play.until(lambda message: message.header.result_status == "OFFICIAL")
    for page in pages:
        agrees(page)
        assert stayed(page)
        assert page.locator("html").get_attribute("dir") == "rtl"
