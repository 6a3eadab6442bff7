"""Who follows what, and how each audience is told. Pure."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kotinos.live.front import frames
from kotinos.live.front.frames import Key
from kotinos.live.front.topics import Lengths
from kotinos.live.terms import Change

SLICE = 500
"""Sockets written before the loop sees to other things."""
TURN = 64 << 10
"""Bytes told to one stream before its socket gets a turn to send them: a stream that follows much is not
slow because much happens at once."""


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
        self._groups: dict[tuple[Key, ...], dict[Stream, None]] = {}
        """Streams that follow the same are told the same."""
        self._followers: dict[Key, dict[tuple[Key, ...], None]] = {}
        self._lengths = Lengths()
        self._turn = 0
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
        group = self._groups.get(stream.keys)
        if group is None:
            group = self._groups[stream.keys] = {}
            for key in stream.keys:
                self._followers.setdefault(key, {})[stream.keys] = None
                self._lengths.add(key)
        group[stream] = None

    def leave(self, stream: Stream) -> None:
        """Tell it no more."""
        group = self._groups.get(stream.keys)
        if group is None or stream not in group:
            return
        del group[stream]
        if group:
            return
        del self._groups[stream.keys]
        for key in stream.keys:
            followers = self._followers[key]
            del followers[stream.keys]
            if not followers:
                del self._followers[key]
            self._lengths.add(key, -1)

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
                if self._turn > TURN:
                    self._turn = 0
                    await asyncio.sleep(0)
                if beginning != self._epoch.beginnings:
                    break
            if beginning == self._epoch.beginnings:
                self.told = seq

    async def _deliver(self, flush: frames.Flush, beginning: int) -> None:
        count = 0
        for streams, payload in self._told(flush):
            for stream in streams:
                # A stream that joined meanwhile has been told this at its start.
                if stream.seq < flush.seq:
                    stream.tell(payload, flush.seq)
                count += 1
                if count % SLICE == 0:
                    await asyncio.sleep(0)
                    if beginning != self._epoch.beginnings:
                        return

    def _told(self, flush: frames.Flush) -> list[tuple[tuple[Stream, ...], bytes]]:
        """Who is told what of a flush."""
        chosen: dict[tuple[Key, ...], list[int]] = {}
        for place, key in enumerate(flush.keys):
            for name in self._lengths.names(key):
                for keys in self._followers.get(name, ()):
                    chosen.setdefault(keys, []).append(place)
        payloads: dict[tuple[int, ...], bytes] = {}
        told = []
        for keys, places in chosen.items():
            same = tuple(places)
            if same not in payloads:
                payloads[same] = flush.payload(same)
            told.append((tuple(self._groups[keys]), payloads[same]))
        self._turn += max(map(len, payloads.values()), default=0)
        return told
