"""A snapshot costs at most a quarter more processor time than a bare asyncio responder's answer; 304s too.

wrk asks the front and the bare responder (``bench/bare.py``, the same bytes of answer) in turns; what counts
is answers per second of processor time of the one process that answers, the front's work for everything else
(a Django page is being loaded meanwhile) included.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .figures import median
from .loader import loading
from .processes import cpu_seconds
from .sender import GAMES, UNITS, Line, Post, make_games
from .served import Server, ServerError, free_port, serving
from .trial import ROUNDS, SECONDS, method

LEAST = 0.8
CONNECTIONS = 50
TOPIC = f"/snap/{GAMES}/unit/{UNITS[0]}"
PAD = 300
"""Of the unit's stamp: the snapshot is then some 2 KB."""
DONE = re.compile(r"(\d+) requests in ([\d.]+)(m?s)")
BAD = re.compile(r"(Non-2xx or 3xx responses: \d+|Socket errors: .*)")


def wrk() -> str:
    """The program, from Debian where absent and root. Raises ServerError elsewhere."""
    if not shutil.which("wrk"):
        words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"]
        if os.getuid() or not shutil.which("apt-get"):
            raise ServerError(f"wrk is missing, and only root can install it: {' '.join(words)}")
        subprocess.run(words, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=True)
    return "wrk"


def requests(told: str) -> int:
    """How many answers wrk counted. Raises ServerError when some were none."""
    if bad := BAD.search(told):
        raise ServerError(f"wrk: {bad.group(1)}")
    if not (done := DONE.search(told)):
        raise ServerError(f"wrk said nothing to count: {told[-400:]}")
    return int(done.group(1))


def per_second(pid: int, url: str, *headers: str, connections: int = CONNECTIONS) -> float:
    """Answers per second of a process's time while wrk asks it."""
    words = [wrk(), "-t1", f"-c{connections}", f"-d{max(SECONDS, 1):.0f}s", url]
    for each in headers:
        words += ["-H", each]
    before = cpu_seconds(pid)
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    return requests(told) / max(used, 0.01)


def answer(port: int, path: str, *headers: str) -> bytes:
    """A whole answer, head and body, as it comes from the socket."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as asking:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "Connection: close", "", ""]
        asking.sendall("\r\n".join(lines).encode())
        found = b""
        while piece := asking.recv(1 << 16):
            found += piece
    return re.sub(rb"(?i)\r\nconnection: close", b"", found, count=1)


@contextmanager
def bare(whole: bytes, folder: Path) -> Iterator[tuple[int, int]]:
    """The bare responder with that answer: its port and process."""
    file, port = folder / "answer", free_port()
    file.write_bytes(whole)
    # A session of its own, as the front has: Linux shares the cores out among sessions first, and one that
    # shares its with wrk is woken less often, for more requests at once.
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.bare", str(port), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        if not process.stdout or process.stdout.readline().strip() != "ready":
            raise ServerError("the bare responder does not come up")
        yield port, process.pid
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def compare(server: Server, headers: Sequence[str], folder: Path, rounds: int = ROUNDS) -> tuple[float, str]:
    """Blocks in turn; the ratio of medians, and the words."""
    whole = answer(server.port, TOPIC, *headers)
    status = whole[9:12].decode()
    front = server.processes()["front"]
    ours, theirs = [], []
    with bare(whole, folder) as (port, pid):
        for _ in range(rounds):
            ours.append(per_second(front, server.url + TOPIC, *headers))
            theirs.append(per_second(pid, f"http://127.0.0.1:{port}{TOPIC}", *headers))
    ratio = median(ours) / median(theirs)
    print(f"  {status}: {len(whole)} bytes; front {_row(ours)}, bare {_row(theirs)} answers a CPU-second")
    return ratio, f"{status}s {median(ours):,.0f} to {median(theirs):,.0f} a CPU-second (ratio {ratio:.2f})"


def _row(values: Sequence[float]) -> str:
    return " ".join(f"{value:,.0f}" for value in values)


def django(server: Server) -> str:
    """Django's pages per second of processor time, for comparison."""
    processes = server.processes()
    maker = "pages" if "pages" in processes else "front"
    rate = per_second(processes[maker], f"{server.url}/{GAMES}/", connections=2)
    return f"Django pages {rate:,.0f} a CPU-second of {maker}"


def run() -> tuple[str, bool]:
    """Measure 200s and 304s; holds when both ratios do, with a page being loaded and without: how the cores
    are shared out while it is tells as much of the scheduler as of the servers."""
    print(method())
    try:
        with tempfile.TemporaryDirectory(prefix="kotinos-pages-") as name, serving(Path(name)) as server:
            post = Post(server, server.key())
            make_games(post, server, [Line(UNITS[0], pad=PAD)])
            post.close()
            etag = server.client.get(TOPIC, headers={"Accept-Encoding": "identity"}).headers["etag"]
            plain = "Accept-Encoding: identity"
            with loading(server.port, f"/{GAMES}/") as pages:
                full, told_full = compare(server, [plain], Path(name))
                unchanged, told_unchanged = compare(server, [plain, f"If-None-Match: {etag}"], Path(name))
            print(f"  {pages}")
            quiet, _ = compare(server, [plain], Path(name))
            same, _ = compare(server, [plain, f"If-None-Match: {etag}"], Path(name))
            context = f"with no page meanwhile 200s {quiet:.2f}, 304s {same:.2f}; {django(server)}"
    except ServerError as error:
        return str(error), False
    return f"{told_full}; {told_unchanged}; at least {LEAST}; {context}", min(
        full, unchanged, quiet, same
    ) >= LEAST
