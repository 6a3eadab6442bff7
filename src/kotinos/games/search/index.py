"""An index of names in memory: found by words in any order, begun or mistyped. Pure.

A word of a question is met by a word of a name that equals it, begins with it, or is a few slips of the
keyboard away (optimal string alignment distance: rapidfuzz); or by a *subject* of the entry, such as its
organisation or discipline, which narrows: "kor swimming". Every word must be met, and either one of them by
the name or two of them by subjects of two kinds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import islice

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from kotinos.kit.scripts import EAST, of_letter

from .reach import Reach, Vocabulary, slack
from .words import asked, words

Key = tuple[str, str]
"""Kind and code of an entry."""

MOST_WORDS = 8
"""Words of a question that are looked at."""

ENOUGH = 8
"""With as many hits spelled as asked, or with several words met, mistyped ones are not looked for."""

LOOKED_AT = 400
"""Hits whose whole names are compared, when there are more."""

MOST_SLIPS = 3 * Reach.SLIP
"""What a hit may not cost: three slips over all its words."""

NEAR = 0.75
"""As like as a word must be to be proposed instead (Jaro-Winkler)."""

WHOLE, PHRASE, BEGUN, IN_WORDS, MISTYPED = range(5)
"""How a name meets a question, best first."""


class Named(msgspec.Struct, frozen=True):
    """Something with names. ``names``: each spelling, the one to show first; ``subjects``: what it belongs
    to, each "kind:code"."""

    key: Key
    names: tuple[str, ...]
    subjects: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True, order=True):
    """A hit. Sorts best first: ``how`` it is met, ``cost`` of the words begun or mistyped, what is popular
    (``weight``, negative), then by name. ``mistyped``: slips of the keyboard."""

    how: int
    cost: int
    weight: float
    name: str
    key: Key
    mistyped: bool


class Index:
    """Entries by the words of their names. Not safe between threads: whoever shares it locks it."""

    def __init__(self) -> None:
        self.entries: dict[Key, Named] = {}
        self._called: dict[str, tuple[str, ...]] = {}
        self._subjects: dict[str, set[str]] = defaultdict(set)
        self._words: dict[Key, tuple[str, ...]] = {}
        self._whole: dict[Key, tuple[str, ...]] = {}
        self._named: dict[str, set[Key]] = defaultdict(set)
        self._within: dict[str, set[Key]] = defaultdict(set)
        self._vocabulary = Vocabulary()

    def put(self, entry: Named) -> None:
        """Add an entry, or put it in place of the one of the same key."""
        if self.entries.get(entry.key) == entry:
            return
        self.drop(entry.key)
        self.entries[entry.key] = entry
        mine = tuple(dict.fromkeys(word for name in entry.names for word in words(name)))
        self._words[entry.key] = mine
        self._whole[entry.key] = tuple(dict.fromkeys(" ".join(asked(name)) for name in entry.names))
        for word in mine:
            self._named[word].add(entry.key)
            self._vocabulary.add(word)
        for subject in entry.subjects:
            self._within[subject].add(entry.key)

    def drop(self, key: Key) -> None:
        """Forget an entry, if there is one of this key."""
        entry = self.entries.pop(key, None)
        if entry is None:
            return
        del self._whole[key]
        for word in self._words.pop(key):
            self._named[word].discard(key)
            if not self._named[word]:
                del self._named[word]
                if not self._subjects.get(word):
                    self._vocabulary.discard(word)
        for subject in entry.subjects:
            self._within[subject].discard(key)

    def call(self, subject: str, names: Iterable[str]) -> None:
        """What a subject is called, instead of what it was."""
        for word in self._called.get(subject, ()):
            self._subjects[word].discard(subject)
        self._called[subject] = tuple(dict.fromkeys(word for name in names for word in words(name)))
        for word in self._called[subject]:
            self._subjects[word].add(subject)
            self._vocabulary.add(word)

    def find(
        self, text: str, weight: Callable[[Key], float] = lambda key: 0.0, most: int = 50
    ) -> list[Found]:
        """The best hits of a question, at most ``most``. ``weight``: how popular an entry is."""
        told = asked(text)[:MOST_WORDS]
        if not told or (len(told) == 1 and _too_short(told[0])):
            return []
        found: dict[Key, Found] = {}
        for way in [*_ways(told), *self._apart(told)]:
            found = self._met(way, weight, typos=False)
            if found:
                break
        if not found or (len(told) == 1 and len(found) < ENOUGH and not _exact(found)):
            for way in _ways(told):
                found = {**self._met(way, weight, typos=True), **found}
                if found:
                    break
        return nsmallest(most, found.values())

    def _apart(self, told: Sequence[str]) -> list[tuple[str, ...]]:
        """A question with a word in place of which several are known, if there is one."""
        parts = [self._vocabulary.split(word) or [word] for word in told]
        return (
            [tuple(each for part in parts for each in part)] if any(len(part) > 1 for part in parts) else []
        )

    def near(self, text: str, weight: Callable[[Key], float] = lambda key: 0.0, most: int = 3) -> list[str]:
        """Names with words that look most like those asked for, for a question that finds nothing."""
        found: dict[str, None] = {}
        unknown = [word for word in asked(text)[:MOST_WORDS] if not self._vocabulary.reach(word).words]
        for word in unknown:
            likely = process.extract(
                word, self._vocabulary.words(), scorer=JaroWinkler.similarity, score_cutoff=NEAR, limit=most
            )
            for meant, _, _ in likely:
                if meant in self._named:
                    best = max(self._named[meant], key=lambda key: (weight(key), key))
                    found[self.entries[best].names[0]] = None
        return list(islice(found, most))

    def _met(self, told: Sequence[str], weight: Callable[[Key], float], *, typos: bool) -> dict[Key, Found]:
        reaches = [
            self._reach(word, typos=typos, last=word is told[-1], lone=len(told) == 1) for word in told
        ]
        reaches.sort(key=self._width)
        met = self._meet(reaches)
        scored = [(cost, -weight(key), key, slips) for key, (cost, slips) in met.items()]
        if len(scored) > LOOKED_AT:
            scored = nsmallest(LOOKED_AT, scored)
        joined = " ".join(told)
        return {key: self._found(key, joined, (cost, light, slips)) for cost, light, key, slips in scored}

    def _reach(self, word: str, *, typos: bool, last: bool, lone: bool) -> Reach:
        reach = self._vocabulary.reach(word, last=last, slips=slack(word, lone=lone) if typos else 0)
        for each, cost in reach.words.items():
            for subject in self._subjects.get(each, ()):
                reach.subjects[subject] = min(cost, reach.subjects.get(subject, cost))
        meant = {_kind(subject) for subject, cost in reach.subjects.items() if not cost}
        reach.subjects = {
            subject: cost
            for subject, cost in reach.subjects.items()
            if not cost or _kind(subject) not in meant
        }
        return reach

    def _width(self, reach: Reach) -> int:
        return sum(len(self._named.get(word, ())) for word in reach.words) + sum(
            len(self._within[subject]) for subject in reach.subjects
        )

    def _meet(self, reaches: Sequence[Reach]) -> dict[Key, tuple[int, bool]]:
        """The entries that meet every reach, the narrowest first: cost, and whether a word was mistyped."""
        first, *others = reaches
        if not others:
            found: dict[Key, int] = {}
            for word, cost in first.words.items():
                for key in self._named.get(word, ()):
                    found[key] = min(cost, found.get(key, cost))
            return {key: (cost, cost >= Reach.SLIP) for key, cost in found.items()}
        keys = {key for word in first.words for key in self._named.get(word, ())}
        keys.update(key for subject in first.subjects for key in self._within[subject])
        costs = ((key, self._cost(key, reaches)) for key in keys)
        return {key: (cost, cost >= Reach.SLIP) for key, cost in costs if cost < MOST_SLIPS}

    def _cost(self, key: Key, reaches: Sequence[Reach]) -> int:
        """What it costs an entry to meet every reach; ``MOST_SLIPS`` when it does not."""
        total, named, kinds = 0, False, set()
        mine, about = self._words[key], self.entries[key].subjects
        for reach in reaches:
            cost = min((reach.words[word] for word in mine if word in reach.words), default=MOST_SLIPS)
            within = min(
                ((reach.subjects[each], each) for each in about if each in reach.subjects),
                default=(MOST_SLIPS, ""),
            )
            total += min(cost, within[0])
            if total >= MOST_SLIPS:
                return MOST_SLIPS
            if cost <= within[0]:
                named = True
            else:
                kinds.add(_kind(within[1]))
        return total if named or len(kinds) > 1 else MOST_SLIPS

    def _found(self, key: Key, joined: str, scored: tuple[int, float, bool]) -> Found:
        cost, light, slips = scored
        how = MISTYPED if slips else min(_how(name, joined) for name in self._whole[key])
        return Found(how, cost, light, self.entries[key].names[0], key, slips)


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _exact(found: Mapping[Key, Found]) -> bool:
    return any(each.how == WHOLE for each in found.values())


def _too_short(word: str) -> bool:
    """Whether one word says too little: a single letter of a script that spells with many."""
    return len(word) == 1 and of_letter(word) not in EAST


def _how(name: str, joined: str) -> int:
    """How a whole name meets a question; the order of words and blanks between them do not matter."""
    if name == joined or sorted(name.split()) == sorted(joined.split()):
        return WHOLE
    if f" {joined} " in f" {name} ":
        return PHRASE
    if name.replace(" ", "").startswith(joined.replace(" ", "")):
        return BEGUN
    return IN_WORDS


def _ways(told: Sequence[str]) -> list[tuple[str, ...]]:
    """A question as asked; then with two neighbours written as one word; then with all of them."""
    pairs = [(*told[:at], told[at] + told[at + 1], *told[at + 2 :]) for at in range(len(told) - 1)]
    ways = [tuple(told), *pairs, ("".join(told),)]
    return list(dict.fromkeys(ways))
