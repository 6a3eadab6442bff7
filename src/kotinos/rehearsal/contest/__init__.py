"""Contests of every kind, simulated whole and told piece by piece. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..terms import Entrant
from .base import Contest, Picture, Row, Setting, Twist, format_of, settle
from .field import Distance, Heights
from .judged import Lifts, Scores
from .match import Bout, Ends, Game, Sets
from .race import Race

_KINDS: dict[str, Callable[[Setting, Sequence[Entrant]], Contest]] = {
    "race": Race,
    "attempts": Distance,
    "heights": Heights,
    "lifts": Lifts,
    "scores": Scores,
    "clock": Game,
    "points": Bout,
}


def hold(setting: Setting, entrants: Sequence[Entrant]) -> Contest:
    """Hold a contest between ``entrants``, in the order they start (home, then away)."""
    if setting.style.contest == "sets":
        return (Ends if setting.style.options.get("ends") else Sets)(setting, entrants)
    return _KINDS[setting.style.contest](setting, entrants)


__all__ = ["Contest", "Picture", "Row", "Setting", "Twist", "format_of", "hold", "settle"]
