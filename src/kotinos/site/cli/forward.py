"""``kotinos forward``: the part of an edge that forwards its log, and how far it is."""

from __future__ import annotations

from pathlib import Path

import click

from kotinos.live import api as live

from .child import stop_event
from .edge import KEY_FILE, centre, read_key


@click.command("forward")
@click.option("--to", metavar="URL", callback=centre, help="The centre's address.")
@KEY_FILE
@click.option("--status", is_flag=True, help="Forward nothing; say how it goes. Exit 1 if anything is wrong.")
@click.option("--after", metavar="POSITION", type=click.IntRange(min=0), help="Send again what follows it.")
def forward_command(to: str | None, key_file: Path | None, status: bool, after: int | None) -> None:
    """Forward this data folder's log to a centre until stopped."""
    if status:
        tell([each for each in live.backlogs() if to in (None, each.target)])
        return
    if to is None:
        raise click.UsageError("--to is needed: the centre's address")
    read_key(key_file)
    try:
        live.run_forward(to, lambda: read_key(key_file), stop_event(), after)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--after") from error


def tell(backlogs: list[live.Backlog]) -> None:
    """Say how forwarding goes; exit 1 where something stands in the way or was refused."""
    if not backlogs:
        click.echo("nothing was ever forwarded from here; kotinos edge --to URL does it")
    for each in backlogs:
        click.echo(f"{each.target}: forwarded up to position {each.position}")
        click.echo(
            f"  waiting: {each.waiting}" + (f", the oldest for {each.oldest:.0f} s" * bool(each.waiting))
        )
        click.echo(f"  last answer: {each.answered or 'never'}")
        if each.trouble:
            click.echo(f"  {'STOPPED' if each.halted else 'trouble'} since {each.since}: {each.trouble}")
        click.echo(f"  refused for good: {each.refused}")
        for line in live.not_taken(each.target):
            click.echo(f"    position {line.position}: {line.code} {line.why}")
    if any(each.trouble or each.refused for each in backlogs):
        raise SystemExit(1)
