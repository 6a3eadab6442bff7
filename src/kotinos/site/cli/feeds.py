"""``kotinos import`` and ``kotinos replay``: a Games from elsewhere, played through the intake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
import httpx

from kotinos.formats import paris2024
from kotinos.live import api as live
from kotinos.odf.stream import Timed

from .child import stop_event

REFUSALS_SHOWN = 10


def speed_of(_ctx: click.Context, _param: click.Parameter, value: str) -> float | None:
    """Games seconds a second from the option's text; ``None`` for ``max``, as fast as it can."""
    if value == "max":
        return None
    try:
        speed = float(value)
    except ValueError:
        speed = 0.0
    if not speed > 0:
        raise click.BadParameter("a number above 0, or max")
    return speed


@click.group("import")
def import_command() -> None:
    """Read other people's files into a Games."""


@import_command.command("paris2024")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", metavar="URL", help="Send to that server instead of writing this data folder's log.")
@click.option("--key", metavar="KEY", envvar="KOTINOS_KEY", help="API key for --to.")
def import_paris2024(folder: Path, to: str | None, key: str | None) -> None:
    """Read the public CSV set of Paris 2024 in FOLDER, as messages in the order the field sends them."""
    stream = read_paris(folder)
    if to is not None:
        send(stream, to, key, None, 0)
        return
    refused = live.seed(
        stream,
        source="import-paris2024",
        progress=lambda done: click.echo(f"\r{done} messages", nl=False, err=True),
    )
    click.echo(f"\rthe log has them all; {len(refused)} were refused")
    for receipt in refused[:REFUSALS_SHOWN]:
        click.echo(f"  {receipt}")
    if refused:
        raise SystemExit(1)


def read_paris(folder: Path) -> Iterable[Timed]:
    """The set's stream; says what the set lacks."""
    found = paris2024.load(folder)
    for what, number in Counter(gap.what for gap in paris2024.gaps(found)).most_common():
        click.echo(f"the set does not tell: {what} ({number})", err=True)
    return paris2024.stream(found)


@click.command("replay")
@click.argument("what")
@click.option(
    "--speed", callback=speed_of, default="max", show_default=True, help="Games seconds a second, or max."
)
@click.option("--to", metavar="URL", default="http://127.0.0.1:8000", show_default=True)
@click.option("--key", metavar="KEY", envvar="KOTINOS_KEY", help="API key of that server.")
@click.option("--after", metavar="NUMBER", default=0, help="Go on after this message of the stream.")
def replay_command(what: str, speed: float | None, to: str, key: str | None, after: int) -> None:
    """Play WHAT through the intake of a server: paris2024:FOLDER, or a Games of this log such as OG2024."""
    kind, colon, folder = what.partition(":")
    if colon and kind != "paris2024":
        raise click.BadParameter(f"{kind} is no format that can be imported; try paris2024:FOLDER")
    send(read_paris(Path(folder)) if colon else live.messages(what), to, key, speed, after)


def send(stream: Iterable[Timed], to: str, key: str | None, speed: float | None, after: int) -> None:
    """Play a stream and say how it went; exit 1 when the intake refused anything."""
    if not key:
        raise click.UsageError(
            "--key or KOTINOS_KEY is needed; kotinos key create NAME makes one on the server"
        )
    stop = stop_event()
    with httpx.Client(timeout=60) as client:
        player = live.Player(live.Wire(client, f"{to.rstrip('/')}/odf", key), live.Pace(speed), stop, show)
        try:
            tally = player.play(stream, after)
        except live.KeyRefusedError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"\r{tally.sent} sent, {tally.repeated} of them there already, {tally.refused} refused")
    for number, text in tally.refusals[:REFUSALS_SHOWN]:
        click.echo(f"  message {number}: {text}")
    if stop.is_set():
        click.echo(f"stopped; go on with --after {tally.number}")
    if tally.refused:
        raise SystemExit(1)


def show(tally: live.Tally) -> None:
    """One line that is written over and over: how far, and at which moment of the Games."""
    click.echo(f"\r{tally.number} messages, {tally.at:%Y-%m-%d %H:%M}", nl=False, err=True)
