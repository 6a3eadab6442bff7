"""The asking end of a link: an ASGI application that has another process answer. Pure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import msgspec

from kotinos.live.front.answers import (
    Gone,
    Receive,
    Refused,
    Scope,
    Send,
    answer_problem,
    check_declared,
    read_body,
)
from kotinos.live.link import wire

log = logging.getLogger(__name__)

IN_MEMORY = 64 << 10
"""A request body beyond this is kept in a file."""
ARRIVING = 1000
"""Requests whose bodies may be on their way at once: the slow among them keep none of the places behind."""
PAUSE = 0.05
"""Seconds between looks for a process that is not there."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Lost(Exception):  # noqa: N818 (not this end's fault)
    """The other process ended before it had answered anything."""


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of a link; bytes and seconds."""

    body_limit: int
    body_seconds: float
    most: int
    """Requests under way at once; more are answered 503."""
    patience: float = 15
    """How long the other process may be away, as it is while it starts again, before requests are refused."""
    answer: float = 60
    """How long the other process may take to begin its answer, and between the pieces of one. Its socket is
    its supervisor's and stays open: one that hangs is known by its silence only. Longer than the slowest
    honest answer: a page behind 64 others on a busy machine, a message while the log's database is locked."""
    repeatable: bool = False
    """Whether every request may be asked twice, not only those that change nothing."""


class Link:
    """Hands requests to the process that listens on ``path``, each once its body has come whole.

    The end of that process in the middle of a request that may be asked again is nothing the client hears
    of, if another takes its place in time."""

    def __init__(self, path: str, settings: LinkSettings) -> None:
        self._path, self._settings = path, settings
        self._kept: list[Connection] = []
        self._arriving = 0
        self.inside = self.refused = 0
        """Requests under way; requests that were told to come back."""

    def shutdown(self) -> None:
        """Let go of the connections that are kept."""
        for _, writer in self._kept:
            writer.close()
        self._kept.clear()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        try:
            if _has_body(scope):
                with SpooledTemporaryFile(IN_MEMORY) as body:
                    await self._arrive(scope, receive, body)
                    await self._hand_on(scope, send, body)
            else:
                await self._hand_on(scope, send, None)
        except Gone:
            return
        except Refused as refused:
            self.refused += refused.status == 503
            await answer_problem(send, scope, refused, [])

    async def _arrive(self, scope: Scope, receive: Receive, body: IO[bytes]) -> None:
        limit = self._settings.body_limit
        check_declared(scope, limit)
        if self._arriving >= ARRIVING:
            raise Refused(503, "too many requests are being received")
        self._arriving += 1
        try:
            await read_body(receive, body.write, limit, self._settings.body_seconds)
        finally:
            self._arriving -= 1

    async def _hand_on(self, scope: Scope, send: Send, body: IO[bytes] | None) -> None:
        if self.inside >= self._settings.most:
            raise Refused(503, "too many requests are waiting")
        self.inside += 1
        try:
            await self._answer(scope, send, body)
        finally:
            self.inside -= 1

    async def _answer(self, scope: Scope, send: Send, body: IO[bytes] | None) -> None:
        again = self._settings.repeatable or scope["method"] in SAFE
        loop = asyncio.get_running_loop()
        end = loop.time() + self._settings.patience
        while True:
            try:
                return await self._exchange(scope, send, body, again)
            except Lost:
                if not again:
                    raise Refused(502, "the answer was lost; look whether it was done") from None
            except OSError as error:
                if loop.time() > end:
                    log.error("nobody answers at %s: %s", self._path, error)
            if loop.time() > end:
                raise Refused(503, "this part of the server is away; come back in a moment")
            await asyncio.sleep(PAUSE)

    async def _exchange(self, scope: Scope, send: Send, body: IO[bytes] | None, again: bool) -> None:
        """Ask over a connection, which is kept for the next request unless something went wrong.

        What may not be asked ``again`` gets a new one: a kept one may have ended unnoticed, and then nobody
        could say whether the request had been seen."""
        reader, writer = await (self._open() if again else asyncio.open_unix_connection(self._path))
        whole, limit = False, self._settings.answer
        try:
            first = await self._begun(_asked(scope, body, reader, writer), again)
            await _pass_on(first, reader, scope, send, limit)
            whole = True
        finally:
            if whole:
                self._kept.append((reader, writer))
            else:
                writer.transport.abort()  # not close: that waits until one that hangs has read everything

    async def _begun(self, asked: Awaitable[wire.Answer], again: bool) -> wire.Answer:
        """The beginning of an answer. Raises Refused when it does not come in time: the request is not asked
        again, since it may still be under way, and its connection is not used for another."""
        limit = self._settings.answer
        try:
            async with asyncio.timeout(limit):
                return await asked
        except TimeoutError:
            log.error("no answer from %s within %g s", self._path, limit)
        if again:
            raise Refused(503, "this part of the server does not answer; come back in a moment")
        raise Refused(504, "no answer came; look whether it was done")

    async def _open(self) -> Connection:
        while self._kept:
            reader, writer = self._kept.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        return await asyncio.open_unix_connection(self._path)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _asked(
    scope: Scope, body: IO[bytes] | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> wire.Answer:
    await _ask(scope, body, writer)
    return await _first(reader, writer, scope)


async def _ask(scope: Scope, body: IO[bytes] | None, writer: asyncio.StreamWriter) -> None:
    piece = following = b""
    if body is not None:
        body.seek(0)
        piece, following = body.read(wire.PIECE), body.read(wire.PIECE)
    request = wire.Request(
        scope["method"], scope["path"], scope["raw_path"], scope["query_string"], list(scope["headers"]),
        scope["http_version"], scope["scheme"], scope["client"], scope["server"], piece, bool(following),
    )  # fmt: skip
    try:
        writer.write(wire.frame(request))
        while following and body is not None:
            piece, following = following, body.read(wire.PIECE)
            writer.write(wire.frame(wire.Piece(piece, bool(following))))
            await writer.drain()
    except OSError:
        raise Lost from None


async def _first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scope: Scope) -> wire.Answer:
    """The answer's beginning. Raises Gone when the client leaves before, Lost when the other process does."""
    state = scope["state"]
    if state["cycle"].disconnected:
        raise Gone
    # The protocol calls this when its client leaves: nobody need stand beside and watch.
    state["leave"] = writer.transport.abort
    try:
        return await wire.read(reader, wire.answers)
    except (asyncio.IncompleteReadError, OSError):
        raise (Gone if state["cycle"].disconnected else Lost) from None
    finally:
        del state["leave"]


async def _pass_on(
    first: wire.Answer, reader: asyncio.StreamReader, scope: Scope, send: Send, limit: float
) -> None:
    await send({"type": "http.response.start", "status": first.status, "headers": first.headers})
    await send({"type": "http.response.body", "body": first.body, "more_body": first.more})
    more = first.more
    while more:
        if scope["state"]["cycle"].disconnected:
            raise Gone
        try:
            async with asyncio.timeout(limit):
                piece = await wire.read(reader, wire.pieces)
        except (asyncio.IncompleteReadError, OSError):
            # Too late to say so: that the answer does not end as it should tells the client.
            raise RuntimeError("the answer broke off") from None
        more = piece.more
        await send({"type": "http.response.body", "body": piece.body, "more_body": more})
