"""One fold at a time: a file lock in the data folder, an advisory lock on PostgreSQL."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

NUMBER = 0x6B6F7466


class BusyError(RuntimeError):
    """Another process folds this log."""


@contextmanager
def only_fold(folder: Path | None = None) -> Iterator[None]:
    """Hold the fold for this process. Raises ``BusyError`` when another has it.

    ``folder``: of that data folder's SQLite files, whatever the settings say."""
    if folder is None and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBER])
            if not cursor.fetchone()[0]:
                raise BusyError("another fold worker is running on this database")
        try:
            yield
        finally:
            if connection.is_usable():  # a lost connection has let go of it already
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
        return
    folder = folder or Path(settings.DATA_DIR)
    with (folder / "fold.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"another fold worker is running on {folder}") from error
        yield
