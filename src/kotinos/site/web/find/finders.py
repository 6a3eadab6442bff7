"""One Games' index, made of its documents when somebody first searches, and kept fresh by what changed.

A search first asks, at most once a second, which documents changed since; of those that matter here the
entries are made again. That costs two small statements while nothing changes, and one to two milliseconds
for a day's document; a renamed person is found by the new name a second later."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock, RLock

from kotinos.games.api import Found, Index, Key
from kotinos.games.terms import DayView, GamesView, OrganisationView

from .. import read
from .entries import COMING, TODAY, Card, Sheet, every, of_day, of_games, of_organisation
from .spellings import called, countries, genders, pages

EVERY = 1.0
"""Seconds between two looks at what changed."""

GAMES = 4
"""Games whose index is kept at once: about 60 MB for one of 11,000 people."""


class Finder:
    """The index of a Games; safe between threads."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._lock = RLock()
        self._index = Index()
        self._sheets: dict[str, Sheet] = {}
        self._cards: dict[Key, Card] = {}
        self._weights: dict[Key, float] = {}
        self._today = ""
        self._point = ("", 0)
        self._looked = float("-inf")
        for code, names in genders().items():
            self._index.call(f"gender:{code}", names)

    def find(self, text: str, most: int) -> list[tuple[Found, Card]]:
        """The best hits of a question, with what is shown of each."""
        with self._lock:
            self._refresh()
            found = self._index.find(text, self._weight, most)
            return [(each, self._cards[each.key]) for each in found]

    def near(self, text: str) -> list[str]:
        """Names like those asked for, when nothing was found."""
        with self._lock:
            return self._index.near(text, self._weight)

    def _weight(self, key: Key) -> float:
        weight = self._weights.get(key, 0.0)
        if key[0] != "unit":
            return weight
        day = self._cards[key].day
        return weight + (TODAY if day == self._today else COMING * (day > self._today))

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._looked < EVERY:
            return
        epoch, seq, topics = read.changed(self.key, *self._point)
        if topics is None:
            topics = {"games", *read.topics(self.key, "organisation/"), *read.topics(self.key, "day/")}
            topics |= self._sheets.keys()
        self._take(topics)
        self._point, self._looked = (epoch, seq), now

    def _take(self, topics: set[str]) -> None:
        """Make the entries of these documents again."""
        games = read.topic(self.key, "games", GamesView).value
        frame = read.framed(self.key, games)
        of_a_name = called(frame)
        if "games" in topics:
            self._put("games", of_games(games, of_a_name, countries(frame), pages()))
        organisations = sorted(each for each in topics if each.startswith("organisation/"))
        self._each(organisations, {
            topic: of_organisation(view)
            for topic, view in read.once(self.key, organisations, OrganisationView).items()
        })  # fmt: skip
        days = sorted(each for each in topics if each.startswith("day/"))
        told = read.once(self.key, days, DayView)
        self._each(days, {topic: of_day(view, of_a_name) for topic, view in told.items()})
        self._today = frame.today
        if organisations or days:
            self._weigh()

    def _each(self, topics: list[str], sheets: Mapping[str, Sheet]) -> None:
        for topic in topics:
            self._put(topic, sheets.get(topic, Sheet()))

    def _put(self, topic: str, sheet: Sheet) -> None:
        """A document's entries in place of those before. What moved to another document is there already
        or comes: only what this one alone told is dropped."""
        before = self._sheets.get(topic, Sheet())
        for key in before.entries.keys() - sheet.entries.keys():
            if not any(key in other.entries for name, other in self._sheets.items() if name != topic):
                self._index.drop(key)
                self._cards.pop(key, None)
        self._sheets[topic] = sheet
        for entry in sheet.entries.values():
            self._index.put(entry)
        self._cards |= sheet.cards
        for subject, names in sheet.subjects.items():
            if before.subjects.get(subject) != names:
                self._index.call(subject, names)

    def _weigh(self) -> None:
        weights: dict[Key, float] = {}
        for key, more in every(self._sheets.values()):
            weights[key] = weights.get(key, 0.0) + more
        self._weights = weights


_finders: OrderedDict[str, Finder] = OrderedDict()
_lock = Lock()


def finder(key: str) -> Finder:
    """The finder of a Games. Those least used are forgotten."""
    with _lock:
        if key not in _finders:
            _finders[key] = Finder(key)
        _finders.move_to_end(key)
        while len(_finders) > GAMES:
            _finders.popitem(last=False)
        return _finders[key]


def forget() -> None:
    """Forget every index."""
    with _lock:
        _finders.clear()
