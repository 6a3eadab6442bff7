"""``kotinos fold``, ``intake``, ``pages`` and ``front``: the processes of a running Games."""

from __future__ import annotations

import socket

import click

from kotinos.kit.listening import inherited
from kotinos.live import api as live
from kotinos.ops import api as ops

from .child import end_with_supervisor, stand_back, stop_event, tell_ready

POLITE = 10
"""How far the pages' process stands back where cores are few (nice): a page may wait, a stream not."""

descriptor = click.option(
    "--fd", type=click.IntRange(3), help="Number of an inherited listening socket; without it, one is made."
)


def _listener(fd: int | None) -> socket.socket | None:
    try:
        return None if fd is None else inherited(fd)
    except OSError as error:
        raise click.BadParameter(f"{fd} is no socket ({error.strerror})", param_hint="--fd") from error


@click.command("fold")
@click.option("--stand-by", is_flag=True, help="Where another process folds: wait for its end.")
def fold_command(stand_by: bool) -> None:
    """Fold the log into projections and snapshots until stopped."""
    try:
        live.run_fold(stop_event(), tell_ready, stand_by=stand_by)
    except live.BusyError as error:
        raise click.ClickException(str(error)) from error


@click.command("intake")
@descriptor
def intake_command(fd: int | None) -> None:
    """Check messages and write them to the log, for the fronts of this data folder, until stopped."""
    end_with_supervisor()
    try:
        live.run_intake(_listener(fd), tell_ready)
    except OSError as error:
        raise click.ClickException(str(error)) from error


@click.command("pages")
@descriptor
def pages_command(fd: int | None) -> None:
    """Make the site's pages, for the fronts of this data folder, until stopped."""
    end_with_supervisor()
    stand_back(POLITE)
    try:
        with ops.collecting():
            live.run_pages(_listener(fd), tell_ready)
    except OSError as error:
        raise click.ClickException(str(error)) from error


@click.command("front")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@descriptor
def front_command(host: str, port: int, fd: int | None) -> None:
    """Serve snapshots and the live stream on one port, and pass on everything else, until stopped."""
    end_with_supervisor()
    try:
        live.run_front(host, port, _listener(fd), lambda port: tell_ready())
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port} ({error.strerror})") from error
