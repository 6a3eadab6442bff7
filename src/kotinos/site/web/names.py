"""Names in the visitor's language: of a Games, on its pages and for the page's script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import jinja2
import msgspec
from babel.core import Locale
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, to_locale

from kotinos.games.terms import NamesView

from .. import names
from . import read

EMPTY = b"{}"
FOR_EVER = "public, max-age=31536000, immutable"
TOLD_IN = "en"
"""The language that names are told in; its readers see them as they are."""


class Shown(msgspec.Struct, frozen=True):
    """What names of a Games are called in the visitor's language; the same for the page's script, and the
    version of it."""

    games: str
    names: names.Names
    body: bytes
    version: str


_now: ContextVar[Shown | None] = ContextVar("shown", default=None)


def shown(text: str) -> str:
    """A name as it is called in the visitor's language on the page that is being made."""
    here = _now.get()
    return here.names.shown(text) if here else text


@jinja2.pass_context  # so that nothing is settled while a template is compiled
def finalize(context: Any, value: Any) -> Any:
    """Every bare text that a template writes, through ``shown``: a name has no other way to the page. Texts
    of ours come from gettext and, like attributes that bind, are markup already; codes have no small
    letter."""
    return shown(value) if type(value) is str else value


@contextmanager
def speaking(here: Shown | None) -> Iterator[None]:
    """Within it, names are shown so."""
    before = _now.set(here)
    try:
        yield
    finally:
        _now.reset(before)


def address() -> str:
    """Where the page's script finds the names; "" where they are shown as told."""
    here = _now.get()
    return f"{reverse('names', args=[here.games])}?v={here.version}" if here else ""


def of(frame: read.Frame | None) -> Shown | None:
    """The names of a Games in the visitor's language; none in the language they are told in."""
    tag = get_language() or TOLD_IN
    if frame is None or tag == TOLD_IN:
        return None
    told = read.maybe(frame.key, f"names/{tag.partition('-')[0]}", NamesView)
    pairs = tuple(told.value.names.items()) if told else ()
    return _made(tag, frame.key, tuple(frame.organisations.items()), pairs)


def document(request: HttpRequest, games: str) -> HttpResponse:
    """The names of a Games in the visitor's language, for the page's script. What asks with the version of
    today may keep the answer for ever."""
    here = of(read.frame(games))
    body = here.body if here else EMPTY
    newest = here is not None and request.GET.get("v") == here.version
    response = HttpResponse(body, content_type="application/json")
    response.headers["Cache-Control"] = FOR_EVER if newest else "public, max-age=10"
    return response


Pairs = tuple[tuple[str, str], ...]


@lru_cache(maxsize=32)
def _made(tag: str, games: str, organisations: Pairs, told: Pairs) -> Shown:
    book = names.book(tag)
    exact = {**_organisations(tag, organisations), **dict(told)}
    body = msgspec.json.encode({"exact": exact, **msgspec.to_builtins(book)})
    version = hashlib.sha256(body).hexdigest()[:10]
    return Shown(games, names.Names(book, exact), body, version)


def _organisations(tag: str, told: Pairs) -> dict[str, str]:
    """Organisations by their told names. The territory's name of CLDR stands only where the organisation
    bears its name; others have names of their own in the table, or stay as told."""
    rows = {row["code"]: row for row in names.table("organisations")}
    english, theirs = Locale.parse("en"), Locale.parse(to_locale(tag))
    found = {}
    for code, name in told:
        row = rows.get(code, {})
        territory = row.get("territory", "")
        if name in row.get("told", "").split("|") or name == english.territories.get(territory, ""):
            own = row[tag] or theirs.territories.get(territory, name)
            if own != name:
                found[name] = own
    return found
