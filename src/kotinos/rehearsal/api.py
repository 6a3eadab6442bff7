"""The door: made-up Games as plans and as streams of messages. Pure."""

from __future__ import annotations

from .engine import stream
from .planning import SIZES, count, plan
from .terms import Entrant, Event, Figures, Organisation, Person, Phase, Plan, Session, Source, Unit, Venue

__all__ = [
    "SIZES", "Entrant", "Event", "Figures", "Organisation", "Person", "Phase", "Plan", "Session", "Source",
    "Unit", "Venue", "count", "plan", "stream",
]  # fmt: skip
