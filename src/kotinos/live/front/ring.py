"""The newest changes, kept for streams that resume. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from kotinos.live.front.frames import Key
from kotinos.live.front.topics import split
from kotinos.live.terms import Change


class Ring:
    """Changes by topic; the oldest of all leave first. Complete after ``floor``."""

    def __init__(self, floor: int, max_changes: int, max_bytes: int) -> None:
        self.floor = floor
        self._max_changes, self._max_bytes = max_changes, max_bytes
        self._order: deque[Change] = deque()
        self._topics: defaultdict[Key, deque[Change]] = defaultdict(deque)
        self._bytes = 0

    def add(self, change: Change) -> None:
        """Keep the newest change."""
        self._order.append(change)
        self._topics[change.games, change.topic].append(change)
        self._bytes += len(change.patch)
        while len(self._order) > self._max_changes or self._bytes > self._max_bytes:
            self._forget_oldest()

    def covers(self, after: int) -> bool:
        """Whether no change after this is missing here."""
        return after >= self.floor

    def after(self, keys: Iterable[Key], after: int) -> list[Change]:
        """The changes of some topics, and of those some patterns match, after a seq, oldest first. The
        keys are disjoint."""
        named, begin = split(keys)
        found = []
        for key in named:
            for change in reversed(self._topics.get(key, ())):
                if change.seq <= after:
                    break
                found.append(change)
        # What has happened since is less to look through than all topics there are.
        for change in reversed(self._order) if begin else ():
            if change.seq <= after:
                break
            if change.topic.startswith(begin.get(change.games, ())):
                found.append(change)
        return sorted(found, key=lambda change: change.seq)

    def _forget_oldest(self) -> None:
        oldest = self._order.popleft()
        topic = self._topics[oldest.games, oldest.topic]
        topic.popleft()
        if not topic:
            del self._topics[oldest.games, oldest.topic]
        self._bytes -= len(oldest.patch)
        self.floor = oldest.seq
