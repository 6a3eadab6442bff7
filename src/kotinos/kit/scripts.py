"""Which script a text is written in. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

SCRIPTS = {
    "LATIN": "Latn", "CJK": "Hani", "IDEOGRAPHIC": "Hani", "HANGUL": "Hang", "HIRAGANA": "Hira",
    "KATAKANA": "Hira", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr",
    "THAI": "Thai", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "DEVANAGARI": "Deva", "BENGALI": "Beng",
    "TAMIL": "Taml", "TELUGU": "Telu", "SINHALA": "Sinh", "GUJARATI": "Gujr", "GURMUKHI": "Guru",
    "KANNADA": "Knda", "MALAYALAM": "Mlym", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr",
    "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "ETHIOPIC": "Ethi", "THAANA": "Thaa",
}  # fmt: skip
"""The first word of a letter's name in Unicode, to the script's code (ISO 15924)."""

EAST = frozenset({"Hani", "Hang", "Hira"})
"""Scripts in which a family name comes first, and no blank stands between names."""


@cache
def of_letter(letter: str) -> str:
    """The script of one letter; "" for what belongs to none (digits, signs, marks)."""
    if not letter.isalpha():
        return ""
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "")


def script(text: str) -> str:
    """The script of a text (ISO 15924) by its first letter that has one; "" for none. Kana anywhere make
    a text of Han Japanese (``Hira``)."""
    found = [code for code in map(of_letter, text) if code]
    return "Hira" if "Hira" in found else (found[0] if found else "")
