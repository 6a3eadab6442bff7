"""``kotinos import`` and ``kotinos replay``: a Games from elsewhere, played through the intake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import click
import httpx
from django.conf import settings

from kotinos.formats import paris2024
from kotinos.live import api as live
from kotinos.odf.stream import Timed

from .child import stop_event
from .data import migrate

REFUSALS_SHOWN = 10
INTAKE_ANSWERS = frozenset({405, 502, 503, 504})
"""What an intake, or a proxy before one that is starting, answers to GET: messages are POSTed."""


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
    if to is not None:
        key = usable(key)  # before minutes of reading
        send(read_paris(folder), to, key, None, 0)
        return
    stream = read_paris(folder)
    migrate()  # often the first command of a new data folder
    refused = live.seed(
        stream,
        source="import-paris2024",
        progress=lambda done: click.echo(f"\r{done} messages", nl=False, err=True),
    )
    click.echo(f"\rthe log has the Games; {len(refused)} messages were refused")
    for receipt in refused[:REFUSALS_SHOWN]:
        click.echo(f"  {receipt}")
    if refused:
        raise SystemExit(1)


def read_paris(folder: Path) -> Iterable[Timed]:
    """The set's stream; says what is wrong in the set, and what it lacks."""
    try:
        found = paris2024.load(folder)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error
    alike = Counter((each.file, each.text) for each in found.problems)
    for each in found.problems:
        if more := alike.pop((each.file, each.text), 0):
            place = f"{each.file}:{each.line}" if each.line else each.file
            others = f" and {more - 1} more lines" if more > 1 else ""
            click.echo(f"{place}{others}: {each.text} ({each.remedy})", err=True)
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
@click.option(
    "--after",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=0,
    help="Go on after this message of the stream.",
)
def replay_command(what: str, speed: float | None, to: str, key: str | None, after: int) -> None:
    """Play WHAT through the intake of a server: paris2024:FOLDER, or a Games of this log such as OG2024."""
    kind, colon, folder = what.partition(":")
    if colon and kind != "paris2024":
        raise click.BadParameter(f"{kind} is no format that can be imported; try paris2024:FOLDER")
    secret = usable(key)
    send(read_paris(Path(folder)) if colon else read_log(what), to, secret, speed, after)


def read_log(games: str) -> Iterable[Timed]:
    """The messages of a Games in this data folder's log."""
    stream = iter(live.messages(games))
    first = next(stream, None)
    if first is None:
        raise click.ClickException(
            f"the log in {settings.DATA_DIR} has no message of {games}; it has: {', '.join(live.games())}"
        )
    return chain((first,), stream)


def usable(key: str | None) -> str:
    """The key as it was given; an error of use when there is none or when no header can carry it."""
    if not key or not key.isascii() or not key.isprintable():
        raise click.UsageError(
            "--key or KOTINOS_KEY is needed; kotinos key create NAME prints one on the server"
        )
    return key


def send(stream: Iterable[Timed], to: str, key: str, speed: float | None, after: int) -> None:
    """Play a stream and say how it went; exit 1 when the intake refused anything."""
    url = f"{to.rstrip('/')}/odf"
    stop = stop_event()
    with httpx.Client(timeout=60) as client:
        look_for_intake(client, url)
        player = live.Player(live.Wire(client, url, key), live.Pace(speed), stop, show)
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


def look_for_intake(client: httpx.Client, url: str) -> None:
    """Refuse an address at which something else answers; say it when nothing answers yet."""
    try:
        status = client.get(url).status_code
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise click.BadParameter(f"{url} is no address: begin --to with http:// or https://") from error
    except httpx.TransportError as error:
        click.echo(f"{url} does not answer ({error}); sending begins when it does", err=True)
        return
    if status not in INTAKE_ANSWERS:
        raise click.ClickException(
            f"there is no intake at {url} (it answers {status}); give --to without a path, e.g. "
            "http://127.0.0.1:8000"
        )


def show(tally: live.Tally) -> None:
    """One line that is written over and over: how far, and at which moment of the Games."""
    click.echo(f"\r{tally.number} messages, {tally.at:%Y-%m-%d %H:%M}", nl=False, err=True)
