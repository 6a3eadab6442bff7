"""Backups of a Games that is being served, and what its readers and senders meet after a restore."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import httpx
import pytest

from kotinos.odf.writer import write_message
from kotinos.ops import api as ops
from kotinos.rehearsal import api as rehearsal
from tests.site.test_cli_run import Running

from . import kit

STREAM = (write_message(each.message) for each in islice(rehearsal.stream(rehearsal.plan("test")), 150))
MESSAGES = list(dict.fromkeys(STREAM))[:120]
"""Without those that a rehearsal sends twice on purpose."""


@contextmanager
def served(data: Path) -> Iterator[Running]:
    """That data folder, served."""
    running = Running(data, "--no-rehearsal")
    try:
        yield running
    finally:
        running.end()


def post(running: Running, key: str, numbers: range) -> list[dict[str, object]]:
    """Send messages by their numbers; the receipts."""
    with httpx.Client(base_url=running.url, headers={"X-API-KEY": key}) as client:
        return [
            client.post("/odf", content=MESSAGES[n - 1], headers={"X-Kotinos-Seq": str(n)}).json()
            for n in numbers
        ]


def point(running: Running) -> str:
    """The point a Games stands at, once all that was sent is folded."""
    data = Path(running.env["KOTINOS_DATA_DIR"])
    running.until(lambda: position(data, "kotinos") == position(data, "log"))
    return httpx.get(f"{running.url}/snap/TEST2026/games").headers["X-Kotinos-Seq"]


def position(data: Path, name: str) -> int:
    statement = {"kotinos": "SELECT position FROM live_cursor", "log": "SELECT max(id) FROM live_logentry"}
    with closing(sqlite3.connect(data / f"{name}.sqlite3", timeout=10)) as connection:
        found = connection.execute(statement[name]).fetchone()
        return int(found[0]) if found else 0


def first_event(running: Running, after: str) -> str:
    """The first event that a reader with that point is told."""
    wanted = {"topic": "games", "after": after}
    with httpx.stream("GET", f"{running.url}/live/TEST2026", params=wanted, timeout=20) as stream:
        return next(line for line in stream.iter_lines() if line.startswith("event:"))


def test_readers_fetch_anew_and_senders_fill_the_lost_tail(tmp_path: Path) -> None:
    data, shelf = tmp_path / "data", tmp_path / "backups"
    data.mkdir()
    with served(data) as running:
        key = running.kotinos("key", "create", "venue")
        post(running, key, range(1, 81))
        point(running)
        running.kotinos("backup", str(shelf))
        post(running, key, range(81, 111))  # the tail that is going to be lost
        seen = point(running)
        refused = kit.alone(data, "restore", kit.only(shelf), "--replace")
        assert refused.returncode == 1 and "stop it first" in refused.stderr
        body = httpx.get(f"{running.url}/snap/TEST2026/games").content
    assert kit.alone(data, "restore", kit.only(shelf), "--replace").returncode == 0
    with served(data) as running:
        assert first_event(running, seen) == "event: resync"
        again = post(running, key, range(71, 121))  # from where each sender is sure, or from the start
        assert [each.get("repeated", False) for each in again] == [True] * 10 + [False] * 40
        now = point(running)
        assert now.partition(":")[0] != seen.partition(":")[0]
        assert httpx.get(f"{running.url}/snap/TEST2026/games").content != body  # ten more than before
    assert kit.alone(data, "rebuild", "--check").stdout == "0 differences\n"
    log = kit.rows_of_folder(data)["live_logentry"]
    assert [row[3] for row in log] == list(range(1, 121))
    assert [row[0] for row in log[:80]] == list(range(1, 81)) and log[80][0] > 1_000_000


def test_backup_amid_messages_is_of_one_moment_and_holds_up_nobody(tmp_path: Path) -> None:
    data, shelf = tmp_path / "data", tmp_path / "backups"
    data.mkdir()
    with served(data) as running:
        key = running.kotinos("key", "create", "venue")
        post(running, key, range(1, 11))
        point(running)
        sent: list[dict[str, object]] = []
        sender = threading.Thread(target=lambda: sent.extend(post(running, key, range(11, 121))))
        sender.start()
        for _ in range(3):
            running.kotinos("backup", str(shelf))
        sender.join()
    assert [each["code"] for each in sent] == [200] * 110
    holds = [ops.verify(backup, kit.quiet).holds for backup in ops.backups(shelf)]
    assert len(holds) == 3
    assert all(10 <= each.cursor <= each.newest == each.messages for each in holds)
    target = tmp_path / "target"
    assert kit.alone(target, "restore", ops.backups(shelf)[1]).returncode == 0
    with served(target) as running:  # what was not yet folded is folded now
        point(running)
    assert position(target, "kotinos") == holds[1].newest
    assert kit.alone(target, "rebuild", "--check").stdout == "0 differences\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A data folder whose log is large enough for a backup to be met half done."""
    (tmp_path / "data").mkdir()
    assert kit.alone(tmp_path / "data", "migrate").returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "log.sqlite3")) as log, log:
        log.executemany(
            "INSERT INTO live_quarantined (competition, sender, reason, detail, received, raw)"
            " VALUES ('', '', '', '', '2026-01-01', ?)",
            ((os.urandom(1 << 20),) for _ in range(100)),
        )
    return tmp_path / "data"


def test_killed_backup_is_none_and_the_next_clears_it_away(large: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "backups"
    command = [sys.executable, "-m", "kotinos", "backup", str(shelf)]
    process = subprocess.Popen(command, env=kit.own_environment(large))
    deadline = time.monotonic() + 60
    while not list(shelf.glob(".partial-*/log.sqlite3")):
        assert time.monotonic() < deadline and process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ops.backups(shelf) == []
    (left,) = shelf.glob(".partial-*")
    assert "is no backup" in kit.alone(large, "verify", left).stderr
    assert kit.alone(large, "backup", shelf).returncode == 0
    assert not left.exists()
    ops.verify(kit.only(shelf), kit.quiet)


def test_ctrl_c_leaves_nothing(large: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "backups"
    command = [sys.executable, "-m", "kotinos", "backup", str(shelf)]
    process = subprocess.Popen(command, env=kit.own_environment(large), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(shelf.glob(".partial-*/log.sqlite3")):
        assert time.monotonic() < deadline and process.poll() is None
    process.send_signal(signal.SIGINT)
    assert "Aborted" in process.communicate()[1]
    assert process.returncode != 0
    assert [path.name for path in shelf.iterdir()] == [".lock"]


def test_file_that_may_grow_no_further_ends_the_backup(large: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kotinos", "backup", str(tmp_path / "backups")]
    done = subprocess.run(
        command, env=kit.own_environment(large), capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20 << 20, 20 << 20)),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and "Nothing was kept" in done.stderr
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_doctor_knows_a_running_server(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with served(tmp_path / "data") as running:
        words = [sys.executable, "-m", "kotinos", "doctor", "--json", "--port", str(running.port)]
        told = subprocess.run(words, env=running.env, capture_output=True, text=True, check=False).stdout
    lines = {each["about"]: each for each in map(json.loads, told.splitlines())}
    assert lines[f"port {running.port}"]["told"] == "Kotinos is served there"
    assert lines["bus"]["told"] == "the fold answers"
    assert lines["log"]["told"].startswith("up to position 0")
