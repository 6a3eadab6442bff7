"""A page has one address in each language, and the same page in the others is one link away."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from kotinos.site.web import times

from .gallery import GAMES, TODAY
from .test_pages import page

TAGS = [tag for tag, _ in settings.LANGUAGES]


@pytest.mark.parametrize("tag", TAGS)
def test_page_says_its_language_and_direction(visitor: Client, tag: str) -> None:
    tree = page(visitor, f"/{GAMES}/" if tag == "en" else f"/{tag}/{GAMES}/")
    assert tree.get("lang").lower() == tag
    assert tree.get("dir") == ("rtl" if tag == "ar" else "ltr")


def test_page_links_to_itself_in_every_language(visitor: Client) -> None:
    tree = page(visitor, f"/fr/{GAMES}/schedule/{TODAY}/?discipline=ATH")
    links = tree.xpath("//footer//a[@hreflang]")
    assert [link.get("hreflang") for link in links] == TAGS
    assert links[0].get("href") == f"/{GAMES}/schedule/{TODAY}/?discipline=ATH"
    assert links[5].get("href") == f"/ar/{GAMES}/schedule/{TODAY}/?discipline=ATH"
    assert [link.get("hreflang") for link in links if link.get("aria-current")] == ["fr"]


def test_links_stay_in_the_language(visitor: Client) -> None:
    tree = page(visitor, f"/ko/{GAMES}/")
    inside = [href for href in tree.xpath("//main//a/@href") if not href.startswith("#")]
    assert inside and all(href.startswith(f"/ko/{GAMES}/") for href in inside)


@pytest.mark.parametrize(
    ("asks", "goes"),
    [("", ""), ("fr-CA,fr;q=0.9", "/fr"), ("zh-CN", "/zh-hans"), ("xx, ar;q=0.5", "/ar"), ("xx", "")],
)
def test_start_goes_on_in_the_language_the_browser_asks_for(visitor: Client, asks: str, goes: str) -> None:
    answer = visitor.get("/", headers={"Accept-Language": asks})
    assert answer.status_code == 302 and answer["Location"] == f"{goes}/{GAMES}/"
    assert "Accept-Language" in answer["Vary"]


def test_start_in_a_language_stays_in_it(visitor: Client) -> None:
    answer = visitor.get("/ko/", headers={"Accept-Language": "fr"})
    assert answer["Location"] == f"/ko/{GAMES}/"


def test_page_without_a_language_is_in_the_one_asked_for(visitor: Client) -> None:
    answer = visitor.get("/ops/", headers={"Accept-Language": "ar"})
    assert b'dir="rtl"' in answer.content


@pytest.mark.parametrize("tag", TAGS)
def test_switcher_is_links_in_the_head(visitor: Client, tag: str) -> None:
    tree = page(visitor, f"/{GAMES}/" if tag == "en" else f"/{tag}/{GAMES}/")
    links = tree.xpath("//header//details[@class='language']//a")
    assert [link.get("lang") for link in links] == TAGS
    (now,) = [link for link in links if link.get("aria-current")]
    assert now.get("lang") == tag
    assert now.text in "".join(tree.xpath("//header//details[@class='language']/summary//text()"))


@pytest.mark.parametrize(
    ("tag", "long", "short", "year"),
    [
        ("en", "Wednesday 25 November", "Wed 25 Nov", "25 Nov 2026"),
        ("fr", "mercredi 25 novembre", "mer. 25 nov.", "25 nov. 2026"),
        ("es", "miércoles, 25 de noviembre", "mié, 25 nov", "25 nov 2026"),
        ("zh-hans", "11月25日星期三", "11月25日周三", "2026年11月25日"),
        ("ko", "11월 25일 (수요일)", "11월 25일 (수)", "2026년 11월 25일"),
        ("ar", "الأربعاء، 25 نوفمبر", "الأربعاء، 25 نوفمبر", "25 نوفمبر 2026"),
    ],
)
def test_days_are_written_as_the_language_does(tag: str, long: str, short: str, year: str) -> None:
    with override(tag):
        day = "2026-11-25"
        assert times.day(day) == long
        assert (times.day(day, "EEE d MMM"), times.day(day, "d MMM y")) == (short, year)


def test_lists_have_the_signs_of_the_language() -> None:
    said = []
    for tag in ("en", "fr", "zh-hans"):
        with override(tag):
            said.append(times.listed(["A", "B", "C"]))
    assert said == ["A, B and C", "A, B et C", "A、B和C"]


def test_right_to_left_brings_its_own_sheet(visitor: Client) -> None:
    sheets = "//link[@rel='stylesheet']/@href"
    assert any("rtl.css" in each for each in page(visitor, f"/ar/{GAMES}/").xpath(sheets))
    assert not any("rtl.css" in each for each in page(visitor, f"/fr/{GAMES}/").xpath(sheets))
