"""Fingerprints of pictures tell a changed page from a font drawn a little otherwise."""

from __future__ import annotations

import pytest

pytest.importorskip("PIL", reason="Pillow is not installed (extra [bench])")

from PIL import Image, ImageDraw

from bench.formats_sheets import differs, fingerprint


def page(words: str = "RESULT", at: int = 40, height: int = 400, shade: int = 20) -> Image.Image:
    """A page with a heading and a table's bars."""
    picture = Image.new("RGB", (390, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((at, 20), words, fill=(shade,) * 3, font_size=40)
    for row in range(6):
        pen.rectangle((20, 100 + 40 * row, 200 + 20 * row, 120 + 40 * row), fill=(shade + 40,) * 3)
    return picture


def test_same_picture_is_alike() -> None:
    assert differs(fingerprint(page()), fingerprint(page())) == ""


def test_little_brighter_or_moved_by_a_pixel_is_alike() -> None:
    assert differs(fingerprint(page(shade=24, at=41)), fingerprint(page())) == ""


def test_taller_page_differs() -> None:
    assert "tall" in differs(fingerprint(page(height=460)), fingerprint(page()))


def test_page_read_from_the_other_side_differs() -> None:
    turned = page().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert "cells" in differs(fingerprint(turned), fingerprint(page()))
