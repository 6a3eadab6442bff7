"""The door of the games room."""

from __future__ import annotations

from .actions import forget, project
from .queries import entries, events, held, medals, organisations, participants, results, units
from .search import Found, Index, Key, Named
from .starts import starts
from .upsert import upsert

__all__ = [
    "Found", "Index", "Key", "Named", "entries", "events", "forget", "held", "medals", "organisations",
    "participants", "project", "results", "starts", "units", "upsert",
]  # fmt: skip
