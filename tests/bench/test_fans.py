"""The crowd of readers sees what a server really sent, however it was cut into pieces."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bench import crowd
from bench.sender import stamp

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc compiles bench/fans.c")

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
Handle = Callable[[socket.socket, bytes], None]


@pytest.fixture(autouse=True, scope="module")
def out_of_the_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "OUT", tmp_path_factory.mktemp("fans"))
        yield


@contextmanager
def server(handle: Handle) -> Iterator[int]:
    """Gives every connection and the head of its request to ``handle``, in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    threads = []

    def answer(connection: socket.socket) -> None:
        with connection:
            asked = b""
            while not asked.endswith(b"\r\n\r\n"):
                asked += connection.recv(4096)
            handle(connection, asked)
            with suppress(ConnectionError):
                while connection.recv(4096):
                    pass

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threads.append(threading.Thread(target=answer, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()
        for thread in threads:
            thread.join(5)


def frame(number: int, sent: int | None = None) -> bytes:
    """A change as the stream tells it."""
    told = stamp(time.monotonic_ns() if sent is None else sent, number)
    return b'id: e:%d\nevent: change\ndata: {"x":"%s"}\n\n' % (number * 3, told)


def in_pieces(connection: socket.socket, data: bytes, size: int) -> None:
    """Send so that every read ends in another place."""
    for at in range(0, len(data), size):
        connection.sendall(data[at : at + size])
        time.sleep(0.0005)


def chunks(data: bytes, size: int) -> bytes:
    """Chunked framing, cut without regard to frames."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def wait_for(readers: crowd.Crowd, deliveries: int) -> None:
    for _ in range(500):
        readers.say("count")
        if readers.heard()["deliveries"] >= deliveries:
            return
        time.sleep(0.01)
    pytest.fail(f"{deliveries} deliveries never came")


@pytest.mark.parametrize("size", [7, 64, 100_000])
@pytest.mark.parametrize("head", [HEAD, CHUNKED])
def test_frames_cut_anywhere_are_seen_once_each(size: int, head: bytes) -> None:
    body = b": hi\n\n" + b"".join(frame(number) for number in range(1, 21))

    def handle(connection: socket.socket, asked: bytes) -> None:
        connection.sendall(head)
        in_pieces(connection, chunks(body, 61) if head is CHUNKED else body, size)

    with server(handle) as port, crowd.gathered("cut", port, 3, ["/x"]) as readers:
        wait_for(readers, 60)
        seen = readers.stop()
        assert (seen["deliveries"], seen["frames"], seen["messages"], seen["full"]) == (60, 60, 20, 20)
        assert (seen["missed"], seen["doubled"], seen["disordered"], seen["stale_ids"]) == (0, 0, 0, 0)
        assert (seen["newest"], seen["last"], seen["closed_early"]) == (3, 20, 0)
        found = readers.deliveries()
    assert sorted(who & 0xFFFFFFFF for who in found[2::3]) == sorted([*range(1, 21)] * 3)
    assert all(received >= sent for received, sent in zip(found[0::3], found[1::3], strict=True))


def test_what_is_missed_doubled_and_out_of_order_is_counted() -> None:
    told = b"".join(map(frame, (1, 2, 2, 5, 4))) + b'id: e:90\nevent: resync\ndata: {"reason":"slow"}\n\n'

    def handle(connection: socket.socket, asked: bytes) -> None:
        connection.sendall(HEAD + told)

    with server(handle) as port, crowd.gathered("faults", port, 1, ["/x"]) as readers:
        wait_for(readers, 5)
        seen = readers.stop()
    assert (seen["missed"], seen["doubled"], seen["disordered"]) == (1, 1, 1)
    assert (seen["stale_ids"], seen["resyncs"], seen["missed_on"]) == (2, 1, [1])


def test_storm_comes_back_with_the_last_whole_id_and_is_over_when_live_again() -> None:
    asked_with: list[bytes] = []

    def handle(connection: socket.socket, asked: bytes) -> None:
        again = b"Last-Event-ID: " in asked
        if not again:
            # The third is cut off in the middle: it has not been told.
            connection.sendall(HEAD + frame(1, 5) + frame(2, 6) + frame(3, 7)[:-4])
            return
        asked_with.append(asked.partition(b"Last-Event-ID: ")[2].split(b"\r\n")[0])
        connection.sendall(HEAD + frame(3, 7))
        time.sleep(0.1)
        connection.sendall(frame(4))

    with server(handle) as port, crowd.gathered("storm", port, 4, ["/x"]) as readers:
        wait_for(readers, 8)
        readers.say("drop")
        told = readers.heard()
        seen = readers.stop()
    assert asked_with == [b"e:6"] * 4
    assert (told["said"], told["back"], told["caught"], told["retries"]) == ("drop", 4, 4, 0)
    assert (seen["missed"], seen["doubled"], seen["stale_ids"], seen["newest"]) == (0, 0, 0, 4)


def test_who_is_turned_away_is_told() -> None:
    def handle(connection: socket.socket, asked: bytes) -> None:
        connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")

    with (
        server(handle) as port,
        pytest.raises(crowd.ServerError, match="only 0 of 2"),
        crowd.gathered("refused", port, 2, ["/x"]),
    ):
        pytest.fail("it was let in")


def test_slow_reader_leaves_what_it_is_sent_unread() -> None:
    stuck = threading.Event()

    def handle(connection: socket.socket, asked: bytes) -> None:
        connection.settimeout(0.5)
        try:
            while True:
                connection.sendall(b"x" * 100_000)
        except TimeoutError:
            stuck.set()
        connection.settimeout(None)

    words = ("--trickle", "0", "--rcvbuf", "8192")
    with server(handle) as port, crowd.gathered("slow", port, 1, ["/x"], *words) as readers:
        assert stuck.wait(20)
        assert readers.stop()["bytes"] == 0


def test_missing_compiler_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(crowd, "OUT", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(crowd.ServerError, match="apt-get install gcc"):
        crowd.build()
