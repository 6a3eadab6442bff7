"""What things are called in each of our languages, so that any of them finds them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.core import Locale
from django.conf import settings
from django.utils.translation import gettext, override, to_locale

from .. import names
from ..read import Frame
from ..words import GENDER

TERRITORIES = Path(__file__).resolve().parents[2] / "data" / "territories.csv"


def pages() -> dict[str, list[str]]:
    """Pages of a Games that can be found, by the names of their addresses: what each is called."""
    return {name: list(told) for name, told in _pages().items()}


@cache
def _pages() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag, _ in settings.LANGUAGES:
        with override(tag):
            told = {
                "records": (gettext("Records"), gettext("World record"), gettext("Games record")),
                "medals": (gettext("Medals"), gettext("Medal table")),
                "schedule": (gettext("Schedule"), gettext("Whole schedule")),
                "disciplines": (gettext("Disciplines"),),
                "organisations": (gettext("Organisations"),),
            }
        for name, spelled in told.items():
            found.setdefault(name, []).extend(spelled)
    return {name: tuple(dict.fromkeys(spelled)) for name, spelled in found.items()}


@cache
def genders() -> dict[str, tuple[str, ...]]:
    """What men's, women's and mixed is called."""
    found: dict[str, list[str]] = {code: [] for code in GENDER}
    for tag, _ in settings.LANGUAGES:
        with override(tag):
            for code, text in GENDER.items():
                found[code].append(str(text))
    return {code: tuple(spelled) for code, spelled in found.items()}


def called(frame: Frame) -> Callable[[str], tuple[str, ...]]:
    """For a name as a Games tells it: that, and what it is called in each of our languages where that is
    known."""
    books = []
    for tag, _ in settings.LANGUAGES:
        with override(tag):
            if shown := names.of(frame):
                books.append(shown.names)

    @cache
    def every(told: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((told, *(book.shown(told) for book in books))))

    return every


def countries(frame: Frame) -> Callable[[str, str], tuple[str, ...]]:
    """For an organisation's code and name as told: its names, and those of its territory."""
    inner = called(frame)

    def every(code: str, told: str) -> tuple[str, ...]:
        territory = _territories().get(code, "")
        more = [str(locale.territories.get(territory, "")) for locale in _locales()]
        return tuple(dict.fromkeys(filter(None, (*inner(told), *more))))

    return every


@cache
def _locales() -> tuple[Locale, ...]:
    return tuple(Locale.parse(to_locale(tag)) for tag, _ in settings.LANGUAGES)


@cache
def _territories() -> dict[str, str]:
    with TERRITORIES.open(encoding="utf-8", newline="") as file:
        return {row["noc"]: row["iso2"] for row in csv.DictReader(file)}
