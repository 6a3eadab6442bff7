"""``kotinos key``: who may send messages."""

from __future__ import annotations

import click

from kotinos.live import api as live

from .data import migrate

LONGEST = 60


@click.group("key")
def key_command() -> None:
    """Make, list and revoke the keys that may send messages."""


@key_command.command("create")
@click.argument("name")
@click.option(
    "--source", metavar="PATTERN", default="*", show_default=True, help="Sources it may send as: STAATH*."
)
def create(name: str, source: str) -> None:
    """Make a key and print it. It is shown once: only its digest is kept."""
    for given, place in ((name, "NAME"), (source, "--source")):
        if not given.isprintable() or len(given) > LONGEST:
            raise click.BadParameter(f"at most {LONGEST} printable characters", param_hint=place)
    migrate()  # a key may be made before the first start
    try:
        click.echo(live.create_key(name, source))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@key_command.command("list")
def list_keys() -> None:
    """List all keys."""
    for key in live.keys():  # noqa: SIM118 - a function of the door, no dictionary
        click.echo(f"{key.name}\t{key.source}\t{f'revoked {key.revoked}' if key.revoked else 'active'}")


@key_command.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Revoke a key: it sends nothing from now on."""
    if not live.revoke_key(name):
        raise click.ClickException(f"there is no key named {name} that could be revoked")
    click.echo(f"{name} is revoked")
