"""Names in the order of a reader's alphabet, as far as folding goes. Pure.

Accents and capitals do not count, so that "Österreich" stands under O. That is right for Latin, Arabic and
Hangul; Chinese names stand in the order of their signs' codes, for which no alphabet is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_HANGUL, _LAST_HANGUL, _A_CONSONANT = 0xAC00, 0xD7A3, 588
_CHINESE = range(0x4E00, 0xA000)
_ARTICLE = "ال"


def key(name: str) -> str:
    """What a name is sorted by, and compared with what somebody typed."""
    apart = unicodedata.normalize("NFKD", name)
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().split())


def letter(name: str) -> str:
    """Under which letter a name stands: "" where its script has no alphabet."""
    first = key(name).removeprefix(_ARTICLE)[:1].upper()
    if not first or ord(first) in _CHINESE:
        return ""
    # NFKD takes a Hangul syllable apart: the name itself still has it whole.
    whole = ord(name.strip()[:1] or " ")
    if _HANGUL <= whole <= _LAST_HANGUL:
        return INITIALS[(whole - _HANGUL) // _A_CONSONANT]
    return first if first.isalpha() else "#"


def by_letter(items: Iterable[T], name: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Items in order of their names, in groups by letter."""
    ordered = sorted(items, key=lambda item: (letter(name(item)), key(name(item))))
    return [(first, list(group)) for first, group in groupby(ordered, key=lambda item: letter(name(item)))]
