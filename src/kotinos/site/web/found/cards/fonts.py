"""Letters of six scripts, from the machine's free Noto fonts. Pure.

Debian has them in ``fonts-noto-core`` and ``fonts-noto-cjk``. Without them, DejaVu; without that, the face
that Pillow brings, which knows Latin only: a card is then drawn without what it cannot write, and ``missing``
says which scripts those are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
Style = tuple[str, int]
"""A file's place among its scripts, and whether it is bold."""

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
FACES: dict[str, tuple[str, ...]] = {
    "latin": ("NotoSans-{}.ttf", "DejaVuSans{dejavu}.ttf", "LiberationSans-{}.ttf"),
    "arabic": ("NotoSansArabic-{}.ttf", "NotoNaskhArabic-{}.ttf", "DejaVuSans{dejavu}.ttf"),
    "cjk": ("NotoSansCJK-{}.ttc", "NotoSansCJKsc-{}.otf", "NotoSansSC-{}.otf"),
    "hangul": ("NotoSansCJK-{}.ttc", "NotoSansKR-{}.otf", "NotoSansCJKkr-{}.otf"),
}
INDEX = {"cjk": 2, "hangul": 1}
"""Where in the collection NotoSansCJK a language's own shapes stand."""

_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)


def script(char: str) -> str:
    """Which face writes a character; a mark or blank belongs to what stands before it: nothing."""
    if char.isspace() or unicodedata.category(char) in ("Mn", "Me", "Cf", "Zs"):
        return ""
    name = unicodedata.name(char, "")
    if name.startswith("ARABIC"):
        return "arabic"
    if name.startswith("HANGUL"):
        return "hangul"
    if name.startswith(("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "IDEOGRAPHIC")):
        return "cjk"
    return "latin"


def runs(text: str) -> list[tuple[str, str]]:
    """The text in pieces of one script each."""
    found: list[tuple[str, str]] = []
    for char in text:
        kind = script(char) or (found[-1][0] if found else "latin")
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + char)
        else:
            found.append((kind, char))
    return found


def edged(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pieces with the blanks and signs at the edges of a left-to-right one apart: among pieces that read from
    the right these keep the whole text's direction (Unicode's UAX 9, rule N2)."""
    found: list[tuple[str, str]] = []
    for kind, part in pieces:
        before, core, after = _EDGES.fullmatch(part).groups() if kind != "arabic" else ("", part, "")  # type: ignore[union-attr]
        found += [(kind, each) for each in (before[::-1], core, after[::-1]) if each]
    return found


@lru_cache(maxsize=256)
def font(kind: str, size: int, bold: bool) -> Font:
    """The face of a script at a size."""
    place = where(kind, bold)
    if not place:
        return ImageFont.load_default(size)  # type: ignore[return-value]
    index = INDEX.get(kind, 0) if place.endswith(".ttc") else 0
    return ImageFont.truetype(place, size, index=index, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=16)
def where(kind: str, bold: bool) -> str:
    """The file of a script's face; nothing where the machine has none."""
    weight = "Bold" if bold else "Regular"
    for face in FACES[kind]:
        name = face.format(weight, dejavu="-Bold" if bold else "")
        for folder in FOLDERS:
            found = next(folder.rglob(name), None) if folder.is_dir() else None
            if found is not None:
                return str(found)
    return ""


def missing() -> list[str]:
    """Scripts that this machine cannot write."""
    return [kind for kind in FACES if not where(kind, False)]
