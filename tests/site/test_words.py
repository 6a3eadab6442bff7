"""Every text of a page can be translated: nothing stands bare in a template, and the template of translations
is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.template import engines
from django.test import Client
from django.utils.translation import trans_real

from kotinos.site.web import times, words

from .gallery import GAMES, SPRINT

SITE = Path(words.__file__).resolve().parents[1]
TEMPLATES = sorted((SITE / "templates").rglob("*.html"))
OWN_NAMES = {"Kotinos", "UTC", "GET", "openapi", "json"}
SPOKEN = re.compile(r"""\b(?:aria-label|title|alt|placeholder)=["']([^"']*)["']""")


def bare(source: str) -> list[str]:
    """Words that stand in a template outside of any expression, as text or in an attribute people read."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    data = "\x00".join(
        text if kind == "data" else ""
        for _, kind, text in env.lex(source)
        if kind in ("data", "variable_begin")
    )
    spoken = " ".join(SPOKEN.findall(data))
    text = re.sub(r"<[^>]*>", " ", re.sub(r"<!--.*?-->|<code>.*?</code>|\x00", "", data, flags=re.S))
    text = re.sub(r"""[\w-]+=(["']).*?\1""", " ", text)  # attributes that a block holds without their element
    return [word for word in re.findall(r"[^\W\d_]{2,}", f"{text} {spoken}") if word not in OWN_NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_template_has_no_bare_words(path: Path) -> None:
    assert bare(path.read_text("utf-8")) == []


def test_bare_words_would_be_found() -> None:
    assert bare("<p>Hello {{ name }}</p>") == ["Hello"]
    assert bare('<a title="Go there" href="/elsewhere">{{ _("Go") }}</a>') == ["Go", "there"]


def test_template_of_translations_is_complete() -> None:
    with (SITE / "locale" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = {message for _, _, message, _, _ in extract_from_dir(str(SITE), methods, options)}
    with (SITE / "locale" / "django.pot").open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    assert {one for one in found if one} == kept, "make words"


def test_words_are_the_visitors_own(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = trans_real.gettext
    monkeypatch.setattr("django.utils.translation._trans.gettext", lambda text: f"«{whole(text)}»")
    body = visitor.get(f"/{GAMES}/units/{SPRINT}/?in-another-language").content.decode()
    assert ">«Official»<" in body and "«Competitor»" in body and '"RUNNING":"«Live»"' in body


def test_unknown_code_is_shown_as_it_is() -> None:
    assert words.word("schedule", "NEW_STATUS") == "NEW_STATUS"
    assert words.word("unit_medal", 1) == "Gold medal"


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        ("2026-07-20T19:42:00+02:00", "19:42"),
        ("2026-07-20T194631250", "19:46"),
        ("2026-07-20", ""),
        ("", ""),
        ("2026-07-20Tx", "x"),
    ],
)
def test_clock_is_the_venues(stamp: str, shown: str) -> None:
    assert times.clock(stamp) == shown


def test_offset_and_day_are_read_from_the_text() -> None:
    assert times.offset("2026-07-20T19:42:00-03:30") == "-03:30" and times.offset("2026-07-20") == ""
    assert times.day("2026-07-20") == "Monday 20 July" and times.day("never") == "never"
