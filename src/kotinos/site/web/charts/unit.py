"""Which charts a unit has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kotinos.games.terms import CompetitorLine, UnitView

from .race import gaps, places
from .rounds import rounds, scores
from .scale import LOOKS, Plot

FIRST = 6
"""Lines drawn without being asked for."""


def charts(view: UnitView, look: str, chosen: Sequence[str] = ()) -> list[Plot]:
    """What can be drawn of a unit now; ``chosen``: codes of competitors to be drawn beside the first."""
    lines = picked(view.competitors, chosen)
    drawn: list[Plot | None] = []
    if look in ("lanes", "race"):
        drawn = [places(view, lines), gaps(view, lines)]
    elif look == "game":
        drawn = [scores(view)]
    elif look in ("trials", "rounds", "judged"):
        drawn = [rounds(view, lines)]
    return [plot for plot in drawn if plot]


def picked(competitors: Mapping[str, CompetitorLine], chosen: Sequence[str]) -> list[CompetitorLine]:
    """The first competitors and those chosen, in the order of the list."""
    ordered = sorted(competitors.values(), key=lambda line: line.order)
    ordered = [line for line in ordered if line.code]
    also = [line for line in ordered[FIRST:] if line.code in chosen]
    return ordered[:FIRST] + also[: LOOKS - FIRST]
