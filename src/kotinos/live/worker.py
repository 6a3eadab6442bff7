"""The fold worker: follows the log, keeps what the fold makes, tells the bus."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DataError, Error, IntegrityError, connection

from kotinos.odf.reader import read_message

from . import keeper, meters, models, queries
from .fold import Flushed, Fold
from .terms import Batch

log = logging.getLogger(__name__)

BATCH = 400
"""Log rows folded in one transaction at the most: bounds memory and the time a lock is held."""


class Worker:
    """Folds log rows of all Games in order. Not for use by several threads."""

    def __init__(self, publish: Callable[[Batch], None] = lambda batch: None) -> None:
        self.folds: dict[str, Fold] = {}
        self.position = queries.cursor().position
        self._publish = publish

    def warm(self) -> None:
        """Load every Games there is, so that the first message finds it ready."""
        for competition in queries.games():
            self._fold(competition)

    def step(self, *, publish: bool = True, limit: int = BATCH) -> int:
        """Fold the next rows; returns how many. Published only after they are committed."""
        rows = queries.log_after(self.position, limit)
        if not rows:
            return 0
        begin = time.perf_counter()
        try:
            batch = self._keep(rows, publish=publish)
        except Exception as error:
            self.folds.clear()  # memory is ahead of the database: read it again
            if isinstance(error, Error) and not isinstance(error, DataError | IntegrityError):
                raise  # the database's own trouble passes, and no message is to blame
            if len(rows) > 1:
                return self.step(publish=publish, limit=len(rows) // 2)
            batch = keeper.keep(rows[0].pk, {}, [_flag(rows[0], error)], publish=publish)
        self.position = rows[-1].pk
        if batch.changes:
            self._publish(batch)
        meters.folded.inc(len(rows))
        meters.published.inc(len(batch.changes))
        meters.stepped.observe(time.perf_counter() - begin)
        return len(rows)

    def _keep(self, rows: Sequence[models.LogEntry], *, publish: bool) -> Batch:
        flags = [flag for row in rows if (flag := self._apply(row))]
        touched = {row.competition for row in rows}
        flushed: dict[str, Flushed] = {each: self._fold(each).flush() for each in sorted(touched)}
        return keeper.keep(rows[-1].pk, flushed, flags, publish=publish)

    def _apply(self, row: models.LogEntry) -> models.Flagged | None:
        fold = self._fold(row.competition)
        try:
            message, _ = read_message(bytes(row.raw))
            fold.apply(message)
        except Exception as error:  # noqa: BLE001 - whatever a message does, the stream goes on
            return _flag(row, error)
        return None

    def _fold(self, competition: str) -> Fold:
        if competition not in self.folds:
            self.folds[competition] = keeper.load(competition)
        return self.folds[competition]


def _flag(row: models.LogEntry, error: Exception) -> models.Flagged:
    log.error("message at position %s breaks the fold", row.pk, exc_info=error)
    return models.Flagged(
        competition=row.competition, position=row.pk, error=f"{type(error).__name__}: {error}"
    )


def follow(worker: Worker, poke: threading.Event, stop: threading.Event, *, every: float = 0.25) -> None:
    """Fold until ``stop``. Woken by ``poke``; looks by itself ``every`` seconds, for a lost poke."""
    while not stop.is_set():
        poke.clear()
        try:
            while worker.step() and not stop.is_set():
                pass
        except Exception:
            if not connection.is_usable():
                raise  # the lock is lost with the connection: start again, and hold it
            log.exception("the fold could not be kept; trying again")
            queries.mend()
            stop.wait(1.0)
        poke.wait(every)
