"""Where the front's news comes from: the bus as it comes, the store whenever in doubt. Pure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec

from kotinos.live.bus import CHANGES, MISSED, Bus
from kotinos.live.front.protocol import Parts
from kotinos.live.terms import Batch, Change, Reader

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PAGE = 1_000
"""Changes read at once."""


class Feed:
    """Keeps streams and snapshots up with the store; the streams' :class:`History`."""

    def __init__(self, parts: Parts, reader: Reader, bus: Bus) -> None:
        self._parts, self._reader, self._bus = parts, reader, bus
        self._decoder = msgspec.msgpack.Decoder(Batch)
        # One thread: the store is asked for history in turn, however many ask.
        self._thread = ThreadPoolExecutor(1, "history")
        self._catching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin at the store's newest change, with its last ones at hand. Raises what the reader raises."""
        streams = self._parts.streams
        streams.history = self
        epoch, seq = await self._ask(self._reader.head)
        await self._restart(epoch, seq)
        floor = max(0, seq - self._parts.settings.replay_limit)
        changes = await self.changes(floor)
        if changes is not None:
            streams.preload(floor, [change for change in changes if change.seq <= seq])

    async def run(self) -> None:
        """Follow, for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._poll())

    def shutdown(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def changes(self, after: int) -> Sequence[Change] | None:
        """See History."""
        limit = self._parts.settings.replay_limit
        return await self._ask(lambda: self._reader.changes(after, limit))

    async def catch_up(self) -> None:
        """See History. Who asks while it is being done waits for that."""
        if self._catching is None or self._catching.done():
            self._catching = asyncio.create_task(self._catch_up())
        await asyncio.shield(self._catching)

    async def _listen(self) -> None:
        async for payload in self._bus.subscribe(CHANGES):
            try:
                if payload == MISSED or not self._take(self._decoder.decode(payload)):
                    await self.catch_up()
            except Exception:
                log.exception("a batch of changes could not be taken; the next look will find them")

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(self._parts.settings.poll)
            try:
                await self.catch_up()
            except Exception:
                log.exception("the store could not be asked for changes")

    def _take(self, batch: Batch) -> bool:
        """Pass on what is new; false when something is missing before it."""
        streams = self._parts.streams
        if batch.epoch != streams.epoch:
            return False
        new = [change for change in batch.changes if change.seq > streams.seq]
        if new and new[0].seq != streams.seq + 1:
            return False
        self._publish(new)
        return True

    async def _catch_up(self) -> None:
        streams = self._parts.streams
        before = streams.seq
        epoch, head = await self._ask(self._reader.head)
        if epoch != streams.epoch or head < before:
            # Rebuilt, or put back from a copy: what clients hold may be wrong.
            await self._restart(epoch, head)
        while streams.seq < head:
            since = streams.seq
            changes = await self._ask(lambda after=since: self._reader.changes(after, PAGE))  # type: ignore[misc]
            if not changes:
                # Too far back, or the count has holes at its end: nothing to be told one by one.
                await self._restart(epoch, head)
            else:
                self._publish([change for change in changes if change.seq > streams.seq])

    def _publish(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        snapshots, streams = self._parts.snapshots, self._parts.streams
        for change in changes:
            snapshots.drop(change.games, change.topic)
        streams.publish(changes)
        snapshots.advance(streams.epoch, streams.seq)

    async def _restart(self, epoch: str, seq: int) -> None:
        self._parts.snapshots.clear()
        self._parts.snapshots.advance(epoch, seq)
        await self._parts.streams.restart(epoch, seq)

    async def _ask(self, question: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)
