"""``kotinos fold`` and ``kotinos front``: the two processes of a running Games."""

from __future__ import annotations

import click

from kotinos.live import api as live

from .child import end_with_supervisor, stop_event


@click.command("fold")
def fold_command() -> None:
    """Fold the log into projections and snapshots until stopped."""
    try:
        live.run_fold(stop_event())
    except live.BusyError as error:
        raise click.ClickException(str(error)) from error


@click.command("front")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def front_command(host: str, port: int) -> None:
    """Serve snapshots, the live stream, the intake and the site on one port until stopped."""
    end_with_supervisor()
    live.run_front(host, port)
