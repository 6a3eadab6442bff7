"""restore(backup(x)) = x, but for the epoch; whatever is not as it was is refused, and nothing touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from kotinos.live import api as live
from kotinos.live import models
from kotinos.live.lock import only_fold
from kotinos.odf.message import Message
from kotinos.ops import api as ops
from tests.live import made
from tests.live.test_worker import a_games

from . import kit


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that a rehearsal has filled, whatever the suite runs on."""
    folder = tmp_path_factory.mktemp("origin") / "data"
    folder.mkdir()
    done = kit.alone(folder, "prepare", "--size", "test")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def stored(origin: Path) -> Path:
    """A backup of that folder."""
    done = kit.alone(origin, "backup", origin.parent / "backups")
    assert done.returncode == 0, done.stderr
    return kit.only(origin.parent / "backups")


@pytest.fixture
def backup(stored: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(stored, tmp_path / "backup"))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; whatever happens to it, no half of a restore stays there."""
    (tmp_path / "target").mkdir()
    yield tmp_path / "target"
    assert not (tmp_path / "target" / ".restoring").exists()


def test_restored_folder_holds_every_row_in_a_new_epoch(origin: Path, stored: Path, target: Path) -> None:
    done = kit.alone(target, "restore", stored)
    assert done.returncode == 0, done.stderr
    before, after = kit.rows_of_folder(origin), kit.rows_of_folder(target)
    assert len(before["live_logentry"]) > 100 and len(before["live_snapshot"]) > 100
    assert kit.without_epoch(after) == kit.without_epoch(before)
    assert after["live_cursor"][0][1] != before["live_cursor"][0][1]
    for name in ("secret-key", "rehearsal.json"):
        assert (target / name).read_bytes() == (origin / name).read_bytes()
    assert kit.alone(target, "rebuild", "--check").stdout == "0 differences\n"


def test_restored_folder_named_by_into_is_filled(stored: Path, target: Path, tmp_path: Path) -> None:
    done = kit.alone(tmp_path / "settings", "restore", stored, "--into", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"kotinos run --data {target}" in done.stdout
    assert len(kit.rows_of_folder(target)["live_logentry"]) > 100


def test_folder_that_holds_something_is_refused_and_moved_aside_when_asked(
    stored: Path, target: Path
) -> None:
    assert kit.alone(target, "key", "create", "here").returncode == 0
    (target / "rehearsal.json").write_text("another")
    before = kit.rows_of_folder(target)
    refused = kit.alone(target, "restore", stored)
    assert refused.returncode == 1
    assert "kotinos.sqlite3, log.sqlite3, rehearsal.json" in refused.stderr and "--replace" in refused.stderr
    assert kit.rows_of_folder(target) == before
    assert kit.alone(target, "restore", stored, "--replace").returncode == 0
    (aside,) = target.glob("replaced-*")
    assert kit.rows_of_folder(aside) == before
    assert (aside / "rehearsal.json").read_text() == "another"
    assert len(kit.rows_of_folder(target)["live_logentry"]) > 100


def test_changed_byte_of_any_file_is_refused_by_its_name(backup: Path, target: Path) -> None:
    for part in ops.read_manifest(backup).parts:
        kit.flip(backup / part.name, part.bytes // 2)
        with pytest.raises(ops.CannotError, match=f"{part.name} is not what was written"):
            ops.restore(backup, target, False, unwanted, kit.quiet)
        assert {path.name for path in target.iterdir()} == {"fold.lock"}
        kit.flip(backup / part.name, part.bytes // 2)


def unwanted(stage: Path) -> None:
    pytest.fail("what is damaged was let in")


def altered(backup: Path, statement: str) -> None:
    """Change the log of a backup, and its manifest so that it says so: only what is inside can tell."""
    with closing(sqlite3.connect(backup / "log.sqlite3")) as log, log:
        log.execute(statement)
    manifest = (backup / "manifest.json").read_text()
    for part in ops.read_manifest(backup).parts:
        path = backup / part.name
        manifest = manifest.replace(part.sha256, kit.sha256(path)).replace(
            f'"bytes": {part.bytes}', f'"bytes": {path.stat().st_size}'
        )
    (backup / "manifest.json").write_text(manifest)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE live_logentry SET raw = CAST(raw || ' ' AS BLOB) WHERE id = 7", "at positions 7 "),
        ("UPDATE live_logentry SET raw = CAST(raw AS TEXT) WHERE id IN (7, 8)", "at positions 7, 8 "),
        ("DELETE FROM live_logentry WHERE id = 7", "messages {less} instead of {there}"),
        ("DELETE FROM live_logentry WHERE id = (SELECT max(id) FROM live_logentry)", "newest {less} instead"),
    ],
)
def test_log_that_is_not_what_came_is_refused(backup: Path, target: Path, statement: str, told: str) -> None:
    altered(backup, statement)
    there = ops.read_manifest(backup).holds.messages
    done = kit.alone(target, "restore", backup)
    assert done.returncode == 1
    assert told.format(there=there, less=there - 1) in done.stderr
    assert {path.name for path in target.iterdir()} == {"fold.lock", "ops-key", "secret-key"}


def test_folder_in_use_is_refused(stored: Path, target: Path) -> None:
    with only_fold(target), pytest.raises(ops.CannotError, match="stop it first"):
        ops.restore(stored, target, True, unwanted, kit.quiet)
    assert kit.alone(target, "migrate").returncode == 0
    with closing(sqlite3.connect(target / "log.sqlite3")) as other:  # a front without a fold
        other.execute("SELECT count(*) FROM live_logentry").fetchone()
        with pytest.raises(ops.CannotError, match=r"has .*log\.sqlite3 open"):
            ops.restore(stored, target, True, unwanted, kit.quiet)


def test_server_that_was_started_meanwhile_keeps_its_files(stored: Path, target: Path) -> None:
    """What it has acknowledged by then is in them: they must not be moved aside under it."""
    opened: list[sqlite3.Connection] = []

    def started(stage: Path) -> None:
        assert kit.alone(target, "migrate").returncode == 0
        opened.append(sqlite3.connect(target / "log.sqlite3"))
        opened[0].execute("SELECT count(*) FROM live_logentry").fetchone()

    with pytest.raises(ops.CannotError, match=r"has .*log\.sqlite3 open"):
        ops.restore(stored, target, True, started, kit.quiet)
    assert opened[0].execute("SELECT count(*) FROM live_logentry").fetchone() == (0,)
    opened[0].close()
    assert not list(target.glob("replaced-*"))


def test_what_the_system_refuses_is_told_in_a_line(stored: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert kit.alone(tmp_path / "data", "migrate").returncode == 0
    inside = tmp_path / "file" / "x"
    for words in (("restore", stored, "--into", inside), ("backup", inside)):
        done = kit.alone(tmp_path / "data", *words)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
        assert "Not a directory" in done.stderr


def test_broken_database_can_be_replaced(stored: Path, target: Path) -> None:
    (target / "kotinos.sqlite3").write_bytes(b"no database, " * 999)
    done = kit.alone(target, "restore", stored, "--replace")
    assert done.returncode == 0, done.stderr


def test_backup_of_a_newer_or_another_kind_is_refused(backup: Path, target: Path) -> None:
    path = backup / "manifest.json"
    text = path.read_text()
    path.write_text(text.replace("live.0001_initial", "live.9999_later"))
    assert "which is newer (live.9999_later)" in kit.alone(target, "restore", backup).stderr
    path.write_text(text.replace('"vendor": "sqlite"', '"vendor": "postgresql"'))
    assert "KOTINOS_DATABASE_URL" in kit.alone(target, "restore", backup).stderr
    path.write_text(text.replace('"vendor": "sqlite"', '"vendor": "oracle"'))
    assert "no such database is known" in kit.alone(target, "restore", backup).stderr


def test_disk_without_room_is_refused(stored: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(1, 1, 1)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(ops.CannotError, match="no room"):
        ops.restore(stored, target, False, unwanted, kit.quiet)


@pytest.mark.django_db(databases="__all__", transaction=True)
@examples(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=made.streams())
def test_restore_of_a_backup_is_what_was_backed_up(
    tmp_path_factory: pytest.TempPathFactory, messages: list[Message]
) -> None:
    for alias in settings.DATABASES:
        call_command("flush", database=alias, interactive=False, verbosity=0)
    folder = tmp_path_factory.mktemp("property")
    kit.fill(messages)
    before = kit.rows_of_models()
    path, manifest, _ = ops.back_up(folder / "backups", kit.quiet)
    assert manifest.holds.messages == len(before["live_logentry"])
    if connection.vendor == "postgresql":
        ops.restore(path, None, True, unwanted, kit.quiet)
        after = kit.rows_of_models()
        assert kit.without_epoch(after) == kit.without_epoch(before)
        # Where nothing was ever folded there is no epoch, and no point that anybody could hold.
        assert after["live_cursor"] != before["live_cursor"] or not before["live_cursor"]
        kit.fill(messages)  # numbers of rows go on where they were
        return
    ops.restore(path, folder / "target", False, lambda stage: None, kit.quiet)
    after = kit.rows_of_folder(folder / "target")
    assert {name: len(rows) for name, rows in after.items()} == {n: len(rows) for n, rows in before.items()}
    bodies = models.Snapshot.objects.order_by("pk").values_list("topic", "body", "etag")
    assert [row[2:] for row in after["live_snapshot"]] == [(t, bytes(b), e) for t, b, e in bodies]
    raws = models.LogEntry.objects.order_by("pk").values_list("pk", "digest", "raw")
    columns = [field.column for field in models.LogEntry._meta.local_concrete_fields]
    at = [columns.index(name) for name in ("id", "digest", "raw")]
    assert [tuple(row[n] for n in at) for row in after["live_logentry"]] == [
        (p, d, bytes(r)) for p, d, r in raws
    ]


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_new_epoch_makes_every_point_of_the_old_one_unknown() -> None:
    kit.fill(a_games())
    epoch, seq = live.head()
    live.begin_anew()
    assert live.head()[0] != epoch and live.head()[1] == seq > 0


@pytest.mark.django_db(databases="__all__", transaction=True)
@pytest.mark.parametrize("sent", [0, 3])
def test_positions_that_may_have_been_told_are_not_given_again(sent: int) -> None:
    kit.fill(a_games()[:sent])
    newest = live.log_holding().newest
    live.begin_anew()
    kit.fill(a_games()[3:], folded=False)
    after = list(models.LogEntry.objects.filter(pk__gt=newest).order_by("pk").values_list("pk", flat=True))
    assert len(after) == 2 and after[0] >= newest + 1_000_000
    assert live.lag()[0] == 2  # a gap is no message that waits


def first_position(backup: Path, folder: Path, seconds: float) -> int:
    """The position of the first message after a restore of ``backup``, so many seconds from now."""
    folder.mkdir()
    later = f"import time; now = time.time; time.time = lambda: now() + {seconds}"
    (folder / "sitecustomize.py").write_text(later)
    path = f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    done = kit.alone(folder / "data", "restore", backup, PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(folder / "data" / "log.sqlite3")) as log:
        found = log.execute("SELECT seq FROM sqlite_sequence WHERE name = 'live_logentry'").fetchone()
    return int(found[0]) + 1


def test_positions_differ_with_each_restore_of_one_backup(stored: Path, tmp_path: Path) -> None:
    """A server is put back, takes in messages for a minute, and is put back from the same backup again."""
    first, second, at_once = (
        first_position(stored, tmp_path / name, seconds)
        for name, seconds in (("first", 0), ("second", 60), ("back", -1e9))
    )
    assert second - first >= 60 * 2_000  # more than the intake takes in
    newest = ops.read_manifest(stored).holds.newest
    assert at_once > newest + 1_000_000  # a clock that is far behind leaves out a day's messages
    assert second < 2**53  # whole in JavaScript too
