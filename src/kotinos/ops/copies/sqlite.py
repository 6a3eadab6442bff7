"""Copies of SQLite files while they are written: one moment of each, taken by the online backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from kotinos.live import api as live
from kotinos.live.terms import LogHolding, Stand

from . import files
from .terms import Progress

APPLICATION, LOG = "kotinos.sqlite3", "log.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""
PAGES = 4096
"""Pages copied between two reports of progress."""


def dump(folder: Path, progress: Progress) -> tuple[Stand, LogHolding]:
    """Copy both databases into ``folder``; what they hold.

    The application's first: whatever the fold has read by then is in the log that is copied after it."""
    with _moment("default") as connection:
        stand = live.stand()
        _copy(connection, folder / APPLICATION, progress)
    with _moment(str(settings.LOG_DB)) as connection:
        holding = live.log_holding()
        _copy(connection, folder / LOG, progress)
    return stand, holding


@contextmanager
def _moment(alias: str) -> Iterator[sqlite3.Connection]:
    """This thread's connection, seeing one moment of the database.

    Readers hold up no writer (WAL). Without the open transaction the copy would begin anew with
    every commit of the intake, and never end on a busy day."""
    connections[alias].ensure_connection()
    connection: sqlite3.Connection = connections[alias].connection
    connection.execute("BEGIN DEFERRED")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is the first read
        yield connection
    finally:
        connection.execute("ROLLBACK")


def _copy(source: sqlite3.Connection, path: Path, progress: Progress) -> None:
    files.private(path).close()
    size = int(source.execute("PRAGMA page_size").fetchone()[0])

    def report(_: int, left: int, pages: int) -> None:
        # Little at a time: a disk that is given all of it at once keeps the intake's own syncs waiting.
        files.sync(path)
        progress(f"copying {path.name}", (pages - left) * size, pages * size)

    target = sqlite3.connect(path, isolation_level=None)
    try:
        target.execute("PRAGMA synchronous=OFF")
        source.backup(target, pages=PAGES, progress=report)
    finally:
        target.close()
    files.sync(path)


def absent() -> list[str]:
    """Databases of the settings whose files are not there. To connect would make them, empty."""
    named = {alias: Path(str(each["NAME"])) for alias, each in settings.DATABASES.items() if _is_file(each)}
    return [alias for alias, path in named.items() if not path.exists()]


def _is_file(database: dict[str, object]) -> bool:
    return "sqlite3" in str(database["ENGINE"]) and Path(str(database["NAME"])).is_absolute()


def sizes() -> int:
    """Bytes that copies of both databases will take, at the most."""
    found = 0
    for alias in {"default", str(settings.LOG_DB)}:
        with connections[alias].cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            found += pages * cursor.execute("PRAGMA page_size").fetchone()[0]
    return found


def unsound(check: str) -> list[str]:
    """What SQLite finds wrong in the settings' databases, a line for each fault.

    ``check``: ``integrity_check``, or ``quick_check``, which takes half as long and leaves out indexes."""
    found = []
    for alias in sorted({"default", str(settings.LOG_DB)}):
        with connections[alias].cursor() as cursor:
            cursor.execute(f"PRAGMA {check}(10)")
            found += [f"{alias}: {line}" for (line,) in cursor.fetchall() if line != "ok"]
    return found


def in_use(path: Path) -> bool:
    """Whether another process has that database open: then nobody else can have it for himself alone."""
    if not path.exists():
        return False
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:
        return False  # broken: that is why it is being replaced
    finally:
        connection.close()
    return False
