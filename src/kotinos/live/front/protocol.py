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

from kotinos.live import meters
from kotinos.live.front.answers import STREAM_HEAD, Refused, raw_problem
from kotinos.live.front.audience import Stream
from kotinos.live.front.settings import FrontSettings
from kotinos.live.front.snapshots import Read, Snapshots, choose
from kotinos.live.front.standin import ANSWERED, STREAMING
from kotinos.live.front.streams import Streams
from kotinos.live.front.wish import read_wish

log = logging.getLogger(__name__)

HEADERS = 100
"""Header fields a request may have."""
PIPELINE = 64
"""Requests that may wait on one connection for the answer to the first."""
LONGEST_KNOWN, MOST_KNOWN = 2048, 4096
"""Bytes of a request that is remembered as read, and how many are."""
LONGEST_READY = 16 << 10
"""Bytes of a response that is kept ready until anything changes."""


class Parts(msgspec.Struct, frozen=True):
    """What all connections share."""

    settings: FrontSettings
    snapshots: Snapshots
    streams: Streams
    read: dict[bytes, Read] = {}
    """Requests that were read before, by all their bytes: crowds ask for the same in the same words."""


class FrontProtocol(HttpToolsProtocol):
    """One connection. What all have in common is set by :func:`bind`."""

    parts: ClassVar[Parts]
    ready: ClassVar[dict[bytes, bytes]]
    """Responses by all the bytes of a request; see Snapshots."""
    tally = meters.front

    stream: Stream | None = None
    running: RequestResponseCycle | None = None
    between = True
    begun = 0
    asked: Read | None = None
    in_head = False
    head_bytes = 0
    since = 0.0
    used = False
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
            if leave := self.running.scope["state"].get("leave"):
                leave()
        self.pipeline.clear()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that only stops sending still gets the answers it has asked for; a stream ends."""
        cycle = self.cycle
        if self.stream is not None:
            self.parts.streams.leaves(self.stream)
            return True
        if cycle is None or cycle.response_complete or cycle.more_body:
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
        if self.used:
            self.used, self.since = False, now
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
        # Tens of thousands a second come this way: nothing is called here that need not be.
        if self.between and self.cycle is ANSWERED and not self.flow.write_paused:  # type: ignore[comparison-overlap]
            if response := self.ready.get(data):
                self.used = True
                self.transport.write(response)
                self.tally.at_hand[response[9]] += 1
                return
            if self._answer_as_before(data):
                return
        if self.stream is not None:
            # A stream's connection carries nothing else.
            self.transport.abort()
        else:
            self._read(data)

    def _read(self, data: bytes) -> None:
        try:
            self._parse(data)
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

    def _parse(self, data: bytes) -> None:
        between, self.begun, self.asked = self.between, 0, None
        if self.in_head:
            self.head_bytes += len(data)
        self.parser.feed_data(data)
        if between and self.between and self.begun == 1 and self.asked:
            # These bytes are one whole request, and what it asks hangs on nothing else.
            self._remember(data, self.asked)
        if self.in_head and self.head_bytes > self.parts.settings.head_limit:
            raise Refused(431, "the request's head is too long")

    def on_message_begin(self) -> None:
        """See httptools. The scope is made only for requests that leave the short cuts."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self.between, self.in_head, self.head_bytes = False, True, 0
        self.begun += 1
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

    def on_message_complete(self) -> None:
        """See httptools."""
        self.between = True
        super().on_message_complete()

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
        method = self.parser.get_method()
        if method not in (b"GET", b"HEAD") or not self._plain():
            return False
        accept = known = b""
        for name, value in self.headers:
            if name == b"accept-encoding":
                accept = value
            elif name == b"if-none-match":
                known = value
        read = Read(self.url.partition(b"?")[0], method == b"HEAD", choose(accept), known)
        if not self._answer_at_hand(read):
            return False
        self.cycle, self.asked = ANSWERED, read  # type: ignore[assignment]
        return True

    def _answer_at_hand(self, read: Read) -> bytes:
        """Answer a plain request for a snapshot that is at hand; the response, b"" when there is none."""
        snapshots = self.parts.snapshots
        entry = snapshots.get(read.path)
        if entry is None:
            return b""
        response = snapshots.response(entry, read.head_only, read.encoding, read.known)
        self.used = True
        self.transport.write(response)
        return response

    def _answer_as_before(self, data: bytes) -> bool:
        """Answer a request whose very bytes were read before, and have the response ready for the next."""
        read = self.parts.read.get(data)
        if read is None or not (response := self._answer_at_hand(read)):
            return False
        if len(response) <= LONGEST_READY and len(self.ready) < MOST_KNOWN:
            self.ready[data] = response
        return True

    def _remember(self, data: bytes, read: Read) -> None:
        known = self.parts.read
        if len(data) <= LONGEST_KNOWN:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[data] = read

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
    return type("BoundFrontProtocol", (FrontProtocol,), {"parts": parts, "ready": parts.snapshots.ready})
