"""Six languages: nothing untranslated, nothing cut at 390 px, names in six scripts found from either spelling.

1. Catalogs: every text of the site is extracted anew from the code and looked up in each language's catalog:
   translated, not fuzzy, same placeholders, as many plural forms as the language has; every name of the tables.
2. Pages: an example of every kind of page (``languages_pages``) of the Rehearsal Games, in each language, in a
   real Chromium. A text that stands in the English page too and is neither told by the feed without a known
   translation nor the same in both languages is *left in English*.
3. Fit: the same pages, every ``details`` open, on a screen of 390 px: lines of text that are cut or lie on one
   another, fields too narrow for what they say, a page wider than the screen (``languages_looked``).
4. Search: the bench ``search`` finds names in six scripts from either spelling.

``KOTINOS_BENCH_PAGES=unit,event`` looks at pages whose name begins so only; ``KOTINOS_BENCH_URL`` at a server that
runs already. Both are said.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .served import Server, ServerError, serving

OUT = Path(__file__).resolve().parent / "out" / "site-languages"
WIDTH = 390
MARK = "\x01"
OWN = {"Kotinos", "JSON API", "UTC", "iCalendar"}
"""Names of ours, the same in every language."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ]*[a-zà-ÿ][A-Za-zÀ-ÿ]+")


