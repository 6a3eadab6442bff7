"""``kotinos edge``: the whole program at a venue, which forwards its log to a centre. Knows no Django."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import click

from .run import DATA, FRONTS, HOST, PORT, Place, serve
from .supervisor import Child, kotinos

KEY = "KOTINOS_EDGE_KEY"

KEY_FILE = click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File with this edge's key at the centre; without it {KEY} is the key.",
)


def centre(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A centre's address without a path from the option's text."""
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise click.BadParameter(
            f"{value} is no address; give it without a path, e.g. https://centre.example"
        )
    return value.rstrip("/")


def read_key(key_file: Path | None) -> str:
    """The key, from its file or from the environment. Raises what says how to give one."""
    try:
        key = key_file.read_text().strip() if key_file else os.environ.get(KEY, "")
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{key_file} cannot be read: {error}", param_hint="--key-file") from error
    if not key or not key.isascii() or not key.isprintable():
        place = str(key_file) if key_file else KEY
        raise click.UsageError(
            f"{place} holds no key: kotinos key create NAME prints one at the centre; "
            f"put it in a file for --key-file, or in {KEY}"
        )
    return key


@click.command("edge")
@click.option("--to", required=True, metavar="URL", callback=centre, help="The centre's address.")
@KEY_FILE
@PORT
@HOST
@DATA
@FRONTS
def edge_command(
    to: str, key_file: Path | None, port: int, host: str, data: Path | None, fronts: int
) -> None:
    """Serve this venue, and forward every message to the centre. Ctrl-C stops it."""
    read_key(key_file)
    words = ["--key-file", str(key_file.resolve())] if key_file else []
    forward = Child("forward", kotinos("forward", "--to", to, *words), alone=True)
    serve(Place(host, port, data, fronts), ["--no-rehearsal"], [forward])
