"""What is not answered in the protocol: one ASGI application that sends each request its way. Pure."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from kotinos.live import meters
from kotinos.live.front.answers import (
    OPEN_DATA,
    Headers,
    Receive,
    Refused,
    Scope,
    Send,
    answer,
    answer_problem,
    header,
)
from kotinos.live.front.protocol import Parts
from kotinos.live.front.snapshots import choose
from kotinos.live.front.wish import read_wish

log = logging.getLogger(__name__)

PREFLIGHT: Headers = [
    *OPEN_DATA,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match, Last-Event-ID"),
    (b"access-control-max-age", b"86400"),
]


class Door(Protocol):
    """An ASGI application that is told when the front ends."""

    async def __call__(self, scope: Any, receive: Any, send: Any, /) -> None:
        """Answer one request."""

    def shutdown(self) -> None:
        """Let go of what is held for the next request."""


class App:
    """``/snap`` and ``/live`` when they are odd; ``/odf``, and the pages behind everything else."""

    def __init__(self, parts: Parts, odf: Door, pages: Door) -> None:
        self._parts, self._odf, self._pages = parts, odf, pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        path = scope["path"]
        if path == "/odf" or path.startswith("/odf/"):
            await self._odf(scope, receive, send)
        elif path.startswith(("/snap/", "/live/")):
            await self._open_data(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _open_data(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        try:
            if scope["method"] == "OPTIONS":
                await answer(send, 204, b"", PREFLIGHT)
                return
            if scope["method"] not in ("GET", "HEAD"):
                raise Refused(405, "GET or HEAD")
            if scope["path"].startswith("/live/"):
                raise self._why_no_stream(scope)
            await self._snapshot(scope, send)
        except Refused as refused:
            allow: Headers = [(b"allow", b"GET, HEAD, OPTIONS")] if refused.status == 405 else []
            await answer_problem(send, scope, refused, [*OPEN_DATA, *allow, (b"cache-control", b"no-store")])

    async def _snapshot(self, scope: Scope, send: Send) -> None:
        path = scope["path"].encode("utf-8", "replace")
        try:
            entry = await self._parts.snapshots.load(path)
        except Refused:
            raise
        except Exception:
            log.exception("a snapshot could not be read")
            raise Refused(503, "the snapshot could not be read") from None
        if entry is None:
            meters.front.absent += 1
            fields = [*OPEN_DATA, (b"cache-control", b"no-store"), *self._parts.snapshots.absent_since(path)]
            await answer_problem(send, scope, Refused(404, "no such topic"), fields)
            return
        seq = self._parts.snapshots.seq_header(path, entry)
        variant = entry.variants[choose(header(scope, b"accept-encoding").encode("latin-1"))]
        if entry.known(header(scope, b"if-none-match").encode("latin-1")):
            meters.front.unchanged += 1
            await answer(send, 304, b"", [*entry.lean, seq])
            return
        meters.front.whole += 1
        await answer(send, 200, variant.body, [*variant.headers, seq])

    def _why_no_stream(self, scope: Scope) -> Refused:
        """Why the protocol has passed this request on."""
        try:
            read_wish(scope["path"], scope["query_string"], scope["headers"])
        except Refused as refused:
            return refused
        if scope["method"] != "GET":
            return Refused(405, "a stream is for GET")
        if self._parts.streams.full:
            return Refused(503, "too many streams")
        return Refused(400, "a stream needs a connection of its own and has no body")
