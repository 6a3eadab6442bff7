"""The front's connections: short cuts and the usual way, in order, and whatever clients do to them."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import struct
import threading
import time

import brotli
import msgspec
import pytest

from kotinos.live.front.protocol import FrontProtocol

from .front_kit import QUICK, eventually, read, running

SNAP = b"GET /snap/G/medals HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def statuses(raw):
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", raw)]


def app(environ, start_response):
    """Pages of the tests: fast, slow, echoing."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(0.2)
    start_response("200 OK", [("Content-Type", "text/plain")])
    body = environ["wsgi.input"].read()
    return [path.encode() + b":" + body]


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    with running(tmp_path_factory.mktemp("front"), wsgi=app) as front:
        front.change("medals", {"total": 1, "names": ["Ana"] * 100})
        front.change("tiny", {"a": 1})
        eventually(lambda: front.streams.seq == 2)
        yield front


@pytest.fixture
def client(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    yield connection
    connection.close()


def ask(client, method, path, body=None, **headers):
    client.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = client.getresponse()
    return response, response.read()


def test_snapshot_is_the_same_from_the_store_and_from_the_cache(front, client):
    front.front._parts.snapshots.clear()
    first, stored = ask(client, "GET", "/snap/G/medals")
    second, cached = ask(client, "GET", "/snap/G/medals?nocache=1")
    assert stored == cached == front.store.snapshot("G", "medals").body
    fields = [{k.lower(): v for k, v in r.getheaders() if k.lower() != "date"} for r in (first, second)]
    assert fields[0] == fields[1]
    assert fields[0] | {"etag": ""} == {
        "content-type": "application/json",
        "content-length": str(len(stored)),
        "etag": "",
        "cache-control": "public, max-age=1, stale-while-revalidate=10",
        "vary": "Accept-Encoding",
        "x-kotinos-seq": "e1:2",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, X-Kotinos-Seq",
        "x-content-type-options": "nosniff",
    }
    assert second.getheader("Date").endswith("GMT")


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(
    ("accept", "unpack"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress), ("", bytes)]
)
def test_snapshot_comes_in_the_encoding_asked_for(front, client, accept, unpack, cached):
    ask(client, "GET", "/snap/G/medals")
    if not cached:
        front.front._parts.snapshots.clear()
    response, body = ask(client, "GET", "/snap/G/medals", Accept_Encoding=accept)
    assert unpack(body) == front.store.snapshot("G", "medals").body
    assert response.getheader("Content-Encoding", "") == accept.split(", ")[-1]
    again, nothing = ask(client, "GET", "/snap/G/medals", If_None_Match=response.getheader("ETag"))
    assert (again.status, nothing) == (304, b"")


@pytest.mark.parametrize("cached", [True, False])
def test_head_says_the_length_and_sends_nothing(front, client, cached):
    ask(client, "GET", "/snap/G/medals")
    if not cached:
        front.front._parts.snapshots.clear()
    for path in ("/snap/G/medals", "/page"):
        whole, body = ask(client, "GET", path)
        head, nothing = ask(client, "HEAD", path)
        assert (head.status, nothing) == (200, b"")
        assert head.getheader("Content-Length") == str(len(body)) == whole.getheader("Content-Length")


def test_unknown_topic_is_a_problem_and_asked_of_the_store_once(front, client):
    front.store.reads.clear()
    for _ in range(3):
        response, body = ask(client, "GET", "/snap/G/nothing")
        assert (response.status, response.getheader("Content-Type")) == (404, "application/problem+json")
        assert json.loads(body) == {"title": "Not Found", "status": 404, "detail": "no such topic"}
    assert front.store.reads == ["nothing"]
    front.change("nothing", {"now": "something"})
    eventually(lambda: ask(client, "GET", "/snap/G/nothing")[0].status == 200)
    for path in ("/snap/", "/snap/G", "/snap/G/%0a", "/snap/%C3%A9/a", "/snap/G/" + "x" * 300):
        assert ask(client, "GET", path)[0].status == 404


