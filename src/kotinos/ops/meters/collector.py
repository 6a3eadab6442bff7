"""The collector: hears all processes, knows what is wrong, and keeps the history. One a server."""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import Error, connection

from kotinos.live import api as live
from kotinos.live.terms import Report

from ..terms import Course, Process, State, Trouble
from . import history
from .board import Board
from .exposition import text
from .figures import Figures, Span, level
from .ranges import TICK, Range
from .rules import Watch

log = logging.getLogger(__name__)

WAITING = 60
"""Rows that wait for a database that is busy; beyond that the oldest are given up."""
LOOK_BACK = 3600
"""Seconds of history from which troubles are known again after a start."""
PRUNE_EVERY = 3600
SETTLE = 5.0
"""Seconds after a start before anything is judged: every process has reported by then."""


class Collector:
    """Runs in threads of its own: the bus's, and one that ticks every ten seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._board, self._watch = Board(), Watch()
        self._waiting: deque[Figures] = deque(maxlen=WAITING)
        self._unkept, self._pruned = "", 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)

    def start(self) -> None:
        """Begin to tick."""
        self._thread.start()

    def stop(self) -> None:
        """End; what waits to be written is written if the database lets us."""
        self._stop.set()
        self._thread.join()

    def take(self, report: Report) -> None:
        """Hear a process."""
        self._board.take(report, self._clock())

    def state(self) -> State:
        """What is known now."""
        now = self._clock()
        return State(
            collecting=True,
            now=int(now),
            figures=self._board.figures(now, disk_free()),
            processes=[_process(last, span) for last, span in self._board.heard(now)],
            troubles=[Trouble(rule, since, value) for rule, since, value in self._watch.broken()],
            turned=self._watch.turned,
            unkept=self._unkept,
        )

    def metrics(self) -> bytes:
        """All meters of all processes, for Prometheus."""
        now = self._clock()
        return text([(last, span.now) for last, span in self._board.heard(now)], now)

    def course(self, range_: Range) -> Course:
        """The figures of a range. Raises the database's Error."""
        begin, points = history.points(range_, int(self._clock()))
        return Course(range_, begin, points)

    def remember(self) -> None:
        """Know troubles again that began before this start."""
        now = int(self._clock())
        try:
            for figures in history.since(now - LOOK_BACK, now):
                self._watch.look(figures)
        except Error as error:
            self._fail(error)

    def tick(self) -> None:
        """Take the figures of the last ten seconds, judge them, and keep them."""
        now = self._clock()
        figures = self._board.figures(now, disk_free())
        self._watch.look(figures)
        self._waiting.append(figures)
        try:
            history.keep(self._waiting)
            self._waiting.clear()
            history.roll(int(now))
            if now - self._pruned >= PRUNE_EVERY:
                history.prune(int(now))
                self._pruned = int(now)
            self._unkept = ""
        except Error as error:
            self._fail(error)

    def _fail(self, error: Error) -> None:
        """The rows wait; a lost connection is opened anew by the next question."""
        if not self._unkept:
            log.warning("the history of the meters cannot be read or written now: %s", error)
        self._unkept = str(error)
        connection.close()

    def _run(self) -> None:
        try:
            self.remember()
            self._stop.wait(SETTLE)
            while not self._stop.wait(TICK - self._clock() % TICK):
                self.tick()
        finally:
            connection.close()


def disk_free() -> float:
    """The free share of the disk that holds the data folder."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return usage.free / usage.total if usage.total else 1.0


def _process(last: float, span: Span) -> Process:
    now, then = span.now, span.then
    cpu = level(now, "process_cpu_seconds_total") - (
        level(then, "process_cpu_seconds_total") if then else 0.0
    )
    seconds = now.at - (then.at if then else now.started)
    return Process(
        name=now.process,
        instance=now.instance,
        pid=now.pid,
        started=now.started,
        heard=last,
        parts=now.parts,
        cpu=cpu / seconds if seconds > 0 else 0.0,
        memory=level(now, "process_resident_memory_bytes"),
        files=level(now, "process_open_fds"),
        files_limit=level(now, "process_max_fds"),
    )


_running: Collector | None = None


@contextlib.contextmanager
def collecting() -> Iterator[Collector]:
    """While this lasts, a collector runs in this process. Raises what opening the bus raises."""
    global _running
    collector = Collector()
    leave = live.hear(collector.take)
    collector.start()
    _running = collector
    try:
        yield collector
    finally:
        _running = None
        leave()
        collector.stop()


def running() -> Collector | None:
    """The collector of this process, if one runs."""
    return _running
