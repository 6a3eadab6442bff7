"""``kotinos ops``: the way in to the operations page."""

from __future__ import annotations

import os

import click

from kotinos.site.embedded import ops_link

from .run import data_folder


@click.group("ops")
def ops_command() -> None:
    """See how the server does."""


@ops_command.command("link")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the server is.")
def link(url: str) -> None:
    """Print the address that lets a browser into the operations page. Who has it may see everything there."""
    data = data_folder(os.environ)
    if not (os.environ.get("KOTINOS_OPS_KEY") or (data / "ops-key").exists()):
        click.echo(
            f"No server has run on {data} yet: this key is new. For one that runs elsewhere, say where its "
            "data are (KOTINOS_DATA_DIR).",
            err=True,
        )
    try:
        click.echo(ops_link(url.rstrip("/"), os.environ))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
