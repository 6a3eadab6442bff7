"""Flags: whose they are, in what they travel, and that pages are whole without them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from lxml import etree, html

from kotinos.site.web.flags import drawing, sources, territories, views

from .gallery import GAMES, Reader

NOBODY = ("AVO", "BRW", "CAL", "MAR")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0h3v2H0z"/></svg>'


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Iterator[Path]:
    """The organiser's folder of flags, and nothing remembered of another."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "flags").mkdir()
    _forget()
    yield tmp_path / "flags"
    _forget()


def _forget() -> None:
    sources._given.cache_clear()
    views._sheet.cache_clear()


def test_every_noc_has_its_territory_once() -> None:
    known = territories.territories()
    assert (known["GER"].iso2, known["SUI"].iso3, known["NED"].iso3) == ("DE", "CHE", "NLD")
    assert (
        len({each.iso2 for each in known.values()})
        == len({each.iso3 for each in known.values()})
        == len(known)
    )
    assert all(len(code) == 3 and code.isupper() for code in known)


@pytest.mark.parametrize("code", ["AIN", "EOR", "ROT", "IOA", "TPE", "MIX"])
def test_who_competes_under_no_territorys_flag_has_none(code: str) -> None:
    assert code not in territories.territories()
    assert code not in sources.drawings(["FRA", code])


def test_made_up_codes_bring_no_flag_along(folder: Path) -> None:
    """MAR is Morocco's code, and Marovia's in a Games of nations that do not exist."""
    assert sources.drawings(NOBODY) == {}
    assert set(sources.drawings(["FRA", "MAR", "AIN"])) == {"FRA", "MAR"}


def test_sheet_is_a_symbol_for_each_flag_and_light() -> None:
    sheet = views._sheet(tuple(territories.territories()))
    root = etree.fromstring(sheet.body)
    assert [each.get("id") for each in root] == sorted(territories.territories())
    assert len(sheet.small) < 32_000  # beside a page of 60 kB and under its bar of 100
    assert b"<script" not in sheet.body and b"url(" not in sheet.body


def test_black_line_around_an_emoji_is_taken_away_and_what_is_in_the_flag_stays() -> None:
    drawn = drawing.emoji(
        '<svg id="emoji" viewBox="0 0 72 72"><g id="color"><rect x="5" fill="#d22f27"/></g><g id="line">'
        '<circle r="2" fill="#000" stroke="#000"/>'
        '<rect x="17" y="17" width="38" height="38" fill="none" stroke="#000" stroke-width="2"/></g></svg>'
    )
    assert 'width="38" height="38"' not in drawn.body
    assert '<circle r="2" fill="#000" stroke="#000"/>' in drawn.body and "#d22f27" in drawn.body
    with pytest.raises(ValueError, match="not an SVG"):
        drawing.emoji("<html>")


def test_organisers_flag_wins_and_an_empty_file_takes_one_away(folder: Path) -> None:
    (folder / "AVO.svg").write_bytes(SVG)
    (folder / "FRA.png").write_bytes(b"\x89PNG")
    (folder / "GER.svg").write_bytes(b"")
    found = sources.drawings(["AVO", "FRA", "GER", "JPN"])
    assert set(found) == {"AVO", "FRA", "JPN"}
    assert "data:image/svg+xml;base64," in found["AVO"].body and "image/png" in found["FRA"].body


def test_heavy_flag_is_refused_in_words(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "FRA.png").write_bytes(b"x" * (sources.LARGEST + 1))
    with caplog.at_level(logging.WARNING):
        found = sources.drawings(["FRA"])
    assert "FRA.png has 65537 bytes" in caplog.text and "smaller" in caplog.text
    assert "image/png" not in found["FRA"].body  # the set's own stands in


def test_without_any_flag_pages_show_codes(visitor: Client, folder: Path) -> None:
    tree = html.fromstring(visitor.get(f"/{GAMES}/medals/").content)
    assert not tree.xpath("//*[local-name()='use']") and tree.xpath("//span[@class='org'][text()='AVO']")
    assert visitor.get(f"/flags/{GAMES}/all.svg").status_code == 404
    assert visitor.get(f"/flags/{GAMES}/AVO.svg").status_code == 404


def test_flags_are_named_by_version_and_kept_for_ever(visitor: Client, folder: Path) -> None:
    (folder / "AVO.svg").write_bytes(SVG)
    tree = html.fromstring(visitor.get(f"/{GAMES}/medals/").content)
    use = tree.xpath("//tr[@data-key='AVO']//*[local-name()='use']")[0]
    address, _, code = use.get("href").partition("#")
    assert code == "AVO" and use.get("data-a").endswith("#{organisation}")
    answer = visitor.get(address, headers={"Accept-Encoding": "br"})
    assert answer["Content-Encoding"] == "br" and "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "image/svg+xml" and "Accept-Encoding" in answer["Vary"]
    plain = visitor.get(address.partition("?")[0])
    assert b'<symbol id="AVO"' in plain.content and "immutable" not in plain["Cache-Control"]
    alone = visitor.get(html.fromstring(visitor.get(f"/{GAMES}/organisations/AVO/").content).xpath(
        "//img[@class='banner']/@src"
    )[0])  # fmt: skip
    assert etree.fromstring(alone.content).get("viewBox") == "0 0 62 38"


def test_hostile_code_stays_text(reader: Reader, visitor: Client, folder: Path) -> None:
    (folder / "AVO.svg").write_bytes(SVG)
    games = msgspec.json.decode(reader.bodies["games"])
    games["organisations"]['"><script>'] = "Nobody"
    reader.bodies["games"] = msgspec.json.encode(games)
    assert b"<script>" not in visitor.get(f"/flags/{GAMES}/all.svg").content
