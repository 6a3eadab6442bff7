"""What the pages read from, without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from kotinos.games.terms import Value
from kotinos.live.terms import Snapshot

from .base import (
    GAMES,
)


class Reader:
    """What the pages read from, held in memory: ``kotinos.live.api`` as far as they use it."""

    def __init__(self, values: Mapping[str, Value], key: str = GAMES) -> None:
        self.key = key
        self.epoch, self.seq = "made-up", 7
        self.bodies = {topic: msgspec.json.encode(value, order="sorted") for topic, value in values.items()}

    def games(self) -> list[str]:
        """The one Games."""
        return [self.key]

    def snapshot(self, games: str, topic: str) -> Snapshot | None:
        """A topic's document."""
        body = self.bodies.get(topic) if games == self.key else None
        if body is None:
            return None
        return Snapshot(games, topic, body, hashlib.sha256(body).hexdigest()[:16], self.epoch, self.seq)

    def snapshots(self, games: str, topics: Sequence[str]) -> dict[str, bytes]:
        """Many topics' bodies."""
        return {name: self.bodies[name] for name in topics if name in self.bodies}
