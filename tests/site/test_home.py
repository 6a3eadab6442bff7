"""A Games' home for every moment."""

from __future__ import annotations

import json

import msgspec
import pytest
from django.test import Client
from lxml import html

from kotinos.games.terms import (
    DayView,
    GamesView,
    MedalHeld,
    MemberLine,
    ParticipantView,
    RecordsView,
    RecordView,
)
from kotinos.site.web import home
from kotinos.site.web.decorated import decorated

from .gallery import DAYS, GAMES, TODAY, Reader
from .test_pages import page, texts


def at(reader: Reader, moment: str, **more: object) -> GamesView:
    """The gallery's Games at another moment."""
    view = msgspec.json.decode(reader.bodies["games"], type=GamesView)
    ahead = dict(list(view.next.items())[:2])
    view = msgspec.structs.replace(view, moment=moment, finals=ahead, **{"live": {}, **more})  # type: ignore[arg-type]
    reader.bodies["games"] = msgspec.json.encode(view)
    return view


def heads(tree: html.HtmlElement) -> list[str]:
    """The page's headings."""
    return texts(tree, "//main//h1|//main//h2")


def test_before_the_games_days_are_counted_by_its_own_clock(visitor: Client, reader: Reader) -> None:
    at(reader, "before", now="2026-07-12T09:00", latest={}, recent={})
    tree = page(visitor, f"/{GAMES}/")
    assert texts(tree, "//h1") == ["5 days to go"]
    found = heads(tree)
    assert "The first medals" in found and "The first contests" in found and "Venues" in found
    assert "Live now" not in found and "Medal table" not in found
    assert tree.xpath("//p[@data-until]/@hidden"), "without JavaScript there is no clock that stands still"
    assert tree.xpath("//script[contains(@src, 'countdown.js')]")
    assert len(tree.xpath(f"//main//a[contains(@href, '/{GAMES}/schedule/2026')]")) >= len(DAYS)


@pytest.mark.parametrize(
    ("now", "title"), [("2026-07-16T09:00", "1 day to go"), ("2026-07-17T02:00", "It begins today")]
)
def test_last_day_before_is_one_day(visitor: Client, reader: Reader, now: str, title: str) -> None:
    at(reader, "before", now=now)
    assert texts(page(visitor, f"/{GAMES}/"), "//h1") == [title]


def test_during_a_day_what_is_live_comes_first(visitor: Client, reader: Reader) -> None:
    view = msgspec.json.decode(reader.bodies["games"], type=GamesView)
    at(reader, "day", live=view.live)
    tree = page(visitor, f"/{GAMES}/")
    found = heads(tree)
    order = [
        "Live now",
        "Medals next",
        "Next",
        "Latest medals",
        "Medal table",
        "Latest results",
        "Today by discipline",
    ]
    assert [next(h for h in found if h.startswith(name)) for name in order] == [
        h for h in found if h.startswith(tuple(order))
    ]
    medals = [
        int(unit.medal > 0)
        for key in tree.xpath("//ul[contains(@class, 'cards')]/li/@data-key")
        for unit in [view.live[key]]
    ]
    assert medals == sorted(medals, reverse=True) and 1 in medals, "finals first"


def test_today_by_discipline_counts_what_is_scheduled(visitor: Client, reader: Reader) -> None:
    at(reader, "day")
    day = msgspec.json.decode(reader.bodies[f"day/{TODAY}"], type=DayView)
    athletics = [u for u in day.units.values() if u.discipline == "ATH" and u.status != "UNSCHEDULED"]
    tile = texts(page(visitor, f"/{GAMES}/"), "//ul[contains(@class, 'small')]/li[contains(., 'Athletics')]")[
        0
    ]
    assert f"{len(athletics)} contest" in tile


def test_between_days_the_day_is_told(visitor: Client, reader: Reader) -> None:
    record = RecordView(code="X", kind="WR", result="9.79", unit="U", date=TODAY)
    old = msgspec.structs.replace(record, code="Y", date="2020-01-01")
    reader.bodies["records"] = msgspec.json.encode(RecordsView(records={"X/WR": record, "Y/WR": old}))
    at(reader, "between", now=f"{TODAY}T23:10", today=TODAY)
    tree = page(visitor, f"/{GAMES}/")
    assert texts(tree, "//h1") == ["Day 4 of 10 is over"]
    story = texts(tree, "//section[@id='story']")[0]
    assert "Men's 100 m" in story and "AMBERLEY Ines" in story and "1 record" in story
    assert "Highlights of the next day" in heads(tree) and "Medal table" in " ".join(heads(tree))
    assert tree.xpath("//section[@id='story']/@data-fresh")


def test_after_the_games_the_whole_is_told(visitor: Client, reader: Reader) -> None:
    at(reader, "after", next={}, now="2026-07-26T23:00")
    tree = page(visitor, f"/{GAMES}/")
    found = " ".join(heads(tree))
    for title in (
        "The Games are over",
        "Final medal table",
        "Most medals by one athlete",
        "Records set",
        "Day by day",
    ):
        assert title in found
    assert "Next" not in heads(tree) and "Live now" not in found
    most = texts(tree, "//ol[@class='decorated']/li")
    assert len(most) == 3 and most[0].startswith("AMBERLEY Ines AVO") and "2" in most[0]
    days = tree.xpath("//section[@aria-labelledby='h-days']//li//@href")
    assert len(days) == len(DAYS)


def test_moment_is_what_the_page_is_made_from(visitor: Client, reader: Reader) -> None:
    """The page is fetched once more when the moment changes, and no document is missing then."""
    for moment in ("before", "day", "between", "after"):
        at(reader, moment, today=TODAY)
        tree = page(visitor, f"/{GAMES}/")
        assert tree.xpath("string(//main/@data-shape)") == "moment today days"
        told = json.loads(tree.xpath("string(//script[@id='live'])"))
        assert told["topics"]["games"]["moment"] == moment


def test_team_medals_count_for_members(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(competitor: str, name: str, medal: str) -> MedalHeld:
        return MedalHeld(
            medal=medal, event="E" + competitor, event_name="", discipline="SWM", competitor=competitor,
            name=name, organisation="AVO",
        )  # fmt: skip

    won = [
        held("T1", "Avonia", "ME_GOLD"),
        held("7", "SEVEN Ada", "ME_BRONZE"),
        held("9", "NINE Ida", "ME_GOLD"),
    ]
    monkeypatch.setattr("kotinos.site.web.asked.medals", lambda key: won)
    members = {
        code: MemberLine(code=code, name=name) for code, name in (("7", "SEVEN Ada"), ("8", "EIGHT Eva"))
    }
    reader.bodies["participant/T1"] = msgspec.json.encode(
        ParticipantView(code="T1", name="Avonia", kind="T", members=members)
    )
    assert [(one.name, one.numbers) for one in decorated(GAMES)] == [("SEVEN Ada", (1, 0, 1))]


def test_countdown_knows_no_day_without_a_schedule(visitor: Client, reader: Reader) -> None:
    at(reader, "before", days=(), next={})
    tree = page(visitor, f"/{GAMES}/")
    assert texts(tree, "//h1") == ["The schedule is not known yet"]
    assert home.HOME_FIELDS[0] == "now"
