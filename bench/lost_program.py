"""Kotinos as real processes that can be killed: ``kotinos run`` or ``kotinos edge`` on its own folder."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 90.0
LAUNCH = (
    # The supervisor as it is, only quicker to start again what was killed: else it would wait 10 s each time.
    "from kotinos.site.cli import supervisor, main; "
    "supervisor.FIRST_WAIT = supervisor.LONGEST_WAIT = 0.05; main(prog_name='kotinos')"
)


class BrokenError(Exception):
    """What was measured does not work at all."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, within: float = WITHIN) -> float:
    """Wait; the seconds it took. Raises when it does not come to pass."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > within:
            raise BrokenError(f"not within {within:.0f} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - began


class Program:
    """One server. ``data`` may be emptied and mounted between two starts; what it said is in ``said``."""

    started: ClassVar[list[Program]] = []

    def __init__(self, data: Path, said: Path, verb: str = "run", words: tuple[str, ...] = ()) -> None:
        self.data, self.said, self.port = data, said, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.words = [verb, "--port", str(self.port), *(words or ("--no-rehearsal",))]
        self.env = {
            **os.environ,
            "KOTINOS_DATA_DIR": str(data),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "KOTINOS_LOG_LEVEL": "ERROR",
        }
        self.env.pop("KOTINOS_DATABASE_URL", None)
        self.wrapped: tuple[str, ...] = ()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; the seconds until it answers."""
        self.started.append(self)
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                [*self.wrapped, sys.executable, "-c", LAUNCH, *self.words],
                cwd=ROOT, env=self.env, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
        return until(self.answers, f"{self.url} answers; see {self.said}")

    def answers(self) -> bool:
        """Whether the intake is reached."""
        if self.process is not None and self.process.poll() is not None:
            raise BrokenError(f"it ended by itself:\n{self.tail()}")
        try:
            with urllib.request.urlopen(f"{self.url}/snap/NONE/games", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            return error.code == 404
        except OSError:
            return False

    def tail(self) -> str:
        """The last it said."""
        return self.said.read_text("utf-8", "replace")[-3000:]

    def supervisor(self) -> int:
        """The process number of ``kotinos run`` itself, also below a wrapper such as strace."""
        assert self.process is not None
        return children(self.process.pid)[0] if self.wrapped else self.process.pid

    def parts(self) -> dict[str, int]:
        """Name to process number of what the supervisor looks after now."""
        found = {}
        for pid in children(self.supervisor()):
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
                if "kotinos" in words:
                    found[words[words.index("kotinos") + 1]] = pid
        return found

    def kill_part(self, name: str) -> bool:
        """kill -9 one process; whether it was there."""
        pid = self.parts().get(name)
        return pid is not None and _kill(pid)

    def kill_all(self) -> None:
        """kill -9 the supervisor and then at once all it looked after."""
        assert self.process is not None
        parts = [self.supervisor(), *self.parts().values()]
        for pid in (self.process.pid, *parts):
            _kill(pid)
        self.process.wait()
        until(lambda: not any(Path(f"/proc/{pid}").exists() and alive(pid) for pid in parts), "all are gone")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            os.kill(self.supervisor(), signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill_all()

    @classmethod
    def sweep(cls) -> None:
        """Leave nothing running, whatever happened."""
        for program in cls.started:
            if program.process is not None and program.process.poll() is None:
                program.kill_all()
        cls.started.clear()

    def kotinos(self, *words: str) -> str:
        """Run a command on its data; what it says. Raises when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "kotinos", *words], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        if done.returncode:
            raise BrokenError(f"kotinos {' '.join(words)}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout.strip()

    def keys(self, names: list[str]) -> list[str]:
        """Keys made in one process, which is quicker than one each."""
        code = (
            "import django, sys; django.setup(); from kotinos.live import api; "
            "[print(api.create_key(name)) for name in sys.argv[1:]]"
        )
        env = {"DJANGO_SETTINGS_MODULE": "kotinos.site.settings", **self.env}
        words = [sys.executable, "-c", code, *names]
        return subprocess.run(
            words, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.split()

    def ask(self, file: str, question: str) -> list[tuple[object, ...]]:
        """Read from one of its databases."""
        with contextlib.closing(sqlite3.connect(self.data / file, timeout=20)) as database:
            return database.execute(question).fetchall()

    def newest(self) -> int:
        """The newest position of its log."""
        return int(str(self.ask("log.sqlite3", "SELECT coalesce(max(id), 0) FROM live_logentry")[0][0]))

    def caught_up(self) -> bool:
        """Whether its fold has read the whole log."""
        folded = self.ask("kotinos.sqlite3", "SELECT position FROM live_cursor")
        return bool(folded) and folded[0][0] == self.newest()


def children(pid: int) -> list[int]:
    """Process numbers started by a process, those of all its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def alive(pid: int) -> bool:
    """Whether a process runs, that is more than its number waits to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
