"""Play a timed stream into an intake over HTTP, at a chosen pace, until every message is acknowledged. Pure.

A stream's messages carry their running number as ``X-Kotinos-Seq``, so that whatever is sent twice
(a restart here, a restart there) is taken once. They go out in windows: within a window sources are
sent side by side, each in its own order; no message of the next window leaves before. A player that
stops can therefore go on from the newest number the log knows, less one window.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import httpx

from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message

WINDOW = 64
LANES = 4
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
REFUSALS_KEPT = 100
COME_BACK = frozenset({408, 429, 502, 503, 504})
"""Answers that say "not now"; any other is for good."""


class KeyRefusedError(Exception):
    """The intake does not know the key, or the key may not send for this source."""


@dataclass(frozen=True)
class Wire:
    """Where to send: a client kept alive, the intake's address, the API key."""

    client: httpx.Client
    url: str
    key: str


@dataclass(frozen=True)
class Pace:
    """``speed`` Games seconds a second (``None``: as fast as it can); pauses last at most ``longest``."""

    speed: float | None = None
    longest: float | None = None


@dataclass
class Tally:
    """How far a player is: the last number acknowledged, its moment, and what was refused."""

    number: int = 0
    at: datetime | None = None
    sent: int = 0
    repeated: int = 0
    refused: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)


Numbered = tuple[int, Timed]


class Player:
    """Plays one stream; ``stop`` ends it between two messages, ``on_progress`` hears of every window."""

    def __init__(
        self,
        wire: Wire,
        pace: Pace,
        stop: threading.Event | None = None,
        on_progress: Callable[[Tally], None] | None = None,
    ) -> None:
        self.wire, self.pace = wire, pace
        self.stop = stop or threading.Event()
        self.on_progress = on_progress
        self.tally = Tally()
        self._lock = threading.Lock()

    def play(self, stream: Iterable[Timed], start_after: int = 0) -> Tally:
        """Send all messages whose number is above ``start_after``, less one window; numbers start at 1."""
        numbered = islice(enumerate(stream, 1), max(0, start_after - WINDOW), None)
        with ThreadPoolExecutor(LANES) as pool:
            for window in self._windows(numbered, start_after):
                list(pool.map(self._send_lane, _lanes(window)))
                if self.stop.is_set():
                    break
                self.tally.number, self.tally.at = window[-1][0], window[-1][1].at
                if self.on_progress:
                    self.on_progress(self.tally)
        return self.tally

    def _windows(self, numbered: Iterator[Numbered], start_after: int) -> Iterator[list[Numbered]]:
        """What is due together, at most ``WINDOW`` messages, each handed out when its moment has come.

        Those up to ``start_after`` had their moment before: they go at once."""
        clock = _Clock(self.pace)
        window: list[Numbered] = []
        for item in numbered:
            wait = clock.wait(item[1].at) if item[0] > start_after else clock.start(item[1].at)
            if window and (wait > 0 or len(window) == WINDOW):
                yield window
                window = []
            if wait > 0 and self.stop.wait(clock.wait(item[1].at)):
                return
            window.append(item)
        if window:
            yield window

    def _send_lane(self, lane: list[Numbered]) -> None:
        """Send the messages of one source, one after the other."""
        for number, timed in lane:
            body = write_message(timed.message)
            response = self._until_answered(number, body)
            if response is None:
                return
            self._note(number, response)

    def _until_answered(self, number: int, body: bytes) -> httpx.Response | None:
        """Post until the intake answers for good; ``None`` when told to stop meanwhile."""
        headers = {
            "X-API-KEY": self.wire.key,
            "X-Kotinos-Seq": str(number),
            "Content-Type": "application/xml",
        }
        wait = FIRST_WAIT
        while not self.stop.is_set():
            try:
                response = self.wire.client.post(self.wire.url, content=body, headers=headers)
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code not in COME_BACK:
                return response
            self.stop.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        return None

    def _note(self, number: int, response: httpx.Response) -> None:
        """Count the answer; a key that is not let in ends the play."""
        if response.status_code in (401, 403):
            raise KeyRefusedError(f"{self.wire.url} answers {response.status_code}: {response.text[:200]}")
        with self._lock:
            self.tally.sent += 1
            if response.status_code == 200:
                self.tally.repeated += b'"repeated":true' in response.content.replace(b" ", b"")
                return
            self.tally.refused += 1
            if len(self.tally.refusals) < REFUSALS_KEPT:
                self.tally.refusals.append((number, response.text[:500]))


class _Clock:
    """Turns a message's moment into seconds still to wait, from the first one asked about."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._at: datetime | None = None
        self._due = 0.0

    def start(self, at: datetime) -> float:
        """Count from ``at`` on: it is due now."""
        self._at, self._due = at, time.monotonic()
        return 0.0

    def wait(self, at: datetime) -> float:
        """Seconds until a message of moment ``at`` is due; 0 or less: now."""
        if self.pace.speed is None:
            return 0.0
        if self._at is None:
            return self.start(at)
        gap = (at - self._at).total_seconds() / self.pace.speed
        if self.pace.longest is not None:
            gap = min(gap, self.pace.longest)
        self._at, self._due = at, self._due + gap
        return self._due - time.monotonic()


def _lanes(window: list[Numbered]) -> list[list[Numbered]]:
    """A window by source, each lane in the stream's order."""
    lanes: dict[str, list[Numbered]] = {}
    for item in window:
        lanes.setdefault(item[1].message.header.source, []).append(item)
    return list(lanes.values())
