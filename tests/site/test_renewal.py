"""A server whose processes are all replaced while it is used: nobody is refused, and no change is missed."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest

from kotinos.odf.writer import write_message
from kotinos.rehearsal import api as rehearsal

from .test_cli_run import Running

GAMES = "TEST2026"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "data").mkdir()
    this = Running(tmp_path / "data", "--no-rehearsal", "--fronts", "2")
    yield this
    this.end()


class Follower(threading.Thread):
    """Follows the whole Games, and comes back with its last id whenever the stream ends."""

    def __init__(self, port: int, after: str) -> None:
        super().__init__(daemon=True)
        self.port, self.last, self.ids, self.events = port, after, [int(after.rpartition(":")[2])], set[str]()
        self.streams, self.stop = 0, threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            with socket.create_connection(("127.0.0.1", self.port), timeout=30) as sock:
                sock.sendall(
                    f"GET /live/{GAMES}?topic=*&audience=media HTTP/1.1\r\nHost: localhost\r\n"
                    f"Last-Event-ID: {self.last}\r\n\r\n".encode()
                )
                self.streams += 1
                for block in _blocks(sock):
                    self.hear(block)

    def hear(self, block: bytes) -> None:
        fields = dict(line.split(": ", 1) for line in block.decode().splitlines() if ": " in line)
        if "event" in fields:
            self.events.add(fields["event"])
        if "id" in fields:
            self.last = fields["id"]
            if "data" in fields:
                self.ids.append(int(self.last.rpartition(":")[2]))

    def upto(self) -> int:
        return int(self.last.rpartition(":")[2])


def _blocks(sock: socket.socket) -> Iterator[bytes]:
    """Blocks of a stream after its head; the piece it may be cut off in is not one."""
    buffer = b""
    while piece := sock.recv(1 << 16):
        *blocks, buffer = (buffer + piece).replace(b"\r\n\r\n", b"\n\n").split(b"\n\n")
        yield from blocks


def newest(running: Running) -> str:
    return httpx.get(f"{running.url}/snap/{GAMES}/games").headers["x-kotinos-seq"]


def test_every_process_is_replaced_and_no_change_is_missed(running: Running) -> None:
    key = running.kotinos("key", "create", "me")
    messages = [
        write_message(each.message) for each in islice(rehearsal.stream(rehearsal.plan("test", 1)), 400)
    ]
    client = httpx.Client(base_url=running.url, headers={"X-API-KEY": key}, timeout=60)

    def send(number: int) -> None:
        headers = {"X-Kotinos-Seq": str(number)}
        assert client.post("/odf", content=messages[number - 1], headers=headers).status_code == 200

    send(1)
    running.until(lambda: httpx.get(f"{running.url}/snap/{GAMES}/games").status_code == 200)
    followers = [Follower(running.port, newest(running)) for _ in range(8)]
    for each in followers:
        each.start()
    before = set(running.children().values())
    os.kill(running.process.pid, signal.SIGUSR2)
    number = 1
    while "Kotinos: renewed" not in running.said():
        number += 1
        send(number)
        assert httpx.get(f"{running.url}/{GAMES}/", timeout=60).status_code == 200
        assert number < len(messages), running.said()
    send(number + 1)
    running.until(lambda: _settled(running, followers))
    for each in followers:
        each.stop.set()
        assert each.ids == list(range(each.ids[0], each.ids[-1] + 1))
        assert each.events == {"change"}
        assert each.streams > 1
    assert before.isdisjoint(running.children().values())
    client.close()


def _settled(running: Running, followers: list[Follower]) -> bool:
    point = int(newest(running).rpartition(":")[2])
    return all(each.upto() >= point for each in followers)
