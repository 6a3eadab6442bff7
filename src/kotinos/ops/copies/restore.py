"""Putting a backup back: checked before anything is touched, checked again before anybody is served."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from kotinos.live import api as live

from . import files, postgresql, shelf, sqlite
from .terms import PLAIN, SECRETS, CannotError, Manifest, Progress

STAGE = ".restoring"
"""Folder in the data folder in which files are laid down and checked before they get their places."""
SHOWN = 5
"""Damaged messages named in full."""

Admit = Callable[[Path], None]
"""Has the data folder it is given brought up to date and looked at by ``admit``, in a process of its own."""


def restore(backup: Path, into: Path | None, replace: bool, admission: Admit, progress: Progress) -> Manifest:
    """Put a backup back: SQLite files into the folder ``into``, or what the settings name.

    ``replace``: move what is there aside first. Raises ``CannotError``, having changed nothing, when the
    backup is damaged or of another kind, when the target holds something, or is in use."""
    manifest = shelf.read_manifest(backup)
    if unknown := set(manifest.migrations) - _known():
        raise CannotError(
            f"{backup} was made by Kotinos {manifest.kotinos}, which is newer ({min(unknown)}): "
            "install that one or a later one"
        )
    vendor = "sqlite" if into else connection.vendor
    if manifest.vendor != vendor:
        raise CannotError(f"{backup} is of {manifest.vendor}: {_OTHERWISE.get(manifest.vendor, _UNKNOWN)}")
    try:
        if vendor == "postgresql":
            with live.only_fold():
                _restore_tables(backup, manifest, replace, progress)
        else:
            target = (into or Path(settings.DATA_DIR)).resolve()
            target.mkdir(mode=0o750, parents=True, exist_ok=True)
            with live.only_fold(target):
                _restore_files(backup, manifest, _Place(target, manifest, replace), admission, progress)
    except live.BusyError as error:
        raise CannotError(f"{error}: stop it first (Ctrl-C where kotinos run runs)") from error
    return manifest


_OTHERWISE = {
    "postgresql": "say in KOTINOS_DATABASE_URL which database it goes into, without --into",
    "sqlite": "unset KOTINOS_DATABASE_URL or say --into. From files to a database: kotinos replay",
}
_UNKNOWN = "no such database is known here: take another backup"


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def admit(manifest: Manifest, progress: Progress) -> None:
    """Look at what was restored, in the settings' databases, and have everything begun anew.

    Raises ``CannotError`` when it is not what the manifest tells, when a message's bytes are not those that
    came, or when SQLite finds a file unsound."""
    if connection.vendor == "sqlite" and (found := sqlite.unsound("integrity_check")):
        raise CannotError(f"SQLite finds the restored files unsound: {'; '.join(found)}")
    told, holds = _counted(), manifest.holds
    there = {name: getattr(holds, name) for name in told}
    if wrong := [
        f"{name} {told[name]} instead of {there[name]}" for name in told if told[name] != there[name]
    ]:
        raise CannotError(f"what was restored is not what the manifest tells: {', '.join(wrong)}")
    damaged = live.damaged(lambda done: progress("checking messages", done, holds.messages))
    if damaged:
        shown = ", ".join(map(str, damaged[:SHOWN]))
        raise CannotError(f"{len(damaged)} messages are not the bytes that came, at positions {shown} …")
    live.begin_anew()


def _counted() -> dict[str, object]:
    stand, holding = live.stand(), live.log_holding()
    return {
        "messages": holding.messages, "newest": holding.newest, "games": stand.games, "seq": stand.seq,
        "snapshots": stand.snapshots, "cursor": stand.position, "epoch": stand.epoch,
    }  # fmt: skip


class _Place:
    """A data folder that is to hold what was restored; what was there may be moved aside."""

    def __init__(self, folder: Path, manifest: Manifest, replace: bool) -> None:
        self.folder, self._replace = folder, replace
        # To the microsecond: two restores may follow each other within a second.
        self._aside = folder / f"replaced-{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
        names = [part.name for part in manifest.parts if not part.table]
        self._names = sorted(names, key=_order)

    def refuse(self) -> None:
        """Raise ``CannotError`` when something that must not be lost is there, or somebody uses it."""
        for name in (sqlite.APPLICATION, sqlite.LOG):
            if sqlite.in_use(self.folder / name):
                raise CannotError(f"a process has {self.folder / name} open: stop it first")
        if not self._replace and (there := [each.name for each in self._in_the_way()]):
            raise CannotError(
                f"{self.folder} holds {', '.join(there)}: choose an empty folder (--into), "
                "or --replace, which moves what is there aside"
            )

    def _in_the_way(self) -> list[Path]:
        """What is there already, in the order in which it may leave."""
        wanted = {*self._names, *PLAIN, sqlite.LOG, sqlite.APPLICATION}
        # A secret alone is nothing to lose, every start makes one; and without another it is still the one.
        wanted -= {name for name in SECRETS if not self._replace or name not in self._names}
        names = sorted(wanted, key=_order, reverse=True)
        return [
            path
            for name in names
            for end in ("", *sqlite.BESIDE)
            if (path := self.folder / f"{name}{end}").exists()
        ]

    def fill(self, stage: Path) -> None:
        """Move what is there aside, then the restored files in."""
        leaving = self._in_the_way()
        if leaving:
            self._aside.mkdir(mode=0o700)
        for path in leaving:
            path.rename(self._aside / path.name)
        files.sync(self.folder)
        for name in self._names:
            (stage / name).rename(self.folder / name)
            files.sync(self.folder)


def _order(name: str) -> tuple[bool, bool]:
    """In which order files get their places; they leave in the opposite one.

    What was made of the log comes after it: wherever this is cut off, no cursor stands beyond the end of
    the log that lies beside it."""
    return name == sqlite.APPLICATION, name == sqlite.LOG


def _restore_files(
    backup: Path, manifest: Manifest, place: _Place, admission: Admit, progress: Progress
) -> None:
    place.refuse()
    with _stage(place.folder, manifest) as stage:
        _lay_down(backup, manifest, stage, progress)
        admission(stage)
        # Somebody may have started a server meanwhile: what it takes in now would be moved aside under it.
        place.refuse()
        place.fill(stage)


@contextmanager
def _stage(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """A folder to lay files down in; it goes away however it ends."""
    stage = folder / STAGE
    if stage.exists():  # of a process that was killed: nobody was told that it had finished
        shutil.rmtree(stage)
    if (free := shutil.disk_usage(folder).free) < manifest.bytes:
        raise CannotError(
            f"{folder} has no room: {manifest.bytes >> 20} MB are needed and {free >> 20} MB are free"
        )
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage)


def _lay_down(backup: Path, manifest: Manifest, stage: Path, progress: Progress) -> None:
    """Copy a backup's files, each held against its digest as it is read."""
    done, wrong = 0, []

    def count(count: int) -> None:
        nonlocal done
        done += count
        progress("restoring", done, manifest.bytes)

    for part in manifest.parts:
        try:
            if files.copy(backup / part.name, stage / part.name, count) != part.sha256:
                wrong.append(shelf.altered(part))
        except FileNotFoundError:
            wrong.append(f"{part.name} is missing")
    if wrong:
        raise CannotError(f"{backup} is damaged: {'; '.join(wrong)}. Take another backup")


def _restore_tables(backup: Path, manifest: Manifest, replace: bool, progress: Progress) -> None:
    place = _Place(Path(settings.DATA_DIR), manifest, replace)
    place.refuse()
    shelf.verify(backup, progress)
    with _stage(place.folder, manifest) as stage:
        for part in manifest.parts:
            if not part.table:
                files.copy(backup / part.name, stage / part.name)
        with transaction.atomic():
            if filled := postgresql.filled():
                if not replace:
                    raise CannotError(
                        f"the database holds rows ({', '.join(filled)}): choose an empty one, "
                        "or --replace, which moves its tables into a schema of their own"
                    )
                postgresql.move_aside(datetime.now(UTC))
            postgresql.load(backup, manifest, progress)
            admit(manifest, progress)
        place.fill(stage)
