"""Cards: pictures of results in every script, made once, and never of something that is not there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from kotinos.site.addresses import words
from kotinos.site.web.found.cards import fonts
from kotinos.site.web.found.cards.draw import Card, Line, png

from .gallery import GAMES, HAND_E, SPRINT_E, units

PATHS = ["", "medals/", "organisations/AVO/", "participants/1000/", "participants/HBLWTEAM7---DOR01/",
         f"{words(HAND_E)}/", f"{words(SPRINT_E)}/", *(f"{words(code)}/" for code in units())]  # fmt: skip


@pytest.mark.parametrize("language", ["", "/ar", "/zh-hans"])
@pytest.mark.parametrize("path", PATHS)
def test_picture_that_a_page_names_is_there(
    visitor: Client, path: str, language: str, tmp_path: Path
) -> None:
    page = html.fromstring(visitor.get(f"{language}/{GAMES}/{path}").content.decode())
    named = page.xpath("string(//meta[@property='og:image']/@content)").removeprefix("http://testserver")
    answer = visitor.get(named)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (1200, 630) and len(answer.content) < 120_000
    assert len(image.convert("RGB").getcolors(1 << 20) or []) > 8
    again = visitor.get(named, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there_has_no_picture(visitor: Client) -> None:
    for path in ("participants/none/card.png", "ath/men-none/final-1/card.png", "units/NONE/card.png"):
        assert visitor.get(f"/{GAMES}/{path}").status_code == 404


def test_pieces_are_of_one_script_and_lose_nothing() -> None:
    text = "Men's 100 m 男子100米 남자 محمد علي é!"
    assert "".join(part for _, part in fonts.runs(text)) == text
    assert [kind for kind, _ in fonts.runs("abc 中文 한국 علي")] == ["latin", "cjk", "hangul", "arabic"]


@pytest.mark.skipif(bool(fonts.missing()), reason=f"no font here for {fonts.missing()}")
@pytest.mark.parametrize("name", ["Müller Zoë", "张伟", "김민수", "محمد علي"])
def test_every_script_is_written_and_not_boxed(name: str) -> None:
    font = fonts.font(fonts.runs(name)[0][0], 40, False)
    unknown = font.getmask("\U000f0000").getbbox(), bytes(font.getmask("\U000f0000"))
    for char in name.replace(" ", ""):
        assert (font.getmask(char).getbbox(), bytes(font.getmask(char))) != unknown


def test_arabic_is_joined() -> None:
    if "arabic" in fonts.missing():
        pytest.skip("no Arabic font here")
    font = fonts.font("arabic", 40, False)
    apart = "\u200c".join("محمد")  # letters that may not join
    assert font.getlength("محمد") != font.getlength(apart)


def test_card_is_drawn_without_any_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", ())
    for kept in (fonts.font, fonts.where):
        kept.cache_clear()
    try:
        assert fonts.missing() == list(fonts.FACES)
        assert png(Card("above", "Title", lines=(Line("Name", "1", "AVO", "9.99"),)))
    finally:
        for kept in (fonts.font, fonts.where):
            kept.cache_clear()
