"""A front on a free port, in a thread, with a made-up store, intake and application behind it."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager

import msgspec

from kotinos.live.bus import CHANGES, SyncBus
from kotinos.live.front import Front, FrontSettings, OdfDoor, WsgiBridge
from kotinos.live.patch import apply, diff
from kotinos.live.terms import Batch, Change, Receipt, Snapshot

QUICK = FrontSettings(port=0, public_ms=20, poll=0.2, grace=3)


class Store:
    """Topics and their changes; the :class:`Reader` of the tests."""

    def __init__(self):
        self.epoch, self.topics, self.log = "e1", {}, []
        self.offset, self.forgotten = 0, 0
        self.reads, self.delay, self.fails = [], 0.0, None

    def put(self, topic, doc, games="G"):
        """Set a topic's document; the change that leads there."""
        patch = diff(self.topics.get((games, topic), {}), doc) or {}
        self.topics[games, topic] = doc
        change = Change(self.offset + len(self.log) + 1, games, topic, json.dumps(patch).encode())
        self.log.append(change)
        return change

    def head(self):
        if self.fails:
            raise self.fails
        return self.epoch, self.offset + len(self.log)

    def snapshot(self, games, topic):
        self.reads.append(topic)
        if self.fails:
            raise self.fails
        doc = self.topics.get((games, topic))
        seq = self.head()[1]
        time.sleep(self.delay)
        if doc is None:
            return None
        body = json.dumps(doc, sort_keys=True).encode()
        etag = hashlib.sha256(body).hexdigest()[:16]
        return Snapshot(games, topic, body, etag, self.epoch, seq)

    def changes(self, after, limit):
        if after < self.forgotten:
            return None
        return [change for change in self.log if change.seq > after][:limit]


class Intake:
    """Keeps what it is given and answers 200."""

    def __init__(self):
        self.got, self.answer = [], None

    def submit(self, raw, key, seq):
        self.got.append((raw, key, seq))
        if isinstance(self.answer, Exception):
            raise self.answer
        future = Future()
        if self.answer != "never":
            future.set_result(self.answer or Receipt(code=200, position=len(self.got)))
        return future

    def submit_batch(self, messages, key):
        each = [self.submit(raw, key, seq) for raw, seq in messages]
        future = Future()
        future.set_result([one.result() for one in each])
        return future


class Running:
    """A running front and what stands behind it."""

    def __init__(self, store, intake, port, bus, front, bridge):
        self.store, self.intake, self.port, self.bus, self.front = store, intake, port, bus, front
        self.bridge = bridge

    @property
    def streams(self):
        return self.front._parts.streams

    def change(self, topic, doc, games="G", told=True):
        """Change a topic in the store, and tell it on the bus."""
        change = self.store.put(topic, doc, games)
        if told:
            self.tell(change)
        return change

    def tell(self, *changes):
        self.bus.publish(CHANGES, msgspec.msgpack.encode(Batch(self.store.epoch, changes)))

    def connect(self, rcvbuf=0):
        sock = socket.socket()
        if rcvbuf:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        sock.settimeout(5)
        sock.connect(("127.0.0.1", self.port))
        return sock

    def talk(self, raw, wait=None):
        """Send bytes; everything that comes back until the end, or until ``wait`` is in it."""
        with self.connect() as sock:
            sock.sendall(raw)
            return read(sock, wait)

    def follow(self, query, **headers):
        return Follower(self, query, headers)


def read(sock, wait=None):
    got = b""
    while wait is None or wait not in got:
        piece = sock.recv(1 << 16)
        if not piece:
            break
        got += piece
    return got


class Follower:
    """A client of the stream that keeps its events as (id, event, data)."""

    def __init__(self, running, query, headers):
        self.sock = running.connect()
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        request = [f"GET /live/{query} HTTP/1.1", "Host: x", *lines, "", ""]
        self.sock.sendall("\r\n".join(request).encode())
        self.buffer, self.id, self.retry = b"", "", 0
        self.head = self._until(b"\r\n\r\n").decode()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.sock.close()

    def _until(self, mark):
        while mark not in self.buffer:
            piece = self.sock.recv(1 << 16)
            if not piece:
                raise EOFError(self.buffer)
            self.buffer += piece
        part, _, self.buffer = self.buffer.partition(mark)
        return part

    def block(self):
        """The next block, comments and all, as (name, value) pairs."""
        lines = self._until(b"\n\n").decode().split("\n")
        fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
        for name, value in fields:
            if name == "id":
                self.id = value
            elif name == "retry":
                self.retry = int(value)
        return fields

    def event(self):
        """The next event: id so far, name, data."""
        while True:
            fields = dict(self.block())
            if "data" in fields:
                return self.id, fields["event"], json.loads(fields["data"])

    def opened(self):
        """Read up to the opening, from which on changes are told as they come."""
        while not self.retry:
            self.block()
        return self

    def until(self, seq, docs):
        """Apply changes to ``docs`` until the point is reached; the ids passed."""
        ids = []
        while not self.id or int(self.id.rpartition(":")[2]) < seq:
            fields = dict(self.block())
            if fields.get("event") == "change":
                data = json.loads(fields["data"])
                docs[data["topic"]] = apply(docs.get(data["topic"], {}), data["patch"])
            if "id" in fields:
                ids.append(int(self.id.rpartition(":")[2]))
        return ids


def plain_app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello from " + environ["PATH_INFO"].encode("latin-1")]


class Nobody:
    """A door that is never knocked at."""

    async def __call__(self, scope, receive, send):
        raise AssertionError(scope["path"])

    def shutdown(self):
        """Nothing is held."""


nobody = Nobody()


@contextmanager
def running(folder, settings=QUICK, wsgi=plain_app, store=None, serve_bus=True, pages=None, odf=None):
    """A front that runs until the block ends."""
    store, intake = store or Store(), Intake()
    url = f"unix://{folder}/bus.sock"
    bus = SyncBus(url, serve=True) if serve_bus else None
    bridge = WsgiBridge(wsgi, settings)
    doors = {"odf": odf or OdfDoor(intake, settings), "pages": pages or bridge}
    front = Front(settings, reader=store, **doors, bus_url=url)
    ports, up, failed = [], threading.Event(), []

    def ready(port):
        ports.append(port)
        up.set()

    def run():
        try:
            front.run(ready)
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            failed.append(error)
            up.set()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert up.wait(5)
        assert not failed
        yield Running(store, intake, ports[0], bus, front, bridge)
    finally:
        front.stop()
        thread.join(8)
        bridge.shutdown()
        if bus:
            bus.close()
    assert not thread.is_alive()
    assert not failed


def eventually(condition, seconds=3):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)
