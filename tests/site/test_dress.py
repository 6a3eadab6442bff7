"""The same pages as plain text, and in a frame on another site."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

from kotinos.site.addresses import words

from .gallery import GAMES, HAND_E, SPRINT, TODAY, units

PATHS = [
    "", "medals/", "organisations/AVO/", "participants/1000/", "records/", f"schedule/{TODAY}/",
    f"{words(HAND_E)}/", *(f"{words(code)}/" for code in units()),
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["", "/ar"])
def test_text_says_what_the_page_says_and_fetches_nothing(visitor: Client, language: str, path: str) -> None:
    answer = visitor.get(f"/text{language}/{GAMES}/{path}")
    assert answer.status_code == 200 and len(answer.content) < 30_000
    tree = html.fromstring(answer.content.decode())
    assert not tree.xpath("//script|//style|//img|//svg|//template|//link[@rel!='canonical']|//@class|//@src")
    assert not [name for name in tree.xpath("//@*/..") if any(a.startswith("data-") for a in name.attrib)]
    whole = html.fromstring(visitor.get(f"{language}/{GAMES}/{path}").content.decode())
    for gone in whole.xpath("//template|//*[@hidden]|//script|//svg"):
        gone.drop_tree()
    told = ["".join(each.xpath("string(//main)").split()) for each in (tree, whole)]
    assert told[0] == told[1] and told[0]


@pytest.mark.parametrize("path", ["", "medals/", f"{words(SPRINT)}/"])
def test_links_of_text_stay_in_text(visitor: Client, path: str) -> None:
    tree = html.fromstring(visitor.get(f"/text/fr/{GAMES}/{path}").content.decode())
    inside = [at for at in tree.xpath("//a/@href") if at.startswith("/")]
    out = [at for at in inside if not at.startswith("/text/")]
    assert len(inside) > 10 and set(out) <= {f"/fr/{GAMES}/{path}"}
    assert f"/text/ar/{GAMES}/{path}" in inside and f"/text/{GAMES}/{path}" in inside
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    assert canonical == f"http://testserver/fr/{GAMES}/{path}"


def test_text_is_known_by_its_address_alone(visitor: Client) -> None:
    first = visitor.get(f"/text/{GAMES}/medals/")
    again = visitor.get(f"/text/{GAMES}/medals/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert visitor.get(f"/{GAMES}/medals/")["ETag"] != first["ETag"]
    assert "Cookie" not in first.get("Vary", "")
    assert b"/text/" not in visitor.get(f"/{GAMES}/participants/1000/").content.split(b"<footer")[0]


def test_text_leads_on_and_says_what_is_not_there(visitor: Client, client: Client) -> None:
    moved = client.get(f"/text/fr/{GAMES}/units/{SPRINT}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/text/fr/{GAMES}/{words(SPRINT)}/")
    gone = visitor.get("/text/nothing/")
    assert gone.status_code == 404 and b"<link" not in gone.content


@pytest.mark.parametrize("path", PATHS)
def test_embedded_page_may_be_framed_and_only_it(visitor: Client, path: str) -> None:
    answer = visitor.get(f"/embed/{GAMES}/{path}")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in visitor.get(f"/{GAMES}/{path}")["Content-Security-Policy"]
    tree = html.fromstring(answer.content.decode())
    assert not tree.xpath("//header") and len(tree.xpath("//main")) == 1
    assert tree.xpath("//base/@target") == ["_blank"]
    assert not [at for at in tree.xpath("//a/@href") if at.startswith("/embed")]
    assert len(tree.xpath("//*[@id='link']")) == 1


@pytest.mark.parametrize("path", ["ops/", "metrics", "api/v1/docs", "about-the-data/", "", "embed/X/"])
def test_nothing_else_may_be_framed(visitor: Client, path: str) -> None:
    answer = visitor.get(f"/embed/{path}")
    assert answer.status_code == 404 and "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_page_says_how_to_show_it_elsewhere(visitor: Client) -> None:
    tree = html.fromstring(visitor.get(f"/fr/{GAMES}/medals/").content.decode())
    lines = tree.xpath("string(//footer//textarea)")
    found = re.search(r'<iframe src="http://testserver(/embed/[^"]+)"', lines)
    assert found and visitor.get(found[1]).status_code == 200
    text = tree.xpath("//footer//a[starts-with(@href, '/text/')]/@href")
    assert text == [f"/text/fr/{GAMES}/medals/"]
