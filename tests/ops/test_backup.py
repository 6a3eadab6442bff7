"""A backup is whole or is not there; what is in it is what was there."""

from __future__ import annotations

import errno
import json
import re
import shutil
import stat
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from kotinos.live import api as live
from kotinos.ops import api as ops
from kotinos.ops.copies import shelf
from tests.live.test_worker import a_games

from . import kit

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

SECRET = b"of the test"


@pytest.fixture
def secret() -> Iterator[None]:
    """The data folder's own files."""
    Path(settings.DATA_DIR, "rehearsal.json").write_bytes(SECRET)
    yield
    Path(settings.DATA_DIR, "rehearsal.json").unlink(missing_ok=True)


@pytest.fixture
def backup(tmp_path: Path, secret: None) -> Path:
    """A backup of a small Games."""
    kit.fill(a_games())
    path, _, _ = ops.back_up(tmp_path / "backups", kit.quiet)
    return path


def test_backup_tells_what_it_holds(backup: Path) -> None:
    manifest = ops.verify(backup, kit.quiet)
    stand, holding = live.stand(), live.log_holding()
    assert holding.messages == 5
    assert manifest.holds == ops.Holds(
        stand.games, 5, holding.newest, stand.position, stand.snapshots, stand.epoch, stand.seq
    )
    assert stand.snapshots > 3 and stand.position == holding.newest
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d{6}Z", backup.name)
    assert datetime.fromisoformat(manifest.made).utcoffset() == datetime.now(UTC).utcoffset()
    assert (backup / "rehearsal.json").read_bytes() == SECRET


def test_backup_is_for_its_owner_alone(backup: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in backup.iterdir()} == {0o600}
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700


def test_messages_not_yet_folded_are_in_it(tmp_path: Path) -> None:
    kit.fill(a_games()[:3])
    kit.fill(a_games()[3:], folded=False)
    _, manifest, _ = ops.back_up(tmp_path, kit.quiet)
    assert (manifest.holds.messages, manifest.holds.newest - manifest.holds.cursor) == (5, 2)


def test_newest_are_kept(tmp_path: Path) -> None:
    kit.fill(a_games())
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "manifest.json").touch()
    paths = [ops.back_up(tmp_path, kit.quiet)[0] for _ in range(3)]
    last, _, gone = ops.back_up(tmp_path, kit.quiet, keep=2)
    assert ops.backups(tmp_path) == [paths[2], last]
    assert gone == [paths[0].name, paths[1].name]
    assert (tmp_path / "notes" / "manifest.json").exists()


def test_folder_inside_the_data_folder_is_refused() -> None:
    with pytest.raises(ops.CannotError, match="lost with it"):
        ops.back_up(Path(settings.DATA_DIR) / "backups", kit.quiet)
    assert not Path(settings.DATA_DIR, "backups").exists()


def test_disk_without_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(1, 1, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(ops.CannotError, match="no room"):
        ops.back_up(tmp_path, kit.quiet)
    assert ops.backups(tmp_path) == []


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (OSError(errno.ENOSPC, "No space left on device"), ops.CannotError),
        (OSError(errno.EIO, "Input/output error"), OSError),
    ],
)
@pytest.mark.parametrize("during", ["copying", "taking digests"])
def test_nothing_is_left_of_a_backup_that_did_not_end(
    tmp_path: Path, trouble: BaseException, told: type[BaseException], during: str
) -> None:
    kit.fill(a_games())

    def progress(what: str, done: int, total: int) -> None:
        if what.startswith(during):
            assert [path.name[:9] for path in tmp_path.iterdir() if path.is_dir()] == [".partial-"]
            raise trouble

    with pytest.raises(told):
        ops.back_up(tmp_path, progress)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_two_at_once_is_refused_and_what_a_killed_one_left_goes_away(tmp_path: Path) -> None:
    kit.fill(a_games())
    with shelf.held(tmp_path), pytest.raises(ops.CannotError, match="another backup is being written"):
        ops.back_up(tmp_path, kit.quiet)
    left = tmp_path / ".partial-2026-01-01T000000Z"
    shutil.copytree(ops.back_up(tmp_path, kit.quiet)[0], left)
    assert left not in ops.backups(tmp_path)
    ops.back_up(tmp_path, kit.quiet)
    assert not left.exists()


def test_changed_byte_of_any_file_is_told_by_the_file_s_name(backup: Path) -> None:
    for part in ops.read_manifest(backup).parts:
        for at in {0, part.bytes // 2, part.bytes - 1}:
            kit.flip(backup / part.name, at)
            with pytest.raises(ops.CannotError, match=f"{re.escape(part.name)} is not what was written"):
                ops.verify(backup, kit.quiet)
            kit.flip(backup / part.name, at)
    ops.verify(backup, kit.quiet)


def test_file_that_is_missing_or_short_is_told(backup: Path) -> None:
    one, other = (part.name for part in ops.read_manifest(backup).parts[:2])
    (backup / one).unlink()
    with (backup / other).open("ab") as file:
        file.write(b".")
    with pytest.raises(ops.CannotError, match=f"{one} is missing; {other} has "):
        ops.verify(backup, kit.quiet)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "{", "cannot be read"),
        (lambda text: text.replace('"format": 1', '"format": 99'), "this Kotinos reads format 1"),
        (lambda text: text.replace('"rehearsal.json"', '"../rehearsal.json"'), "outside its folder"),
        (lambda text: text.replace('"rehearsal.json"', '".."'), "outside its folder"),
    ],
)
def test_manifest_that_cannot_be_used_is_told(backup: Path, change: object, told: str) -> None:
    path = backup / "manifest.json"
    path.write_text(change(path.read_text()))  # type: ignore[operator]
    with pytest.raises(ops.CannotError, match=told):
        ops.verify(backup, kit.quiet)


def test_folder_of_backups_is_no_backup_but_names_one(backup: Path) -> None:
    with pytest.raises(ops.CannotError, match=f"the newest is .*{backup.name}"):
        ops.verify(backup.parent, kit.quiet)


def test_manifest_is_plain_json(backup: Path) -> None:
    told = json.loads((backup / "manifest.json").read_text())
    assert told["format"] == 1 and told["vendor"] in ("sqlite", "postgresql")
    assert {part["name"] for part in told["parts"]} == {
        path.name for path in backup.iterdir() if path.name != "manifest.json"
    }
