"""Snapshots as ready-made responses. Pure.

An entry in the cache is current up to the front's seq: a change of its topic drops it in the same turn
of the loop that moves the seq on. So the response may say the front's seq, not that of the reading."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import brotli
import msgspec

from kotinos.live import meters
from kotinos.live.front.answers import OPEN_DATA, Headers, Refused
from kotinos.live.front.frames import point
from kotinos.live.terms import Snapshot

ENCODINGS = (b"", b"gzip", b"br")
LOADS = 256
"""Snapshots that may be read at once; more are answered 503."""
ABSENT = 1000
"""Topics remembered as unknown."""
TOO_SMALL = 200
"""Below this many bytes compressing only costs."""

GAMES = r"[0-9A-Za-z~._-]{1,40}"
TOPIC = r"[!$&'()*+,./0-9:;=@A-Z_a-z~-]{1,200}"
PATH = re.compile(f"/snap/({GAMES})/({TOPIC})")


class Variant(msgspec.Struct, frozen=True):
    """One encoding of a snapshot."""

    headers: Headers
    head: bytes
    whole: bytes
    """Head and body."""

    @property
    def body(self) -> bytes:
        """The body alone."""
        return self.whole[len(self.head) :]


class Entry(msgspec.Struct, frozen=True):
    """A snapshot ready to be sent; ``variants`` stand in the order of ``ENCODINGS``."""

    epoch: str
    seq: int
    etags: tuple[bytes, ...]
    lean: Headers
    unchanged: bytes
    variants: tuple[Variant, ...]
    size: int

    def known(self, value: bytes) -> bool:
        """Whether an If-None-Match names this snapshot, in whatever encoding."""
        if value in self.etags:
            return True
        if not value or (value[:1] == b'"' and b"," not in value):
            return False
        return value.strip() == b"*" or any(etag in value for etag in self.etags)


def build(snapshot: Snapshot) -> Entry:
    """Compress and write the heads: some milliseconds of work, done in a thread."""
    core = snapshot.etag.strip('"').encode()
    bodies = [snapshot.body]
    if len(snapshot.body) >= TOO_SMALL:
        bodies += [gzip.compress(snapshot.body, 6, mtime=0), brotli.compress(snapshot.body, quality=5)]
    # Each encoding is a representation of its own and needs a strong tag of its own (RFC 9110, 8.8.3.3).
    etags = tuple(b'"%s%s"' % (core, b"-" + name if name else b"") for name in ENCODINGS)
    made = [_variant(body, name, etag) for body, name, etag in zip(bodies, ENCODINGS, etags, strict=False)]
    lean = [(b"etag", etags[0]), *_common()]
    return Entry(
        epoch=snapshot.epoch,
        seq=snapshot.seq,
        etags=etags,
        lean=lean,
        unchanged=_lines(lean) + b"\r\n",
        variants=(*made, *[made[0]] * (len(ENCODINGS) - len(made))),
        size=sum(len(body) + 1000 for body in bodies),
    )


def _common() -> Headers:
    cache = b"public, max-age=1, stale-while-revalidate=10"
    return [(b"cache-control", cache), (b"vary", b"Accept-Encoding"), *OPEN_DATA]


def _variant(body: bytes, encoding: bytes, etag: bytes) -> Variant:
    headers = [(b"content-type", b"application/json"), (b"etag", etag), *_common()]
    if encoding:
        headers.append((b"content-encoding", encoding))
    head = _lines(headers) + b"content-length: %d\r\n\r\n" % len(body)
    return Variant(headers, head, head + body)


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%s: %s\r\n" % field for field in headers)


@lru_cache(256)
def choose(accept: bytes) -> int:
    """The best encoding an Accept-Encoding allows, as a place in ``ENCODINGS``."""
    allowed = set()
    for part in accept.lower().split(b","):
        name, _, weight = part.partition(b";")
        if not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", weight):
            allowed.add(name.strip())
    return 2 if b"br" in allowed else 1 if b"gzip" in allowed else 0


class Read(msgspec.Struct, frozen=True, gc=False):
    """What the parser found in the bytes of a plain request for a snapshot."""

    path: bytes
    head_only: bool
    encoding: int
    known: bytes


class Snapshots:
    """The cache. Everything but the reading itself runs on the event loop's thread."""

    def __init__(self, read: Callable[[str, str], Snapshot | None], limit: int) -> None:
        self._read, self._limit = read, limit
        self._threads = ThreadPoolExecutor(2, "snapshot")
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self.ready: dict[bytes, bytes] = {}
        """Whole responses by the bytes of whole requests, for the protocol; good until anything changes."""
        self._size = 0
        self._absent: dict[bytes, None] = {}
        self._loading: dict[bytes, asyncio.Task[Entry | None]] = {}
        self._date, self._point = b"", ("", 0)
        self.stamp(b"")

    def shutdown(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def stamp(self, date: bytes) -> None:
        """Set the time of day for the responses' Date."""
        self._date = date
        self._write_starts()

    def advance(self, epoch: str, seq: int) -> None:
        """The front has taken in every change up to here, and dropped what they touch."""
        self._point = (epoch, seq)
        self._write_starts()

    def get(self, path: bytes) -> Entry | None:
        """The entry for a request path, if it is in the cache."""
        entry = self._entries.get(path)
        if entry is not None:
            self._entries.move_to_end(path)
        return entry

    def response(self, entry: Entry, head_only: bool, encoding: int, known: bytes) -> bytes:
        """The whole response for an entry of the cache; ``encoding`` is a place in ``ENCODINGS``."""
        if known and entry.known(known):
            meters.front.unchanged += 1
            return self._start_304 + entry.unchanged
        meters.front.whole += 1
        variant = entry.variants[encoding]
        return self._start_200 + (variant.head if head_only else variant.whole)

    def seq_header(self, path: bytes, entry: Entry) -> tuple[bytes, bytes]:
        """The point from which a client that gets this entry may follow."""
        current = self._entries.get(path) is entry
        return b"x-kotinos-seq", point(*self._point if current else (entry.epoch, entry.seq)).encode()

    def absent_since(self, path: bytes) -> Headers:
        """The point from which a client that finds no topic may wait for it; none if it has just come."""
        return [(b"x-kotinos-seq", point(*self._point).encode())] if path in self._absent else []

    async def load(self, path: bytes) -> Entry | None:
        """The entry for a path, read if need be, once for all who ask; ``None`` when there is none.

        Raises Refused when too many are being read, and what the reader raises."""
        if path in self._absent:
            return None
        entry = self.get(path)
        if entry is not None:
            return entry
        task = self._loading.get(path)
        if task is None:
            if len(self._loading) >= LOADS:
                raise Refused(503, "too many snapshots are being read")
            task = self._loading[path] = asyncio.create_task(self._load(path))
        return await asyncio.shield(task)

    def drop(self, games: str, topic: str) -> None:
        """The topic has changed."""
        path = f"/snap/{games}/{topic}".encode()
        self.ready.clear()
        self._absent.pop(path, None)
        # Who is being read for gets what is read; who asks from now on needs a newer one.
        self._loading.pop(path, None)
        if entry := self._entries.pop(path, None):
            self._size -= entry.size

    def clear(self) -> None:
        """Anything may have changed."""
        self.ready.clear()
        self._absent.clear()
        self._loading.clear()
        self._entries.clear()
        self._size = 0

    async def _load(self, path: bytes) -> Entry | None:
        this = asyncio.current_task()
        try:
            entry = await asyncio.get_running_loop().run_in_executor(self._threads, self._make, path)
            if self._loading.get(path) is this:
                self._keep(path, entry)
            return entry
        finally:
            if self._loading.get(path) is this:
                del self._loading[path]

    def _make(self, path: bytes) -> Entry | None:
        match = PATH.fullmatch(path.decode("ascii", "replace"))
        snapshot = self._read(match[1], match[2]) if match else None
        return build(snapshot) if snapshot else None

    def _keep(self, path: bytes, entry: Entry | None) -> None:
        if entry is None:
            if len(self._absent) >= ABSENT:
                self._absent.clear()
            self._absent[path] = None
            return
        self._entries[path] = entry
        self._size += entry.size
        while self._size > self._limit and len(self._entries) > 1:
            _, oldest = self._entries.popitem(last=False)
            self._size -= oldest.size

    def _write_starts(self) -> None:
        rest = b"date: %s\r\nx-kotinos-seq: %s\r\n" % (self._date, point(*self._point).encode())
        self.ready.clear()
        self._start_200 = b"HTTP/1.1 200 OK\r\n" + rest
        self._start_304 = b"HTTP/1.1 304 Not Modified\r\n" + rest
