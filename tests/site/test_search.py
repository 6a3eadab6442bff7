"""Search: who is found, in which order and language, what is said when nobody is, and how fresh it is."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.test import Client
from lxml import html

from kotinos.live.patch import apply
from kotinos.site.addresses import words
from kotinos.site.web import local, respond

from .gallery import GAMES, HAND, SPRINT, SPRINT_E, TODAY, Reader
from .test_pages import page, texts

PAGE = f"/{GAMES}/search/"


def change(reader: Reader, topic: str, patch: dict[str, Any]) -> None:
    """Change a topic, as the fold would."""
    before = msgspec.json.decode(reader.bodies[topic])
    reader.bodies[topic] = msgspec.json.encode(apply(before, patch), order="sorted")
    reader.seq += 1


def found(visitor: Client, asked: str, language: str = "") -> html.HtmlElement:
    """The page of a question."""
    answer = visitor.get(f"{language}{PAGE}", {"q": asked})
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def hits(tree: html.HtmlElement) -> list[str]:
    """Where the hits lead, in order."""
    return [str(href) for href in tree.xpath("//ul[@class='hits']//p[@class='name']/a/@href")]


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("amberley", "participants/1000/"),
        ("Ines Amberley", "participants/1000/"),
        ("amberly inés", "participants/1000/"),
        ("avonia", "organisations/AVO/"),
        ("AVO", "organisations/AVO/"),
        ("atletics", "disciplines/ATH/"),
        ("men's 100 m", f"{words(SPRINT_E)}/"),
        ("100m final", f"{words(SPRINT)}/"),
        ("harbour stadium", "venues/ATH/"),
        ("world record", "records/"),
        ("relay avonia", "participants/ATHX4X400---AVO01/"),
    ],
)
def test_first_hit_is_what_was_meant(visitor: Client, reader: Reader, asked: str, leads: str) -> None:
    change(reader, "games", {"venues": {"ATH": "Harbour Stadium"}})
    first = hits(found(visitor, asked))[0]
    assert first == f"/{GAMES}/{leads}"
    assert visitor.get(first).status_code == 200 or "ATHX" in first  # of whom the gallery has no page


@pytest.mark.parametrize("asked", ["希腊", "اليونان", "Grèce", "Grecia", "그리스", "Greece", "GRE"])
def test_organisation_is_found_in_every_language(visitor: Client, reader: Reader, asked: str) -> None:
    change(reader, "games", {"organisations": {"GRE": "Greece"}})
    for language in ("", "/zh-hans"):
        assert hits(found(visitor, asked, language))[0].endswith("/organisations/GRE/")


@pytest.mark.parametrize(
    ("local_name", "asked", "tongue"),
    [
        ("森川さくら", "森川", "ja"),
        ("أنيس الظاهر", "ظاهر انيس", "ar"),
        ("석도현", "석도ㅎ", "ko"),
        ("Мила Орлова", "орлова", "und-Cyrl"),
    ],
)
def test_person_is_found_and_shown_in_the_own_script(
    visitor: Client, reader: Reader, local_name: str, asked: str, tongue: str
) -> None:
    change(reader, "organisation/AVO", {"participants": {"1000": {"local_name": local_name}}})
    change(reader, "participant/1000", {"local_name": local_name})
    tree = found(visitor, asked)
    assert hits(tree) == [f"/{GAMES}/participants/1000/"]
    assert [(each.text, each.get("lang")) for each in tree.xpath("//bdi[@class='local']")] == [
        (local_name, tongue)
    ]
    own = page(visitor, hits(tree)[0])
    assert [(each.text, each.get("lang")) for each in own.xpath("//bdi[@class='local']")] == [
        (local_name, tongue)
    ]
    assert local_name in texts(own, "//title")[0]


@pytest.mark.parametrize(
    ("text", "organisation", "tag"),
    [("罗俊浩", "CHN", "zh-Hans"), ("林", "TPE", "zh-Hant"), ("森", "JPN", "ja"), ("罗", "", "und-Hani"),
     ("Артём", "UKR", "uk"), ("Anna", "GER", ""), ("", "", ""), ("آرش", "IRI", "fa"), ("ლევან", "GEO", "ka")],
)  # fmt: skip
def test_language_is_that_of_script_and_organisation(text: str, organisation: str, tag: str) -> None:
    assert local.tongue(text, organisation) == tag


def test_hit_says_what_is_won_and_what_is_next(visitor: Client, reader: Reader) -> None:
    start = {"status": "SCHEDULED", "start": f"{TODAY}T21:05:00+02:00", "result_status": None}
    change(reader, "participant/1000", {"results": {SPRINT: start}})
    tree = found(visitor, "amberley")
    assert texts(tree, "//p[@class='won']") == ["Gold 2"]
    assert texts(tree, "//p[@class='soon']") == ["Mon 20 Jul 21:05 Men's 100 m Final"]
    change(reader, "participant/1000", {"results": {SPRINT: {"status": "RUNNING"}}})
    assert texts(found(visitor, "amberley"), "//p[@class='soon']")[0].startswith("Live")


def test_live_comes_first_among_equals(visitor: Client, reader: Reader) -> None:
    units = hits(found(visitor, "final"))
    live = [
        code for code, unit in msgspec.json.decode(reader.bodies[f"day/{TODAY}"])["units"].items()
        if unit.get("status") == "RUNNING" and "final" in unit["name"].lower()
    ]  # fmt: skip
    assert live and units[0] in [f"/{GAMES}/{words(code)}/" for code in live]
    assert f"/{GAMES}/{words(HAND)}/" in hits(found(visitor, "semi-final"))


def test_nobody_found_is_helped_on(visitor: Client) -> None:
    tree = found(visitor, "amberlayne zzzzz")
    assert hits(tree) == [] and "Nothing here is called" in texts(tree, "//p[@class='told']")[0]
    assert "AMBERLEY Ines" in texts(tree, "//p[@class='ideas']/a")
    for idea in tree.xpath("//p[@class='ideas']/a/@href"):
        assert hits(html.fromstring(visitor.get(idea).content.decode()))


def test_mistyped_is_said(visitor: Client) -> None:
    assert "come near" in texts(found(visitor, "amberlei"), "//p[@class='told']")[0]
    assert "come near" not in texts(found(visitor, "amberley"), "//p[@class='told']")[0]


def test_empty_question_explains(visitor: Client) -> None:
    tree = page(visitor, PAGE)
    assert not hits(tree) and tree.xpath("//main//form[@role='search']//input[@name='q']")
    assert tree.xpath("//meta[@name='robots'][@content='noindex']")


@pytest.mark.parametrize(
    "asked",
    [
        "<script>alert(1)</script>",
        '"><b>',
        "%00\0",
        "a" * 5000,
        "' OR 1=1 --",
        "\u202eabc",
        "((((",
        "日" * 90,
    ],
)
def test_hostile_question_stays_text(visitor: Client, asked: str) -> None:
    tree = found(visitor, asked)
    assert not tree.xpath("//main//script") and not tree.xpath("//main//b[not(ancestor::li)]")
    value = tree.xpath("//main//input/@value")
    assert len(value[0] if value else "") <= 80


def test_page_is_known_again_and_not_kept(visitor: Client, reader: Reader) -> None:
    before = len(respond._shelf._pages)
    first = visitor.get(PAGE, {"q": "amberley"})
    again = visitor.get(PAGE, {"q": "amberley"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and len(respond._shelf._pages) == before
    change(reader, "participant/1000", {"medals": None})
    assert visitor.get(PAGE, {"q": "amberley"}, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_index_follows_the_documents(
    visitor: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kotinos.site.web.find.finders.EVERY", 0.0)
    assert hits(found(visitor, "amberley")) and not hits(found(visitor, "thunderbolt"))
    change(reader, "organisation/AVO", {"participants": {"1000": {"name": "THUNDERBOLT Ines"}, "1001": None}})
    assert hits(found(visitor, "thunderbolt")) == [f"/{GAMES}/participants/1000/"]
    assert not hits(found(visitor, "amberley")) and not hits(found(visitor, "brandt olu"))
    del reader.bodies[f"day/{TODAY}"]
    reader.seq += 1
    assert not hits(found(visitor, "100 m final"))


def test_index_is_looked_after_at_most_once_a_second(visitor: Client, reader: Reader) -> None:
    found(visitor, "amberley")
    change(reader, "organisation/AVO", {"participants": {"1000": {"name": "THUNDERBOLT Ines"}}})
    assert not hits(found(visitor, "thunderbolt"))


def test_offers_are_few_light_and_in_the_language(visitor: Client, reader: Reader) -> None:
    change(reader, "organisation/AVO", {"participants": {"1000": {"local_name": "森川さくら"}}})
    answer = visitor.get(f"/fr{PAGE}offered/", {"q": "amb"})
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["hits"] == [
        {"name": "AMBERLEY Ines", "local": "森川さくら", "lang": "ja", "code": "AVO", "about": "Athlétisme",
         "to": f"/fr/{GAMES}/participants/1000/"}
    ]  # fmt: skip
    many = visitor.get(f"{PAGE}offered/", {"q": "avo"})
    assert len(many.json()["hits"]) <= 8 and len(many.content) < 2000
    assert visitor.get(f"{PAGE}offered/").json()["hits"] == []
    same = visitor.get(f"{PAGE}offered/", {"q": "avo"}, headers={"If-None-Match": many["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("path", ["/XX99/search/", "/XX99/search/?q=a", "/XX99/search/offered/?q=ab"])
def test_search_of_no_games_is_not_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_every_page_has_the_box(visitor: Client) -> None:
    for path in (f"/{GAMES}/", f"/ar/{GAMES}/medals/"):
        forms = page(visitor, path).xpath("//header//form[@role='search']")
        assert [form.get("action") for form in forms] == [path.split(GAMES)[0] + f"{GAMES}/search/"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("natation", "disciplines/SWM"), ("游泳", "disciplines/SWM"), ("男子100米", words(SPRINT_E)),
     ("男子100米决赛", words(SPRINT)),
     ("100 m hommes finale", words(SPRINT))],
)  # fmt: skip
def test_sport_is_found_in_other_languages(visitor: Client, asked: str, kind: str) -> None:
    assert hits(found(visitor, asked))[0] == f"/{GAMES}/{kind}/"


def test_question_is_not_translated_but_hits_are(visitor: Client, reader: Reader) -> None:
    tree = found(visitor, "Swimming", "/fr")
    assert tree.xpath("//main//input/@value") == ["Swimming"]
    assert texts(tree, "//p[@class='name']/a")[0] == "Natation"
    offered = visitor.get(f"/fr{PAGE}offered/", {"q": "swimming"}).json()["hits"]
    assert offered[0]["name"] == "Natation"
