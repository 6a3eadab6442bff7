"""``kotinos run`` as a person meets it: real processes, a real port, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.docs.reading import ROOT

WITHIN = 60.0
MESSAGE = ROOT / "tests" / "odf" / "fixtures" / "dt_schedule.xml"


class Running:
    """A ``kotinos run`` on a data folder of its own; SQLite, whatever the suite runs on."""

    def __init__(self, data: Path, *words: str, verb: str = "run", port: int = 0) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = port or probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {**os.environ, "KOTINOS_DATA_DIR": str(data)}
        self.env.pop("KOTINOS_DATABASE_URL", None)
        self.log = data.with_suffix(".log").open("w+")
        command = [verb, "--port", str(self.port), *words]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kotinos", *command], env=self.env, stdout=self.log, stderr=self.log
        )
        self.until(lambda: "Kotinos is at" in self.said())

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def until(self, true: object) -> None:
        deadline = time.monotonic() + WITHIN
        while not true():  # type: ignore[operator]
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def kotinos(self, *words: str) -> str:
        command = [sys.executable, "-m", "kotinos", *words]
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=True
        ).stdout.strip()

    def children(self) -> dict[str, int]:
        """Name to process number of what ``kotinos run`` looks after."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, UnicodeDecodeError):
                continue
            if f"KOTINOS_PARENT={self.process.pid}\0".encode() in environment and len(command) > 3:
                found[command[3]] = int(folder.name)
        return found

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.log.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "data").mkdir()
    this = Running(tmp_path / "data", "--no-rehearsal")
    yield this
    this.end()


def send(running: Running, key: str) -> int:
    headers = {"X-API-KEY": key, "X-Kotinos-Seq": "1"}
    return httpx.post(f"{running.url}/odf", content=MESSAGE.read_bytes(), headers=headers).status_code


def shown(running: Running) -> bool:
    """Whether the start leads to the home of the one Games there is."""
    answer = httpx.get(f"{running.url}/", follow_redirects=True)
    return answer.status_code == 200 and answer.url.path != "/"


def test_message_is_shown_and_ctrl_c_leaves_nothing_running(running: Running) -> None:
    assert send(running, running.kotinos("key", "create", "me")) == 200
    running.until(lambda: shown(running))
    assert set(running.children()) == {"fold", "intake", "pages", "front"}
    kept = {path.name: path.stat() for path in Path(running.env["KOTINOS_DATA_DIR"]).iterdir()}
    assert {"log.sqlite3", "log.sqlite3-wal", "log.sqlite3-shm", "fold.lock", "secret-key"} <= set(kept)
    assert [name for name, each in kept.items() if each.st_mode & 0o077] == []
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(10) == 0
    assert running.children() == {}
    assert running.said().endswith("Kotinos has stopped.\n")
    assert running.kotinos("rebuild", "--check") == "0 differences"


def test_killed_child_is_started_again_and_killed_parent_takes_all_along(running: Running) -> None:
    first = running.children()["fold"]
    os.kill(first, signal.SIGKILL)
    running.until(lambda: running.children().get("fold", first) != first)
    assert "fold ended (signal SIGKILL)" in running.said()
    running.process.kill()
    running.process.wait(10)
    running.until(lambda: not running.children())


def newest(running: Running) -> str:
    """The point the rehearsal's Games stands at."""
    games = httpx.get(f"{running.url}/api/v1/games").json()["rows"][0]["games"]
    return httpx.get(f"{running.url}/snap/{games}/games").headers["X-Kotinos-Seq"]


def test_rehearsal_is_made_once_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    words = ("--size", "test", "--speed", "600")
    first = Running(tmp_path / "data", *words)
    try:
        begun = newest(first)
        first.until(lambda: newest(first) != begun)
        assert "making up a Games" in first.said()
        assert set(first.children()) == {"fold", "intake", "pages", "front", "rehearse"}
    finally:
        first.end()
    last = first.kotinos("rebuild", "--check")
    second = Running(tmp_path / "data", *words)
    try:
        begun = newest(second)
        second.until(lambda: newest(second) != begun)
        assert "making up a Games" not in second.said()
        assert "refused" not in second.said()
    finally:
        second.end()
    assert last == "0 differences"


def test_operations_page_knows_every_process(running: Running) -> None:
    key = running.kotinos("key", "create", "me")
    assert send(running, key) == 200
    link = running.kotinos("ops", "link", "--url", running.url)
    bearer = {"Authorization": f"Bearer {link.partition('=')[2]}"}

    def told() -> str:
        return httpx.get(f"{running.url}/metrics", headers=bearer).text

    taken = r'^kotinos_intake_messages_total\{code="200",instance="[^"]+",process="intake"\} 1\.0$'
    folded = r'^kotinos_fold_messages_total\{instance="[^"]+",process="fold"\} 1\.0$'
    running.until(lambda: re.search(taken, told(), re.M) and re.search(folded, told(), re.M))
    heard = re.findall(r'^kotinos_ops_report_age_seconds\{.*process="(\w+)"\}', told(), re.M)
    assert sorted(heard) == ["fold", "front", "intake", "pages"]
    with httpx.Client(base_url=running.url) as visitor:
        assert visitor.get("/ops/").status_code == 403
        visitor.get(link)
        # On a busy machine something may not be well; who runs is known all the same.
        numbers = [str(number) for number in running.children().values()]
        running.until(lambda: all(number in visitor.get("/ops/").text for number in numbers))
