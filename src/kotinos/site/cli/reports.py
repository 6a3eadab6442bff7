"""``kotinos reports``: what readers say is wrong, for a desk without a browser."""

from __future__ import annotations

import click

from kotinos.desks import api as desks
from kotinos.desks.terms import STATES


@click.group("reports")
def reports_command() -> None:
    """Look at the reports of errors that readers send."""


@reports_command.command("list")
@click.option("--state", type=click.Choice(STATES), help="Of one state only.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="The newest.")
def list_reports(state: str | None, limit: int) -> None:
    """List reports, the newest first: number, state, when, Games, topic, what it said, e-mail, text."""
    desks.erase_old()
    found = desks.reports(state or "", limit)
    for each in found:
        text = "erased" if each.erased else " ".join(each.sentence.split())
        parts = (str(each.number), each.state, each.received[:16], each.games, each.about, each.shown or "-")
        click.echo("\t".join((*parts, each.email or "-", text)))
    if not found:
        click.echo("no report" + (f" is {state}" if state else " has come"))


@reports_command.command("set")
@click.argument("number", type=int)
@click.argument("state", type=click.Choice(STATES))
def set_report(number: int, state: str) -> None:
    """Say how far the desk is with report NUMBER."""
    if not desks.set_state(number, state):
        raise click.ClickException(f"there is no report {number}")
    click.echo(f"{number} is {state}")


@reports_command.command("erase")
@click.argument("number", type=int)
def erase_report(number: int) -> None:
    """Erase what a reader wrote in report NUMBER, and their address."""
    if not desks.erase(number):
        raise click.ClickException(f"there is no report {number}")
    click.echo(f"what was written in {number} is erased")
