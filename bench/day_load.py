"""The parts of a day under load: its publisher and readers as processes, the server's memory and store."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from .day_publisher import Ask, Sent
from .day_readers import Ask as Filters
from .day_readers import Found
from .processes import descendants
from .served import Server, ServerError

ROOT = Path(__file__).resolve().parent.parent
EVERY = 2.0
"""Seconds between two looks at the server's memory."""
QUIET, PATIENCE = 3.0, 900.0


def child(module: str) -> subprocess.Popen[str]:
    """A module of the benches as a process that is spoken to line by line."""
    words = [sys.executable, "-m", f"bench.{module}"]
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def say(process: subprocess.Popen[str], value: Any) -> None:
    """Give it a line."""
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(value).decode() + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    """Its next line. Raises ServerError when it has ended instead."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        code = process.wait(30)
        raise ServerError(f"{process.args!r} ended with {code} (a negative one is a signal), see above")
    return line


class Readers:
    """The subscribers' process, with its streams open."""

    def __init__(self, asked: Filters) -> None:
        self._process = child("day_readers")
        say(self._process, asked)
        hear(self._process)

    def finish(self, topics: list[str]) -> tuple[float, list[Found]]:
        """When the last change came (``time.monotonic``), and what each subscriber found."""
        say(self._process, "end")
        last = float(hear(self._process))
        say(self._process, topics)
        found = msgspec.json.decode(hear(self._process), type=list[Found])
        self._process.wait(30)
        return last, found

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()


def publishing(ask: Ask) -> subprocess.Popen[str]:
    """The publisher at work."""
    process = child("day_publisher")
    say(process, ask)
    return process


def sent(process: subprocess.Popen[str]) -> Sent:
    """What the publisher says at its end."""
    return msgspec.json.decode(hear(process), type=Sent)


def proportional(pid: int) -> int:
    """Bytes of memory a process has, its share of what it shares with others counted (PSS)."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended while we looked
    return int(text.partition("\nPss:")[2].split()[0]) * 1024 if "\nPss:" in text else 0


class Memory:
    """The most memory the server's processes have had together, and each by itself at that moment."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.peak, self.parts = 0, dict[str, int]()

    def look(self) -> None:
        """Measure once."""
        every = {self._server.pid, *descendants(self._server.pid)}
        whole = sum(map(proportional, every))
        if whole > self.peak:
            self.peak = whole
            self.parts = {name: proportional(pid) for name, pid in self._server.processes().items()}


@contextmanager
def remembering(server: Server) -> Iterator[Memory]:
    """Watch the server's memory meanwhile."""
    memory, over = Memory(server), threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            memory.look()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


class Store:
    """The server's database, read beside it."""

    def __init__(self, server: Server) -> None:
        self._data = server.data

    def _ask(self, name: str, question: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(f"file:{self._data / name}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def topics(self) -> list[str]:
        """All topics that have a snapshot."""
        return [row[0] for row in self._ask("kotinos.sqlite3", "SELECT topic FROM live_snapshot")]

    def point(self) -> str:
        """From where the stream may be followed now."""
        epoch, seq = self._ask("kotinos.sqlite3", "SELECT epoch, seq FROM live_cursor")[0]
        return f"{epoch}:{seq}"

    def counts(self) -> dict[str, int]:
        """Messages in the log, set aside, and broken in the fold; where the fold stands."""
        log, position = self._ask("log.sqlite3", "SELECT count(*), max(id) FROM live_logentry")[0]
        aside = self._ask("log.sqlite3", "SELECT count(*) FROM live_quarantined")[0][0]
        broken = self._ask("kotinos.sqlite3", "SELECT count(*) FROM live_flagged")[0][0]
        folded, seq = (self._ask("kotinos.sqlite3", "SELECT position, seq FROM live_cursor") or [(0, 0)])[0]
        return {"log": log, "aside": aside, "broken": broken, "behind": (position or 0) - folded, "seq": seq}

    def until_folded(self) -> dict[str, int]:
        """Wait until the fold has come to the log's end; the counts then. Raises ServerError."""
        begin = time.monotonic()
        while time.monotonic() - begin < PATIENCE:
            counts = self.counts()
            if not counts["behind"]:
                return counts
            time.sleep(0.25)
        raise ServerError(f"still folding: {json.dumps(self.counts())}")
