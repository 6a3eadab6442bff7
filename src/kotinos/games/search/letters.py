"""How names are compared when somebody looks for a part of one. Pure.

``plain`` is kept in tables; ``key`` goes further, for the index in memory: what sounds or looks alike to
somebody who types it in haste is one letter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "×": "x"}
)
"""Signs that print has and keyboards have not."""


def plain(text: str) -> str:
    """The text as it is typed in haste: without capitals, accents, repeated blanks and printers' signs.
    "ZOË  O’Shea" gives "zoe o'shea".

    Both databases then agree on what matches; SQLite alone would compare only ASCII letters so."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(text.translate(_SIGNS).casefold().split())


# As Unicode names them: final consonants of Hangul in order from U+11A8, spelled with initial ones.
_FINAL = (
    "ᄀ ᄁ ᄀᄉ ᄂ ᄂᄌ ᄂᄒ ᄃ ᄅ ᄅᄀ ᄅᄆ ᄅᄇ ᄅᄉ ᄅᄐ ᄅᄑ ᄅᄒ ᄆ ᄇ ᄇᄉ ᄉ ᄊ ᄋ ᄌ ᄎ ᄏ ᄐ ᄑ ᄒ"
)
_VOWELS = {"ᅪ": "ᅩᅡ", "ᅫ": "ᅩᅢ", "ᅬ": "ᅩᅵ", "ᅯ": "ᅮᅥ", "ᅰ": "ᅮᅦ", "ᅱ": "ᅮᅵ", "ᅴ": "ᅳᅵ"}

_ALIKE = str.maketrans(
    {
        # Latin letters that have no accent to lose
        "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n",
        "ə": "e", "ħ": "h",
        # Arabic: stretching, the forms of alef, ya, ha and kaf, and a hamza that stands alone
        "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ء": "",
        # Hebrew: letters at the end of a word
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
        # Cyrillic letters that neighbours write otherwise
        "і": "и", "ґ": "г",
        # Kana: a drawn-out vowel; Hangul: a syllable as it is typed, letter after letter
        "ー": "", **_VOWELS, **{chr(0x11A8 + at): first for at, first in enumerate(_FINAL.split())},
        # What is not seen: joiners, marks of direction, a hyphen for the end of a line
        **dict.fromkeys("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        # Katakana as hiragana
        **{chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)},
    }
)  # fmt: skip


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """``plain`` with letters that are alike made one: "Bjørn" and "bjorn", "الأهلي" and "الاهلى", "サトウ"
    and "さとう". Hangul comes out letter by letter: a syllable half typed is the beginning of the whole."""
    return plain(text).translate(_ALIKE)
