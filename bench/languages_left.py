"""What was left in English: texts that stand in the English page and in another language's alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .served import Server

MARK = "\x01"
OWN = {"Kotinos", "JSON API", "UTC", "iCalendar", "JavaScript"}
"""Names of ours, the same in every language."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ]*[a-zà-ÿ][A-Za-zÀ-ÿ]+")


class Told:
    """What the feed tells: its texts may stand in any page as they are."""

    def __init__(self, server: Server, games: str) -> None:
        self.texts: set[str] = set()
        whole = server.snapshot(games, "games")
        topics = [
            "games",
            "medals",
            "records",
            "notices",
            "news",
            *(f"day/{day}" for day in whole.get("days", ())),
        ]
        topics += [f"organisation/{code}" for code in whole.get("organisations", {})]
        for topic in topics:
            self._add(server.snapshot(games, topic))

    def page(self, server: Server, games: str, topics: Iterable[str]) -> None:
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

    def __init__(self, told: Told, tags: list[str]) -> None:
        from kotinos.site import catalogs as kept
        from kotinos.site.web import words

        self.codes = {str(code) for known in words.SETS.values() for code in known}
        self.told = told
        self.ours = {text for message in kept.template() for text in texts_of(message.id)}
        self.same: dict[str, set[str]] = {tag: set() for tag in tags}
        self.known: dict[str, Any] = {}
        for tag in tags:
            with kept.catalog(tag).open("rb") as file:
                catalog = kept.read_po(file)
            self.same[tag] = {
                text for each in catalog for text in texts_of(each.id) if text in texts_of(each.string)
            }
            self.known[tag] = kept.names.Names(_marked(kept.names.book(tag)), {})

    def in_page(self, tag: str, english: set[str], here: set[str]) -> Iterator[str]:
        """Texts of both pages that should differ."""
        for text in sorted(english & here):
            if text in OWN or text in self.codes or not _WORD.search(text) or text in self.same[tag]:
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
    return type(book)(
        words, units, tuple((start, end, MARK + shown) for start, end, shown in book.around), book.joint
    )


def texts_of(said: Any) -> list[str]:
    """The texts of a message: one, or its plural forms."""
    return [said] if isinstance(said, str) else list(said or ())
