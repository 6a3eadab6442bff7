"""Notices and news on the pages they belong to, whole without the script."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.test import Client
from lxml import html

from kotinos.games.terms import NewsLine, NewsView, NoticeLine, NoticesView, Said
from kotinos.site.web.bulletins import news_for, notices_for

from .gallery import GAMES, SPRINT, SPRINT_E, TODAY, Reader
from .test_pages import page


def notice(code: str, level: str = "info", scope: str = "", **more: Any) -> NoticeLine:
    urgency = ("info", "warning", "danger").index(level)
    told = {"title": f"Title {code}", "language": "en", "published": f"{TODAY}T10:00", **more}
    return NoticeLine(code=code, level=level, urgency=urgency, scope=scope, **told)


def put(reader: Reader, *notices: NoticeLine) -> None:
    view = NoticesView(notices={each.code: each for each in notices})
    reader.bodies["notices"] = msgspec.json.encode(view)


def put_news(reader: Reader, *items: NewsLine) -> None:
    reader.bodies["news"] = msgspec.json.encode(NewsView(items={each.code: each for each in items}))


def shown(tree: html.HtmlElement) -> list[str]:
    return [row.get("data-key") for row in tree.xpath("//ul[@class='standing']/li")]


@pytest.fixture
def venue(visitor: Client) -> str:
    """The code of the sprint's venue."""
    concerns = page(visitor, f"/{GAMES}/units/{SPRINT}/").xpath("string(//ul[@class='standing']/@data-where)")
    return next(part for part in concerns.split()[0].split("|") if part.startswith("venue/"))


def test_page_without_notices_shows_none(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/medals/")
    assert shown(tree) == []
    assert tree.xpath("string(//section[@id='notices'])").strip() == ""


def test_notice_for_the_games_is_on_every_page_the_most_urgent_first(visitor: Client, reader: Reader) -> None:
    put(reader, notice("A"), notice("B", "danger"), notice("C", "warning"))
    for path in ("", "medals/", "records/", "disciplines/", f"schedule/{TODAY}/", f"units/{SPRINT}/"):
        assert shown(page(visitor, f"/{GAMES}/{path}")) == ["B", "C", "A"], path
    tree = page(visitor, f"/{GAMES}/")
    assert [each.text for each in tree.xpath("//ul[@class='standing']//p[@class='level']")] == [
        "Danger", "Warning", "Notice",
    ]  # fmt: skip


def test_notice_about_a_venue_is_where_it_concerns(visitor: Client, reader: Reader, venue: str) -> None:
    put(
        reader, notice("A", scope=venue), notice("B", scope="venue/ELSE"), notice("C", scope="discipline/ATH")
    )
    assert shown(page(visitor, f"/{GAMES}/units/{SPRINT}/")) == ["A", "C"]
    assert shown(page(visitor, f"/{GAMES}/events/{SPRINT_E}/")) == ["C"]
    assert shown(page(visitor, f"/{GAMES}/schedule/{TODAY}/")) == ["A", "B", "C"]
    assert shown(page(visitor, f"/{GAMES}/medals/")) == []


def test_notice_is_in_the_reader_s_language_and_says_which_it_is_in(visitor: Client, reader: Reader) -> None:
    french = Said(language="fr", title="Orage", text="Entrez.")
    put(reader, notice("A", text="Go inside.", ends=f"{TODAY}T18:30", texts={"fr": french}))
    row = page(visitor, f"/fr/{GAMES}/").xpath("//ul[@class='standing']/li")[0]
    assert row.xpath(".//b")[0].text == "Orage" and "Entrez." in row.text_content()
    assert row.xpath(".//*[@class='words']/@lang") == ["fr"]
    assert row.xpath("string(.//time/@datetime)") == f"{TODAY}T18:30"
    row = page(visitor, f"/ko/{GAMES}/").xpath("//ul[@class='standing']/li")[0]
    assert row.xpath(".//b")[0].text == "Title A"
    assert row.xpath(".//*[@class='words']/@lang") == ["en"]


def test_notice_s_text_stays_text(visitor: Client, reader: Reader) -> None:
    put(reader, notice("A", title="<script>alert(1)</script>", scope_name='"><b>'))
    tree = page(visitor, f"/{GAMES}/")
    assert "<script>alert(1)</script>" in tree.xpath("string(//ul[@class='standing'])")
    assert not tree.xpath("//script[not(@src) and not(contains(@type, 'json'))]")


def test_new_notice_makes_a_new_page(visitor: Client, reader: Reader) -> None:
    before = visitor.get(f"/{GAMES}/medals/")["ETag"]
    put(reader, notice("A"))
    after = visitor.get(f"/{GAMES}/medals/", headers={"If-None-Match": before})
    assert after.status_code == 200 and after["ETag"] != before


def test_what_comes_later_is_told_apart_by_its_urgency() -> None:
    view = NoticesView(notices={"A": notice("A"), "B": notice("B", scope="venue/POL")})
    where = notices_for(view, ["venue/STA", "venue/a b"])
    assert where.standing == "scope=|venue/STA code=A"
    assert where.alarming == "scope=|venue/STA urgency=2 code!=A"
    assert where.polite == "scope=|venue/STA urgency!=2 code!=A"
    assert notices_for(view, "*").standing == "code=A|B"
    assert notices_for(NoticesView(), ()).standing == "scope= code="


def news(code: str, **more: Any) -> NewsLine:
    return NewsLine(code=code, language="en", title=f"Story {code}", published=f"{TODAY}T1{code}:00", **more)


def test_news_is_on_the_home_page_the_newest_first(visitor: Client, reader: Reader) -> None:
    put_news(reader, news("1"), news("2", link="https://example.org/a", picture="/media/a.avif"))
    tree = page(visitor, f"/{GAMES}/")
    stories = tree.xpath("//section[@class='news']//li")
    assert [each.get("data-key") for each in stories] == ["2", "1"]
    assert stories[0].xpath(".//a/@href") == ["https://example.org/a"]
    assert stories[0].xpath(".//img/@src") == ["/media/a.avif"]
    assert stories[1].xpath(".//a/@href") == [] and stories[1].xpath(".//img/@src") == []


def test_news_is_on_the_pages_it_is_about_only(visitor: Client, reader: Reader) -> None:
    put_news(reader, news("1", about=(SPRINT, "AVO")), news("2", about=("SWM",)))
    for path, codes in (
        (f"units/{SPRINT}/", ["1"]), ("organisations/AVO/", ["1"]), ("medals/", []),
        ("disciplines/SWM/", ["2"]), (f"events/{SPRINT_E}/", []),
    ):  # fmt: skip
        tree = page(visitor, f"/{GAMES}/{path}")
        assert tree.xpath("//section[@class='news']//li/@data-key") == codes, path


def test_empty_news_slot_shows_nothing(visitor: Client, reader: Reader) -> None:
    assert page(visitor, f"/{GAMES}/medals/").xpath("//section[@class='news']") == []
    assert page(visitor, f"/{GAMES}/").xpath("//section[@class='news'][not(@hidden)]") == []
    assert news_for(None, "*") is None
