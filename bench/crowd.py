"""A crowd of readers: ``bench/fans.c``, compiled when needed and told what to do."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .figures import deliveries
from .served import ServerError

FOLDER = Path(__file__).resolve().parent
OUT = FOLDER / "out"
SPARE = 200
"""Open files beside the sockets."""


def build() -> Path:
    """The reader's program, compiled from its source unless it is newer. Raises ServerError without gcc."""
    source, program = FOLDER / "fans.c", OUT / "fans"
    OUT.mkdir(exist_ok=True)
    if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
        return program
    if not shutil.which("gcc"):
        raise ServerError("gcc is not here and compiles bench/fans.c: apt-get install gcc libc6-dev")
    made = subprocess.run(
        ["gcc", "-O2", "-Wall", "-Wextra", "-o", str(program), str(source)], capture_output=True, text=True
    )
    if made.returncode:
        raise ServerError(f"bench/fans.c does not compile: {made.stderr[-800:]}")
    return program


def room_for(sockets: int) -> None:
    """Raise the limit of open files of this process and its children. Raises ServerError if it is too low."""
    wanted = sockets + SPARE
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise ServerError(f"{wanted} open files are needed and {hard} allowed: raise `ulimit -Hn`")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Crowd:
    """A running ``fans``. ``ready`` says how the gathering went, ``figures`` what it saw, once stopped."""

    def __init__(self, program: Path, words: Sequence[str], raw: Path) -> None:
        self._raw = raw
        self._process = subprocess.Popen(
            [str(program), *words, "--raw", str(raw)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.ready: dict[str, Any] = {}
        self.figures: dict[str, Any] = {}

    def heard(self) -> dict[str, Any]:
        """The next thing it says. Raises ServerError when it has died."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise ServerError(f"fans ended with {self._process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def say(self, word: str) -> None:
        """Tell it something; what it answers is to be heard."""
        if self._process.stdin:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()

    def until(self, deliveries: int, within: float) -> None:
        """Wait until so many deliveries have come in all, or for so many seconds."""
        end = time.monotonic() + within
        while True:
            self.say("count")
            if self.heard()["deliveries"] >= deliveries or time.monotonic() > end:
                return
            time.sleep(0.1)

    def stop(self) -> dict[str, Any]:
        """End; the figures."""
        self.say("stop")
        self.figures = self.heard()
        self._process.wait(120)
        return self.figures

    def deliveries(self) -> array[int]:
        """Every delivery, once stopped."""
        return deliveries(self._raw)

    def end(self) -> None:
        """Whatever happened, leave nothing behind."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


@contextmanager
def gathered(
    name: str, port: int, clients: int, paths: Sequence[str], *more: str, whole: bool = True
) -> Iterator[Crowd]:
    """``clients`` readers of 127.0.0.1:port, all there. Raises ServerError when one is not let in."""
    room_for(clients)
    words = ["127.0.0.1", str(port), str(clients), *more]
    for path in paths:
        words += ["--path", path]
    crowd = Crowd(build(), words, OUT / f"{name}.raw")
    try:
        crowd.ready = crowd.heard()
        if whole and crowd.ready["open"] != clients:
            raise ServerError(
                f"{name}: only {crowd.ready['open']} of {clients} streams opened: {crowd.ready}"
            )
        yield crowd
    finally:
        crowd.end()
