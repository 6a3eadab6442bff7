"""A server of our own that holds Paris 2024: fed by replay, waited for, asked."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import served
from .served import ServerError, kotinos, serving

FOLDED_WITHIN, QUIET = 1800.0, 6.0
GAMES = "OG2024"


class Server:
    """A running server, seen as the home of one Games."""

    def __init__(self, server: served.Server) -> None:
        self.server = server

    def replay(self, folder: Path) -> tuple[str, float]:
        """Play the set through ``POST /odf``; what the player said last, and how long it took."""
        begin = time.monotonic()
        server = self.server
        words = kotinos("replay", f"paris2024:{folder}", "--to", server.url, "--key", server.key())
        played = subprocess.run(words, env=server.environment(), capture_output=True, text=True)
        told = (played.stdout.strip().splitlines() or [""])[0]
        if played.returncode:
            raise ServerError(f"replay: {played.stdout[-1500:]} {played.stderr[-1500:]}")
        return told.rpartition("\r")[2], time.monotonic() - begin

    def until_folded(self) -> float:
        """Wait until no change has been published for a while; seconds until the last one."""
        begin = time.monotonic()
        seen, since = "", begin
        while time.monotonic() - begin < FOLDED_WITHIN:
            answer = self.server.client.get(f"/snap/{GAMES}/games")
            now = answer.headers.get("x-kotinos-seq", "") + answer.headers.get("etag", "")
            if now != seen:
                seen, since = now, time.monotonic()
            elif answer.status_code == 200 and time.monotonic() - since > QUIET:
                return since - begin
            time.sleep(0.5)
        raise ServerError(f"still folding after {FOLDED_WITHIN:.0f} s")

    def snapshot(self, topic: str) -> dict[str, Any]:
        """A topic's value; ``{}`` when there is none."""
        return self.server.snapshot(GAMES, topic)


@contextmanager
def running(data: Path) -> Iterator[Server]:
    """A server on a free port, without any rehearsal; it and its children end with the block."""
    with serving(data) as server:
        yield Server(server)
