"""``kotinos prepare`` and ``kotinos rehearse``: the made-up Games that a first start brings.

Its anchor (first day, seed, size) is kept in ``rehearsal.json`` of the data folder: the same anchor
gives the same stream, so a later start goes on where the log stopped.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import httpx
import msgspec
from django.conf import settings

from kotinos.desks import api as desks
from kotinos.live import api as live
from kotinos.odf.stream import Timed
from kotinos.rehearsal import api as rehearsal

from ..embedded import sync_folder, synced_draft
from ..web import places
from .child import stop_event
from .data import migrate
from .run import SPEED

SOURCE = "rehearsal"
"""Name of the key that plays the rehearsal, and of its numbers in the log."""
DAYS_BEFORE = 3
"""Today is the fourth day: three days of results are there to look at. A short Games is in its middle."""
MORNING = clock(10)
"""The hour, at the venues, at which a first start finds the Games: units are running."""
STEPS = 200
"""Steps of the progress bar."""
LONGEST_PAUSE = 60.0
"""Real seconds a night may last at most, whatever the speed."""


class Anchor(msgspec.Struct, frozen=True):
    """What the rehearsal of this data folder is. Its past is all before the morning of ``today``, and in the
    log when ``seeded``."""

    first_day: date
    today: date
    seed: int
    size: str
    seeded: bool = False


@click.command("prepare", hidden=True)
@click.option("--size", default="city")
@click.option("--seed", default=1)
@click.option("--no-rehearsal", is_flag=True)
def prepare_command(size: str, seed: int, no_rehearsal: bool) -> None:
    """Migrate and, the first time, seed the Rehearsal Games."""
    begin = time.monotonic()
    try:
        with live.only_fold():
            migrate()
            desks.erase_old()
    except live.BusyError as error:
        raise click.ClickException(f"{error}: stop it first, or choose another folder (--data)") from error
    if no_rehearsal:
        return
    anchor = read_anchor() or make_anchor(size, seed)
    place_venues(anchor)
    if (anchor.size, anchor.seed) != (size, seed):
        click.echo(
            f"Kotinos: going on with the {anchor.size} Games of seed {anchor.seed} in {settings.DATA_DIR}"
        )
    if not anchor.seeded:
        seed_past(anchor)
        write_anchor(msgspec.structs.replace(anchor, seeded=True))
        days = (anchor.today - anchor.first_day).days
        past = "1 day" if days == 1 else f"{days} days"
        click.echo(f"Kotinos: {past} and a morning of a Games, in {time.monotonic() - begin:.0f} s")


def anchor_path() -> Path:
    """Where the anchor is kept."""
    return Path(settings.DATA_DIR) / "rehearsal.json"


def read_anchor() -> Anchor | None:
    """The anchor of this data folder, if it has a rehearsal."""
    path = anchor_path()
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Anchor)
    except msgspec.DecodeError as error:
        raise click.ClickException(f"{path} cannot be read: {error}; begin with another --data") from error


def write_anchor(anchor: Anchor) -> None:
    """Keep the anchor; it is there whole or not at all."""
    path = anchor_path()
    synced_draft(path, msgspec.json.encode(anchor)).replace(path)
    sync_folder(path.parent)


def make_anchor(size: str, seed: int) -> Anchor:
    """A new rehearsal, some days old today."""
    today = datetime.now(UTC).date()
    days = len(rehearsal.plan(size, seed, today).days)
    anchor = Anchor(today - timedelta(days=min(DAYS_BEFORE, days // 2)), today, seed, size)
    write_anchor(anchor)
    return anchor


def seed_past(anchor: Anchor) -> None:
    """Put the Games up to this morning into the log, in bulk, and fold it; shows progress."""
    plan = rehearsal.plan(anchor.size, anchor.seed, anchor.first_day)
    now = datetime.combine(anchor.today, MORNING, ZoneInfo(plan.zone))
    shown = _shown(rehearsal.stream(plan), now)
    refused = live.seed(shown, source=SOURCE, until=now)
    if refused:
        click.echo(
            f"Kotinos: {len(refused)} messages were refused and kept aside; first: {refused[0]}", err=True
        )


def place_venues(anchor: Anchor) -> None:
    """Say where the made-up venues are, unless somebody has said so."""
    plan = rehearsal.plan(anchor.size, anchor.seed, anchor.first_day)
    if not places.path(plan.competition).exists():
        invented = {code: places.Place(venue.lat, venue.lon) for code, venue in plan.venues.items()}
        places.keep(plan.competition, invented)


def _shown(stream: Iterable[Timed], until: datetime) -> Iterator[Timed]:
    """The stream, while a bar follows its moments up to ``until``."""
    with click.progressbar(length=STEPS, label="Kotinos: making up a Games") as bar:
        first: datetime | None = None
        for timed in stream:
            if timed.at > until:
                break
            first = first or timed.at
            share = (timed.at - first) / max(until - first, timedelta(seconds=1))
            if (step := int(STEPS * min(share, 1.0)) - bar.pos) > 0:
                bar.update(step)
            yield timed
    click.echo("Kotinos: reading it into pages …")


@click.command("rehearse")
@click.option(
    "--to", default="http://127.0.0.1:8000", show_default=True, help="The server that takes the messages."
)
@click.option("--speed", type=SPEED, default=10.0, show_default=True, help="Games seconds a second.")
def rehearse_command(to: str, speed: float) -> None:
    """Play the Rehearsal Games of this data folder on from where its log stops."""
    anchor = read_anchor()
    if anchor is None:
        raise click.ClickException("there is no rehearsal here; kotinos run makes one")
    stop = stop_event()
    stream = rehearsal.stream(rehearsal.plan(anchor.size, anchor.seed, anchor.first_day))
    with httpx.Client(timeout=30) as client:
        wire = live.Wire(client, f"{to.rstrip('/')}/odf", live.ensure_key(SOURCE))
        player = live.Player(wire, live.Pace(speed, LONGEST_PAUSE), stop, Refusals())
        try:
            player.play(stream, live.last_seq(SOURCE))
        except live.KeyRefusedError as error:  # somebody else made or revoked the key meanwhile
            raise click.ClickException(str(error)) from error
    if not stop.is_set():
        click.echo("Kotinos: the Rehearsal Games has ended. Its pages stay.")


class Refusals:
    """Tells once that messages are refused: a newer program makes up another Games than the log holds."""

    told = False

    def __call__(self, tally: live.Tally) -> None:
        """Hear how far the player is."""
        if tally.refused and not self.told:
            self.told = True
            number, text = tally.refusals[0]
            click.echo(f"Kotinos: the rehearsal's message {number} was refused: {text}", err=True)
            click.echo(f"Kotinos: to begin another Games, stop and remove {settings.DATA_DIR}", err=True)
