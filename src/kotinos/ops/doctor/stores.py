"""What the databases can promise: whether they answer, are sound, up to date, and really keep."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kotinos.live import api as live

from ..copies import sqlite
from . import disk
from .saying import bad, note, ok
from .terms import Advice

OLDEST = (3, 37, 0)
"""Of SQLite, from which on everything here has been tried."""
LONG_WAL = 256 << 20
ASKEW = 5.0
"""Seconds by which clocks of machines that share a database may differ."""
FULL = 2
"""PRAGMA synchronous: a commit is on disk before it is told."""


class Database(NamedTuple):
    """Whether the database can be asked, and what is told of it."""

    reachable: bool
    advice: list[Advice]


def database() -> Database:
    """Whether the database answers, and whether its tables are of this version."""
    if sqlite.absent():
        return Database(False, [ok("database", "none yet: kotinos run makes it")])
    begin = time.perf_counter()
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        taken = time.perf_counter() - begin
        late = _not_migrated()
        tables = set(connection.introspection.table_names())
    except Error:
        remedy = (
            "start it, or look at KOTINOS_DATABASE_URL"
            if settings.DATABASE_URL
            else "look at its files' rights"
        )
        return Database(False, [bad("database", f"{connection.display_name} does not answer", remedy)])
    told = ok("database", f"{connection.display_name} {_version()} answers in {taken * 1000:.1f} ms")
    if not tables:
        return Database(False, [told, ok("tables", "none yet: kotinos run makes them")])
    if late:
        return Database(False, [told, note("tables", f"{late} changes to come", "kotinos migrate")])
    return Database(True, [told, ok("tables", "of this version")])


def _not_migrated() -> int:
    return sum(
        len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        for executor in (MigrationExecutor(connections[alias]) for alias in settings.DATABASES)
    )


def _version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def durability() -> list[Advice]:
    """Whether PostgreSQL has a commit on disk before it says so."""
    found = {}
    try:
        with connection.cursor() as cursor:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                cursor.execute(f"SHOW {name}")
                found[name] = str(cursor.fetchone()[0])
    except Error:
        return []  # it is told already that it does not answer
    return [durable(found)]


def durable(found: Mapping[str, str]) -> Advice:
    """What PostgreSQL's settings by name mean for a commit."""
    if off := ", ".join(name for name, value in found.items() if value == "off"):
        told = f"{off} is off: an acknowledged message can be lost"
        return bad("durable commits", told, f"set {off} to on in postgresql.conf")
    return ok("durable commits", "PostgreSQL syncs before it answers")


def commits(group: int) -> list[Advice]:
    """How long PostgreSQL takes to have 512 bytes on disk. They go to its write-ahead log only."""
    try:
        with connection.cursor() as cursor:
            statement = "SELECT pg_logical_emit_message(true, 'kotinos', repeat('U', 512))"
            return [disk.told_of(disk.measure(lambda: cursor.execute(statement)), group)]
    except Error:
        return []  # it does not answer, or not to this: then there is nothing to be told


def files(folder: Path) -> list[Advice]:
    """SQLite's version, how its files are kept, whether they are sound, how long their logs."""
    text = sqlite3.sqlite_version
    old = sqlite3.sqlite_version_info < OLDEST
    version = note("SQLite", f"{text} is old", "a newer Python brings a newer one")
    found = [version if old else ok("SQLite", text)]
    if sqlite.absent():
        return found
    try:
        return [*found, _kept(), _sound(), *_wals(folder)]
    except Error as error:
        told = f"cannot be read: {error}"
        return [
            *found,
            bad("SQLite files", told, "kotinos restore the newest backup with --replace"),
        ]


def _kept() -> Advice:
    loose = []
    for alias in settings.DATABASES:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < FULL:
                loose.append(alias)
    if loose:
        told = f"{', '.join(loose)}: a commit is told before it is on disk"
        return bad("durable commits", told, "use the settings that Kotinos comes with")
    return ok("durable commits", "SQLite syncs before it answers")


def _sound() -> Advice:
    begin = time.perf_counter()
    wrong = sqlite.unsound("quick_check")
    if wrong:
        remedy = "stop the server; kotinos restore the newest backup with --replace"
        return bad("SQLite files", f"unsound: {'; '.join(wrong)}", remedy)
    return ok("SQLite files", f"sound (looked through in {time.perf_counter() - begin:.1f} s)")


def _wals(folder: Path) -> list[Advice]:
    return [wals({path.name: path.stat().st_size for path in folder.glob("*.sqlite3-wal")})]


def wals(sizes: Mapping[str, int]) -> Advice:
    """What the sizes of write-ahead logs, by name, mean."""
    told = ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sorted(sizes.items())) or "none"
    if any(size > LONG_WAL for size in sizes.values()):
        remedy = "a reader has been open for long, or a backup runs; a restart makes it short again"
        return note("write-ahead logs", told, remedy)
    return ok("write-ahead logs", told)


def holding() -> list[Advice]:
    """Whether the log is of the past, and whether the fold keeps up with it."""
    came = live.newest_came()
    ahead = (came - timezone.now()).total_seconds() if came else 0.0
    return [log(live.log_holding().newest, live.stand().position, ahead)]


def log(newest: int, cursor: int, ahead: float) -> Advice:
    """What it means that a log ends at ``newest`` and is folded up to ``cursor``.

    ``ahead``: seconds from now to the moment at which its newest message came."""
    if cursor > newest:
        told = f"the fold stands {cursor - newest:,} messages beyond the log's end"
        return bad("log", told, "kotinos restore both from one backup")
    if ahead > ASKEW:
        told = f"the newest message came {ahead:,.0f} s later than now: the clock has been set back"
        return bad("log", told, "set the clock right")
    return ok("log", f"up to position {newest:,}, {newest - cursor:,} behind it not yet folded")
