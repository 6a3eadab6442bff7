"""Where venues are: positions that the organiser gave, kept in the data folder beside the log.

No message of the standard tells them. One file a Games, ``venues/KEY.json``, written by ``kotinos venues
load`` and, for a made-up Games, by ``kotinos prepare``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from ..embedded import sync_folder, synced_draft

log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A position in degrees; ``note``: what the organiser says of the place (address, capacity …)."""

    lat: float
    lon: float
    note: str = ""


def path(key: str) -> Path:
    """The file of a Games."""
    return Path(settings.DATA_DIR) / "venues" / f"{key}.json"


def of(key: str) -> Mapping[str, Place]:
    """Positions by venue code; none where nobody gave any."""
    file = path(key)
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return {}
    return _read(file, changed)


@lru_cache(maxsize=16)
def _read(file: Path, changed: int) -> Mapping[str, Place]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Place])
    except (OSError, msgspec.DecodeError) as error:
        log.error("%s cannot be read: %s; kotinos venues load writes it anew", file, error)
        return {}


def keep(key: str, found: Mapping[str, Place]) -> Path:
    """Write the positions of a Games; the file is there whole or not at all."""
    file = path(key)
    file.parent.mkdir(mode=0o750, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(dict(sorted(found.items()))), indent=1)
    synced_draft(file, text + b"\n").replace(file)
    sync_folder(file.parent)
    return file
