"""Sitemaps, robots.txt and Atom feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html

from kotinos.site.web.found import sitemaps
from tests.games import views

from .gallery import GAMES, Reader
from .test_api import UNIT, documents, keep

pytestmark = pytest.mark.django_db(databases="__all__")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return etree.fromstring(answer.content)


def test_every_page_stands_in_a_sitemap_and_answers(client: Client) -> None:
    keep(documents())
    keep(documents(), f"{views.GAMES}~T")
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    maps = tree(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=MAP)
    assert maps == [f"http://testserver/sitemaps/{views.GAMES}/1.xml"]
    found = tree(client, maps[0].removeprefix("http://testserver"))
    urls = found.xpath("//s:url", namespaces=MAP)
    pages = found.xpath("//s:loc/text()", namespaces=MAP)
    assert len(pages) == len(set(pages)) == len(urls) > 60
    assert all(len(url.xpath("x:link", namespaces=MAP)) == 6 for url in urls)
    for page in pages:
        assert client.get(page.removeprefix("http://testserver")).status_code in (200, 404)
    mine = [page for page in pages if page.startswith(f"http://testserver/{views.GAMES}/")]
    gone = [page for page in mine if client.get(page.removeprefix("http://testserver")).status_code != 200]
    assert gone == [] and len(mine) * 6 == len(pages)
    assert any("/participants/101/åberg-zoë" in page or "%C3%A5berg" in page for page in mine)


def test_sitemap_is_cut_into_slices(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(documents())
    monkeypatch.setattr(sitemaps, "SLICE", 4)
    maps = tree(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=MAP)
    assert len(maps) > 2
    pages = [
        page
        for at in maps
        for page in tree(client, at.removeprefix("http://testserver")).xpath("//s:loc/text()", namespaces=MAP)
    ]
    assert len(pages) == len(set(pages))
    for part in ("0", "99", "x", "1" * 9):
        assert client.get(f"/sitemaps/{views.GAMES}/{part}.xml").status_code == 404
    assert sitemaps.SLICE * 6 < sitemaps.ENTRIES


def test_slices_fit_the_protocol() -> None:
    assert sitemaps.SLICE * 6 <= sitemaps.ENTRIES


def entries(client: Client, path: str) -> list[Any]:
    feed = tree(client, path)
    for one in ("title", "id", "updated", "author/a:name"):
        assert feed.xpath(f"string(a:{one})", namespaces=ATOM)
    found = feed.xpath("a:entry", namespaces=ATOM)
    for entry in found:
        assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)).tzinfo
        assert entry.findtext("a:title", namespaces=ATOM) and entry.findtext("a:summary", namespaces=ATOM)
    idents = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(idents) == len(set(idents))
    return list(found)


def test_results_are_told_in_feeds(client: Client, reader: Reader) -> None:
    whole = entries(client, f"/{GAMES}/results.atom")
    assert whole and len(whole) <= 50
    one = entries(client, f"/fr/{GAMES}/disciplines/ATH.atom")
    assert 0 < len(one) < len(whole)
    assert all("/fr/" in entry.findtext("a:id", namespaces=ATOM) for entry in one)
    assert entries(client, f"/{GAMES}/organisations/AVO.atom")
    for path in ("disciplines/QQQ.atom", "organisations/QQQ.atom"):
        assert client.get(f"/{GAMES}/{path}").status_code == 404


def test_medals_are_told_in_a_feed(client: Client) -> None:
    keep(documents())
    found = entries(client, f"/{views.GAMES}/medals.atom")
    assert ["Gold" in entry.findtext("a:title", namespaces=ATOM) for entry in found].count(True) == 1
    assert UNIT


def test_feed_is_not_sent_twice_and_hostile_names_stay_text(client: Client, reader: Reader) -> None:
    first = client.get(f"/{GAMES}/results.atom")
    again = client.get(f"/{GAMES}/results.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["", "medals/", "organisations/AVO/", "disciplines/ATH/"])
def test_page_names_its_feeds(client: Client, reader: Reader, path: str) -> None:
    page = html.fromstring(client.get(f"/{GAMES}/{path}").content.decode())
    found = page.xpath("//link[@type='application/atom+xml']/@href")
    assert len(found) == (2 if path else 1)
    assert all(client.get(at).status_code == 200 for at in found)
