"""What every bus promises, and the bounded queues its subscribers read from. Pure."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Protocol

from kotinos.live import meters

LOG = "log"
CHANGES = "changes"
METERS = "meters"
MISSED = b""
"""The payload that says: something may have been missed."""

QUEUE_LIMIT = 1000
"""Messages a subscriber may be behind before they are dropped for one ``MISSED``."""


class Bus(Protocol):
    """Publish and subscribe; nothing is kept, nothing is repeated, nothing blocks for long."""

    async def publish(self, subject: str, payload: bytes) -> None:
        """Send to every subscriber, this process's own included. Dropped silently while there is no link."""

    def subscribe(self, subject: str) -> AsyncIterator[bytes]:
        """Payloads as they come, from now on; ``MISSED`` at first and after every gap. Ends at ``close``."""

    async def close(self) -> None:
        """Leave; every subscription ends."""


class Subscription:
    """What one subscriber has still to read. A read may be given up and tried again without loss."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_LIMIT)
        self.put(MISSED)

    def put(self, payload: bytes) -> None:
        """Add a payload; to a full queue it is the one word that stands for them all."""
        if self._queue.full():
            meters.missed.inc()
            self._empty()
            payload = MISSED
        self._queue.put_nowait(payload)

    def end(self) -> None:
        """Let the reader's loop end."""
        self._empty()
        self._queue.put_nowait(None)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> bytes:
        payload = await self._queue.get()
        if payload is None:
            raise StopAsyncIteration
        return payload

    def _empty(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()


class Subscriptions:
    """The subscribers within this process; they stay until the bus is closed."""

    def __init__(self) -> None:
        self._by_subject: defaultdict[str, list[Subscription]] = defaultdict(list)

    def subscribe(self, subject: str) -> Subscription:
        """A subscription that counts from this call."""
        subscription = Subscription()
        self._by_subject[subject].append(subscription)
        return subscription

    def deliver(self, subject: str, payload: bytes) -> None:
        """Hand a payload to the subject's subscribers."""
        for subscription in self._by_subject[subject]:
            subscription.put(payload)

    def missed(self) -> None:
        """Tell every subscriber to look for itself."""
        meters.missed.inc()
        for subject in self._by_subject:
            self.deliver(subject, MISSED)

    def end(self) -> None:
        """End every subscription."""
        for subscriptions in self._by_subject.values():
            for subscription in subscriptions:
                subscription.end()
