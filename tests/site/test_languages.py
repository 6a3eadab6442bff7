"""A page has one address in each language, and the same page in the others is one link away."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

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


def test_page_without_a_language_is_in_the_one_asked_for(visitor: Client) -> None:
    answer = visitor.get("/ops/", headers={"Accept-Language": "ar"})
    assert b'dir="rtl"' in answer.content
