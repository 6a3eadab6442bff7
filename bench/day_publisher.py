"""Sends a day's file to ``POST /odf``: a kept connection a source, each message after the last's receipt.

A process of its own, to cost little beside the server: requests are written as bytes, answers are looked at
only as far as their code. What belongs to the evening before goes first and alone, one after another."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
import uvloop

from bench.day_feed import Body, read

OPEN = 200
"""Messages handed to the connections and not yet acknowledged."""


class Sent(msgspec.Struct):
    """What came of it: seconds, those of them before the day's first message, and how often each code was
    answered; ``repeated`` is a 200 for what was in the log already, since the feed repeats some."""

    seconds: float
    codes: dict[str, int]
    evening: float = 0.0


class Wire(asyncio.Protocol):
    """A source's connection: sends what is queued, one at a time. One that the server has closed, as it does
    with idle ones, is opened anew, and what had no answer is sent again: it is taken once by its number."""

    def __init__(self, sender: Sender, port: int) -> None:
        self._sender, self._port = sender, port
        self._queue: deque[bytes] = deque()
        self._waiting = self._opening = False
        self._answer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready to send."""
        self._transport, self._opening = transport, False  # type: ignore[assignment]
        self._next()

    def send(self, request: bytes) -> None:
        """Send it when its turn comes."""
        self._queue.append(request)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Look for the end of the answer."""
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]):
            return
        self._answer, self._waiting = b"", False
        self._queue.popleft()
        self._sender.answered(head[9:12].decode(), body)
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """Begin again with what has no answer."""
        self._transport, self._waiting, self._answer = None, False, b""
        self._next()

    def _next(self) -> None:
        if not self._queue or self._waiting or self._opening:
            return
        if self._transport is None or self._transport.is_closing():
            self._opening = True
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(loop.create_connection(lambda: self, "127.0.0.1", self._port))
            return
        self._waiting = True
        self._transport.write(self._queue[0])


class Sender:
    """Numbers the messages and hands them to their sources' connections."""

    def __init__(self, port: int, key: str, number: int) -> None:
        self._port, self._head = port, f"POST /odf HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n"
        self._wires: dict[int, Wire] = {}
        self._room = asyncio.Semaphore(OPEN)
        self.codes = Counter[str]()
        self._number = number

    def answered(self, code: str, body: bytes) -> None:
        """A message has been taken or refused."""
        self.codes["repeated" if b'"repeated":true' in body else code] += 1
        if code != "200" and self.codes[code] < 4:
            print(code, body[:300].decode(), file=sys.stderr, flush=True)
        self._room.release()

    async def send(self, body: Body) -> None:
        """Send one as soon as there is room."""
        await self._room.acquire()
        wire = self._wires.setdefault(body.source, Wire(self, self._port))
        self._number += 1
        head = f"{self._head}X-Kotinos-Seq: {self._number}\r\nContent-Length: {len(body.raw)}\r\n\r\n"
        wire.send(head.encode() + body.raw)

    async def settled(self) -> None:
        """Wait until all are answered."""
        for _ in range(OPEN):
            await self._room.acquire()
        for _ in range(OPEN):
            self._room.release()


async def publish(bodies: Iterator[Body], sender: Sender, rate: float) -> Sent:
    """Send all; ``rate`` messages a second, 0 for as fast as they are acknowledged."""
    begin = time.perf_counter()
    evening = 0.0
    count = 0
    for body in bodies:
        if body.early:
            await sender.send(body)
            await sender.settled()
            continue
        evening = evening or time.perf_counter() - begin
        if rate and not count % 10:
            await asyncio.sleep(max(0.0, begin + evening + count / rate - time.perf_counter()))
        count += 1
        await sender.send(body)
    await sender.settled()
    return Sent(time.perf_counter() - begin, dict(sender.codes), evening)


class Ask(msgspec.Struct):
    """Which messages of which file the process sends where, how many a second (0: all it can)."""

    path: str
    port: int
    key: str
    rate: float = 0.0
    begin: int = 0
    end: int = 10**9


async def run(ask: Ask) -> Sent:
    """Do what is asked."""
    sender = Sender(ask.port, ask.key, ask.begin)
    return await publish(islice(read(Path(ask.path)), ask.begin, ask.end), sender, ask.rate)


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.readline(), type=Ask)
    print(msgspec.json.encode(uvloop.run(run(asked))).decode(), flush=True)