def test_a_percent_encoded_path_is_the_same_snapshot(client):
    assert ask(client, "GET", "/snap/%47/med%61ls")[1] == ask(client, "GET", "/snap/G/medals")[1]


def test_methods_that_make_no_sense_are_refused_and_preflights_answered(client):
    response, _ = ask(client, "DELETE", "/snap/G/medals")
    assert (response.status, response.getheader("Allow")) == (405, "GET, HEAD, OPTIONS")
    response, _ = ask(client, "OPTIONS", "/live/G?topic=a")
    assert response.status == 204
    assert "Last-Event-ID" in response.getheader("Access-Control-Allow-Headers")
    assert ask(client, "HEAD", "/live/G?topic=a")[0].status == 405


def test_a_change_is_seen_at_once_and_the_point_moves_on(front, client):
    ask(client, "GET", "/snap/G/medals")
    ask(client, "GET", "/snap/G/tiny")
    seq = front.change("tiny", {"a": 2}).seq
    eventually(lambda: json.loads(ask(client, "GET", "/snap/G/tiny")[1]) == {"a": 2})
    # The other topic's snapshot has not changed, but may be followed from the newest point.
    response, _ = ask(client, "GET", "/snap/G/medals")
    assert response.getheader("X-Kotinos-Seq") == f"e1:{seq}"


def test_many_who_miss_at_once_make_one_read(front):
    front.front._parts.snapshots.clear()
    front.store.reads.clear()
    front.store.delay = 0.1
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(front.talk(SNAP + LAST))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    front.store.delay = 0
    assert [statuses(raw) for raw in answers] == [[200, 200]] * 20
    assert front.store.reads == ["medals"]


def test_a_snapshot_overtaken_while_it_is_read_is_not_kept(front, client):
    front.store.delay = 0.15
    front.front._parts.snapshots.clear()
    slow = threading.Thread(
        target=front.talk, args=(b"GET /snap/G/tiny HTTP/1.1\r\nConnection: close\r\n\r\n",)
    )
    slow.start()
    time.sleep(0.05)
    seq = front.change("tiny", {"a": 3}).seq
    eventually(lambda: front.streams.seq == seq)
    slow.join()
    front.store.delay = 0
    assert json.loads(ask(client, "GET", "/snap/G/tiny")[1]) == {"a": 3}


def test_a_store_that_fails_is_a_503_and_not_remembered(front, client, caplog):
    front.front._parts.snapshots.clear()
    front.store.fails = RuntimeError("locked")
    response, _ = ask(client, "GET", "/snap/G/medals")
    front.store.fails = None
    assert (response.status, response.getheader("Retry-After")) == (503, "1")
    assert "locked" in caplog.text
    assert ask(client, "GET", "/snap/G/medals")[0].status == 200


def test_one_connection_serves_both_ways_in_turn(client):
    for _ in range(3):
        assert ask(client, "GET", "/snap/G/medals")[0].status == 200
        assert ask(client, "POST", "/page", b"x" * 100_000)[1] == b"/page:" + b"x" * 100_000


def test_pipelined_requests_are_answered_in_order_behind_a_slow_one(front):
    slow = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
    raw = front.talk(slow + SNAP + slow + SNAP + LAST)
    assert statuses(raw) == [200] * 5
    assert re.findall(rb'/slow:|"total"|/page:', raw) == [
        b"/slow:",
        b'"total"',
        b"/slow:",
        b'"total"',
        b"/page:",
    ]


def test_too_many_pipelined_requests_end_the_connection_after_the_first_answers(front):
    raw = front.talk(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + SNAP * 300)
    assert 1 <= len(statuses(raw)) <= 66
    assert set(statuses(raw)) == {200}


def test_bytes_may_come_one_by_one(front):
    with front.connect() as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(len(SNAP)):
            sock.sendall(SNAP[at : at + 1])
        sock.sendall(LAST)
        assert statuses(read(sock)) == [200, 200]


