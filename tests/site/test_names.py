"""Names are shown in the visitor's language where it is known what they are called there; else as told."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import NamesView
from kotinos.live.fold.engine import encode
from kotinos.rehearsal.api import plan
from kotinos.site import names
from kotinos.site.web import names as web

from .gallery import GAMES, HAND_E, SPRINT, SPRINT_E, TODAY, Reader
from .test_pages import page, texts

TAGS = [tag for tag, _ in settings.LANGUAGES if tag != web.TOLD_IN]


def shown(tag: str, text: str, **exact: str) -> str:
    """A name in a language."""
    return names.Names(names.book(tag), exact).shown(text)


@pytest.mark.parametrize(
    ("told", "french", "korean"),
    [
        ("Heat 3", "Série 3", "예선 3조"),
        ("Women’s 100 m", "100 m femmes", "여자 100m"),
        ("Women's 100m", "100 m femmes", "여자 100m"),
        ("Women’s 100 m Heat 3", "100 m femmes – Série 3", "여자 100m 예선 3조"),
        ("Men’s 4 × 100 m relay", "Relais 4 × 100 m hommes", "남자 4 × 100m 계주"),
        ("Men's 10,000m", "10,000 m hommes", "남자 10,000m"),
        ("Men’s 100 m freestyle S10", "100 m nage libre S10 hommes", "남자 자유형 100m S10"),
        ("Group B, match 12", "Groupe B, match 12", "B조 12경기"),
        ("Athletics – morning", "Athlétisme – matin", "육상 오전"),
        ("Round of 16", "Tour des 16", "16강"),
    ],
)
def test_known_names_are_shown_in_the_language(told: str, french: str, korean: str) -> None:
    assert (shown("fr", told), shown("ko", told)) == (french, korean)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "AMBERLEY Ines",
        "Heat three",
        "HEAT 3",
        "Q",
        "3–1",
        "+0.35",
        "Heat 3 of them",
        "A Final Word",
        "10",
    ],
)
def test_what_no_rule_knows_is_shown_as_told(told: str) -> None:
    assert shown("fr", told) == told


def test_what_the_feed_calls_it_goes_before_the_tables() -> None:
    assert shown("fr", "Swimming", Swimming="Nage") == "Nage"
    assert shown("fr", "Lake Cup Heat 2", **{"Lake Cup": "Coupe du Lac"}) == "Coupe du Lac – Série 2"


@pytest.mark.parametrize("tag", TAGS)
def test_every_name_of_the_rehearsal_is_known(tag: str) -> None:
    made = plan("continental")
    told = {event.name for event in made.events.values()}
    told |= {phase.name for event in made.events.values() for phase in event.phases}
    told |= {f"{made.events[unit.event].name} {unit.name}" for unit in made.units.values()}
    told |= {name for name, _ in made.disciplines.values()}
    known = names.Names(names.book(tag), {})
    same = {name for name in told if known.shown(name) == name}
    alike = {"Qualification", "Final", "Judo", "Taekwondo", "Badminton", "Basketball", "Football", "Handball"}
    alike |= {"Hockey", "Tennis", "Triathlon", "Volleyball", "Skateboarding"}
    assert {re.sub(r" [A-Z0-9]+$", "", name) for name in same} <= alike


@pytest.mark.parametrize("table", names.TABLES)
def test_table_has_every_language_and_keeps_its_signs(table: str) -> None:
    rows = names.table(table)
    for row in rows:
        assert set(TAGS) <= set(row)
        if table == "organisations":
            assert row["territory"] or row["told"]
            assert row["territory"] or all(row[tag] for tag in TAGS), row
            continue
        for tag in TAGS:
            assert row[tag], row
            assert re.findall("[#@]|{}", row[tag]) == re.findall("[#@]|{}", row["en"]) or "{}" in row["en"], (
                row
            )
    told = [names.form(row["en"])[0] if "en" in row else row["code"] for row in rows]
    assert len(told) == len(set(told))


@given(st.text(max_size=40))
def test_any_text_is_shown(text: str) -> None:
    assert shown("ar", text) is not None


def told_in_french(reader: Reader, **said: str) -> None:
    """Let the code tables have French names."""
    reader.bodies["names/fr"] = encode(NamesView(names=said))


def test_page_shows_names_in_its_language(visitor: Client, reader: Reader) -> None:
    assert texts(page(visitor, f"/fr/{GAMES}/events/{SPRINT_E}/"), "//h1") == ["100 m hommes"]
    assert texts(page(visitor, f"/{GAMES}/events/{SPRINT_E}/"), "//h1") == ["Men's 100 m"]
    told_in_french(reader, **{"Men's 100 m": "Cent mètres"})
    assert texts(page(visitor, f"/fr/{GAMES}/events/{SPRINT_E}/"), "//h1") == ["Cent mètres"]


@pytest.mark.parametrize(
    "path", ["", f"schedule/{TODAY}/", f"units/{SPRINT}/", f"events/{HAND_E}/", "medals/"]
)
def test_only_what_is_read_is_translated(visitor: Client, path: str) -> None:
    codes = "//main//@data-key|//main//@data-t|//main//@data-a|//main//@id|//main//@value|//main//@data-in"
    told = page(visitor, f"/{GAMES}/{path}").xpath(codes)
    assert told
    assert page(visitor, f"/ar/{GAMES}/{path}").xpath(codes) == [
        each.replace(f"href:/{GAMES}", f"href:/ar/{GAMES}") for each in told
    ]


def test_script_finds_the_same_names(visitor: Client) -> None:
    tree = page(visitor, f"/fr/{GAMES}/")
    address = re.search(r'"data":"([^"]+)"', tree.xpath("string(//script[@id='labels'])"))
    assert address
    answer = visitor.get(address[1])
    assert "immutable" in answer["Cache-Control"]
    told = answer.json()
    assert told["words"]["swimming"] == "Natation" and told["units"]["heat #"] == "Série #"
    assert '"names":{}' in page(visitor, f"/{GAMES}/").xpath("string(//script[@id='labels'])")
    assert visitor.get(f"/{GAMES}/names.json").json() == {}


@pytest.mark.parametrize(
    ("code", "told", "arabic"),
    [
        ("FRA", "France", "فرنسا"),
        ("GBR", "Great Britain", "بريطانيا العظمى"),
        ("TPE", "Chinese Taipei", "تايبيه الصينية"),
        ("TPE", "Taiwan", None),
        ("GBR", "United Kingdom", "بريطانيا العظمى"),
        ("LUM", "Lumaria", None),
        ("PLE", "Palestine", "فلسطين"),
    ],
)
def test_organisations_bear_their_own_name(code: str, told: str, arabic: str | None) -> None:
    found = web._organisations("ar", ((code, told),))
    assert found == ({told: arabic} if arabic else {})
