"""A made-up Games in every format and state, as the values the pages render. Nobody in it exists."""

from .base import DAYS, DIVE, GAMES, HAND, HAND_E, HIGH, JUMP, ROAD, SAIL, SPRINT, SPRINT_E, SWIM, TODAY, rsc
from .contests import bare, jump_unofficial, sprint_official, units
from .reader import Reader
from .whole import topics

__all__ = [
    "DAYS",
    "DIVE",
    "GAMES",
    "HAND",
    "HAND_E",
    "HIGH",
    "JUMP",
    "ROAD",
    "SAIL",
    "SPRINT",
    "SPRINT_E",
    "SWIM",
    "TODAY",
    "Reader",
    "bare",
    "jump_unofficial",
    "rsc",
    "sprint_official",
    "topics",
    "units",
]
