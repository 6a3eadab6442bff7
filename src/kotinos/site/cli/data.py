"""``kotinos migrate`` and ``kotinos rebuild``: the databases, brought up to date or made again."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from kotinos.kit import privacy
from kotinos.live import api as live


def migrate() -> None:
    """Bring every database up to date: the application's, and the log's where it is one of its own.

    What is in the data folder is its owner's from then on."""
    privacy.close_to_others(Path(settings.DATA_DIR))
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)


@click.command("migrate")
def migrate_command() -> None:
    """Bring the databases up to date."""
    migrate()
    click.echo(f"up to date: {', '.join(settings.DATABASES)}")


@click.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; say what differs, exit 1 if anything does.")
@click.option("--games", metavar="CODE", help="One Games only, e.g. OG2024.")
def rebuild_command(check: bool, games: str | None) -> None:
    """Make projections and snapshots again from the log."""
    if games and not any(live.messages(games)):
        raise click.ClickException(f"the log in {settings.DATA_DIR} has no message of {games}")
    if not check:
        try:
            count = live.rebuild(games, lambda done: click.echo(f"\rfolded to {done}", nl=False, err=True))
        except live.BusyError as error:
            raise click.ClickException(f"{error}; stop it first (Ctrl-C where kotinos run runs)") from error
        click.echo(f"\r{count} documents made again from the log")
        return
    found = live.differences(games)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} differences")
    if found:
        raise SystemExit(1)


@click.command("quarantine")
@click.option("--limit", default=50, show_default=True, help="The newest of each kind.")
def quarantine_command(limit: int) -> None:
    """List messages that were refused, and what the fold could not use. Nothing of it is lost."""
    found = live.set_aside(limit)
    for each in found:
        when = each.received[:19] or "-"
        click.echo(f"{when}\t{each.competition or '-'}\t{each.where}\t{each.what}\t{each.detail}")
    if not found:
        click.echo("nothing was set aside")
