"""``kotinos backup``, ``verify`` and ``restore``: a copy of everything, and back again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.db import connections

from kotinos.ops import api as ops

from .data import migrate
from .supervisor import kotinos

EVERY = 0.2
"""Seconds between two looks of a line of progress."""
FOLDER = click.Path(file_okay=False, path_type=Path)
BACKUP = click.Path(exists=True, file_okay=False, path_type=Path)


class Line:
    """A line of progress that is written over and over; on a terminal only, where somebody sees it move."""

    def __init__(self) -> None:
        self._next = 0.0
        self._wide = 0
        self._shown = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Hear how far it is."""
        if not self._shown or (now := time.monotonic()) < self._next:
            return
        self._next = now + EVERY
        text = f"{what} … {done * 100 // total} %" if total else f"{what} … {done >> 20} MB"
        self._wide = max(self._wide, len(text))
        click.echo(f"\r{text:<{self._wide}}", nl=False, err=True)

    def end(self) -> None:
        """Leave an empty line to whoever writes next."""
        if self._wide:
            click.echo(f"\r{'':<{self._wide}}\r", nl=False, err=True)


@contextmanager
def shown(line: Line) -> Iterator[None]:
    """With a line of progress that ends with it, and in words why something cannot be done."""
    try:
        yield
    except ops.CannotError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        # A folder that is not to be entered, a file of another user's, a disk that fails.
        raise click.ClickException(
            f"the system does not let it be done ({error}); see to that first"
        ) from error
    finally:
        line.end()


def told(manifest: ops.Manifest) -> str:
    """What is in a backup, in a line."""
    holds = manifest.holds
    return (
        f"{holds.messages} messages of {', '.join(holds.games) or 'no Games'}, {holds.snapshots} snapshots, "
        f"{manifest.bytes / 1e6:.1f} MB, {manifest.vendor}, {manifest.made}"
    )


@click.command("backup")
@click.argument("folder", type=FOLDER)
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but that many of the newest there.")
def backup_command(folder: Path, keep: int | None) -> None:
    """Write a backup of everything into a new folder inside FOLDER, while everything runs."""
    line, begin = Line(), time.monotonic()
    with shown(line):
        path, manifest, gone = ops.back_up(folder, line, keep)
    click.echo(f"{path}: {told(manifest)}, in {time.monotonic() - begin:.1f} s")
    for name in gone:
        click.echo(f"removed {name}")


@click.command("verify")
@click.argument("backup", type=BACKUP)
def verify_command(backup: Path) -> None:
    """Read every file of BACKUP and say whether it is as it was written."""
    line = Line()
    with shown(line):
        manifest = ops.verify(backup, line)
    click.echo(f"{backup} is whole: {told(manifest)}")


@click.command("restore")
@click.argument("backup", type=BACKUP)
@click.option("--into", type=FOLDER, help="Data folder to fill; otherwise what the settings name.")
@click.option("--replace", is_flag=True, help="Move what is there aside first; nothing is deleted.")
def restore_command(backup: Path, into: Path | None, replace: bool) -> None:
    """Put BACKUP back, check every message of it, and make it ready for kotinos run."""
    line, begin = Line(), time.monotonic()

    def admitted(stage: Path) -> None:
        line.end()
        environment = {**os.environ, "KOTINOS_DATA_DIR": str(stage)}
        environment.pop("KOTINOS_DATABASE_URL", None)
        code = subprocess.call(kotinos("admit", str(backup)), env=environment)
        if code:
            raise SystemExit(code)

    with shown(line):
        manifest = ops.restore(backup, into, replace, admitted, line)
    click.echo(f"restored and checked: {told(manifest)}, in {time.monotonic() - begin:.1f} s")
    where = f" --data {into}" if into else ""
    click.echo(f"kotinos run{where} serves it; whoever follows the live stream is told to fetch anew")


@click.command("admit", hidden=True)
@click.argument("backup", type=BACKUP)
def admit_command(backup: Path) -> None:
    """Check the data folder that a restore has laid down from BACKUP, and begin a new epoch."""
    line = Line()
    try:
        with shown(line):
            migrate()
            ops.admit(ops.read_manifest(backup), line)
    finally:
        connections.close_all()  # the last one to close leaves no file beside the database
