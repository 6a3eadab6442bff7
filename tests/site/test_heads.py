"""What machines read of a page: one address, itself in other languages, a card, schema.org's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from kotinos.site.addresses import words

from .gallery import GAMES, HAND, HAND_E, SPRINT, SPRINT_E, TODAY, Reader, units
from .schema_org import PROPERTIES, STATUS

HOST = "http://testserver"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d))?\Z")
PATHS = [
    "", "medals/", "organisations/AVO/", "participants/1000/", "participants/HBLWTEAM7---DOR01/",
    f"{words(HAND_E)}/", f"{words(SPRINT_E)}/", *(f"{words(code)}/" for code in units()),
]  # fmt: skip


def head(visitor: Client, path: str) -> Any:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode()).find("head")


def one(tree: Any, path: str) -> str:
    (found,) = tree.xpath(path)
    return str(found)


def told(tree: Any) -> list[dict[str, Any]]:
    (block,) = tree.xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from things(inner)


@pytest.mark.parametrize("path", PATHS)
def test_structured_data_is_schema_orgs(visitor: Client, path: str) -> None:
    graph = told(head(visitor, f"/{GAMES}/{path}"))
    assert graph
    for thing in things(graph):
        kind = thing["@type"]
        assert set(thing) - {"@type"} - PROPERTIES[kind] == set()
        if kind == "SportsEvent":
            assert thing.get("eventStatus", "https://schema.org/EventScheduled") in STATUS
            assert all(MOMENT.match(thing[name]) for name in ("startDate", "endDate") if name in thing)
            assert thing["name"] and thing["url"].startswith(HOST)
    assert all(value not in ("", None, [], {}) for thing in things(graph) for value in thing.values())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("start", ["/", "/ar/"])
def test_page_has_one_address_and_knows_its_languages(visitor: Client, start: str, path: str) -> None:
    tree = head(visitor, f"{start}{GAMES}/{path}")
    canonical = one(tree, "link[@rel='canonical']/@href")
    assert canonical.startswith(f"{HOST}{start}{GAMES}/{path}")
    others = dict(
        zip(tree.xpath("link/@hreflang"), tree.xpath("link[@hreflang]/@href"), strict=True)
    )  # fmt: skip
    assert set(others) >= {"en", "fr", "es", "zh-hans", "ko", "ar", "x-default"}
    assert others["x-default"] == others["en"] == f"{HOST}/{GAMES}/{path}"
    for name in ("og:title", "og:description", "og:url", "og:image", "og:image:alt", "og:type"):
        assert one(tree, f"meta[@property='{name}']/@content").strip()
    assert one(tree, "meta[@property='og:url']/@content") == canonical
    assert one(tree, "meta[@name='description']/@content") not in ("", "None")


def test_query_that_makes_another_page_is_kept(visitor: Client) -> None:
    tree = head(visitor, f"/{GAMES}/schedule/{TODAY}/?utm_source=x&venue=ATH&discipline=ATH")
    here = one(tree, "link[@rel='canonical']/@href")
    assert here == f"{HOST}/{GAMES}/schedule/{TODAY}/?discipline=ATH&venue=ATH"


def test_unit_tells_where_when_and_who(visitor: Client) -> None:
    event, crumbs = told(head(visitor, f"/{GAMES}/{words(HAND)}/"))
    assert event["@type"] == "SportsEvent" and event["location"]["@type"] == "Place"
    assert [side["@type"] for side in event["competitor"]] == ["SportsTeam"] * 2
    assert event["homeTeam"] == event["competitor"][0]
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3, 4]
    assert crumbs["itemListElement"][-1]["item"] == event["url"]


def test_result_stands_in_the_description(visitor: Client, reader: Reader) -> None:
    text = one(head(visitor, f"/{GAMES}/{words(SPRINT)}/"), "meta[@name='description']/@content")
    first = next(iter(sorted(json.loads(reader.bodies[f"unit/{SPRINT}"])["competitors"].values(),
                             key=lambda line: line["order"])))  # fmt: skip
    assert first["name"] in text and first["result"] in text


def test_page_of_a_fault_has_no_address(visitor: Client) -> None:
    tree = html.fromstring(visitor.get(f"/{GAMES}/nothing/").content.decode()).find("head")
    assert one(tree, "meta[@name='robots']/@content") == "noindex"
    assert not tree.xpath("link[@rel='canonical']")
    assert visitor.get(f"/{GAMES}/", headers={"Host": "evil.example"}).status_code == 400


def test_public_address_stands_before_the_asked_one(visitor: Client, settings: Any) -> None:
    path = f"/{GAMES}/medals/"
    first = visitor.get(path)
    settings.PUBLIC_URL = "https://results.example.org"
    again = visitor.get(path)
    assert b"https://results.example.org/" in again.content and again["ETag"] != first["ETag"]
