"""The newest changes, kept for streams that resume. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from kotinos.live.front.frames import Key
from kotinos.live.terms import Change


class Ring:
    """Changes by topic; the oldest of all leave first. Complete after ``floor``."""

    def __init__(self, floor: int, max_changes: int, max_bytes: int) -> None:
        self.floor = floor
        self._max_changes, self._max_bytes = max_changes, max_bytes
        self._order: deque[Key] = deque()
        self._topics: defaultdict[Key, deque[Change]] = defaultdict(deque)
        self._bytes = 0

    def add(self, change: Change) -> None:
        """Keep the newest change."""
        key = (change.games, change.topic)
        self._order.append(key)
        self._topics[key].append(change)
        self._bytes += len(change.patch)
        while len(self._order) > self._max_changes or self._bytes > self._max_bytes:
            self._forget_oldest()

    def covers(self, after: int) -> bool:
        """Whether no change after this is missing here."""
        return after >= self.floor

    def after(self, keys: Iterable[Key], after: int) -> list[Change]:
        """The changes of some topics after a seq, oldest first."""
        found = []
        for key in keys:
            for change in reversed(self._topics.get(key, ())):
                if change.seq <= after:
                    break
                found.append(change)
        return sorted(found, key=lambda change: change.seq)

    def _forget_oldest(self) -> None:
        key = self._order.popleft()
        topic = self._topics[key]
        oldest = topic.popleft()
        if not topic:
            del self._topics[key]
        self._bytes -= len(oldest.patch)
        self.floor = oldest.seq
