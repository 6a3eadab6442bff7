"""Who follows what, and how each audience is told. Pure."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kotinos.live.front import frames
from kotinos.live.front.frames import Key
from kotinos.live.terms import Change

SLICE = 500
"""Sockets written before the loop sees to other things."""


class Stream:
    """One client's stream. ``seq`` is what it has been told up to."""

    __slots__ = ("audience", "beats_behind", "keys", "lagging", "seq", "strikes", "transport")

    def __init__(self, transport: asyncio.Transport, keys: tuple[Key, ...], audience: str) -> None:
        self.transport, self.keys, self.audience = transport, keys, audience
        self.seq, self.strikes, self.beats_behind, self.lagging = 0, 0, 0, False

    def tell(self, payload: bytes, seq: int) -> None:
        """Write, unless the client is too slow to hear it."""
        if not self.lagging and not self.transport.is_closing():
            self.seq = seq
            self.transport.write(payload)


class Epoch:
    """The name of the count that seqs belong to, and how often the streams have begun anew."""

    def __init__(self) -> None:
        self.name, self.beginnings = "", 0


class Audience:
    """Streams that are told with the same delay, and the changes waiting for them."""

    def __init__(self, delay: float, epoch: Epoch) -> None:
        self.delay = delay
        self._epoch = epoch
        self.told = 0
        """Every stream has been told up to this."""
        self._followers: dict[Key, dict[Stream, None]] = {}
        self._waiting: list[Change] = []
        self._wake = asyncio.Event()

    def add(self, changes: Sequence[Change]) -> None:
        """Take changes to be told."""
        self._waiting.extend(changes)
        self._wake.set()

    def forget(self, seq: int) -> None:
        """Drop what is waiting: the streams start anew from here."""
        self._waiting.clear()
        self.told = seq

    def join(self, stream: Stream) -> None:
        """Tell this stream too, from now on."""
        for key in stream.keys:
            self._followers.setdefault(key, {})[stream] = None

    def leave(self, stream: Stream) -> None:
        """Tell it no more."""
        for key in stream.keys:
            followers = self._followers.get(key, {})
            followers.pop(stream, None)
            if not followers:
                self._followers.pop(key, None)

    def flushes(self, changes: Sequence[Change], seq: int) -> list[frames.Flush]:
        """How this audience is told changes: merged where it waits anyway, singly where it does not."""
        epoch = self._epoch.name
        return [frames.flush(changes, epoch, seq)] if self.delay else frames.singly(changes, epoch)

    async def run(self) -> None:
        """Tell for ever: the first change at once, those that follow within the delay together."""
        loop = asyncio.get_running_loop()
        due = 0.0
        while True:
            await self._wake.wait()
            if (wait := due - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._wake.clear()
            due = loop.time() + self.delay
            changes, self._waiting = self._waiting, []
            if not changes:
                continue
            beginning, seq = self._epoch.beginnings, changes[-1].seq
            for flush in self.flushes(changes, seq):
                await self._deliver(flush, beginning)
            if beginning == self._epoch.beginnings:
                self.told = seq

    async def _deliver(self, flush: frames.Flush, beginning: int) -> None:
        chosen: dict[Stream, tuple[int, ...]] = {}
        for place, key in enumerate(flush.keys):
            for stream in self._followers.get(key, ()):
                chosen[stream] = (*chosen.get(stream, ()), place)
        payloads: dict[tuple[int, ...], bytes] = {}
        for count, (stream, places) in enumerate(chosen.items(), 1):
            # A stream that joined meanwhile has been told this at its start.
            if stream.seq < flush.seq:
                payload = payloads.get(places)
                if payload is None:
                    payload = payloads[places] = flush.payload(places)
                stream.tell(payload, flush.seq)
            if count % SLICE == 0:
                await asyncio.sleep(0)
                if beginning != self._epoch.beginnings:
                    return
