"""The application behind the front: what it is told, what it may do, what it cannot block; and the end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from wsgiref.validate import validator

import msgspec
import pytest

from .front_kit import QUICK, eventually, read, running

gate = threading.Event()
closed = []


class Chunks:
    """A streaming response as Django makes it."""

    streaming = True

    def __init__(self, chunks, name=""):
        self.chunks, self.name = iter(chunks), name

    def __iter__(self):
        return self.chunks

    def close(self):
        closed.append(self.name)


def lazy(start_response):
    start_response("203 Non-Authoritative Information", [])
    yield b"made "
    yield b"late"


def broken(environ, start_response):
    raise LookupError("a page of ours")


def empty(environ, start_response):
    start_response("204 No Content", [])
    return []


def same(environ, start_response):
    start_response("304 Not Modified", [("Content-Length", "99"), ("ETag", '"x"')])
    return []


def length(environ, start_response):
    start_response("200 OK", [("Content-Length", "12345")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"y" * 12345]


def written(environ, start_response):
    start_response("200 OK", [])(b"written ")
    return [b"and returned"]


def streamed(environ, start_response):
    path = environ["PATH_INFO"]
    start_response("200 OK", [("Content-Type", "text/plain"), ("Connection", "x")])
    many = 10_000 if path == "/stream/much" else 3
    return Chunks((b"%05d" % n + b"z" * 10_000 for n in range(many)), path)


def file(environ, start_response):
    """As a static file is sent: its length is told, and a thread passes on its pieces."""

    def pieces():
        yield b"a file"
        time.sleep(0.1)

    start_response("200 OK", [("Content-Length", "6")])
    return Chunks(pieces(), "/file")


def endless(environ, start_response):
    def ticks():
        while True:
            yield b"tick"
            time.sleep(0.01)

    start_response("200 OK", [])
    return Chunks(ticks(), environ["PATH_INFO"])


def told(environ, start_response):
    if environ["PATH_INFO"] == "/wait":
        gate.wait(5)
    start_response("200 OK", [("Content-Type", "application/json")])
    values = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps(values | {"body": environ["wsgi.input"].read().decode()}).encode()]


PAGES = {
    "/lazy": lambda environ, start_response: lazy(start_response),
    "/broken": broken,
    "/none": empty,
    "/same": same,
    "/length": length,
    "/written": written,
    "/stream/short": streamed,
    "/stream/head": streamed,
    "/stream/much": streamed,
    "/stream/endless": endless,
    "/file": file,
}


def app(environ, start_response):
    return PAGES.get(environ["PATH_INFO"], told)(environ, start_response)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    settings = msgspec.structs.replace(
        QUICK, waiting=3, body_limit=200_000, stall=0.5, keep_alive=0.5, send_buffer=4096, stream_deadline=1
    )
    with running(tmp_path_factory.mktemp("front"), settings, wsgi=app) as front:
        yield front


@pytest.fixture
def front(whole):
    gate.clear()
    closed.clear()
    yield whole
    gate.set()
    eventually(lambda: whole.bridge._inside == whole.bridge._streaming == 0)


def ask(front, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    connection.request(method, path, body, {n: v for n, v in headers.items()})
    response = connection.getresponse()
    response.content = response.read()
    connection.close()
    return response


def test_the_application_is_told_the_request_as_it_is(front):
    raw = front.talk(
        b"POST /caf%C3%A9%2Fx?q=%20&r HTTP/1.1\r\nHost: games.example\r\nContent-Type: text/plain\r\n"
        b"Cookie: a=1\r\nCookie: b=2\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Forwarded-For: 192.0.2.7\r\n"
        b"X-Forwarded-Proto: https\r\nX_Kotinos_Admin: yes\r\nProxy: evil\r\nContent-Length: 5\r\n"
        b"Connection: close\r\n\r\nhello"
    )
    told = json.loads(raw.partition(b"\r\n\r\n")[2])
    expected = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/café/x".encode().decode("latin-1"),
        "QUERY_STRING": "q=%20&r",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_PORT": str(front.port),
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": "https",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "5",
        "HTTP_HOST": "games.example",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_TWICE": "1,2",
        "body": "hello",
    }
    assert {name: told.get(name) for name in expected} == expected
    assert [name for name in told if "ADMIN" in name or "PROXY" in name] == []


def test_what_the_application_says_is_sent_as_http_wants_it(front):
    assert ask(front, "/none").getheader("Content-Length") is None
    same = ask(front, "/same")
    assert (same.status, same.getheader("Content-Length"), same.getheader("ETag")) == (304, None, '"x"')
    assert ask(front, "/written").content == b"written and returned"
    assert ask(front, "/length", "HEAD").getheader("Content-Length") == "12345"
    assert len(ask(front, "/length").content) == 12345
    page = ask(front, "/page")
    head = ask(front, "/page", "HEAD")
    assert (head.content, head.status) == (b"", 200)
    assert abs(int(head.getheader("Content-Length")) - len(page.content)) < 10


def test_streams_come_chunk_by_chunk_and_are_closed(front):
    response = ask(front, "/stream/short")
    assert (len(response.content), response.getheader("Transfer-Encoding")) == (30_015, "chunked")
    assert response.getheader("Connection") is None
    assert (ask(front, "/lazy").status, ask(front, "/lazy").content) == (203, b"made late")
    head = ask(front, "/stream/head", "HEAD")
    assert (head.status, head.content) == (200, b"")
    assert ask(front, "/lazy", "HEAD").status == 203
    eventually(lambda: closed == ["/stream/short", "/stream/head"])


def test_a_stream_may_follow_a_file_on_its_connection(front):
    """A page's script asks for its stream as soon as it has come, on the connection it came by."""
    with front.connect() as sock:
        sock.sendall(b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n")
        assert read(sock, b"a file").startswith(b"HTTP/1.1 200")
        sock.sendall(b"GET /live/G?topic=a HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"text/event-stream" in read(sock, b"\r\n\r\n")


def test_the_bridge_keeps_the_rules_of_wsgi(tmp_path):
    def tame(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read(3)]

    with running(tmp_path, wsgi=validator(tame)) as front:
        assert ask(front, "/", "POST", b"hello").content == b"hel"


def test_an_error_of_the_application_is_logged_and_a_500(front, caplog):
    assert ask(front, "/broken").status == 500
    assert "a page of ours" in caplog.text


def test_bodies_are_bounded_spooled_and_given_up(front):
    assert len(json.loads(ask(front, "/page", "POST", b"x" * 200_000).content)["body"]) == 200_000
    response = ask(front, "/page", "POST", b"x" * 200_001)
    assert (response.status, response.getheader("Content-Type")) == (413, "application/problem+json")


def test_more_than_may_wait_are_told_to_come_back(front):
    held = [front.connect() for _ in range(5)]
    for sock in held:
        sock.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    eventually(lambda: front.bridge._inside == 5)
    response = ask(front, "/page")
    assert (response.status, response.getheader("Retry-After")) == (503, "1")
    gate.set()
    for sock in held:
        assert sock.recv(1 << 16).startswith(b"HTTP/1.1 200")
        sock.close()


def test_who_has_gone_is_not_served(front):
    calls = []
    original = front.bridge._wsgi
    front.bridge._wsgi = lambda env, start: (calls.append(env["PATH_INFO"]), original(env, start))[1]
    held = [front.connect() for _ in range(2)]
    for sock in held:
        sock.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    eventually(lambda: len(calls) == 2)
    impatient = front.connect()
    impatient.sendall(b"GET /wait/gone HTTP/1.1\r\nHost: x\r\n\r\n")
    eventually(lambda: front.bridge._inside == 3)
    # Only a reset says so: one who closes in peace may have closed one way only, and still listen.
    impatient.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    impatient.close()
    time.sleep(0.05)
    gate.set()
    eventually(lambda: front.bridge._inside == 0)
    for sock in held:
        sock.close()
    front.bridge._wsgi = original
    assert calls == ["/wait", "/wait"]


def test_stalled_readers_of_streams_do_not_hold_up_pages_and_are_cut_off(tmp_path):
    closed.clear()
    settings = msgspec.structs.replace(QUICK, stall=0.5, keep_alive=0.5, send_buffer=4096)
    with running(tmp_path, settings, wsgi=app) as front, ExitStack() as stack:
        for _ in range(8):
            sock = stack.enter_context(front.connect(rcvbuf=4096))
            sock.sendall(b"GET /stream/much HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: front.bridge._streaming >= 4)
        assert ask(front, "/page").status == 200
        assert len(closed) < 8
        eventually(lambda: len(closed) == 8, 10)
        eventually(lambda: front.bridge._streaming == 0)


def test_a_stream_that_does_not_end_is_ended_at_its_deadline(front, caplog):
    with front.connect() as sock:
        sock.sendall(b"GET /stream/endless HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not read(sock).endswith(b"0\r\n\r\n")
    assert "TimeoutError" in caplog.text
    assert closed == ["/stream/endless"]


SERVED = """
import sys, time
from tests.live.front_kit import QUICK, Store, Intake
from kotinos.live.front import Front, OdfDoor, WsgiBridge
def app(environ, start_response):
    print("asked", environ["PATH_INFO"], flush=True)
    time.sleep(0.8)
    start_response("200 OK", [])
    return [b"finished"]
store = Store()
store.put("medals", {"a": 1})
odf, pages = OdfDoor(Intake(), QUICK), WsgiBridge(app, QUICK)
front = Front(QUICK, reader=store, odf=odf, pages=pages, bus_url="unix://" + sys.argv[1])
front.run(lambda port: print(port, flush=True))
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_streams_at_once_and_lets_requests_finish(tmp_path, root, number):
    command = [sys.executable, "-c", SERVED, str(tmp_path / "bus.sock")]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        port = int(process.stdout.readline())
        socks = {}
        for name, request in {
            "stream": b"GET /live/G?topic=medals HTTP/1.1\r\nHost: x\r\n\r\n",
            "idle": b"GET /snap/G/medals HTTP/1.1\r\nHost: x\r\n\r\n",
            "half": b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
            "request": b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
        }.items():
            socks[name] = socket.create_connection(("127.0.0.1", port), timeout=5)
            socks[name].sendall(request)
        assert process.stdout.readline() == "asked /slow\n"
        started = time.monotonic()
        process.send_signal(number)
        ends = {}
        for name in ("stream", "idle", "half", "request"):
            got = b""
            while piece := socks[name].recv(1 << 16):
                got += piece
            ends[name] = (time.monotonic() - started, got)
            socks[name].close()
        assert process.stdout.readline() == "ended\n"
        assert process.wait(5) == 0
    assert max(ends[name][0] for name in ("stream", "idle", "half")) < 0.7
    assert ends["request"][1].endswith(b"finished")
    assert b"connection: close" not in ends["half"][1]
