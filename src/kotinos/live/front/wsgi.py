"""The application behind the front: WSGI on a few threads, one hop away. Pure."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from kotinos.live import meters
from kotinos.live.front.answers import (
    Gone,
    Headers,
    Message,
    Receive,
    Refused,
    Scope,
    Send,
    answer_problem,
    check_declared,
    header,
    read_body,
)
from kotinos.live.front.settings import FrontSettings

IN_MEMORY = 64 << 10
"""A request body beyond this is kept in a file."""
BODIES = 256
"""Requests whose bodies may be on their way at once."""
HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"}


class WsgiApp(Protocol):
    """PEP 3333."""

    def __call__(self, environ: dict[str, Any], start_response: Any, /) -> Iterable[bytes]:
        """Answer one request."""


class Response:
    """What the application said: whole in ``body``, or still to come in ``chunks``."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: Headers = []
        self.body = b""
        self.chunks: Iterator[bytes] | None = None
        self.close: Callable[[], object] = lambda: None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
        """PEP 3333's ``start_response``."""
        del exc_info
        fields = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.headers = [field for field in fields if field[0] not in HOP_BY_HOP]
        self.status = int(status[:3])
        return self._write

    def measure(self, method: str) -> None:
        """Say how long the body is; to a HEAD the application may know it better."""
        if method == "HEAD" and any(name == b"content-length" for name, _ in self.headers):
            return
        self.headers = [field for field in self.headers if field[0] != b"content-length"]
        if self.status not in (204, 304):
            self.headers.append((b"content-length", b"%d" % len(self.body)))

    def _write(self, data: bytes) -> None:
        self.body += data


class WsgiBridge:
    """The ASGI application that hands requests to the WSGI one."""

    def __init__(self, wsgi: WsgiApp, settings: FrontSettings) -> None:
        self._wsgi, self._settings = wsgi, settings
        self._pages = ThreadPoolExecutor(settings.threads, "page")
        self._streams = ThreadPoolExecutor(settings.stream_threads, "page-stream")
        self._inside = self._arriving = self._streaming = 0
        meters.waiting.set_function(lambda: self._inside)

    def shutdown(self) -> None:
        """Let the threads end."""
        self._pages.shutdown(wait=False, cancel_futures=True)
        self._streams.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        since = time.perf_counter()
        try:
            with SpooledTemporaryFile(IN_MEMORY) as body:
                size = await self._arrive(scope, receive, body)
                response = await self._call(scope, body, size)
                meters.answered.labels(f"{response.status // 100}xx").inc()
                meters.rendered.observe(time.perf_counter() - since)
                if response.chunks is None:
                    await send(_start(response))
                    await send({"type": "http.response.body", "body": response.body})
                else:
                    await self._stream(scope, response, send)
        except Gone:
            return
        except Refused as refused:
            meters.refused.inc(refused.status == 503)
            await answer_problem(send, scope, refused, [])

    async def _arrive(self, scope: Scope, receive: Receive, body: SpooledTemporaryFile[bytes]) -> int:
        self._check_room()
        check_declared(scope, self._settings.body_limit)
        if self._arriving >= BODIES:
            raise Refused(503, "too many requests are being received")
        self._arriving += 1
        try:
            limit, seconds = self._settings.body_limit, self._settings.body_seconds
            return await read_body(receive, body.write, limit, seconds)
        finally:
            self._arriving -= 1

    def _check_room(self) -> None:
        # The pool's own queue has no end, so what is in it is counted here.
        if self._inside >= self._settings.threads + self._settings.waiting:
            raise Refused(503, "too many requests are waiting")

    async def _call(self, scope: Scope, body: SpooledTemporaryFile[bytes], size: int) -> Response:
        self._check_room()
        self._inside += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pages, self._run, scope, body, size)
        finally:
            self._inside -= 1

    def _run(self, scope: Scope, body: SpooledTemporaryFile[bytes], size: int) -> Response:
        """In a thread of the pages: call the application."""
        if _gone(scope):
            raise Gone
        body.seek(0)
        response = Response()
        result = self._wsgi(environ(scope, body, size), response.start)
        response.close = getattr(result, "close", response.close)
        try:
            if _streams(result):
                response.chunks = iter(result)
                if not response.status:
                    # A generator calls ``start_response`` only when its first chunk is asked for.
                    response.body += next(response.chunks, b"")
                if scope["method"] != "HEAD":
                    return response
                response.chunks = None
            else:
                response.body += b"".join(result)
                response.measure(scope["method"])
        except BaseException:
            response.close()
            raise
        response.close()
        return response

    async def _stream(self, scope: Scope, response: Response, send: Send) -> None:
        loop = asyncio.get_running_loop()
        if self._streaming >= self._settings.stream_threads * 4:
            await asyncio.to_thread(response.close)
            raise Refused(503, "too many streaming responses")
        self._streaming += 1

        def pump() -> None:
            """In a thread of the streams: pass on chunk by chunk, until the deadline."""
            end = time.monotonic() + self._settings.stream_deadline

            def say(message: Message) -> None:
                left = end - time.monotonic()
                sent = asyncio.run_coroutine_threadsafe(send(message), loop)
                try:
                    sent.result(max(left, 0))
                except TimeoutError:
                    sent.cancel()
                    raise

            try:
                say(_start(response))
                # The last bytes carry the end: a client that has them all may ask on the same connection,
                # and what it asks must not find an answer that is still open.
                held = response.body
                for chunk in response.chunks or ():
                    if _gone(scope):
                        return
                    say({"type": "http.response.body", "body": held, "more_body": True})
                    held = chunk
                say({"type": "http.response.body", "body": held})
            finally:
                response.close()

        try:
            await loop.run_in_executor(self._streams, pump)
        finally:
            self._streaming -= 1


def environ(scope: Scope, body: SpooledTemporaryFile[bytes], size: int) -> dict[str, Any]:
    """A request as PEP 3333 wants it. Header names with ``_`` are left out: they would pass for others."""
    host, port = scope["server"] or ("", None)
    env: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope["client"] or ("",))[0],
        "CONTENT_LENGTH": str(size) if size or header(scope, b"content-length") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (b"content-length", b"transfer-encoding", b"proxy"):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in env:
            text = env[key] + ("; " if key == "HTTP_COOKIE" else ",") + text
        env[key] = text
    return env


def _start(response: Response) -> Message:
    return {"type": "http.response.start", "status": response.status, "headers": response.headers}


def _gone(scope: Scope) -> bool:
    return bool(scope["state"]["cycle"].disconnected)


def _streams(result: Iterable[bytes]) -> bool:
    # Django says it of each response; of anything else, lists are whole.
    return bool(getattr(result, "streaming", not isinstance(result, list | tuple)))
