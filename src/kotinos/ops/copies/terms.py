"""What a copy is: a backup's manifest, and why something cannot be done. Pure."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

FORMAT = 1
"""Of a backup's folder; another number is another layout."""

SECRETS = ("secret-key", "ops-key")
PLAIN = (*SECRETS, "rehearsal.json")
"""Files of a data folder, besides databases, that a server needs."""

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much (bytes, or messages)."""


class CannotError(RuntimeError):
    """A backup, a check of one or a restore that cannot be done; the text says why and what to do."""


class Part(msgspec.Struct, frozen=True):
    """A file of a backup. ``table`` and ``columns``: what was copied out of PostgreSQL into it."""

    name: str
    bytes: int
    sha256: str
    table: str = ""
    columns: tuple[str, ...] = ()
    rows: int = 0


class Holds(msgspec.Struct, frozen=True):
    """What is in a backup: ``messages`` in the log up to position ``newest``, of which the fold had read up
    to ``cursor``; ``snapshots`` of ``games``, at the point ``epoch:seq``."""

    games: tuple[str, ...]
    messages: int
    newest: int
    cursor: int
    snapshots: int
    epoch: str
    seq: int


class Manifest(msgspec.Struct, frozen=True):
    """``manifest.json`` of a backup. ``made`` is ISO 8601 in UTC; ``migrations`` are those of its tables."""

    format: int
    kotinos: str
    vendor: str
    made: str
    holds: Holds
    migrations: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def bytes(self) -> int:
        """Size of all parts."""
        return sum(part.bytes for part in self.parts)
