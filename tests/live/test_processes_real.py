"""A Games on PostgreSQL and NATS, as real processes: two fronts, kill -9, connections cut."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kotinos.live.patch import apply
from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message
from kotinos.rehearsal import api as rehearsal
from tests.database import start_postgresql

from .test_bus import free_port, nats_server

pytestmark = pytest.mark.real
WITHIN = 60.0
MESSAGES = 150


def until(true: Callable[[], bool], said: Callable[[], str]) -> None:
    deadline = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < deadline, said()
        time.sleep(0.05)


class Cloud:
    """``kotinos run`` on other people's database and bus, and a second front."""

    def __init__(self, folder: Path, database: str, bus: str) -> None:
        self.ports = [free_port(), free_port()]
        self.urls = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.env = {
            **os.environ,
            "KOTINOS_DATA_DIR": str(folder),
            "KOTINOS_DATABASE_URL": database,
            "KOTINOS_BUS_URL": bus,
        }
        self.log = (folder / "said.log").open("w+")
        words = ["run", "--no-rehearsal", "--port", str(self.ports[0])]
        self.processes = [self.start(*words)]
        until(lambda: "Kotinos is at" in self.said(), self.said)
        self.processes.append(self.start("front", "--port", str(self.ports[1])))
        until(lambda: self.status(self.urls[1]) == 404, self.said)
        self.key = self.kotinos("key", "create", "me")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kotinos", *words]
        return subprocess.Popen(command, env=self.env, stdout=self.log, stderr=self.log)

    def status(self, url: str) -> int:
        try:
            return httpx.get(f"{url}/snap/NONE/games").status_code
        except httpx.TransportError:
            return 0

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def kotinos(self, *words: str) -> str:
        command = [sys.executable, "-m", "kotinos", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def sql(self, statement: str) -> Any:
        import psycopg  # optional: extra [real]

        with psycopg.connect(self.env["KOTINOS_DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def kill_fold(self) -> None:
        children = Path(f"/proc/{self.processes[0].pid}/task/{self.processes[0].pid}/children").read_text()
        for pid in children.split():
            if b"fold" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                os.kill(int(pid), signal.SIGKILL)

    def cut_connections(self) -> None:
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    def send(self, messages: list[Timed], start: int, url: str) -> None:
        """Each until it is acknowledged, as a venue does."""
        with httpx.Client(base_url=url, headers={"X-API-KEY": self.key}) as client:
            for seq, each in enumerate(messages, start):
                raw, headers = write_message(each.message), {"X-Kotinos-Seq": str(seq)}
                until(
                    lambda raw=raw, headers=headers: (  # type: ignore[misc]
                        client.post("/odf", content=raw, headers=headers).status_code == 200
                    ),
                    self.said,
                )

    def end(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        self.log.close()


class Follower(threading.Thread):
    """Keeps one topic as the second front tells it, from its 404 on."""

    def __init__(self, url: str, games: str, topic: str) -> None:
        super().__init__(daemon=True)
        self.url, self.games, self.topic = url, games, topic
        self.doc: Any = None
        self.resyncs = -1
        self.point = self.fetch()
        self.start()

    def fetch(self) -> str:
        self.resyncs += 1
        found = httpx.get(f"{self.url}/snap/{self.games}/{self.topic}")
        self.doc = found.json() if found.status_code == 200 else None
        return found.headers["X-Kotinos-Seq"]

    def run(self) -> None:
        wanted = {"topic": self.topic, "after": self.point, "audience": "media"}
        with httpx.stream("GET", f"{self.url}/live/{self.games}", params=wanted, timeout=None) as stream:
            event = {}
            for line in stream.iter_lines():
                name, _, value = line.partition(": ")
                event[name] = value
                if line:
                    continue
                if event.get("event") == "resync":
                    self.point = self.fetch()
                elif "data" in event:
                    self.doc = apply(self.doc, msgspec.json.decode(event["data"])["patch"])
                self.point, event = event.get("id", self.point), {}


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    folder, port = Path(tempfile.mkdtemp(prefix="kotinos-real-")), free_port()
    try:
        with nats_server(port, folder):
            cloud = Cloud(folder, start_postgresql(folder), f"nats://127.0.0.1:{port}/games")
            yield cloud
            cloud.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_games_on_postgresql_and_nats_outlives_kills_and_cut_connections(cloud: Cloud) -> None:
    messages = list(islice(rehearsal.stream(rehearsal.plan("test")), MESSAGES))
    games = messages[0].message.header.games
    cloud.send(messages[:1], 1, cloud.urls[0])
    followers = [Follower(cloud.urls[1], games, topic) for topic in ("games", "medals", "feeds")]
    for at, trouble in ((1, cloud.kill_fold), (50, cloud.cut_connections), (100, cloud.kill_fold)):
        trouble()
        cloud.send(messages[at : at + 50], at + 1, cloud.urls[at % 2])
    until(lambda: cloud.sql("SELECT position FROM live_cursor") == cloud.sql(NEWEST), cloud.said)

    sent = {write_message(each.message) for each in messages}
    kept = [bytes(raw) for (raw,) in cloud.sql("SELECT raw FROM live_logentry ORDER BY id")]
    assert len(kept) == len(sent) and set(kept) == sent
    assert cloud.kotinos("rebuild", "--check") == "0 differences"
    for url in cloud.urls:
        assert httpx.get(f"{url}/", follow_redirects=True).status_code == 200
    for follower in followers:
        address = f"{cloud.urls[1]}/snap/{games}/{follower.topic}"
        until(lambda f=follower, a=address: f.doc == httpx.get(a).json(), cloud.said)  # type: ignore[misc]
    assert [follower.resyncs for follower in followers] == [0, 0, 0]


NEWEST = "SELECT max(id) FROM live_logentry"
