"""Making a backup while everything runs."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import OperationalError, connection

from . import files, postgresql, shelf, sqlite
from .terms import FORMAT, PLAIN, CannotError, Holds, Manifest, Part, Progress

SPARE = 1 << 20
"""Bytes a backup takes at the most besides the copies."""


def back_up(folder: Path, progress: Progress, keep: int | None = None) -> tuple[Path, Manifest, list[str]]:
    """Write a backup into a new folder below ``folder``; its path, its manifest, and what was removed.

    It is there whole or not at all. ``keep``: remove all but that many of the newest.
    Raises ``CannotError`` when there is no room, when another backup is being written there, and for a
    folder inside the data folder."""
    folder = folder.resolve()
    if folder.is_relative_to(Path(settings.DATA_DIR).resolve()):
        raise CannotError(
            f"{folder} is inside the data folder and would be lost with it: "
            "choose a folder elsewhere, best on another disk"
        )
    if sqlite.absent():
        raise CannotError(f"{settings.DATA_DIR} holds no Games: there is nothing to back up")
    made = datetime.now(UTC)
    with _told_when_full(folder), shelf.held(folder):
        _look_for_room(folder)
        final = shelf.free_name(folder, made)
        with shelf.draft(final) as path:
            manifest = _written(path, made, progress)
        return final, manifest, shelf.prune(folder, keep) if keep else []


def _look_for_room(folder: Path) -> None:
    needed = postgresql.size() if connection.vendor == "postgresql" else sqlite.sizes()
    free = shutil.disk_usage(folder).free
    if needed + SPARE > free:
        raise CannotError(
            f"{folder} has no room: the backup may take {needed >> 20} MB and {free >> 20} MB are free. "
            "Remove old backups, or choose another disk"
        )


@contextmanager
def _told_when_full(folder: Path) -> Iterator[None]:
    """What a disk says when it fills up meanwhile, in words; nothing is kept then."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, OperationalError) as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        if not full and getattr(error, "sqlite_errorcode", None) not in _CANNOT_WRITE:
            raise
        raise CannotError(
            f"the backup cannot be written to {folder} ({error}): is the disk or a quota full? "
            "Nothing was kept of it"
        ) from error


_CANNOT_WRITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE)


def _written(path: Path, made: datetime, progress: Progress) -> Manifest:
    """Write every file of a backup, the manifest last."""
    described: dict[str, Part] = {}
    if connection.vendor == "postgresql":
        stand, holding, described = postgresql.dump(path, progress)
    else:
        stand, holding = sqlite.dump(path, progress)
    for name in PLAIN:
        if (source := Path(settings.DATA_DIR) / name).is_file():
            files.copy(source, path / name)
    manifest = Manifest(
        format=FORMAT,
        kotinos=version("kotinos"),
        vendor=connection.vendor,
        made=made.isoformat(timespec="seconds"),
        holds=Holds(
            games=stand.games,
            messages=holding.messages,
            newest=holding.newest,
            cursor=stand.position,
            snapshots=stand.snapshots,
            epoch=stand.epoch,
            seq=stand.seq,
        ),
        migrations=postgresql.applied(),
        parts=_measured(path, described, progress),
    )
    shelf.write_manifest(path, manifest)
    return manifest


def _measured(path: Path, described: dict[str, Part], progress: Progress) -> tuple[Part, ...]:
    """Size and digest of every file, read back from where it was written."""
    found, done = [], 0
    written = sorted(path.iterdir())
    total = sum(each.stat().st_size for each in written)

    def count(count: int) -> None:
        nonlocal done
        done += count
        progress("taking digests", done, total)

    for each in written:
        part = described.get(each.name, Part(each.name, 0, ""))
        size, digest = each.stat().st_size, files.digest(each, count)
        found.append(msgspec.structs.replace(part, bytes=size, sha256=digest))
    return tuple(found)
