"""Who follows what, and how each audience is told. Pure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from kotinos.live import meters
from kotinos.live.front import frames
from kotinos.live.front.frames import Key
from kotinos.live.front.topics import Lengths
from kotinos.live.terms import Change

SLICE = 250
"""Sockets written before the loop sees to other things: about two milliseconds."""
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


class News:
    """What is new to the streams of one group, each payload made once for all who are as far."""

    def __init__(self, keys: tuple[Key, ...], lengths: Lengths, epoch: str) -> None:
        self._keys, self._lengths, self._epoch = frozenset(keys), lengths, epoch
        self._newest = self._asked = self._bytes = 0
        self._payloads: dict[int, bytes] = {}

    def since(self, seq: int, changes: Sequence[Change]) -> tuple[bytes, int]:
        """The payload for who has been told up to ``seq``, b"" for nothing; and up to where that tells."""
        newest = changes[-1].seq
        if newest != self._newest:
            self._newest = newest
            self._payloads.clear()
        payload = self._payloads.get(seq)
        if payload is None:
            payload = self._payloads[seq] = self._made([each for each in changes if each.seq > seq])
        if payload:
            self._asked += 1
            self._bytes += len(payload)
        return payload, newest

    def count(self) -> None:
        """Add what was given to the meters."""
        meters.front.frames += self._asked
        meters.front.bytes += self._bytes

    def _made(self, changes: Sequence[Change]) -> bytes:
        wanted = [each for each in changes if self._wants((each.games, each.topic))]
        if not wanted:
            return b""
        flush = frames.flush(wanted, self._epoch, changes[-1].seq)
        return flush.payload(range(len(flush.keys)))

    def _wants(self, key: Key) -> bool:
        return not self._keys.isdisjoint(self._lengths.names(key))


class Audience:
    """Streams that are told with the same delay, and the changes waiting for them."""

    def __init__(self, delay: float, epoch: Epoch, name: str) -> None:
        self.delay = delay
        self.members = 0
        """Streams that are open."""
        self._delayed = meters.delayed.labels(name)
        self._since = 0.0
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
        if not self._waiting:
            self._since = time.monotonic()
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
        """Tell for ever: the first change at once, those that follow within the delay together.

        The delay counts from when the last stream has been told: however many they are, the loop has that
        much time for other things."""
        loop = asyncio.get_running_loop()
        due = 0.0
        while True:
            await self._wake.wait()
            if (wait := due - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._wake.clear()
            if self._waiting:
                since = self._since
                await (self._round() if self.delay else self._singly())
                if self._followers:
                    self._delayed.observe(time.monotonic() - since)
                due = loop.time() + self.delay

    async def _singly(self) -> None:
        """Tell every change by itself."""
        changes, self._waiting = self._waiting, []
        beginning = self._epoch.beginnings
        for flush in frames.singly(changes, self._epoch.name):
            await self._deliver(flush, beginning)
            if self._turn > TURN:
                self._turn = 0
                await asyncio.sleep(0)
            if beginning != self._epoch.beginnings:
                return
        self.told = changes[-1].seq

    async def _round(self) -> None:
        """Tell each stream once all that is new to it by the time it has its turn.

        What happens meanwhile is told those whose turn is still to come at once, and the others next time:
        so nobody waits for longer than a round and the delay."""
        beginning, goal, count = self._epoch.beginnings, self._waiting[-1].seq, 0
        self._since = time.monotonic()  # of what comes from now on
        for keys in self._following(self._waiting):
            news = News(keys, self._lengths, self._epoch.name)
            for stream in tuple(self._groups.get(keys, ())):
                payload, seq = news.since(max(stream.seq, self.told), self._waiting)
                if payload:
                    stream.tell(payload, seq)
                count += 1
                if count % SLICE == 0:
                    await asyncio.sleep(0)
                    if beginning != self._epoch.beginnings:
                        return
            news.count()
        self.told = goal
        self._waiting = [change for change in self._waiting if change.seq > goal]
        if self._waiting:
            self._wake.set()

    def _following(self, changes: Sequence[Change]) -> list[tuple[Key, ...]]:
        """The groups that follow any of these."""
        changed = {(change.games, change.topic) for change in changes}
        names = {name for key in changed for name in self._lengths.names(key)}
        return list(dict.fromkeys(keys for name in names for keys in self._followers.get(name, ())))

    async def _deliver(self, flush: frames.Flush, beginning: int) -> None:
        count = 0
        for streams, payload in self._told(flush):
            _count(len(streams), payload)
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


def _count(streams: int, payload: bytes) -> None:
    """Count what many are told once, not each of its deliveries."""
    meters.front.frames += streams
    meters.front.bytes += streams * len(payload)
