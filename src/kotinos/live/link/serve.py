"""The answering end of a link: an ASGI application behind a Unix socket. Pure."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any

import msgspec

from kotinos.live.front.answers import Message
from kotinos.live.link import wire

log = logging.getLogger(__name__)


async def serve_link(listener: socket.socket, app: Any, stop: asyncio.Event) -> None:
    """Answer what comes over the listening socket with ``app`` until ``stop``; what runs then is finished."""
    served = _Served(app)
    server = await asyncio.start_unix_server(served.connected, sock=listener)
    await stop.wait()
    server.close()
    await served.finish()


class _Served:
    """The connections of one application."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._idle: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = False

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 (it is: a server starts its callback in one)
        self._tasks.add(task)
        try:
            while not self._ending:
                self._idle.add(writer)
                request = await wire.read(reader, wire.requests)
                self._idle.discard(writer)
                if not await _Exchange(request, reader, writer).run(self._app):
                    break
        except (asyncio.IncompleteReadError, OSError):
            return
        finally:
            self._idle.discard(writer)
            self._tasks.discard(task)
            writer.close()

    async def finish(self) -> None:
        """Let the requests under way end, and everything else now."""
        self._ending = True
        for writer in self._idle:
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class _Cycle:
    """What an application may ask of a request: whether anybody still waits."""

    disconnected = False


class _Exchange:
    """One request and its answer."""

    def __init__(
        self, request: wire.Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._piece: wire.Piece | None = wire.Piece(request.body, request.more)
        self._reader, self._writer = reader, writer
        self._cycle = _Cycle()
        self._start: Message | None = None
        self._begun = self._complete = False
        self._watch: asyncio.Task[bytes] | None = None
        told = {name: getattr(request, name) for name in wire.Request.__struct_fields__[:-2]}
        self._scope = {"type": "http", **told, "state": {"cycle": self._cycle}}

    async def run(self, app: Any) -> bool:
        """Have the application answer; whether the connection is good for another request."""
        try:
            await app(self._scope, self._receive, self._send)
        except Exception:
            if not self._cycle.disconnected:
                log.exception("%s %s failed", self._scope["method"], self._scope["path"])
            if not self._begun:
                await self._say(wire.Answer(500, [(b"content-type", b"text/plain")], b"broken", False))
                self._complete = True
        still_there = await self._watched_to_the_end()
        return self._complete and still_there

    async def _receive(self) -> Message:
        piece = self._piece
        if piece is None:
            if self._watch is not None:
                await asyncio.wait((self._watch,))
            return {"type": "http.disconnect"}
        self._piece = None
        if piece.more:
            self._piece = await wire.read(self._reader, wire.pieces)
        else:
            self._watch = asyncio.create_task(self._reader.read(1))
            self._watch.add_done_callback(self._left)
        return {"type": "http.request", "body": piece.body, "more_body": piece.more}

    def _left(self, watch: asyncio.Task[bytes]) -> None:
        # The asking end sends nothing while it waits: whatever is read here is the end.
        self._cycle.disconnected = not watch.cancelled()

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        body, more = bytes(message.get("body", b"")), message.get("more_body", False)
        value: msgspec.Struct = wire.Piece(body, more)
        if self._start is not None:
            value = wire.Answer(self._start["status"], list(self._start["headers"]), body, more)
            self._start = None
        self._complete = not more
        await self._say(value)

    async def _say(self, value: msgspec.Struct) -> None:
        self._begun = True
        if self._cycle.disconnected:
            raise ConnectionResetError("the asking end has left")
        self._writer.write(wire.frame(value))
        await self._writer.drain()

    async def _watched_to_the_end(self) -> bool:
        if self._watch is None:
            return self._piece is None or not self._piece.more
        if not self._watch.done():
            self._watch.cancel()
            await asyncio.wait((self._watch,))
            return True
        return False
