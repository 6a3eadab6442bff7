"""A server of our own for the bench: started, keyed, fed by replay, asked, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

READY_WITHIN, FOLDED_WITHIN, QUIET = 120.0, 1800.0, 6.0
GAMES = "OG2024"


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
    """A running server with its own folder of data."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self.data = url, data
        self.client = httpx.Client(base_url=url, timeout=60)

    def environment(self) -> dict[str, str]:
        """What our other commands need to find this server's data."""
        return {**os.environ, "KOTINOS_DATA_DIR": str(self.data)}

    def key(self) -> str:
        """A key that may send as any source."""
        words = kotinos("key", "create", "--source", "*", "real-games")
        made = subprocess.run(words, env=self.environment(), capture_output=True, text=True, timeout=120)
        if made.returncode:
            raise ServerError(f"no key: {made.stderr.strip()[-400:]}")
        return made.stdout.strip().splitlines()[-1].strip()

    def replay(self, folder: Path) -> tuple[str, float]:
        """Play the set through ``POST /odf``; what the player said last, and how long it took."""
        begin = time.monotonic()
        words = kotinos("replay", f"paris2024:{folder}", "--to", self.url, "--key", self.key())
        played = subprocess.run(words, env=self.environment(), capture_output=True, text=True)
        told = (played.stdout.strip().splitlines() or [""])[0]
        if played.returncode:
            raise ServerError(f"replay: {played.stdout[-1500:]} {played.stderr[-1500:]}")
        return told.rpartition("\r")[2], time.monotonic() - begin

    def until_folded(self) -> float:
        """Wait until no change has been published for a while; seconds until the last one."""
        begin = time.monotonic()
        seen, since = "", begin
        while time.monotonic() - begin < FOLDED_WITHIN:
            answer = self.client.get(f"/snap/{GAMES}/games")
            now = answer.headers.get("x-kotinos-seq", "") + answer.headers.get("etag", "")
            if now != seen:
                seen, since = now, time.monotonic()
            elif answer.status_code == 200 and time.monotonic() - since > QUIET:
                return since - begin
            time.sleep(0.5)
        raise ServerError(f"still folding after {FOLDED_WITHIN:.0f} s")

    def snapshot(self, topic: str) -> dict[str, Any]:
        """A topic's value; ``{}`` when there is none."""
        answer = self.client.get(f"/snap/{GAMES}/{topic}")
        if answer.status_code == 404:
            return {}
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def running(data: Path) -> Iterator[Server]:
    """A server on a free port, without any rehearsal; it and its children end with the block."""
    port = free_port()
    log = data / "server.log"
    words = kotinos("run", "--no-rehearsal", "--port", str(port), "--data", str(data))
    with log.open("w") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, start_new_session=True)
    server = Server(f"http://127.0.0.1:{port}", data)
    try:
        _until_ready(server, process, log)
        yield server
    finally:
        server.client.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < READY_WITHIN:
        if process.poll() is not None:
            break
        if "Kotinos is at" in log.read_text():
            return
        time.sleep(0.2)
    raise ServerError(f"the server does not come up: {log.read_text()[-1500:]}")
