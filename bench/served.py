"""A server of our own for the benches: started on a free port with its own data, keyed, asked, stopped."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from .processes import descendants

READY_WITHIN = 120.0


class ServerError(Exception):
    """The server, or what fed it, did not do its part."""


def kotinos(*words: str) -> list[str]:
    """The command line of our own program."""
    return [sys.executable, "-m", "kotinos.site", *words]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server with its own folder of data. ``pid`` is ``kotinos run`` itself."""

    def __init__(self, port: int, data: Path, pid: int) -> None:
        self.port, self.data, self.pid = port, data, pid
        self.url = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.url, timeout=60)

    def environment(self) -> dict[str, str]:
        """What our other commands need to find this server's data."""
        return {**os.environ, "KOTINOS_DATA_DIR": str(self.data)}

    def key(self) -> str:
        """A key that may send as any source."""
        words = kotinos("key", "create", "--source", "*", "bench")
        made = subprocess.run(words, env=self.environment(), capture_output=True, text=True, timeout=120)
        if made.returncode:
            raise ServerError(f"no key: {made.stderr.strip()[-400:]}")
        return made.stdout.strip().splitlines()[-1].strip()

    def snapshot(self, games: str, topic: str) -> dict[str, Any]:
        """A topic's value; ``{}`` when there is none."""
        answer = self.client.get(f"/snap/{games}/{topic}")
        if answer.status_code == 404:
            return {}
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def processes(self) -> dict[str, int]:
        """The server's processes by what they do ("front", "fold" …; a second front is "front2")."""
        return named(descendants(self.pid))


def named(children: dict[int, list[str]]) -> dict[str, int]:
    """Roles of our processes, from their command lines: the word after the program's name."""
    found: dict[str, int] = {}
    for pid, words in sorted(children.items()):
        role = next((word for before, word in pairwise(words) if _program(before)), "")
        if not role:
            continue
        count = 2
        name = role
        while name in found:
            name, count = f"{role}{count}", count + 1
        found[name] = pid
    return found


def _program(word: str) -> bool:
    return word == "kotinos.site" or Path(word).name == "kotinos"


@contextmanager
def serving(data: Path, *more: str, within: float = READY_WITHIN) -> Iterator[Server]:
    """A server on a free port, without any rehearsal unless ``more`` words ask for one; it and its children
    end with the block."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # of its children too
    port = free_port()
    log = data / "server.log"
    words = kotinos("run", *(more or ("--no-rehearsal",)), "--port", str(port), "--data", str(data))
    with log.open("w") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, start_new_session=True)
    server = Server(port, data, process.pid)
    try:
        _until_ready(process, log, within)
        yield server
    finally:
        server.client.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _until_ready(process: subprocess.Popen[bytes], log: Path, within: float) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < within:
        if process.poll() is not None:
            break
        if "Kotinos is at" in log.read_text():
            return
        time.sleep(0.2)
    raise ServerError(f"the server does not come up: {log.read_text()[-1500:]}")
