"""What the log and the fold hold: told and checked for whoever copies them and puts copies back."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.db.models import Count, Max

from . import models, queries
from .terms import LogHolding, Stand

ROWS = 500
"""Messages read at once: bounds memory."""
SKIPPED = 1_000_000
"""Positions left out: more than the messages of the greatest day a Games has had."""
SINCE, A_SECOND = 1_767_225_600, 100_000
"""The beginning of 2026, in Unix time; positions left out for each second since: no log takes in as many."""


def log_holding() -> LogHolding:
    """How many messages the log holds, and the position of the newest."""
    found = models.LogEntry.objects.aggregate(messages=Count("pk"), newest=Max("pk"))
    return LogHolding(found["messages"], found["newest"] or 0)


def stand() -> Stand:
    """Where the fold stands, and what it has made."""
    cursor = queries.cursor()
    return Stand(
        games=tuple(queries.games()),
        snapshots=models.Snapshot.objects.count(),
        position=cursor.position,
        epoch=cursor.epoch,
        seq=cursor.seq,
    )


def damaged(on_progress: Callable[[int], None] = lambda done: None) -> list[int]:
    """Positions of messages whose bytes are not those that their digest was made of when they came."""
    found, done = [], 0
    rows = models.LogEntry.objects.order_by("pk").values_list("pk", "digest", "raw")
    for done, (position, digest, raw) in enumerate(rows.iterator(ROWS), 1):
        # SQLite keeps whatever it is given: what has become a text is no message either.
        if isinstance(raw, str) or hashlib.sha256(raw).hexdigest() != digest:
            found.append(position)
        if not done % ROWS:
            on_progress(done)
    on_progress(done)
    return found


def begin_anew() -> None:
    """After what was lost: no name of it is given to anything else.

    Every reader fetches snapshots anew, for no point of the old epoch is one of the new: what readers were
    told may be of a future that did not happen. Positions leave out so many that none that was told before,
    to a sender or by an edge to its centre, is used again: not by what was lost, and not after an earlier
    restore of the same backup either, for they begin beyond what the time of day can have used up."""
    models.Cursor.objects.update(epoch=secrets.token_hex(4))
    log = connections[str(settings.LOG_DB)]
    table = models.LogEntry._meta.db_table
    reached = max(0, int(time.time()) - SINCE) * A_SECOND
    with log.cursor() as cursor:
        if log.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()[0]
            to = "SELECT setval(%s, GREATEST(nextval(%s), %s) + %s)"
            cursor.execute(to, [sequence, sequence, reached, SKIPPED])
            return
        to = "UPDATE sqlite_sequence SET seq = MAX(seq, %s) + %s WHERE name = %s"
        cursor.execute(to, [reached, SKIPPED, table])
        if not cursor.rowcount:  # nothing was ever in it
            made = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
            cursor.execute(made, [table, reached + SKIPPED])


def newest_came() -> datetime | None:
    """When the newest message of the log came; ``None`` for an empty log."""
    return models.LogEntry.objects.order_by("-pk").values_list("received", flat=True).first()
