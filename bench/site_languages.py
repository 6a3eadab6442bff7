"""Six languages: nothing untranslated or cut at 390 px, names in six scripts found from either spelling.

1. Catalogs: every text of the site is extracted anew from the code and looked up in each language's catalog:
   translated, not fuzzy, same placeholders, as many plural forms as the language has; and every name of the
   tables.
2. Pages: an example of every kind of page (``languages_pages``) of the Rehearsal Games, in each language, in
   a real Chromium. A text that stands in the English page too is *left in English*, unless the feed tells it
   so and no translation is known, or both languages say the same (``languages_left``).
3. Fit: the same pages, every ``details`` open, on a screen of 390 px: lines of text that are cut or lie on
   one another, fields too narrow for what they say, a page wider than the screen (``languages_looked``).
4. Search: the bench ``search`` finds names in six scripts from either spelling.

``KOTINOS_BENCH_PAGES=unit,event`` looks only at pages whose name begins so; ``KOTINOS_BENCH_URL`` at a server
that runs already. It then says so, and SHORT.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .languages_left import Left, Told
from .languages_looked import misfits, texts
from .served import Server, ServerError, serving

OUT = Path(__file__).resolve().parent / "out" / "site-languages"
WIDTH = 390


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
    with (
        tempfile.TemporaryDirectory(prefix="kotinos-languages-") as folder,
        serving(Path(folder), "--size", "city", "--speed", "1", within=900) as server,
    ):
        yield server


class Seen:
    """What looking at the pages found."""

    def __init__(self) -> None:
        self.unsaid: dict[str, str] = {}
        self.cut: dict[str, None] = {}
        self.counted: Counter[str] = Counter()

    def left(self, tag: str, name: str, texts: set[str], in_english: Iterable[str]) -> None:
        """Note the texts of a page, and those that are in English."""
        self.counted["texts"] += len(texts)
        for text in in_english:
            self.unsaid.setdefault(f"{tag}: {text}", name)

    def fit(self, tag: str, name: str, page: Any) -> None:
        """Note what does not fit, with a picture of it."""
        wrong, lines = misfits(page)
        self.counted["lines"] += lines
        self.counted["pages"] += 1
        self.cut |= {f"{tag} {name} {kind}: {where}: {text}": None for kind, where, text in wrong}
        if wrong:
            page.screenshot(path=str(OUT / f"{name}-{tag}.png"), full_page=True)


def _look(server: Server, games: str, pages: dict[str, str]) -> Seen:
    from playwright.sync_api import sync_playwright  # optional: extra [browser]

    from .formats_shots import chromium

    told = Told(server, games)
    left = Left(told, _tags())
    seen = Seen()
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_context(viewport={"width": WIDTH, "height": 844}).new_page()
        for name, path in pages.items():
            _open(page, f"{server.url}{path}")
            block = page.evaluate("document.getElementById('live')?.textContent ?? ''")
            told.page(server, games, json.loads(block)["topics"] if block else ())
            english = texts(page)
            seen.fit("en", name, page)
            for tag in _tags():
                _open(page, f"{server.url}/{tag}{path}")
                here = texts(page)
                seen.left(tag, name, here, left.in_page(tag, english, here))
                seen.fit(tag, name, page)
            print(f"  {name}: {len(seen.cut)} cut, {len(seen.unsaid)} left so far", flush=True)
        browser.close()
    return seen


def _open(page: Any, url: str) -> None:
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        raise ServerError(f"{answer and answer.status} {url}")
    page.wait_for_timeout(150)  # what scripts lay out


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
        seen = _look(server, games, pages)
    counted, cut = seen.counted, list(seen.cut)
    unsaid = [f"{text}  ({name})" for text, name in seen.unsaid.items()]
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