@pytest.mark.parametrize(
    "request_line", [b"GET /snap/G/medals HTTP/1.0\r\n\r\n", SNAP[:-2] + b"Connection: close\r\n\r\n"]
)
def test_old_and_closing_clients_get_their_snapshot_and_the_end(front, request_line):
    raw = front.talk(request_line)
    assert statuses(raw) == [200]
    assert raw.endswith(front.store.snapshot("G", "medals").body)


def test_a_snapshot_request_with_a_body_does_not_upset_the_next(front):
    raw = front.talk(SNAP[:-2] + b"Content-Length: 5\r\n\r\nhello" + SNAP + LAST)
    assert statuses(raw) == [200, 200, 200]


def test_a_chunked_body_after_expect_is_taken(front):
    with front.connect() as sock:
        sock.sendall(
            b"POST /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        )
        assert read(sock, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"5\r\nhello\r\n0\r\n\r\n")
        assert read(sock).endswith(b"/page:hello")


def test_fields_after_a_chunked_body_are_not_headers(front):
    seen = []
    front.bridge._wsgi = lambda env, start: (seen.append(env), app(env, start))[1]
    front.talk(
        b"POST /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"1\r\nx\r\n0\r\nX-Admin: yes\r\n\r\n"
    )
    front.bridge._wsgi = app
    assert [key for key in seen[0] if "ADMIN" in key] == []


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (b"GET /\x01 HTTP/1.1\r\n\r\n", 400),
        (b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"POST /page HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"y" * 2_000_000, 431),
        (b"GET /" + b"y" * 20_000 + b" HTTP/1.1\r\n\r\n", 414),
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_ends(front, raw, status):
    with front.connect() as sock:
        try:
            sock.sendall(raw)
            answer = read(sock)
        except OSError:
            assert len(raw) > 1_000_000  # refused while it was still talking
        else:
            assert statuses(answer) == [status]


def test_an_upgrade_is_answered_as_if_it_had_not_been_asked(front):
    raw = front.talk(
        b"GET /page HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nrest"
    )
    assert statuses(raw) == [200]


def test_an_error_in_a_parser_callback_is_told_in_the_log(front, caplog, monkeypatch):
    def broken(self):
        raise LookupError("a fault of ours")

    monkeypatch.setattr(FrontProtocol, "_answer_snapshot", broken)
    assert statuses(front.talk(SNAP)) == [500]
    assert "a fault of ours" in caplog.text


def test_a_client_that_half_closes_gets_its_answer(front):
    for request_line in (SNAP, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"):
        with front.connect() as sock:
            sock.sendall(request_line)
            sock.shutdown(socket.SHUT_WR)
            assert statuses(read(sock)) == [200]


def test_a_client_that_stops_in_the_middle_of_a_body_is_let_go(front):
    with front.connect() as sock:
        sock.sendall(b"POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        sock.shutdown(socket.SHUT_WR)
        assert read(sock) == b""


def test_clients_that_vanish_leave_nothing_behind(front):
    before = len(front.front._server.server_state.connections)
    for request_line in (SNAP, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + SNAP * 3, b"GET /sl"):
        sock = front.connect()
        sock.sendall(request_line)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    eventually(lambda: len(front.front._server.server_state.connections) <= before)


def test_silent_slow_and_stalled_clients_are_cut_off(tmp_path):
    settings = msgspec.structs.replace(QUICK, keep_alive=0.3, stall=0.5, send_buffer=4096)
    with running(tmp_path, settings) as front:
        front.change("medals", {"names": "x" * 300_000})
        silent, slow, idle, stalled = (front.connect(rcvbuf=4096) for _ in range(4))
        idle.sendall(SNAP.replace(b"medals", b"nothing"))
        stalled.sendall(SNAP * 50)
        started = time.monotonic()
        with pytest.raises(OSError):
            for byte in SNAP * 10:
                slow.sendall(bytes((byte,)))
                time.sleep(0.03)
        assert silent.recv(1) == b""
        read(idle)
        assert time.monotonic() - started < 2
        eventually(lambda: not front.front._server.server_state.connections)
        for sock in (silent, slow, idle, stalled):
            sock.close()


def test_a_client_that_asks_but_does_not_read_is_not_listened_to(front):
    with front.connect(rcvbuf=4096) as sock:
        sock.settimeout(0.3)
        sent = 0
        with pytest.raises(TimeoutError):
            while sent < 60_000_000:
                sent += sock.send(SNAP * 500)
        assert sent < 10_000_000
        assert statuses(front.talk(SNAP + LAST)) == [200, 200]


def test_connections_beyond_the_limit_are_told_so(tmp_path):
    with (
        running(tmp_path, msgspec.structs.replace(QUICK, max_connections=1)) as front,
        front.connect() as first,
    ):
        first.sendall(SNAP)
        read(first, b"\r\n\r\n")
        assert statuses(front.talk(b"")) == [503]


def test_the_cache_forgets_the_longest_unused_when_full(tmp_path):
    with running(tmp_path, msgspec.structs.replace(QUICK, snapshot_cache=16_000)) as front:
        for name in "abcd":
            front.change(name, {"text": name * 2000})
        eventually(lambda: front.streams.seq == 4)
        for name in "abacdab":
            front.talk(b"GET /snap/G/%s HTTP/1.1\r\nConnection: close\r\n\r\n" % name.encode())
        assert front.store.reads == ["a", "b", "c", "d", "b"]


def test_a_request_known_by_its_bytes_is_answered_as_the_first_time(tmp_path):
    """Whole requests are remembered; what they get is what is there now, and odd company changes nothing."""
    with running(tmp_path) as front:
        front.change("a", {"n": 1})
        eventually(lambda: front.front._parts.streams.seq == 1)
        plain = b"GET /snap/G/a HTTP/1.1\r\nHost: x\r\n\r\n"
        with front.connect() as sock:
            for number in (1, 1, 1, 2, 2, 3):
                if number != front.store.topics["G", "a"]["n"]:
                    front.change("a", {"n": number})
                    eventually(lambda number=number: front.front._parts.streams.seq == number)
                sock.sendall(plain)
                assert read(sock, b'{"n": %d}' % number).count(b"HTTP/1.1 200") == 1
            # Two at once, one in two pieces, one behind a piece of another: each is answered once.
            sock.sendall(plain + plain)
            assert read_count(sock, 2) == 2
            sock.sendall(plain[:20])
            time.sleep(0.05)
            sock.sendall(plain[20:])
            assert read_count(sock, 1) == 1
            sock.sendall(b"GET /snap/G/a HTTP/1.1\r\nX: ")
            time.sleep(0.05)
            sock.sendall(plain)  # the rest of a header field and the end of that request
            assert read_count(sock, 1) == 1
            sock.sendall(plain.replace(b"GET", b"HEAD") * 1)
            assert b'{"n"' not in read(sock, b"\r\n\r\n")
        assert len(front.front._parts.read) >= 1


def test_requests_remembered_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("kotinos.live.front.protocol.MOST_KNOWN", 3)
    with running(tmp_path) as front, front.connect() as sock:
        front.change("a", {"n": 1})
        for number in range(10):
            for _ in range(2):
                sock.sendall(b"GET /snap/G/a HTTP/1.1\r\nHost: x%d\r\n\r\n" % number)
                read_count(sock, 1)
        assert 1 <= len(front.front._parts.read) <= 3
        assert len(front.front._parts.snapshots.ready) <= 3
        sock.sendall(b"GET /snap/G/a HTTP/1.1\r\nLong: " + b"x" * 3000 + b"\r\n\r\n")
        assert read_count(sock, 1) == 1
        assert all(len(known) <= 2048 for known in front.front._parts.read)


def read_count(sock, wanted):
    """Responses that come, read until as many bodies of ``{"n": …}`` are there."""
    got = b""
    while got.count(b'{"n": ') < wanted:
        got += sock.recv(1 << 16)
    return got.count(b"HTTP/1.1 200")
