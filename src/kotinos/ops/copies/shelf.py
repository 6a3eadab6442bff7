"""A folder of backups: each is whole, with its manifest, or is not there. Pure."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec

from kotinos.ops.copies import files
from kotinos.ops.copies.terms import FORMAT, CannotError, Manifest, Part, Progress

MANIFEST = "manifest.json"
DRAFT = ".partial-"
"""A folder of this beginning is being written, or what a killed process left: never a backup."""
STAMP = "%Y-%m-%dT%H%M%SZ"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder of backups for this process, made if it is not there; clear away what was never finished.

    Raises ``CannotError`` while another process writes or removes backups there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotError(f"another backup is being written to {folder}: wait for it") from error
        for left in folder.glob(f"{DRAFT}*"):
            shutil.rmtree(left)
        yield


@contextmanager
def draft(final: Path) -> Iterator[Path]:
    """A folder to write a backup into; it gets its name when all went well, and goes away when not."""
    path = final.with_name(f"{DRAFT}{final.name}")
    path.mkdir(mode=0o700)
    try:
        yield path
        files.sync(path)
    except BaseException:  # Ctrl-C too
        shutil.rmtree(path, ignore_errors=True)
        raise
    path.rename(final)
    files.sync(final.parent)


def free_name(folder: Path, made: datetime) -> Path:
    """The name of a backup of that moment: the first that is not taken."""
    stamp = made.strftime(STAMP)
    names = (folder / (stamp if number == 1 else f"{stamp}-{number}") for number in count(1))
    return next(path for path in names if not path.exists())


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a backup's manifest, to the disk; the last thing that is written."""
    with files.private(path / MANIFEST) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    named = [each for each in folder.iterdir() if NAME.fullmatch(each.name)] if folder.is_dir() else []
    return sorted(each for each in named if (each / MANIFEST).is_file())


def prune(folder: Path, keep: int) -> list[str]:
    """Remove all but the newest backups of a folder; the names of those removed."""
    gone = []
    for old in backups(folder)[:-keep]:
        # Half removed it must not be taken for a backup either.
        doomed = old.rename(folder / f"{DRAFT}{old.name}")
        shutil.rmtree(doomed)
        gone.append(old.name)
    return gone


def read_manifest(backup: Path) -> Manifest:
    """A backup's manifest. Raises ``CannotError`` when there is none that can be used."""
    path = backup / MANIFEST
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        inside = backups(backup)
        hint = f"; name one of those inside, the newest is {inside[-1]}" if inside else ""
        raise CannotError(f"{backup} is no backup: it has no {MANIFEST}{hint}") from error
    try:
        told = msgspec.json.decode(raw, type=_Format).format
        if told != FORMAT:
            raise CannotError(f"{backup} has format {told}; this Kotinos reads format {FORMAT}")
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise CannotError(f"{path} cannot be read ({error}): take another backup") from error
    # ".." and "" are, to pathlib, names like any other.
    odd = ("", "..")
    if wrong := [
        part.name for part in manifest.parts if Path(part.name).name != part.name or part.name in odd
    ]:
        raise CannotError(f"{path} names files outside its folder: {', '.join(wrong)}")
    return manifest


class _Format(msgspec.Struct):
    format: int


def verify(backup: Path, progress: Progress) -> Manifest:
    """Read every file of a backup and hold it against the manifest, which is given back.

    Raises ``CannotError`` with the names of the files that are not as they were written."""
    manifest = read_manifest(backup)
    done, wrong = 0, []

    def count_bytes(count: int) -> None:
        nonlocal done
        done += count
        progress("verifying", done, manifest.bytes)

    for part in manifest.parts:
        path = backup / part.name
        if not path.is_file():
            wrong.append(f"{part.name} is missing")
        elif path.stat().st_size != part.bytes:
            wrong.append(f"{part.name} has {path.stat().st_size} bytes instead of {part.bytes}")
        elif files.digest(path, count_bytes) != part.sha256:
            wrong.append(altered(part))
    if wrong:
        raise CannotError(f"{backup} is damaged: {'; '.join(wrong)}. Take another backup")
    return manifest


def altered(part: Part) -> str:
    """What is told of a file whose bytes are other than when it was written."""
    return f"{part.name} is not what was written (another SHA-256)"
