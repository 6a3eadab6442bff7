"""Backup and restore of PostgreSQL as people do it: commands, two databases, no client programs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kotinos.ops import api as ops
from tests.database import start_postgresql

from . import kit

pytestmark = pytest.mark.real
ROWS = (
    "SELECT id, digest, sender, sender_seq, raw FROM live_logentry ORDER BY id",
    "SELECT competition, topic, etag, body FROM live_snapshot ORDER BY 1, 2",
    "SELECT position, seq FROM live_cursor",
    "SELECT * FROM games_unit ORDER BY id",
    "SELECT * FROM live_key ORDER BY id",
)


class Databases:
    """A server with a database that a rehearsal has filled, and as many empty ones as are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, start_postgresql(folder)
        self.made = 0

    def empty(self) -> str:
        """The URL of a database without tables."""
        self.made += 1
        name = f"empty{self.made}"
        self.ask(self.url, f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")

    def ask(self, url: str, statement: str) -> list[tuple[object, ...]]:
        import psycopg  # optional: extra [real]

        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def kotinos(self, url: str, *words: object, code: int = 0) -> str:
        """What a command says, with a data folder of that database's own."""
        data = self.folder / "data" / urlsplit(url).path.strip("/")
        done = kit.alone(data, *words, KOTINOS_DATABASE_URL=url)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    folder = Path(tempfile.mkdtemp(prefix="kotinos-real-"))
    try:
        yield Databases(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def origin(databases: Databases) -> str:
    databases.kotinos(databases.url, "prepare", "--size", "test")
    return databases.url


@pytest.fixture(scope="module")
def backup(databases: Databases, origin: str) -> Path:
    databases.kotinos(origin, "backup", databases.folder / "backups")
    return kit.only(databases.folder / "backups")


def test_restored_database_holds_every_row_and_goes_on(
    databases: Databases, origin: str, backup: Path
) -> None:
    url = databases.empty()
    databases.kotinos(url, "restore", backup)
    for statement in ROWS:
        assert databases.ask(url, statement) == databases.ask(origin, statement)
    epoch = "SELECT epoch FROM live_cursor"
    assert databases.ask(url, epoch) != databases.ask(origin, epoch)
    assert databases.kotinos(url, "rebuild", "--check") == "0 differences\n"
    databases.kotinos(url, "key", "create", "next")  # takes the number after the last one restored


def test_filled_database_is_refused_and_moved_aside_when_asked(databases: Databases, backup: Path) -> None:
    url = databases.empty()
    databases.kotinos(url, "migrate")
    databases.kotinos(url, "key", "create", "here")
    said = databases.kotinos(url, "restore", backup, code=1)
    assert "the database holds rows (live_key)" in said and "--replace" in said
    databases.kotinos(url, "restore", backup, "--replace")
    ((schema,),) = databases.ask(url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced_%'")
    assert databases.ask(url, f"SELECT name FROM {schema}.live_key") == [("here",)]
    assert databases.ask(url, "SELECT name FROM live_key") == [("rehearsal",)]


def test_changed_byte_is_refused_and_the_database_stays_as_it_was(
    databases: Databases, backup: Path, tmp_path: Path
) -> None:
    url, spoilt = databases.empty(), Path(shutil.copytree(backup, tmp_path / "spoilt"))
    part = next(part for part in ops.read_manifest(spoilt).parts if part.table == "live_snapshot")
    kit.flip(spoilt / part.name, part.bytes // 2)
    assert "live_snapshot.copy is not what was written" in databases.kotinos(url, "restore", spoilt, code=1)
    assert databases.ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_message_that_is_not_what_came_leaves_the_database_as_it_was(
    databases: Databases, origin: str, tmp_path: Path
) -> None:
    databases.ask(origin, "CREATE DATABASE spoilt")
    spoilt, target = origin.replace("/postgres?", "/spoilt?"), databases.empty()
    databases.kotinos(spoilt, "prepare", "--size", "test")
    databases.ask(spoilt, "UPDATE live_logentry SET raw = raw || ' '::bytea WHERE id = 7")
    databases.kotinos(spoilt, "backup", tmp_path)
    said = databases.kotinos(target, "restore", kit.only(tmp_path), code=1)
    assert "1 messages are not the bytes that came, at positions 7" in said
    assert databases.ask(target, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_database_in_use_is_refused(databases: Databases, backup: Path) -> None:
    import psycopg  # optional: extra [real]

    from kotinos.live.lock import NUMBER  # slow: Django

    url = databases.empty()
    with psycopg.connect(url) as fold:
        fold.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        assert "stop it first" in databases.kotinos(url, "restore", backup, code=1)
