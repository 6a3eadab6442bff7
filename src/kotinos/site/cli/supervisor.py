"""Keeps child processes running: starts them, restarts those that crash, renews them one by one, stops them
all in order. Pure."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
STEADY = 30.0
"""A child that ran this many seconds is thought healthy: its next crash waits shortly again."""
GRACE = 20.0
"""Seconds a child has to end by itself after SIGTERM; a front gives what it has begun ten of them."""
READY_WITHIN, PARTING = 90.0, 30.0
"""Seconds a successor has to become ready, and its predecessor to leave."""


@dataclass
class Child:
    """A command to keep running, however it ends: a service that somebody's SIGTERM has ended well is missed
    like one that crashed. With ``ends`` it has work that can be done: then 0 says that it is.

    It inherits ``fds``. At a renewal its successor is started beside it, unless it must be ``alone``, and it
    is told to leave by the signal ``farewell`` once the successor is ready. One that stands ``behind`` serves
    the others: at a stop it is there until they have ended."""

    name: str
    command: Sequence[str]
    fds: tuple[int, ...] = ()
    farewell: int = signal.SIGTERM
    alone: bool = False
    behind: bool = False
    ends: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0
    done: bool = False


@dataclass
class Supervisor:
    """Children in starting order; those that stand behind the others are stopped after them."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    stopping: bool = False
    renewing: bool = False

    def listen(self) -> None:
        """From now on Ctrl-C and SIGTERM ask for a clean stop, SIGUSR2 for a renewal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGUSR2, self._ask_to_renew)

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _ask_to_renew(self, _number: int, _frame: object) -> None:
        self.renewing = True

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            self._start(child)

    def _start(self, child: Child, ready: int | None = None) -> None:
        told = {} if ready is None else {"KOTINOS_READY_FD": str(ready)}
        # A session of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops all in order.
        child.process = subprocess.Popen(
            child.command,
            env={**self.environment, "KOTINOS_PARENT": str(os.getpid()), **told},
            pass_fds=child.fds if ready is None else (*child.fds, ready),
            start_new_session=True,
        )
        child.started = time.monotonic()

    def watch(self) -> None:
        """Look after the children until asked to stop or until all have done their work."""
        while not self.stopping and not all(child.done for child in self.children):
            self.look()
            if self.renewing:
                self.renewing = False
                self.renew()
            time.sleep(0.1)

    def renew(self) -> None:
        """Replace the children one by one by new processes of the same commands: a new version, say."""
        for child in self.children:
            if not self.stopping and not child.done and child.process is not None:
                self._renew(child, child.process)
        self.say("renewed" if not self.stopping else "stopping instead of renewing")

    def _renew(self, child: Child, old: subprocess.Popen[bytes]) -> None:
        if child.alone:
            self._part(child, old)
            child.process, child.due = None, 0.0
            self._look_at(child)
            return
        reading, writing = os.pipe()
        try:
            self._start(child, writing)
        except OSError as error:
            self.say(f"no new {child.name} can be started ({error.strerror})")
        os.close(writing)
        new, child.process = child.process, old
        ready = new is not old and new is not None and self._becomes_ready(new, reading)
        os.close(reading)
        if new is None or not ready:
            self.say(f"the new {child.name} did not become ready; the old one stays")
            if new is not None and new is not old:
                new.kill()
                new.wait()
            return
        # Not always ``old``: that one may have crashed meanwhile, and another have taken its place.
        current, child.process = child.process, new
        if current is not None:
            self._part(child, current)

    def _becomes_ready(self, new: subprocess.Popen[bytes], reading: int) -> bool:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and not self.stopping:
            self.look()
            if select.select([reading], [], [], 0.05)[0]:
                return bool(os.read(reading, 1))  # nothing: it ended without a word
            if new.poll() is not None:
                return False
        return False

    def _part(self, child: Child, old: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            old.send_signal(child.farewell)
        try:
            old.wait(PARTING)
        except subprocess.TimeoutExpired:
            self.say(f"the old {child.name} does not leave; killing it")
            old.kill()
            old.wait()

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
            try:
                self._start(child)
            except OSError as error:  # no room for one more process: that passes, and the others must not end
                self._put_off(child, f"{child.name} cannot be started ({error.strerror})")
            return
        code = child.process.poll()
        if code is None:
            return
        child.process = None
        if code == 0 and child.ends:
            child.done = True
            return
        self._put_off(child, f"{child.name} ended ({_told(code)})")

    def _put_off(self, child: Child, why: str) -> None:
        """Have a child that does not run started again after a wait, longer each time."""
        now = time.monotonic()
        child.wait = FIRST_WAIT if now - child.started > STEADY else min(2 * child.wait, LONGEST_WAIT)
        child.due = now + child.wait
        self.say(f"{why}; starting it again in {child.wait:.1f} s")

    def stop(self) -> None:
        """End all children, those behind last; one that does not end within the grace is killed.

        What a front has begun it can only finish while the others answer it."""
        for behind in (False, True):
            self._stop([child for child in self.children if child.behind is behind])

    def _stop(self, children: Sequence[Child]) -> None:
        """End these, all at once: each has the whole grace, and none waits for another."""
        running = [(child, child.process) for child in children if child.process is not None]
        for _, process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + GRACE
        for child, process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
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
