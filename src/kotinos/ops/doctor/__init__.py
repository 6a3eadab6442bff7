"""What a machine can promise: a line for each thing it stands on, well or not, and what to do.

Nothing private is told: no names of people, machines, folders or databases, no addresses, no keys."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kotinos.live import api as live

from . import disk, machine, ports, stores
from .terms import Advice

USUAL = 7_000
"""Bytes on disk a message takes with all that is made of it, where a log has too few to tell (measured)."""
ENOUGH = 1_000
"""Messages after which a log tells by itself."""


def look(port: int) -> list[Advice]:
    """Look at everything; ``port`` is the one the site is to be served on."""
    folder = Path(settings.DATA_DIR)
    embedded = not settings.DATABASE_URL
    database = stores.database()
    return [
        *disk.file_system(folder, embedded=embedded),
        *disk.privacy(folder),
        *disk.room(folder, _bytes_a_message(folder) if database.reachable else USUAL),
        *machine.clock(),
        *machine.strength(),
        *machine.open_files(),
        *ports.port(port),
        *ports.bus(live.bus_url()),
        *database.advice,
        *(stores.files(folder) if embedded else stores.durability()),
        *(disk.syncs(folder, live.GROUP) if embedded else stores.commits(live.GROUP)),
        *(stores.holding() if database.reachable else ()),
    ]


def _bytes_a_message(folder: Path) -> int:
    messages = live.log_holding().messages
    taken = sum(path.stat().st_size for path in folder.glob("*.sqlite3"))
    return taken // messages if messages > ENOUGH and taken else USUAL
