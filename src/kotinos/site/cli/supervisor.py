"""Keeps child processes running: starts them, restarts those that crash, stops them all in order. Pure."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
STEADY = 30.0
"""A child that ran this many seconds is thought healthy: its next crash waits shortly again."""
GRACE = 8.0
"""Seconds a child has to end by itself after SIGTERM."""


@dataclass
class Child:
    """A command to keep running. One that ends with 0 has done its work and is not started again."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0
    done: bool = False


@dataclass
class Supervisor:
    """Children in starting order; they are stopped in the opposite order."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    stopping: bool = False

    def listen(self) -> None:
        """From now on Ctrl-C and SIGTERM ask for a clean stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        # A session of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops all in order.
        child.process = subprocess.Popen(
            child.command,
            env={**self.environment, "KOTINOS_PARENT": str(os.getpid())},
            start_new_session=True,
        )
        child.started = time.monotonic()

    def watch(self) -> None:
        """Look after the children until asked to stop or until all have done their work."""
        while not self.stopping and not all(child.done for child in self.children):
            self.look()
            time.sleep(0.1)

    def look(self) -> None:
        """Look at every child once."""
        for child in self.children:
            self._look_at(child)

    def _look_at(self, child: Child) -> None:
        """Start a crashed child again when its wait is over; note one that is done."""
        now = time.monotonic()
        if child.done or (child.process is None and now < child.due):
            return
        if child.process is None:
            self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        child.process = None
        if code == 0:
            child.done = True
            return
        child.wait = FIRST_WAIT if now - child.started > STEADY else min(2 * child.wait, LONGEST_WAIT)
        child.due = now + child.wait
        self.say(f"{child.name} ended ({_told(code)}); starting it again in {child.wait:.1f} s")

    def stop(self) -> None:
        """End all children, last started first; one that does not listen within the grace is killed."""
        deadline = time.monotonic() + GRACE
        for child in reversed(self.children):
            process = child.process
            if process is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} does not stop; killing it")
                process.kill()
                process.wait()
            child.process = None


def _told(code: int) -> str:
    """An exit code in words."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"


def kotinos(*words: str) -> list[str]:
    """The command line that runs ``kotinos WORDS`` with this very Python."""
    return [sys.executable, "-m", "kotinos", *words]
