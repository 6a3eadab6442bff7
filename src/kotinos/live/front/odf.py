"""``POST /odf``: a message in, a receipt out; ``/odf/batch``: many in order, a receipt each. Pure."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

import msgspec

from kotinos.live import meters
from kotinos.live.batch import BadBatchError, unpack
from kotinos.live.front.answers import (
    RETRY,
    Gone,
    Headers,
    Receive,
    Refused,
    Scope,
    Send,
    answer,
    check_declared,
    header,
    read_body,
)
from kotinos.live.front.settings import FrontSettings
from kotinos.live.terms import Receipt

log = logging.getLogger(__name__)


SINGLE, BATCH = "/odf", "/odf/batch"
Numbered = tuple[bytes, int | None]


class Intake(Protocol):
    """Where messages go."""

    def submit(self, raw: bytes, key: str, seq: int | None) -> Future[Receipt]:
        """Check and store a message; must not block, the future is done once it is durable or refused."""

    def submit_batch(self, messages: Sequence[Numbered], key: str) -> Future[list[Receipt]]:
        """The same for messages (bytes, number) that are stored in their order, in one commit."""


class OdfDoor:
    """The ASGI application behind ``/odf`` and ``/odf/batch``."""

    def __init__(self, intake: Intake, settings: FrontSettings) -> None:
        self._intake, self._settings = intake, settings
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a receipt as JSON, whose code is the status; a batch with an array of receipts."""
        found: Receipt | list[Receipt]
        try:
            found = await self._take(scope, receive)
        except Gone:
            return
        except Refused as refused:
            meters.received.labels(str(refused.status)).inc()
            found = Receipt(code=refused.status, message=refused.detail)
        code = found.code if isinstance(found, Receipt) else 200
        extra: Headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        extra += _by_code(code)
        if code == 408 or (code in (405, 413, 415) and header(scope, b"expect")):
            extra.append((b"connection", b"close"))
        await answer(send, code, msgspec.json.encode(found), extra)

    def shutdown(self) -> None:
        """Nothing is held."""

    async def _take(self, scope: Scope, receive: Receive) -> Receipt | list[Receipt]:
        if scope["path"] not in (SINGLE, BATCH):
            raise Refused(404, f"messages go to {SINGLE}, many at once to {BATCH}")
        if scope["method"] != "POST":
            raise Refused(405, "messages are POSTed")
        encoding = header(scope, b"content-encoding").strip().lower()
        if encoding not in ("", "identity", "gzip"):
            raise Refused(415, f"Content-Encoding {encoding}: only gzip")
        seq = _seq(header(scope, b"x-kotinos-seq").strip())
        check_declared(scope, self._settings.odf_limit)
        body = bytearray()
        try:
            await read_body(
                receive,
                lambda piece: self._hold(body, piece),
                self._settings.odf_limit,
                self._settings.body_seconds,
            )
            raw = bytes(body)
            if encoding == "gzip":
                raw = await asyncio.to_thread(unzip, raw, self._settings.odf_limit)
            messages = _batch(raw) if scope["path"] == BATCH else None
            return await self._submit(messages or (raw, seq), header(scope, b"x-api-key"))
        finally:
            self._held -= len(body)

    def _hold(self, body: bytearray, piece: bytes) -> None:
        if self._held + len(piece) > self._settings.odf_memory:
            raise Refused(503, "too many messages are being received")
        self._held += len(piece)
        body += piece

    async def _submit(self, what: Numbered | list[Numbered], key: str) -> Receipt | list[Receipt]:
        try:
            if isinstance(what, list):
                return await asyncio.wrap_future(self._intake.submit_batch(what, key))
            return await asyncio.wrap_future(self._intake.submit(what[0], key, what[1]))
        except Exception:
            # The sender keeps a message until it is taken, so it must hear that this one was not.
            log.exception("the intake failed")
            meters.received.labels("503").inc()
            return Receipt(code=503, message="the message could not be stored")


def _batch(raw: bytes) -> list[Numbered]:
    try:
        return unpack(raw)
    except BadBatchError as error:
        raise Refused(400, str(error)) from None


def unzip(raw: bytes, limit: int) -> bytes:
    """One gzip member's content. Raises Refused: 413 beyond the limit, 400 for what is no gzip."""
    inflate = zlib.decompressobj(wbits=31)
    try:
        content = inflate.decompress(raw, limit + 1)
    except zlib.error as error:
        raise Refused(400, f"not gzip: {error}") from None
    if len(content) > limit:
        raise Refused(413, f"at most {limit} bytes after decompression")
    if not inflate.eof or inflate.unused_data:
        raise Refused(400, "not one whole gzip member")
    return content


def _seq(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused(400, "X-Kotinos-Seq must be a whole number")
    return int(text)


def _by_code(code: int) -> Headers:
    if code == 401:
        return [(b"www-authenticate", b"X-API-KEY")]
    if code == 405:
        return [(b"allow", b"POST")]
    return RETRY if code == 503 else []
