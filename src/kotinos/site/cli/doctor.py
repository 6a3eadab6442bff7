"""``kotinos doctor``: what this machine can promise."""

from __future__ import annotations

import json

import click
import msgspec

from kotinos.ops import api as ops

COLOURS = {"OK": "green", "NOTE": "yellow", "BAD": "red"}


@click.command("doctor")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def doctor_command(port: int, as_json: bool) -> None:
    """Say what this machine can promise, and what to do where it cannot; exit 1 when something is bad."""
    found = ops.look(port)
    for each in found:
        if as_json:
            click.echo(json.dumps(msgspec.to_builtins(each)))
            continue
        level = click.style(f"{each.level:<4}", fg=COLOURS[each.level])
        click.echo(f"{level} {each.about}: {each.told}")
        if each.remedy:
            click.echo(f"     → {each.remedy}")
    if any(each.level == "BAD" for each in found):
        raise SystemExit(1)
