"""What the pages read from, without a database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import msgspec

from kotinos.games.terms import MedalHeld, Value
from kotinos.games.terms.asked import EventsAsked, MedalsAsked, ResultsAsked
from kotinos.games.terms.rows import EventRow, Page, ResultRow
from kotinos.live.terms import Snapshot

from .base import GAMES
from .contests import units
from .medals import medals


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

    def medals(self, games: str, asked: MedalsAsked) -> Page[MedalHeld]:
        """What ``kotinos.games.api`` would say."""
        found = tuple(each for each in medals() if asked.discipline in ("", each.discipline))
        return Page(rows=found[asked.after :], total=len(found))

    def events(self, games: str, asked: EventsAsked) -> Page[EventRow]:
        """Events of a discipline."""
        views = [json.loads(body) for name, body in self.bodies.items() if name.startswith("event/")]
        rows = tuple(
            EventRow(rsc=view["rsc"], name=view["name"], status=view.get("status", ""))
            for view in views
            if view["discipline"] == asked.discipline
        )
        return Page(rows=rows, total=len(rows))

    def results(self, games: str, asked: ResultsAsked) -> Page[ResultRow]:
        """Lines of an organisation."""
        rows = tuple(
            ResultRow(unit=code, competitor=line.code, organisation=line.organisation)
            for code, view in units().items()
            for line in view.competitors.values()
            if line.organisation == asked.organisation
        )
        return Page(rows=rows[asked.after : asked.after + asked.limit], total=len(rows))

    def topics(self, games: str, start: str) -> list[str]:
        """Topics that begin so."""
        return sorted(topic for topic in self.bodies if topic.startswith(start) and games == self.key)

    def changed(self, games: str, epoch: str, after: int) -> tuple[str, int, set[str] | None]:
        """Nothing while the point is the same; otherwise anything."""
        return self.epoch, self.seq, set() if (epoch, after) == (self.epoch, self.seq) else None
