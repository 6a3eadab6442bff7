"""What tests of the ops room share: a log with messages in it, commands in processes of their own."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps

from kotinos.live.actions import ensure_key
from kotinos.live.intake import Intake, Submitted
from kotinos.live.queries import last_seq
from kotinos.live.worker import Worker
from kotinos.odf.message import Message
from kotinos.odf.writer import write_message
from kotinos.ops import api as ops

Rows = dict[str, list[tuple[Any, ...]]]


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks at the progress."""


def fill(messages: Sequence[Message], *, folded: bool = True) -> None:
    """Send messages to the intake, which may refuse those with errors, and fold them."""
    secret, start = ensure_key("venue"), last_seq("venue") + 1
    numbered = enumerate(messages, start)
    group = [Submitted(write_message(each), secret, seq, Future()) for seq, each in numbered]
    Intake().take(group)
    assert {each.answer.result().code for each in group} <= {200, 400}
    worker = Worker()
    while folded and worker.step():
        pass


def rows_of_models() -> Rows:
    """Every row of every table of the suite's database."""
    found: Rows = {}
    for model in apps.get_models():
        names = [field.attname for field in model._meta.local_concrete_fields]
        listed = model._default_manager.order_by("pk").values_list(*names)
        found[model._meta.db_table] = [tuple(map(plain, row)) for row in listed]
    return found


def plain(value: Any) -> Any:
    """A value as both databases and SQLite's own module give it."""
    return bytes(value) if isinstance(value, memoryview) else value


def rows_of_file(path: Path) -> Rows:
    """Every row of every table of a SQLite file, as SQLite has them; the table of migrations is left out."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in names if name.startswith(("live_", "games_", "ops_", "desks_"))]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in tables}


def rows_of_folder(folder: Path) -> Rows:
    """Every row of a data folder's SQLite files, or of a backup's."""
    return rows_of_file(folder / "kotinos.sqlite3") | rows_of_file(folder / "log.sqlite3")


def without_epoch(rows: Rows) -> Rows:
    """The rows without the one thing that a restore changes."""
    return rows | {"live_cursor": [row[:1] + row[2:] for row in rows["live_cursor"]]}


def alone(data: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with the settings people have, on that data folder."""
    command = [sys.executable, "-m", "kotinos", *map(str, words)]
    env = own_environment(data, **environment)
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def own_environment(data: Path, **environment: str) -> dict[str, str]:
    """The environment without what the suite has put there, and with that data folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KOTINOS_", "DJANGO_"))}
    return own | {"KOTINOS_DATA_DIR": str(data), **environment}


def only(folder: Path) -> Path:
    """The one backup that a folder holds."""
    (found,) = ops.backups(folder)
    return found


def sha256(path: Path) -> str:
    """Of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def flip(path: Path, at: int) -> None:
    """Change one byte of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x10]))
