"""Static files are packed once, and every browser gets the smallest form that it can unpack."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from django.test import Client

from kotinos.site.jinja import static
from kotinos.site.packed import packed

SHEET = Path(__file__).parents[2] / "src/kotinos/site/static/site/site.css"


@pytest.mark.parametrize(
    ("asked", "coding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("identity", None)]
)
def test_file_is_sent_as_small_as_can_be(client: Client, asked: str, coding: str | None) -> None:
    answer = client.get(static("site.css"), headers={"Accept-Encoding": asked} if asked else {})
    body = answer.getvalue()
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.headers.get("Content-Encoding") == coding and unpack(body) == SHEET.read_bytes()
    assert answer["Vary"] == "Accept-Encoding" and "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")
    assert coding is None or len(body) < SHEET.stat().st_size / 3


def test_changed_file_is_packed_anew_and_the_same_one_is_not(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.css", tmp_path / "packed"
    file.write_text("a {}")
    first = packed(file, folder)
    stamp = Path(first["br"]).stat().st_mtime_ns
    assert packed(file, folder) == first and Path(first["br"]).stat().st_mtime_ns == stamp
    file.write_text("b {}")
    assert set(packed(file, folder).values()).isdisjoint(first.values())
    assert not list(folder.glob(".*"))
