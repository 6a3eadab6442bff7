"""The front's connection: uvicorn's HTTP protocol with two short cuts and its traps closed. Pure.

``/snap`` and ``/live`` are answered here, in the parser's callback; everything else, and what is odd about
those, goes the usual way to the ASGI application. uvicorn is pinned, because this knows it by heart."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, ClassVar
from urllib.parse import unquote

import httptools
import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kotinos.live.front.answers import OPEN_DATA, Refused, raw_problem
from kotinos.live.front.audience import Stream
from kotinos.live.front.settings import FrontSettings
from kotinos.live.front.snapshots import Snapshots
from kotinos.live.front.standin import ANSWERED, STREAMING
from kotinos.live.front.streams import Streams
from kotinos.live.front.wish import read_wish

log = logging.getLogger(__name__)

HEADERS = 100
"""Header fields a request may have."""
PIPELINE = 64
"""Requests that may wait on one connection for the answer to the first."""
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


class Parts(msgspec.Struct, frozen=True):
    """What all connections share."""

    settings: FrontSettings
    snapshots: Snapshots
    streams: Streams


class FrontProtocol(HttpToolsProtocol):
    """One connection. ``parts`` is set by :func:`bind`."""

    parts: ClassVar[Parts]

    stream: Stream | None = None
    running: RequestResponseCycle | None = None
    in_head = False
    head_bytes = 0
    since = 0.0
    stalled_since = 0.0
    ending = False

    # Connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self._look_again(self.timeout_keep_alive)
        if len(self.connections) > self.parts.settings.max_connections:
            self._end_with(503, "too many connections")

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        if self.stream is not None:
            self.parts.streams.close(self.stream)
            # The stand-in is shared: the base class must not write on it.
            self.cycle = ANSWERED  # type: ignore[assignment]
        if self.running is not None:
            # The base class tells only the newest of several requests.
            self.running.disconnected = not self.running.response_complete
            self.running.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that only stops sending still gets the answers it has asked for."""
        cycle = self.cycle
        if self.stream is not None or cycle is None or cycle.response_complete or cycle.more_body:
            return False
        cycle.keep_alive = False
        return True

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        super().pause_writing()
        self.stalled_since = self.loop.time()
        if self.stream is not None:
            self.parts.streams.fell_behind(self.stream)
        else:
            # Who does not read the answers must not send more questions.
            self.flow.pause_reading()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        super().resume_writing()
        self.stalled_since = 0.0
        if self.stream is not None:
            self.parts.streams.recovered(self.stream)
        elif self._idle():
            self.flow.resume_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Look now and then whether the connection still has a reason to be.

        One timer per connection that looks at ``since``, not one per request."""
        self.timeout_keep_alive_task = None
        now, settings = self.loop.time(), self.parts.settings
        if self.transport.is_closing():
            # Closing waits until everything is written; a client that does not read would hold it for ever.
            if self.ending:
                self.transport.abort()
            self.ending = True
        elif self.stalled_since and now - self.stalled_since >= settings.stall:
            self.transport.abort()
        elif self._idle() and now - self.since >= self.timeout_keep_alive:
            self.transport.close()
        if self.stream is None:
            left = self.since + self.timeout_keep_alive - now
            self._look_again(left if left > 0 else min(self.timeout_keep_alive, settings.stall))

    def shutdown(self) -> None:
        """See the base class: the server is to end."""
        if self.stream is not None or self.cycle is None or self.cycle.response_complete:
            self._leave()
        elif self.cycle.more_body:
            # A request that has not come whole is not running yet: nobody waits for its end.
            self._leave()
        else:
            self.cycle.keep_alive = False

    # Parser

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        if self.stream is not None:
            # A stream's connection carries nothing else.
            self.transport.abort()
            return
        if self.in_head:
            self.head_bytes += len(data)
        try:
            self.parser.feed_data(data)
            if self.in_head and self.head_bytes > self.parts.settings.head_limit:
                raise Refused(431, "the request's head is too long")
        except httptools.HttpParserUpgrade:
            # Nothing here to upgrade to: the request is answered as it stands, and that is the end.
            if self.cycle is not None and not self.cycle.response_complete:
                self.cycle.keep_alive = False
            else:
                self.transport.close()
        except httptools.HttpParserCallbackError as error:
            self._fail(error.__context__)
        except (httptools.HttpParserError, Refused) as error:
            self._fail(error)

    def on_message_begin(self) -> None:
        """See httptools. The scope is made only for requests that leave the short cuts."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self.in_head, self.head_bytes = True, 0
        self.since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools. Fields after a chunked body are not headers, whatever they are called."""
        if self.in_head:
            name = name.lower()
            if name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """See httptools."""
        self.in_head = False
        url = self.url
        if self.stream is not None:
            raise Refused(400, "a stream's connection carries nothing else")
        if url.startswith(b"/snap/"):
            if self._answer_snapshot():
                return
        elif url.startswith(b"/live/") and self._start_stream():
            return
        if len(self.pipeline) >= PIPELINE:
            raise Refused(503, "too many requests at once")
        self._go_on()

    def on_response_complete(self) -> None:
        """See the base class."""
        self.since = self.loop.time()
        super().on_response_complete()
        if self.timeout_keep_alive_task is None:
            self._look_again(self.timeout_keep_alive)

    # The usual way

    def _go_on(self) -> None:
        url, headers, expect = self.url, self.headers, self.expect_100_continue
        limit = self.parts.settings.head_limit
        if len(url) > limit:
            raise Refused(414, "the address is too long")
        if len(headers) > HEADERS or sum(len(name) + len(value) for name, value in headers) > limit:
            raise Refused(431, "the request's head is too long")
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expect
        self.headers.extend(headers)
        try:
            if httptools.parse_url(url).path is None:
                raise Refused(400, "the address has no path")
            super().on_headers_complete()
        except (httptools.HttpParserInvalidURLError, UnicodeDecodeError):
            raise Refused(400, "the address is not one") from None
        # The application asks here whether anybody still waits.
        self.scope["state"]["cycle"] = self.cycle

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    # The short cuts

    def _idle(self) -> bool:
        cycle = self.cycle
        return (cycle is None or cycle.response_complete) and not self.flow.write_paused

    def _plain(self) -> bool:
        """Whether an answer may be written at once and the connection go on."""
        parser = self.parser
        return (
            self._idle()
            and not self.transport.is_closing()
            and not self.expect_100_continue
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and not parser.should_upgrade()
        )

    def _answer_snapshot(self) -> bool:
        snapshots = self.parts.snapshots
        entry = snapshots.get(self.url.partition(b"?")[0])
        method = self.parser.get_method()
        if entry is None or method not in (b"GET", b"HEAD") or not self._plain():
            return False
        accept = known = b""
        for name, value in self.headers:
            if name == b"accept-encoding":
                accept = value
            elif name == b"if-none-match":
                known = value
        self.transport.write(snapshots.response(entry, method == b"HEAD", accept, known))
        self.cycle = ANSWERED  # type: ignore[assignment]
        self.server_state.total_requests += 1
        return True

    def _start_stream(self) -> bool:
        streams = self.parts.streams
        path, _, query = self.url.partition(b"?")
        if streams.full or not self._idle() or not self._bare_get():
            return False
        try:
            wish = read_wish(unquote(path.decode("latin-1")), query, self.headers)
        except Refused:
            # The application finds the same and can say it at length.
            return False
        self.stream = Stream(self.transport, wish.keys, wish.audience)
        self.cycle = STREAMING  # type: ignore[assignment]
        self._unset_keepalive_if_required()
        self.transport.set_write_buffer_limits(high=self.parts.settings.stream_buffer)
        date = next((value for name, value in self.server_state.default_headers if name == b"date"), b"")
        self.transport.write(STREAM_HEAD % date + b"\r\n")
        streams.open(self.stream, wish.after)
        self.loop.call_soon(self._forget_request)
        return True

    def _forget_request(self) -> None:
        """A stream stays for hours, by the thousand: it keeps nothing of its beginning."""
        self.url, self.headers = b"", []
        self.parser = None  # type: ignore[assignment]

    def _bare_get(self) -> bool:
        """Whether the request is a GET that brings nothing with it."""
        body = any(name in (b"content-length", b"transfer-encoding") for name, _ in self.headers)
        return self.parser.get_method() == b"GET" and not body and not self.parser.should_upgrade()

    # Ends

    def _look_again(self, delay: float) -> None:
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(delay, self.timeout_keep_alive_handler)

    def _leave(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _fail(self, cause: BaseException | None) -> None:
        """The request cannot be read, or reading it failed."""
        if isinstance(cause, Refused):
            self._end_with(cause.status, cause.detail)
        elif isinstance(cause, httptools.HttpParserError):
            self._end_with(400, "not a request of HTTP/1.1")
        else:
            log.error("the front failed in a parser's callback", exc_info=cause)
            self._end_with(500, "the front failed")

    def _end_with(self, status: int, detail: str) -> None:
        """Say why and close, unless an answer to something earlier is still to come."""
        cycle = self.cycle
        if self.stream is not None:
            self.transport.abort()
        elif (
            cycle is None
            or cycle.response_complete
            or (cycle.more_body and not cycle.response_started and not self.pipeline)
        ):
            self.transport.write(raw_problem(status, detail))
            self.transport.close()
        elif cycle.more_body:
            self.transport.close()
        else:
            cycle.keep_alive = False
            self.flow.pause_reading()


def bind(parts: Parts) -> type[FrontProtocol]:
    """The protocol class of one front."""
    return type("BoundFrontProtocol", (FrontProtocol,), {"parts": parts})
