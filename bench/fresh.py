"""A stranger's first minutes: a clean clone, nothing cached, ``make run`` twice and ``make test``.

Everything happens in a folder of its own with an empty home, an empty package cache and an empty
environment, on ports of this machine only. What was downloaded is what pip says so of in its log.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_WITHIN, AGAIN_WITHIN, SEED_WITHIN, TEST_WITHIN = 600.0, 10.0, 60.0, 1200.0
READY = re.compile(r"Kotinos is at (http://\S+) \(ready in ([\d.]+) s")
DOWNLOADED = re.compile(r"Downloading \S+ \(([\d.]+) (bytes|kB|MB)\)")
SEEDED = re.compile(r"of a Games, in (\d+) s")


class ShortfallError(Exception):
    """Something a stranger would have met."""


def environment(home: Path) -> dict[str, str]:
    """As little as a login gives: a home and a path to the system's and this Python's programs."""
    python = Path(shutil.which("python3", path=os.defpath) or "/usr/bin/python3").parent
    for name in ("python3.11", "python3"):
        found = shutil.which(name)
        if (
            found
            and subprocess.run([found, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
            == 0
        ):
            python = Path(
                subprocess.check_output(
                    [found, "-c", "import sys; print(sys.base_prefix)"], text=True
                ).strip()
            )
            break
    return {
        "HOME": str(home), "PATH": f"{python / 'bin'}:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
        "PIP_CACHE_DIR": str(home / "cache"), "PIP_LOG": str(home / "pip.log"),
    }  # fmt: skip


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """``make run`` in a clone, its words read as they come."""

    def __init__(self, clone: Path, env: dict[str, str], port: int) -> None:
        self.began = time.monotonic()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            ["make", "run", f"P={port}", "S=20"], cwd=clone, env=env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())

    def until(self, wanted: re.Pattern[str], within: float) -> re.Match[str]:
        """Wait for a line; raise with all that was said when it does not come."""
        while time.monotonic() - self.began < within:
            for line in list(self.lines):
                if match := wanted.search(line):
                    return match
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise ShortfallError(
            f"no line {wanted.pattern!r} within {within:.0f} s:\n" + "\n".join(self.lines[-30:])
        )

    def stop(self, clone: Path) -> float:
        """Ctrl-C, as a terminal sends it to the whole group; every process of the clone must go."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            raise ShortfallError("Ctrl-C did not end it within 15 s") from None
        if left := processes_of(clone):
            raise ShortfallError(f"left running after Ctrl-C: {left}")
        return time.monotonic() - began

    def kill(self) -> None:
        """Whatever happened, leave nothing of ours behind."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)


def processes_of(clone: Path) -> list[str]:
    """Command lines of processes that run this clone's Python."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if str(clone / ".venv") in command:
                found.append(command.strip())
    return found


def get(url: str) -> str:
    """A page, as a browser without JavaScript gets it."""
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.read().decode("utf-8")


def running_unit(home: str) -> str | None:
    """The address of a unit that the home page shows as running now."""
    live = home.partition('id="h-live"')[2].partition("</section>")[0]
    match = re.search(r'<li class="unit.*?<p class="name"><a href="(/[^"/]+/[^"]+)"', live, re.S)
    return match.group(1) if match else None


@contextlib.contextmanager
def running(clone: Path, env: dict[str, str], port: int) -> Iterator[Running]:
    """``make run`` for a while."""
    this = Running(clone, env, port)
    try:
        yield this
    finally:
        this.kill()


def visit(base: str) -> tuple[str, str]:
    """Open home and a unit that runs; give the unit's address and page."""
    home = get(base + "/")
    unit = running_unit(home)
    if unit is None:
        raise ShortfallError("the home page shows no running unit")
    return unit, get(base + unit)


def megabytes(log: str) -> float:
    """What pip downloaded, summed from its log's lines."""
    unit = {"bytes": 1e-6, "kB": 1e-3, "MB": 1.0}
    return sum(float(number) * unit[size] for number, size in DOWNLOADED.findall(log))


def run() -> tuple[str, bool]:
    """Clone, run, stop, run again, test."""
    with tempfile.TemporaryDirectory(prefix="kotinos-fresh-") as name:
        home, clone = Path(name) / "home", Path(name) / "kotinos"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        env = environment(home)
        try:
            return first_minutes(clone, env, home)
        except ShortfallError as short:
            return str(short), False


def first_minutes(clone: Path, env: dict[str, str], home: Path) -> tuple[str, bool]:
    """The story itself, with its times."""
    port = free_port()
    with running(clone, env, port) as first:
        base = first.until(READY, FIRST_WITHIN).group(1)
        ready = time.monotonic() - first.began
        seeded = float(first.until(SEEDED, FIRST_WITHIN).group(1))
        unit, page = visit(base)
        for _ in range(100):
            if get(base + unit) != page:
                break
            time.sleep(0.3)
        else:
            raise ShortfallError(f"{unit} did not change in 30 s")
        stopped = first.stop(clone)
    download = megabytes((home / "pip.log").read_text("utf-8"))
    with running(clone, env, port) as second:
        second.until(READY, 60)
        again = time.monotonic() - second.began
        if any(SEEDED.search(line) for line in second.lines):
            raise ShortfallError("the second start seeded again")
        visit(base)
        second.stop(clone)
    began = time.monotonic()
    done = subprocess.run(
        ["make", "test"], cwd=clone, env=env, capture_output=True, text=True, timeout=TEST_WITHIN
    )
    tested = time.monotonic() - began
    closing = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "nothing said"
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-2000:])
    figures = (
        f"make run serves after {ready:.0f} s (seeding {seeded:.0f} s of them, download {download:.0f} MB), "
        f"Ctrl-C clean in {stopped:.1f} s, second start {again:.1f} s, make test {tested:.0f} s: {closing}"
    )
    return figures, done.returncode == 0 and again <= AGAIN_WITHIN and seeded <= SEED_WITHIN
