"""The door of the games room."""

from __future__ import annotations

from .actions import forget, project
from .queries import entries, events, medals, organisations, participants, results, units
from .upsert import upsert

__all__ = [
    "entries", "events", "forget", "medals", "organisations", "participants", "project", "results",
    "units", "upsert",
]  # fmt: skip
