"""Names in the reader's language: what a feed tells in one language, as it is called in another. Pure.

A name is shown otherwise than told only where it is known what it is called: never a guess. In order:

1. **exact**: what the feed itself calls it in that language, and organisations (``organisations.csv``);
2. **words** and **units**: ``disciplines.csv``, ``events.csv``, ``units.csv``, in which ``#`` stands for a
   number and ``@`` for a letter of its own (``Heat #``, ``Pool @``), and ``{}`` for another known name
   (``Women's {}``, ``{} T#``);
3. two of them one behind the other, a known name and then a unit's (``Women's 100 m Heat 3``).

Anything else is shown as told. ``static/site/names.js`` reads the same tables and does the same.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).resolve().parent / "locale" / "names"
TABLES = ("disciplines", "events", "units", "organisations")
LONGEST = 120
"""No name is longer; what is, is a sentence."""

_PARTS = re.compile(r"\d+(?:[ \u00a0\u202f,]\d{3})*(?:[.,]\d+)?|[A-Z]", re.ASCII)
_MEASURE = re.compile(r"# (?=(?:m|km|kg)(?![a-z]))")
_TIMES = re.compile(r"# ?x ?#")
_BETWEEN = re.compile(r",? [–-] |, | ")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in ``locale/names``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


class Book(msgspec.Struct, frozen=True):
    """What is known of names in one language. ``words``, ``units``: form to form; ``around``: beginning, end
    and form of what stands around another name; ``joint`` stands between a name and a unit's."""

    words: Mapping[str, str]
    units: Mapping[str, str]
    around: tuple[tuple[str, str, str], ...]
    joint: str


@cache
def book(tag: str) -> Book:
    """The book of a language, from the tables' column of its name."""
    rows = [row for name in ("disciplines", "events") for row in table(name)]
    inner = {form(row["en"])[0]: row[tag] for row in rows if "{}" not in row["en"]}
    around = [(*form(row["en"])[0].split("{}"), row[tag]) for row in rows if "{}" in row["en"]]
    units = {form(row["en"])[0]: row[tag] for row in table("units")}
    joint = units.pop("{} {}")
    return Book(inner, units, tuple((start, end, shown) for start, end, shown in around), joint)


def form(text: str) -> tuple[str, list[str]]:
    """A name as the tables know it, without its numbers and single letters, and these."""
    parts: list[str] = []

    def out(found: re.Match[str]) -> str:
        part, (start, end) = found.group(), found.span()
        if part.isalpha() and (_joins(text[start - 1 : start]) or _joins(text[end : end + 1])):
            return part
        parts.append(part)
        return "@" if part.isalpha() else "#"

    plain = _PARTS.sub(out, text).lower().replace("’", "'").replace("×", "x")
    return _TIMES.sub("#x#", _MEASURE.sub("#", plain)), parts


def _joins(neighbour: str) -> bool:
    return neighbour.isalnum() or (neighbour != "" and neighbour in "'’-.&#")


class Names:
    """Names of one Games in one language. ``exact``: as told, to as shown."""

    def __init__(self, book: Book, exact: Mapping[str, str]) -> None:
        self.book = book
        self.exact = exact
        self._known: dict[str, str] = {}

    def shown(self, text: str) -> str:
        """A name as it is called in this language, or as told."""
        if text in self.exact:
            return self.exact[text]
        if len(text) > LONGEST or text == text.upper():  # a code has no small letter
            return text
        if text not in self._known:
            self._known[text] = self._look_up(text)
        return self._known[text]

    def _look_up(self, text: str) -> str:
        plain, parts = form(text)
        known = self.book.units.get(plain) or self._word(plain)
        return _filled(known, parts) if known else self._joined(text)

    def _word(self, plain: str) -> str:
        """What a form is called; "" when that is not known."""
        if plain in self.book.words:
            return self.book.words[plain]
        for start, end, shown in self.book.around:
            stands = plain.startswith(start) and plain.endswith(end) and len(plain) > len(start) + len(end)
            if stands and (inside := self._word(plain[len(start) : len(plain) - len(end)])):
                return shown.replace("{}", inside)
        return ""

    def _joined(self, text: str) -> str:
        """A name with a unit's behind it; the text itself when it is none."""
        for found in _BETWEEN.finditer(text):
            plain, parts = form(text[found.end() :])
            if unit := self.book.units.get(plain):
                first = text[: found.start()]
                named, numbers = form(first)
                if known := self.exact.get(first) or _filled(self._word(named), numbers):
                    return self.book.joint.replace("{}", known, 1).replace("{}", _filled(unit, parts), 1)
        return text


def _filled(shown: str, parts: list[str]) -> str:
    """A form with its numbers and letters put back, in order."""
    left = iter(parts)
    return re.sub("[#@]", lambda found: next(left, found.group()), shown)
