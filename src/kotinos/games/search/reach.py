"""Which words of an index a word that was typed may mean, and how far it is from each. Pure."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from typing import ClassVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kotinos.kit.scripts import of_letter

SHORT = {"Hani": (3, 6), "Hira": (3, 6), "Hang": (4, 7)}
"""Letters from which a word may have one slip, and two; Hangul counts each letter of a syllable."""


class Reach:
    """What one word may mean: words and subjects, with what each costs."""

    BEGUN: ClassVar[int] = 1
    SLIP: ClassVar[int] = 10

    def __init__(self, words: dict[str, int]) -> None:
        self.words = words
        self.subjects: dict[str, int] = {}


class Vocabulary:
    """All words of an index, in order."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._sorted: list[str] | None = None
        self._heads: dict[int, tuple[list[str], list[str]]] = {}

    def add(self, word: str) -> None:
        """Know a word."""
        if word not in self._known:
            self._known.add(word)
            self._sorted = None

    def discard(self, word: str) -> None:
        """Know a word no more."""
        self._known.discard(word)
        self._sorted = None

    def words(self) -> list[str]:
        """Every word, in order."""
        if self._sorted is None:
            self._sorted = sorted(self._known)
            self._heads.clear()
        return self._sorted

    def split(self, word: str) -> list[str]:
        """Words that were typed as one, the longest first; nothing where it cannot be taken apart."""
        least = 1 if of_letter(word[0]) == "Hani" else 3
        for end in range(len(word) - 1, least - 1, -1):
            if word[:end] in self._known:
                rest = word[end:]
                if rest in self._known:
                    return [word[:end], rest]
                if more := self.split(rest):
                    return [word[:end], *more]
        return []

    def reach(self, word: str, *, last: bool = True, slips: int = 0) -> Reach:
        """The words that ``word`` equals or begins; with ``slips`` also those so many slips away, and, where
        it is the ``last`` of a question, those that begin so."""
        found: dict[str, int] = {}
        if slips:
            found = self._near(word, slips, begun=last)
        known = self.words()
        at = bisect_left(known, word)
        while at < len(known) and known[at].startswith(word):
            found[known[at]] = 0 if known[at] == word else Reach.BEGUN
            at += 1
        return Reach(found)

    def _near(self, word: str, slips: int, *, begun: bool) -> dict[str, int]:
        known, size = self.words(), len(word)
        found = {}
        if begun and size > 4:
            if size not in self._heads:
                longer = [each for each in known if len(each) > size]
                self._heads[size] = longer, [each[:size] for each in longer]
            longer, heads = self._heads[size]
            for _, far, at in process.extract(word, heads, scorer=OSA.distance, score_cutoff=1, limit=None):
                found[longer[at]] = Reach.SLIP * int(far) + Reach.BEGUN
        for each, far, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None):
            found[each] = min(Reach.SLIP * int(far), found.get(each, Reach.SLIP * 9))
        return found


def slack(word: str, *, lone: bool = True) -> int:
    """How many slips a word may have: none in a short one, two in a long one, never in a number. Where others
    stand beside it (not ``lone``) they tell what is meant, and a shorter one may have as many."""
    if not word or unicodedata.category(word[0])[0] == "N":
        return 0
    one, two = SHORT.get(of_letter(word[0]), (4, 7) if lone else (3, 5))
    return 2 if len(word) >= two else int(len(word) >= one)
