"""A link that can be cut: a TCP proxy that breaks in the ways real links do."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading

from .lost_program import free_port

KINDS = ("down", "silent", "mid-answer", "slow", "forgotten")
"""down: connections are reset, new ones too; silent: they stay open and nothing passes (half-open), reset at
the end; mid-answer: reset once a part of an answer has passed; slow: each piece waits; forgotten: half-open,
and open connections stay so for ever, as behind a router that lost its table."""

PIECE, SLOW = 1 << 14, 0.05


class Link:
    """Passes bytes between ``port`` and a server; ``cut`` and ``mend`` from any thread."""

    def __init__(self, target: int) -> None:
        self.port, self._target = free_port(), target
        self._kind = ""
        self._open: set[asyncio.StreamWriter] = set()
        self._dead: set[asyncio.StreamWriter] = set()
        self._chance = random.Random(target)
        self.passed = self.broken = 0
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def cut(self, kind: str) -> None:
        """Break the link in one of ``KINDS``."""
        self._loop.call_soon_threadsafe(self._cut, kind)

    def mend(self) -> None:
        """Let everything pass again."""
        self._loop.call_soon_threadsafe(self._cut, "")

    def _cut(self, kind: str) -> None:
        if self._kind == "forgotten":
            self._dead |= self._open
        elif kind == "down" or self._kind == "silent":
            for writer in self._open - self._dead:
                self._reset(writer)
        self._kind = kind

    def _reset(self, writer: asyncio.StreamWriter) -> None:
        self.broken += 1
        writer.transport.abort()

    async def _listen(self) -> None:
        await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._kind == "down":
            self._reset(writer)
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._reset(writer)
            return
        both = {writer, back}
        self._open |= both
        with contextlib.suppress(OSError):
            await asyncio.gather(
                self._pass(reader, back, writer), self._pass(there, writer, back, answer=True)
            )
        for each in both:
            each.transport.abort()
        self._open -= both
        self._dead -= both

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        other: asyncio.StreamWriter,
        answer: bool = False,
    ) -> None:
        while piece := await reader.read(PIECE):
            while self._kind in ("silent", "forgotten") or writer in self._dead:
                await asyncio.sleep(0.02)
            if self._kind == "slow":
                await asyncio.sleep(SLOW)
            if self._kind == "mid-answer" and answer:
                writer.write(piece[: self._chance.randrange(len(piece))])
                await asyncio.sleep(0.005)
                self.broken += 1
                break
            writer.write(piece)
            self.passed += len(piece)
            await writer.drain()
        writer.transport.abort()
        other.transport.abort()
