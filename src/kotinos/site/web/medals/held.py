"""The medals held, as a part of a page."""

from __future__ import annotations

import msgspec

from kotinos.games import api as rows
from kotinos.games.terms import MedalHeld, MedalTableView

from .. import read
from ..respond import Part

LIVE = ("lines", "events_finished", "events_total")
"""What of the medal table the derived pages follow."""


class Held(msgspec.Struct, frozen=True):
    """All medals of a Games, with the table they must agree with."""

    medals: tuple[MedalHeld, ...]
    table: read.Read[MedalTableView]

    @property
    def parts(self) -> list[Part]:
        """What a page made of them is made of: it follows the table, and is another page when a medal is."""
        return [Part(self.table, LIVE), Part(read.rows("held", self.medals), still=True)]


def held(games: str) -> Held:
    """All medals of a Games. Raises ``Http404`` when there is no medal table yet."""
    # The table first: the page must not follow changes that its rows are older than.
    table = read.topic(games, "medals", MedalTableView)
    return Held(rows.held(games), table)
