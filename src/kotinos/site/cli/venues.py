"""``kotinos venues``: where venues are, for the plan and the venues' pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import msgspec

from kotinos.formats import positions
from kotinos.games.terms import GamesView
from kotinos.live import api as live

from ..web import places


@click.group("venues")
def venues_command() -> None:
    """Say where the venues of a Games are, for the plan on its pages."""


@venues_command.command("load")
@click.argument("games")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(games: str, file: Path) -> None:
    """Take the positions of a Games' venues from FILE, a CSV or GeoJSON; what was there is replaced."""
    known = _known(games)
    try:
        found = positions.read(file.read_bytes(), file.name)
    except positions.PositionsError as error:
        raise click.ClickException(str(error)) from error
    placed = match(known, found)
    if not placed:
        raise click.ClickException(
            f"{file.name} names no venue of {games}. Its venues: "
            + ", ".join(f"{code} ({name})" for code, name in sorted(known.items()))
        )
    where = places.keep(games, placed)
    click.echo(f"{len(placed)} of {len(known)} venues of {games} have a place now ({where})")
    for code in sorted(known.keys() - placed.keys()):
        click.echo(f"without one: {code}\t{known[code]}")


@venues_command.command("list")
@click.argument("games")
def list_venues(games: str) -> None:
    """List the venues of a Games, with their places."""
    placed = places.of(games)
    for code, name in sorted(_known(games).items()):
        at = placed.get(code)
        click.echo(f"{code}\t{name}\t" + (f"{at.lat}, {at.lon}" if at else "no place"))


def _known(games: str) -> Mapping[str, str]:
    stored = live.snapshot(games, "games")
    if stored is None:
        there = ", ".join(live.games()) or "none"
        raise click.ClickException(f"there is no Games {games} here; there are: {there}")
    return msgspec.json.decode(stored.body, type=GamesView).venues


def match(known: Mapping[str, str], found: Iterable[positions.Position]) -> dict[str, places.Place]:
    """Places by venue code: a position belongs to the venue of its code, else of its name."""
    by_name = {plain(name): code for code, name in known.items()}
    placed = {}
    for position in found:
        codes = [name for name in position.names if name in known]
        codes += [by_name[plain(name)] for name in position.names if plain(name) in by_name]
        if codes:
            placed[codes[0]] = places.Place(position.lat, position.lon, position.note)
    return placed


def plain(name: str) -> str:
    """A name without capitals, accents and signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in letters if sign.isalnum())
