"""Answers the front gives by itself, and the reading of bodies. Pure."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any

import msgspec

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Coroutine[Any, Any, None]]
Headers = list[tuple[bytes, bytes]]

OPEN_DATA: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, X-Kotinos-Seq"),
    (b"x-content-type-options", b"nosniff"),
]
"""Headers of what anybody's page may read."""

STREAM_HEAD = b"HTTP/1.1 200 OK\r\ndate: %s\r\n" + b"".join(
    b"%s: %s\r\n" % field
    for field in [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        # Without a length the end of the connection is the end of the stream: no chunk heads are needed.
        (b"connection", b"close"),
        (b"x-accel-buffering", b"no"),
        *OPEN_DATA,
    ]
)
"""The head of a stream, up to its date."""

RETRY: Headers = [(b"retry-after", b"1")]


class Refused(Exception):  # noqa: N818 (an answer, not a fault)
    """A request that is answered with a status and a word why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class Gone(Exception):  # noqa: N818 (nobody's fault)
    """The client left before it was answered."""


def problem(status: int, detail: str) -> bytes:
    """A problem document (RFC 9457)."""
    return msgspec.json.encode({"title": HTTPStatus(status).phrase, "status": status, "detail": detail})


def raw_problem(status: int, detail: str) -> bytes:
    """The whole response, for a connection that ends with it."""
    body = problem(status, detail)
    return (
        b"HTTP/1.1 %d %s\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\n"
        b"connection: close\r\n\r\n%s" % (status, HTTPStatus(status).phrase.encode(), len(body), body)
    )


async def answer(send: Send, status: int, body: bytes, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Send a whole response."""
    fields = list(headers)
    if status not in (204, 304):
        fields.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


async def answer_problem(send: Send, scope: Scope, refused: Refused, extra: Headers) -> None:
    """Send a problem document. Where the body may be left unsent or unread for good, the connection ends."""
    fields: Headers = [(b"content-type", b"application/problem+json"), *extra]
    if refused.status == 503:
        fields += RETRY
    if refused.status == 408 or header(scope, b"expect"):
        fields.append((b"connection", b"close"))
    await answer(send, refused.status, problem(refused.status, refused.detail), fields)


def header(scope: Scope, name: bytes) -> str:
    """A request header's first value, "" when absent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def read_body(receive: Receive, take: Callable[[bytes], object], limit: int, seconds: float) -> int:
    """Pass a request's body to ``take`` piece by piece; its size. Raises Refused (413, 408) and Gone."""
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                piece = message.get("body", b"")
                size += len(piece)
                if size > limit:
                    raise Refused(413, f"at most {limit} bytes")
                take(piece)
                if not message.get("more_body", False):
                    return size
    except TimeoutError:
        raise Refused(408, f"the body did not come within {seconds:g} seconds") from None


def check_declared(scope: Scope, limit: int) -> None:
    """Raise Refused (413) for a body that says itself that it is too large."""
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise Refused(413, f"at most {limit} bytes")
