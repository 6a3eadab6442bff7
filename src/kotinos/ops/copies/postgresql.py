"""Tables out of PostgreSQL and into it again, by COPY through the driver: no other program is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kotinos.live import api as live
from kotinos.live.terms import LogHolding, Stand

from . import files
from .terms import CannotError, Manifest, Part, Progress

TABLE, COLUMNS, ROWS = "table", "columns", "rows"


def dump(folder: Path, progress: Progress) -> tuple[Stand, LogHolding, dict[str, Part]]:
    """Copy every table of ours into ``folder``, all as they stood at one moment, holding up nobody.

    What they hold, and for each file which table, columns and rows are in it."""
    parts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        stand, holding = live.stand(), live.log_holding()
        for model in tables():
            part = _described(model)
            rows = _out(cursor, part, folder / part.name, progress)
            parts[part.name] = Part(part.name, 0, "", part.table, part.columns, rows)
    return stand, holding, parts


def tables() -> list[type[models.Model]]:
    """Every table of the installed rooms, those of many-to-many relations too, in an order that stays."""
    found = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    return sorted((each for each in found if not each._meta.proxy), key=lambda each: each._meta.db_table)


def _described(model: type[models.Model]) -> Part:
    columns = tuple(field.column for field in model._meta.local_concrete_fields if field.column)
    return Part(f"{model._meta.db_table}.copy", 0, "", model._meta.db_table, columns)


def _statement(part: Part, direction: str) -> str:
    name = connection.ops.quote_name
    columns = ", ".join(name(column) for column in part.columns)
    return f"COPY {name(part.table)} ({columns}) {direction} (FORMAT binary)"


def _out(cursor: Any, part: Part, path: Path, progress: Progress) -> int:
    done = 0
    with files.private(path) as file, cursor.copy(_statement(part, "TO STDOUT")) as rows:
        for chunk in rows:
            file.write(chunk)
            done += len(chunk)
            progress(f"copying {part.table}", done, 0)
    files.sync(path)
    return int(cursor.rowcount)


def size() -> int:
    """Bytes that a copy of all tables may take: what they take now, without their indexes."""
    with connection.cursor() as cursor:
        names = [each._meta.db_table for each in tables()]
        cursor.execute(
            "SELECT sum(pg_table_size(to_regclass(name))) FROM unnest(%s::text[]) AS name", [names]
        )
        return int(cursor.fetchone()[0] or 0)


def load(backup: Path, manifest: Manifest, progress: Progress) -> None:
    """Fill the database's empty tables from a backup, making them first where there are none.

    Call it in a transaction. Raises ``CannotError`` when tables are of another version."""
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        _migrate_to(manifest.migrations)
    if applied() != manifest.migrations:
        raise CannotError(
            "the database's tables are of another version than the backup's: "
            "restore into a database without tables, they are made as they were"
        )
    done, copied = 0, [part for part in manifest.parts if part.table]
    with connection.cursor() as cursor:
        name = connection.ops.quote_name
        cursor.execute(f"TRUNCATE {', '.join(name(part.table) for part in copied)}")
        for part in copied:
            with (backup / part.name).open("rb") as file, cursor.copy(_statement(part, "FROM STDIN")) as rows:
                while chunk := file.read(files.CHUNK):
                    rows.write(chunk)
                    done += len(chunk)
                    progress("restoring", done, manifest.bytes)
            if cursor.rowcount != part.rows:
                raise CannotError(f"{part.name} gave {cursor.rowcount} rows instead of {part.rows}")
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
        # Without figures of the new tables the planner guesses, and the first start would be slow.
        cursor.execute("ANALYZE")
    call_command("migrate", interactive=False, verbosity=0)


def applied() -> tuple[str, ...]:
    """Names of the migrations that the database has had."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def _migrate_to(migrations: Sequence[str]) -> None:
    """Make the tables as they were when a database had had these migrations."""
    newest: dict[str, str] = {}
    for each in sorted(migrations):
        app, _, name = each.partition(".")
        newest[app] = name
    MigrationExecutor(connection).migrate(list(newest.items()))


def filled() -> list[str]:
    """Tables of our rooms that hold rows."""
    there = set(connection.introspection.table_names())
    ours = [each for each in tables() if each.__module__.startswith("kotinos.")]
    return [
        each._meta.db_table
        for each in ours
        if each._meta.db_table in there and each._default_manager.exists()
    ]


def move_aside(now: datetime) -> str:
    """Move all tables of ours into a schema of their own, whose name is given back."""
    schema = f"replaced_{now:%Y%m%dt%H%M%S_%fz}"
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in _ours(there):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET SCHEMA {schema}")
    return schema


def _ours(there: Iterable[str]) -> list[str]:
    ours = {each._meta.db_table for each in tables()} | {MigrationRecorder.Migration._meta.db_table}
    return sorted(ours & set(there))