def catalogs() -> tuple[str, list[str]]:
    """What the catalogs lack, by extraction."""
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    from kotinos.site import catalogs as kept

    with (kept.FOLDER / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = {each[2] for each in extract_from_dir(str(kept.FOLDER.parent), methods, options)} - {""}
    known = {message.id for message in kept.template() if message.id}
    lacks = [f"django.pot lacks {text!r}: make words" for text in found - known]
    for tag in _tags():
        lacks += [f"{tag}: {each}" for each in kept.lacks(tag)]
    names = sum(len(kept.names.table(name)) for name in kept.names.TABLES)
    return f"{len(found)} texts and {names} names × {len(_tags())} languages", lacks


def _tags() -> list[str]:
    from django.conf import settings

    return [tag for tag, _ in settings.LANGUAGES if tag != settings.LANGUAGE_CODE]


@contextmanager
def _server() -> Iterator[Server]:
    """A Rehearsal Games in its middle."""
    if url := os.environ.get("KOTINOS_BENCH_URL"):
        server = Server(int(url.rsplit(":", 1)[1]), Path(), 0)
        yield server
        return
    with tempfile.TemporaryDirectory(prefix="kotinos-languages-") as folder:
        with serving(Path(folder), "--size", "city", "--speed", "1", within=900) as server:
            yield server


class Told:
    """What the feed tells: its texts may stand in any page as they are."""

    def __init__(self, server: Server, games: str) -> None:
        self.texts: set[str] = set()
        whole = server.snapshot(games, "games")
        topics = ["games", "medals", "records", "notices", "news", *(f"day/{day}" for day in whole.get("days", ()))]
        topics += [f"organisation/{code}" for code in whole.get("organisations", {})]
        for topic in topics:
            self._add(server.snapshot(games, topic))

    def page(self, server: Server, games: str, topics: list[str]) -> None:
        """Learn what a page's own topics tell."""
        for topic in topics:
            self._add(server.snapshot(games, topic))

    def _add(self, value: Any) -> None:
        if isinstance(value, str):
            self.texts.add(value)
        elif isinstance(value, dict):
            self.texts.update(value)
            for each in value.values():
                self._add(each)
        elif isinstance(value, list):
            for each in value:
                self._add(each)


class Left:
    """Finds what was left in English."""

    def __init__(self, told: Told) -> None:
        from kotinos.site import catalogs as kept

        self.told = told
        self.ours = {text for message in kept.template() for text in _texts(message.id)}
        self.same: dict[str, set[str]] = {tag: set() for tag in _tags()}
        self.known: dict[str, Any] = {}
        for tag in _tags():
            with kept.catalog(tag).open("rb") as file:
                catalog = kept.read_po(file)
            self.same[tag] = {text for each in catalog for text in _texts(each.id) if text in _texts(each.string)}
            self.known[tag] = kept.names.Names(_marked(kept.names.book(tag)), {})

    def in_page(self, tag: str, english: set[str], here: set[str]) -> Iterator[str]:
        """Texts of both pages that should differ."""
        for text in sorted(english & here):
            if text in OWN or not _WORD.search(text) or text in self.same[tag]:
                continue
            known = self.known[tag].shown(text)
            if MARK in known and known.replace(MARK, "") == text:
                continue  # called the same in both languages
            if text in self.ours or MARK in known or not self._by_feed(text):
                yield text

    def _by_feed(self, text: str) -> bool:
        """Whether a text is made of what the feed tells, and signs or figures."""
        if text in self.told.texts:
            return True
        rest = text
        for part in sorted((each for each in self._parts(text)), key=len, reverse=True):
            rest = rest.replace(part, " ")
        return not _WORD.search(rest.replace("UTC", ""))

    def _parts(self, text: str) -> Iterator[str]:
        words = text.split()
        for begin in range(len(words)):
            for end in range(len(words), begin, -1):
                part = " ".join(words[begin:end]).strip(" ,.:;()·–-†")
                if part in self.told.texts or part in OWN:
                    yield part


def _marked(book: Any) -> Any:
    """A book whose every entry leaves a mark, so that what it knows can be told from what it does not."""
    words, units = ({key: MARK + shown for key, shown in told.items()} for told in (book.words, book.units))
    return type(book)(words, units, tuple((start, end, MARK + shown) for start, end, shown in book.around), book.joint)


def _texts(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def _look(server: Server, games: str, pages: dict[str, str]) -> tuple[list[str], list[str], Counter[str]]:
    from playwright.sync_api import sync_playwright  # optional: extra [browser]

    from .formats_shots import chromium
    from .languages_looked import misfits, texts

    told = Told(server, games)
    left = Left(told)
    counted: Counter[str] = Counter()
    unsaid: dict[str, str] = {}
    cut: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        screen = browser.new_context(viewport={"width": WIDTH, "height": 844}, java_script_enabled=True)
        for name, path in pages.items():
            english: set[str] = set()
            for tag in ("en", *_tags()):
                page = screen.new_page()
                answer = page.goto(f"{server.url}{'' if tag == 'en' else f'/{tag}'}{path}", wait_until="load")
                if answer is None or answer.status != 200:
                    raise ServerError(f"{name} in {tag}: {answer and answer.status} {path}")
                page.wait_for_timeout(150)  # what scripts lay out
                block = page.evaluate("document.getElementById('live')?.textContent ?? ''")
                if block and tag == "en":
                    told.page(server, games, list(json.loads(block)["topics"]))
                here = texts(page)
                english = here if tag == "en" else english
                if tag != "en":
                    counted["texts"] += len(here)
                    for text in left.in_page(tag, english, here):
                        unsaid.setdefault(f"{tag}: {text}", name)
                wrong, lines = misfits(page)
                counted["lines"] += lines
                counted["pages"] += 1
                for kind, where, text in wrong:
                    if f"{tag} {name} {kind}" not in cut:
                        page.screenshot(path=str(OUT / f"{name}-{tag}.png"), full_page=True)
                    cut.setdefault(f"{tag} {name} {kind}: {where}: {text}", name)
                page.close()
        browser.close()
    return [f"{text}  ({name})" for text, name in unsaid.items()], list(cut), counted


def _searched() -> tuple[str, bool]:
    from . import search

    return search.run()


def _django() -> None:
    os.environ.setdefault("KOTINOS_DATA_DIR", tempfile.mkdtemp(prefix="kotinos-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotinos.site.settings")
    import django

    django.setup()


def run() -> tuple[str, bool]:
    """Catalogs, pages, fit, search."""
    _django()
    from .languages_pages import examples

    OUT.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    extracted, lacking = catalogs()
    print(f"catalogs: {extracted}: {len(lacking)} lacking")
    _list(lacking)
    with _server() as server:
        games = server.client.get("/", follow_redirects=False).headers["Location"].strip("/").split("/")[-1]
        pages = examples(server, games)
        only = tuple(filter(None, os.environ.get("KOTINOS_BENCH_PAGES", "").split(",")))
        if only:
            pages = {name: path for name, path in pages.items() if name.startswith(only)}
            print(f"only {', '.join(only)}: {len(pages)} pages")
        unsaid, cut, counted = _look(server, games, pages)
    print(f"left in English: {len(unsaid)} of {counted['texts']} texts in {len(pages)} kinds of page")
    _list(unsaid)
    print(f"cut or overlaid at {WIDTH} px: {len(cut)} of {counted['lines']} lines of text; pictures in {OUT}")
    _list(cut)
    searched, found = _searched() if not only else ("not looked at", True)
    print(f"search: {searched}")
    figures = (
        f"{extracted}, {len(lacking)} lacking; {counted['pages']} pages of {len(pages)} kinds: "
        f"{len(unsaid)} texts left in English, {len(cut)} cut or overlaid at {WIDTH} px; "
        f"search: {searched}; {time.monotonic() - began:.0f} s"
    )
    return figures, not lacking and not unsaid and not cut and found and not only


def _list(lines: list[str]) -> None:
    for line in lines[:200]:
        print(f"  {line}")
    if len(lines) > 200:
        print(f"  … and {len(lines) - 200} more")
