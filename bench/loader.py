"""A page of the site, asked for again and again on one connection, while something else is measured.

As fast as that one connection gets it, unless KOTINOS_BENCH_PAGES says how many a second. It runs as a
process of its own (``python -m bench.loader PORT PATH``), so that it takes nothing from the publisher.
"""

from __future__ import annotations

import http.client
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .figures import percentile

RATE = float(os.environ.get("KOTINOS_BENCH_PAGES", "0"))
"""Pages a second; 0 is as fast as one connection gets them."""
AGAIN = 0.05
"""Seconds before it asks again after being told that the server is busy."""


class PageLoad:
    """The loader's process; ``said`` is what it did, once ended."""

    def __init__(self, port: int, path: str) -> None:
        words = [sys.executable, "-m", "bench.loader", str(port), path]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said: dict[str, Any] = {}

    def end(self) -> None:
        """Stop it and hear what it did."""
        told, _ = self._process.communicate(timeout=90)
        self.said = json.loads(told) if told else {"pages": 0, "seconds": 0, "others": {}}

    def __str__(self) -> str:
        rate = self.said["pages"] / max(self.said["seconds"], 1e-9)
        others = f", other answers {self.said['others']}" if self.said["others"] else ""
        return (
            f"a Django page meanwhile: {self.said['pages']} times, {rate:.0f} a second, "
            f"p50 {self.said.get('p50_ms', 0):.1f} ms, p99 {self.said.get('p99_ms', 0):.1f} ms{others}"
        )


@contextmanager
def loading(port: int, path: str) -> Iterator[PageLoad]:
    """Load the page all the while."""
    load = PageLoad(port, path)
    try:
        yield load
    finally:
        load.end()


def ask(connection: http.client.HTTPConnection, path: str) -> int:
    """Get the page whole; its status, 0 when the connection broke."""
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return answer.status


def load(port: int, path: str) -> dict[str, Any]:
    """Ask until stdin ends."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    others: dict[str, int] = {}
    took: list[float] = []
    begin = time.monotonic()
    while not select.select([sys.stdin], [], [], 0)[0]:
        since = time.monotonic()
        status = ask(connection, path)
        now = time.monotonic()
        if status == 200:
            took.append(1000 * (now - since))
        else:
            others[str(status)] = others.get(str(status), 0) + 1
            time.sleep(AGAIN)
        if RATE and (wait := begin + (len(took) + sum(others.values())) / RATE - now) > 0:
            time.sleep(wait)
    return {
        "pages": len(took), "seconds": time.monotonic() - begin, "others": others,
        "p50_ms": percentile(took, 0.5), "p99_ms": percentile(took, 0.99),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]), sys.argv[2])))
