"""The open streams: how they begin, what they missed, who is too slow. Pure.

All of it runs on the event loop's thread. A frame is encoded once and the same bytes go to every stream."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Protocol

from kotinos.live import meters
from kotinos.live.front import frames
from kotinos.live.front.audience import SLICE, Audience, Epoch, Stream
from kotinos.live.front.frames import Key
from kotinos.live.front.ring import Ring
from kotinos.live.front.settings import FrontSettings
from kotinos.live.front.topics import among
from kotinos.live.terms import Change

log = logging.getLogger(__name__)

RETRY_MS = (2_000, 6_000)
"""Clients are told to come back after a time between these, so that they do not all come at once."""
FAREWELLS = 32
"""Streams closed in one turn of the loop."""
TICK = 0.05
"""Seconds between the shares of streams that are let go."""
STRIKES = 2
"""A stream that falls behind this often is closed."""


class History(Protocol):
    """Where the streams look when their own memory does not reach far enough."""

    async def catch_up(self) -> None:
        """Take in whatever is stored and not yet told."""

    async def changes(self, after: int) -> Sequence[Change] | None:
        """Stored changes after a seq, as many as are read for one stream; ``None`` when too far back."""


class Streams:
    """All streams of a front. ``history`` is set before the first one opens."""

    history: History

    def __init__(self, settings: FrontSettings) -> None:
        self._settings = settings
        self._epoch, self.seq = Epoch(), 0
        self._ring = self._new_ring(0)
        self.audiences = {
            "media": Audience(settings.media_ms / 1000, self._epoch, "media"),
            "public": Audience(settings.public_ms / 1000, self._epoch, "public"),
        }
        self._open: dict[Stream, None] = {}
        self._late: dict[Stream, asyncio.Task[None]] = {}
        self._leaving: deque[Stream] = deque()
        self._replays: dict[tuple[str, tuple[Key, ...], int], bytes] = {}

    @property
    def epoch(self) -> str:
        """The epoch the streams are in."""
        return self._epoch.name

    @property
    def full(self) -> bool:
        """Whether there is room for no more."""
        return len(self._open) + len(self._late) >= self._settings.max_streams

    def __len__(self) -> int:
        return len(self._open)

    async def run(self) -> None:
        """Tell the audiences and keep the streams alive, for ever."""
        async with asyncio.TaskGroup() as tasks:
            for audience in self.audiences.values():
                tasks.create_task(audience.run())
            tasks.create_task(self._beat())

    def publish(self, changes: Sequence[Change]) -> None:
        """Take the next changes, all newer than ``seq``, oldest first."""
        for change in changes:
            self._ring.add(change)
        self.seq = changes[-1].seq
        self._replays.clear()
        for audience in self.audiences.values():
            audience.add(changes)

    async def restart(self, epoch: str, seq: int) -> None:
        """Begin anew at a point that does not follow from the last: everybody must fetch again."""
        self._epoch.name, self.seq = epoch, seq
        self._epoch.beginnings += 1
        self._ring = self._new_ring(seq)
        self._replays.clear()
        for audience in self.audiences.values():
            audience.forget(seq)
        for stream in self._open:
            stream.seq = seq
        await self._tell_all(lambda stream: self._resync("restart"))

    def preload(self, floor: int, changes: Iterable[Change]) -> None:
        """Fill the memory with changes up to ``seq``, so that a restarted front can resume its clients."""
        self._ring = self._new_ring(floor)
        for change in changes:
            self._ring.add(change)

    def open(self, stream: Stream, after: str) -> None:
        """Start a stream after a point ("" for now); what it missed is told first."""
        start = frames.read_point(after)
        if not after:
            self._start(stream, b"")
        elif start is None:
            self._start(stream, self._resync("unknown"))
        elif start[0] == self.epoch and start[1] <= self.seq and self._ring.covers(start[1]):
            self._start(stream, self._replay(stream, start[1]))
        else:
            task = asyncio.get_running_loop().create_task(self._open_late(stream, *start))
            self._late[stream] = task
            task.add_done_callback(lambda _: self._late.pop(stream, None))

    def close(self, stream: Stream) -> None:
        """The client has gone."""
        if late := self._late.pop(stream, None):
            late.cancel()
        audience = self.audiences[stream.audience]
        audience.members -= stream in self._open
        self._open.pop(stream, None)
        audience.leave(stream)

    def leaves(self, stream: Stream) -> None:
        """The client hangs up. When a thousand do so at once, they are seen off some at a time: to close
        a connection costs far more than to hear of its end, and others are waiting."""
        stream.lagging = True
        self._leaving.append(stream)
        if len(self._leaving) == 1:
            asyncio.get_running_loop().call_soon(self._see_off)

    def _see_off(self) -> None:
        for _ in range(min(FAREWELLS, len(self._leaving))):
            self._leaving.popleft().transport.abort()
        if self._leaving:
            asyncio.get_running_loop().call_soon(self._see_off)

    async def let_go(self, seconds: float) -> None:
        """End every stream, evenly over this time; each is told its newest point first."""
        ticks = max(1, round(seconds / TICK))
        share = max(SLICE // 10, -(-len(self._open) // ticks))
        while leaving := tuple(islice(self._open, share)):
            for stream in leaving:
                stream.tell(self._beat_of(stream), stream.seq)
                stream.transport.close()
                self.close(stream)
            await asyncio.sleep(TICK)

    def fell_behind(self, stream: Stream) -> None:
        """The stream's backlog is over its limit: it gets nothing more until it has read that."""
        stream.strikes += 1
        stream.lagging = True
        if stream.strikes >= STRIKES:
            meters.front.dropped += 1
            asyncio.get_running_loop().call_soon(stream.transport.abort)

    def recovered(self, stream: Stream) -> None:
        """The backlog is read: start the stream anew from here."""
        stream.lagging, stream.beats_behind = False, 0
        stream.tell(self._resync("slow"), self.seq)

    def _new_ring(self, floor: int) -> Ring:
        return Ring(floor, self._settings.ring_changes, self._settings.ring_bytes)

    def _resync(self, reason: str) -> bytes:
        meters.front.resyncs[reason] += 1
        return frames.resync(self.epoch, self.seq, reason)

    def _start(self, stream: Stream, first: bytes) -> None:
        if stream.transport.is_closing():
            return
        low, high = RETRY_MS
        # The point of the opening must not say more than has been told: it goes last.
        begin = first + frames.opening(self.epoch, self.seq, low + secrets.randbelow(high - low))
        self._open[stream] = None
        audience = self.audiences[stream.audience]
        audience.members += 1
        audience.join(stream)
        stream.tell(begin, self.seq)

    def _replay(self, stream: Stream, after: int, older: Sequence[Change] = ()) -> bytes:
        """What a stream missed since ``after``: from the store if given, then from the ring."""
        memo = (stream.audience, stream.keys, after)
        if memo not in self._replays or older:
            since = older[-1].seq if older else after
            wanted = [change for change in older if among(stream.keys, (change.games, change.topic))]
            told = self._written(stream, wanted + self._ring.after(stream.keys, since))
            if len(self._replays) > 1000:
                self._replays.clear()
            self._replays[memo] = told
        return self._replays[memo]

    def _written(self, stream: Stream, changes: Sequence[Change]) -> bytes:
        if not changes:
            return b""
        flushes = self.audiences[stream.audience].flushes(changes, self.seq)
        told = b"".join(flush.payload(range(len(flush.keys))) for flush in flushes)
        return told if len(told) <= self._settings.stream_buffer // 2 else self._resync("too-old")

    async def _open_late(self, stream: Stream, epoch: str, after: int) -> None:
        try:
            first = await self._look_back(stream, epoch, after)
        except Exception:
            log.exception("a stream could not be resumed from the store")
            first = self._resync("unknown")
        self._start(stream, first)

    async def _look_back(self, stream: Stream, epoch: str, after: int) -> bytes:
        await self.history.catch_up()
        if epoch != self.epoch or after > self.seq:
            return self._resync("unknown")
        if self._ring.covers(after):
            return self._replay(stream, after)
        older = [change for change in await self.history.changes(after) or () if change.seq <= self.seq]
        if epoch != self.epoch or not older or not self._ring.covers(older[-1].seq):
            return self._resync("too-old")
        return self._replay(stream, after, older)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._settings.heartbeat)
            await self._tell_all(self._beat_of)

    def _beat_of(self, stream: Stream) -> bytes:
        if stream.lagging:
            stream.beats_behind += 1
            if stream.beats_behind > 1:
                meters.front.dropped += 1
                stream.transport.abort()
            return frames.BEAT
        told = self.audiences[stream.audience].told
        if told <= stream.seq:
            return frames.BEAT
        stream.seq = told
        return frames.beat(self.epoch, told)

    async def _tell_all(self, of: Callable[[Stream], bytes]) -> None:
        for count, stream in enumerate(tuple(self._open), 1):
            stream.tell(of(stream), stream.seq)
            if count % SLICE == 0:
                await asyncio.sleep(0)
