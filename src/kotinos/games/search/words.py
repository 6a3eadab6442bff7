"""A name as the words it can be found by. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from kotinos.kit.scripts import EAST, script

from .letters import key

LONGEST = 24
"""Letters of a word that are looked at."""

UNSPACED = EAST | {"Thai", "Laoo", "Khmr", "Mymr"}
"""Scripts that put no blanks between words: a name can be found from any of its letters on."""

DEEP = 8
"""So far into a name without blanks; further in nobody begins."""

ARTICLE = "ال"
"""The Arabic article, written as one with its word."""

# Letters with the marks that stand above, below or after them, and digits, apart.
_RUN = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]"
    r"|[\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u1000-\u109f\u1780-\u17ff\u3099\u309a])*|\d+"
)
_JOINTS = re.compile(r"(?<=\w)[-'’ʼ‘`‐‑–.](?=\w)")


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """Every word by which a name may be asked for, each as ``key`` leaves it, none twice.

    "Al-Zahir" gives al, zahir, alzahir; "4x100m" gives 4, x, 100, m; "الظاهر" itself and that without its
    article; "森川春樹" all that it ends with, from each letter on."""
    return tuple(dict.fromkeys(_all(text)))


def asked(text: str) -> tuple[str, ...]:
    """The words of a question, in its order, with nothing added."""
    return tuple(filter(None, (key(run)[:LONGEST] for run in _runs(text))))


def _all(text: str) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", text)
    for part in text.split():
        runs = _runs(part)
        for run in runs:
            yield from _forms(run)
        if len(runs) > 1 and _JOINTS.search(part):
            yield key("".join(runs))[:LONGEST]


def _forms(run: str) -> Iterator[str]:
    word = key(run)
    if not word:
        return
    yield word[:LONGEST]
    if script(run) in UNSPACED:
        for at in range(1, min(len(run), DEEP)):
            if unicodedata.category(run[at])[0] == "L":
                yield key(run[at:])[:LONGEST]
    elif bare := without_article(word):
        yield bare


def without_article(word: str) -> str:
    """An Arabic word without its article; "" when it has none, or is too short to tell."""
    return word.removeprefix(ARTICLE) if word.startswith(ARTICLE) and len(word) > 4 else ""


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text))
