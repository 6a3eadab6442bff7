"""The line between a venue and us: messages come twice, or a newer one overtakes an older. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed

TWICE, OVERTAKEN = 0.004, 0.004
"""How often a message is repeated; how often one LIVE result arrives after the next version of itself."""


_FIRST = 25


class Line:
    """Takes messages in order of sending, gives them in order of arrival."""

    def __init__(self, rng: Random, rate: float) -> None:
        self.rng, self.rate = rng, rate
        self._coming: list[tuple[datetime, int, Message]] = []
        self._held: dict[tuple[str, ...], Message] = {}
        self._count = self._live = 0

    def _arrive(self, at: datetime, message: Message) -> None:
        self._count += 1
        heapq.heappush(self._coming, (at, self._count, message))

    def send(self, at: datetime, message: Message) -> None:
        """Hand over a message at its moment."""
        held = self._held.pop(message.header.identity, None)
        live = message.header.result_status == "LIVE" and message.competition is not None
        self._live += live
        first = self._live == _FIRST  # every line does both at least once
        if held is None and live and (first or self.rng.random() < OVERTAKEN * self.rate):
            self._held[message.header.identity] = message
            return
        self._arrive(at, message)
        if held is not None:
            self._arrive(at + timedelta(milliseconds=self.rng.randrange(5, 200)), held)
        elif self._count == _FIRST or self.rng.random() < TWICE * self.rate:
            self._arrive(at + timedelta(seconds=self.rng.uniform(0.2, 6)), message)

    def arrived(self, until: datetime | None) -> Iterator[Timed]:
        """Everything that has arrived before ``until`` (None: all), in order."""
        while self._coming and (until is None or self._coming[0][0] < until):
            at, _, message = heapq.heappop(self._coming)
            yield Timed(at, message)
