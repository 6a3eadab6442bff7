"""Requests handed to another process: as they are, whole, once, and again when it ends in the middle."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import struct
import threading
import time
from contextlib import contextmanager

import msgspec
import pytest

from kotinos.kit.listening import bind_unix
from kotinos.live.front import OdfDoor, WsgiBridge
from kotinos.live.front.answers import answer
from kotinos.live.link import Link, LinkSettings, serve_link

from .front_kit import QUICK, Intake, eventually, read
from .front_kit import running as running_front

LIMITS = LinkSettings(body_limit=2_000_000, body_seconds=5, most=8, patience=0.5)


class Behind:
    """The answering end in a thread of its own."""

    def __init__(self, path, app):
        self.listener = bind_unix(path)
        self.loop = asyncio.new_event_loop()
        self.stop = asyncio.Event()
        self.thread = threading.Thread(target=self.run, args=(app,))
        self.thread.start()

    def run(self, app):
        self.serve(app)

    def serve(self, app):
        self.loop.run_until_complete(serve_link(self.listener, app, self.stop))
        self.loop.close()

    def end(self):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(5)
        assert not self.thread.is_alive()


@contextmanager
def linked(tmp_path, app, odf=False, **limits):
    """A front whose pages are made behind a link, and the link; messages are taken there too if ``odf``."""
    path = str(tmp_path / "pages.sock")
    link = Link(path, msgspec.structs.replace(LIMITS, **limits))
    behind = Behind(path, app)
    with running_front(tmp_path, pages=link, odf=link if odf else None) as front:
        front.link, front.behind, front.path = link, behind, path
        yield front
    front.behind.end()


def ask(front, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.content = response.read()
    connection.close()
    return response


async def mirror(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    told = {
        name: str(scope[name]) for name in ("method", "path", "raw_path", "query_string", "client", "scheme")
    }
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    told |= {"body": len(body), "headers": headers}
    await answer(send, 207, json.dumps(told).encode(), [(b"x-mine", b"1")])


@pytest.mark.parametrize("size", [0, 5, 256 << 10, (256 << 10) + 1, 1_500_000])
def test_a_request_arrives_as_it_is(tmp_path, size):
    with linked(tmp_path, mirror) as front:
        response = ask(front, "/caf%C3%A9?q=1", "POST", b"x" * size, Cookie="a=1")
        told = json.loads(response.content)
    assert (response.status, response.getheader("x-mine"), told["body"]) == (207, "1", size)
    assert (told["method"], told["path"], told["query_string"]) == ("POST", "/café", "b'q=1'")
    assert told["headers"]["cookie"] == "a=1"
    assert "127.0.0.1" in told["client"]


def test_answers_come_piece_by_piece_and_end(tmp_path):
    async def pieces(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(20):
            await send({"type": "http.response.body", "body": b"p" * 100_000, "more_body": True})
        await send({"type": "http.response.body", "body": b"end"})

    with linked(tmp_path, pieces) as front:
        for _ in range(2):
            assert len(ask(front, "/").content) == 2_000_003


def test_a_fault_is_a_500_and_a_broken_answer_does_not_end_well(tmp_path, caplog):
    async def faulty(scope, receive, send):
        if scope["path"] == "/late":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise LookupError("a fault of ours")

    with linked(tmp_path, faulty) as front:
        assert ask(front, "/early").status == 500
        late = front.talk(b"GET /late HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"half" in late
        assert not late.endswith(b"0\r\n\r\n")
        assert ask(front, "/early").status == 500
    assert "a fault of ours" in caplog.text


def breaking(times):
    """Something that takes requests and ends before it answers, so often; then the application itself."""

    def run(behind, app):
        for _ in range(times):
            taken, _ = behind.listener.accept()
            taken.recv(1 << 16)
            taken.close()
        behind.serve(app)

    return run


@pytest.mark.parametrize(("method", "repeatable"), [("GET", False), ("POST", True)])
def test_what_may_be_asked_again_is_when_the_other_end_breaks(tmp_path, monkeypatch, method, repeatable):
    monkeypatch.setattr(Behind, "run", breaking(2))
    with linked(tmp_path, mirror, repeatable=repeatable) as front:
        assert ask(front, "/", method, b"message").status == 207


def test_what_may_not_be_asked_again_is_told_as_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(Behind, "run", breaking(1))
    with linked(tmp_path, mirror) as front:
        response = ask(front, "/", "POST", b"order")
        assert response.status == 502
        assert "look whether it was done" in json.loads(response.content)["detail"]
        assert ask(front, "/", "POST", b"order").status == 207


def test_an_absent_process_is_waited_for_and_then_told(tmp_path):
    with linked(tmp_path, mirror, patience=5) as front:
        front.behind.end()
        threading.Timer(0.3, lambda: setattr(front, "behind", Behind(front.path, mirror))).start()
        assert ask(front, "/").status == 207
        time.sleep(0.1)
    with linked(tmp_path, mirror, patience=0.1) as front:
        front.behind.end()
        response = ask(front, "/")
        assert (response.status, response.getheader("Retry-After"), front.link.refused) == (503, "1", 1)
        front.behind = Behind(front.path, mirror)


@pytest.mark.parametrize(
    ("method", "repeatable", "size", "status", "retry"),
    [
        ("GET", False, 0, 503, "1"),
        ("POST", True, 5, 503, "1"),
        ("POST", True, 1_500_000, 503, "1"),  # more than the socket holds: it is not even taken
        ("POST", False, 5, 504, None),
    ],
)
def test_a_process_that_hangs_is_waited_for_so_long_and_then_told(
    tmp_path, method, repeatable, size, status, retry
):
    """The socket of a stopped process refuses nobody: nothing comes."""
    path = str(tmp_path / "hung.sock")
    link = Link(path, msgspec.structs.replace(LIMITS, answer=0.3, repeatable=repeatable))
    with bind_unix(path), running_front(tmp_path, pages=link) as front:
        response = ask(front, "/", method, b"m" * size or None)
        assert (response.status, response.getheader("Retry-After")) == (status, retry)
        assert (link.inside, link._kept) == (0, [])


def test_an_answer_that_comes_too_late_is_nobodys(tmp_path):
    asked = []

    async def hanging(scope, receive, send):
        asked.append(scope["path"])
        if scope["path"] == "/slow":
            await asyncio.sleep(0.8)
        await mirror(scope, receive, send)

    with linked(tmp_path, hanging, answer=0.4, repeatable=True) as front, front.connect() as sock:
        assert ask(front, "/warm").status == 207  # its connection is kept, and the next is asked over it
        sock.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        assert read(sock, b"come back").startswith(b"HTTP/1.1 503")
        for path in ("/one", "/two"):
            sock.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path.encode())
            assert b'"path": "%s"' % path.encode() in read(sock, b'"body": 0')
            time.sleep(0.6)  # the answer to the first is made meanwhile
    assert asked == ["/warm", "/slow", "/one", "/two"]


def test_an_answer_that_stops_in_the_middle_does_not_end_well(tmp_path):
    go = asyncio.Event()

    async def half(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        await go.wait()

    with linked(tmp_path, half, answer=0.3) as front:
        told = front.talk(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"half" in told and not told.endswith(b"0\r\n\r\n")
        front.behind.loop.call_soon_threadsafe(go.set)


def test_connections_are_kept_for_what_may_be_asked_again(tmp_path):
    with linked(tmp_path, mirror) as front:
        for method, kept in (("GET", 1), ("GET", 1), ("POST", 2), ("GET", 2)):
            assert ask(front, "/", method).status == 207
            assert len(front.link._kept) == kept
        front.behind.end()
        front.behind = Behind(front.path, mirror)
        assert ask(front, "/", "POST", b"order").status == 207
        assert ask(front, "/").status == 207


def test_the_other_end_hears_that_the_client_has_gone(tmp_path):
    gone = threading.Event()

    async def waiting(scope, receive, send):
        await receive()
        assert (await receive())["type"] == "http.disconnect"
        assert scope["state"]["cycle"].disconnected
        gone.set()

    with linked(tmp_path, waiting) as front:
        sock = front.connect()
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: front.link.inside == 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
        assert gone.wait(5)
        eventually(lambda: front.link.inside == 0)


def test_more_than_may_be_under_way_are_told_to_come_back(tmp_path):
    go = asyncio.Event()

    async def held(scope, receive, send):
        await go.wait()
        await mirror(scope, receive, send)

    with linked(tmp_path, held, most=2) as front:
        socks = [front.connect() for _ in range(2)]
        for sock in socks:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        eventually(lambda: front.link.inside == 2)
        assert ask(front, "/").status == 503
        front.behind.loop.call_soon_threadsafe(go.set)
        for sock in socks:
            assert read(sock).startswith(b"HTTP/1.1 207")
            sock.close()


def test_slow_bodies_take_no_place_from_those_who_have_come(tmp_path, monkeypatch):
    monkeypatch.setattr("kotinos.live.link.ask.ARRIVING", 3)
    with linked(tmp_path, mirror, most=1) as front:
        slow = [front.connect() for _ in range(3)]
        for count, sock in enumerate(slow, 1):
            sock.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
            eventually(lambda count=count: front.link._arriving == count)
        assert ask(front, "/", "POST", b"x").status == 503
        assert ask(front, "/").status == 207  # brings no body: it waits for nobody
        slow.pop().close()
        eventually(lambda: front.link._arriving == 2)
        assert ask(front, "/", "POST", b"x").status == 207
        slow[0].sendall(b"cde")
        assert b"HTTP/1.1 207" in read(slow[0], b'"body": 5')
        for sock in slow:
            sock.close()


def test_a_process_that_ends_finishes_what_it_has_begun(tmp_path):
    begun = threading.Event()

    async def slow(scope, receive, send):
        begun.set()
        await asyncio.sleep(0.3)
        await mirror(scope, receive, send)

    with linked(tmp_path, slow, patience=0.1) as front:
        with front.connect() as sock:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert begun.wait(5)
            front.behind.end()
            assert read(sock).startswith(b"HTTP/1.1 207")
        front.behind = Behind(front.path, slow)


def test_pages_and_messages_go_through_links_as_they_do_without(tmp_path):
    """The very doors that stand behind links in the product."""

    def page(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read() + environ["REMOTE_ADDR"].encode()]

    bridge, intake = WsgiBridge(page, QUICK), Intake()
    door = OdfDoor(intake, QUICK)

    async def both(scope, receive, send):
        await (door if scope["path"] == "/odf" else bridge)(scope, receive, send)

    with linked(tmp_path, both, odf=True) as front:
        assert ask(front, "/x", "POST", b"hello from ").content == b"hello from 127.0.0.1"
        assert len(ask(front, "/x", "HEAD").content) == 0
        assert (
            ask(front, "/odf", "POST", b"message", **{"X-API-KEY": "k", "X-Kotinos-Seq": "7"}).status == 200
        )
    assert intake.got == [(b"message", "k", 7)]
    bridge.shutdown()
