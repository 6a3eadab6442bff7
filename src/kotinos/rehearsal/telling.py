"""Saying things about one unit: the part that scripts share. Pure.

A script is a generator of steps ``(moment, make)``: the engine calls ``make`` when the moment comes
(None: only wait) and takes the next step at once. So what a script reads is true at its moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from math import inf

import msgspec

from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition

from .contest import Contest, Picture, Row, settle
from .deciding import light
from .desk import Sheet, body
from .records import Book
from .terms import Unit
from .told import infos, scheduled, unit_result
from .world import World

Step = tuple[datetime, Callable[[datetime], Message] | None]
Steps = Iterator[Step]


class Telling:
    """A unit, its contest once it is held, and how to tell of them."""

    def __init__(self, world: World, book: Book, unit: Unit) -> None:
        self.world, self.book, self.unit = world, book, unit
        self.troubles = world.troubles.get(unit.code, frozenset())
        self.rng = world.rng("unit", unit.code)
        self.event = world.event(unit)
        self.match = len(unit.sources) == 2 and world.phases[unit.phase].kind != "marks"
        self.begin = unit.start
        self.ended: datetime | None = None
        self.paused = False
        self.stop = inf  # the contest's moment at which it ended before its time
        self.contest: Contest
        self.rows: list[Row] = []

    def say(self, at: datetime, sheet: Sheet, make: Callable[[], Competition]) -> Step:
        """A step that sends a message."""
        return at, lambda when: self.world.desk.send(when, sheet, make(), self.world.noted(self.unit, sheet))

    def schedule(self, at: datetime, status: str) -> Step:
        world, unit = self.world, self.unit

        def make() -> Competition:
            world.status[unit.code] = status
            return body(units=(scheduled(world, unit, status, self.ended),))

        return self.say(at, world.discipline_sheet(unit, "DT_SCHEDULE_UPDATE"), make)

    def tell(self, at: datetime, status: str, picture: Callable[[], Picture]) -> Step:
        """A step that sends DT_RESULT."""
        world, unit = self.world, self.unit

        def make() -> Competition:
            told = infos(world, unit, self.contest.infos, self.ended)
            return unit_result(world, unit, self.contest, picture(), told)

        return self.say(at, world.sheet(unit, "DT_RESULT", status=status), make)

    def final(self) -> Picture:
        """The picture at the end, with whatever was changed since."""
        return msgspec.structs.replace(self.contest.picture(self.stop), rows=self.rows, clock=None)

    def mark_places(self) -> None:
        """Q for the places that go on; q is known only when the phase is."""
        by_place = self.world.phases[self.unit.phase].by_place
        for row in self.rows if not self.match else ():
            row.qualified = "Q" if row.rank and row.rank <= by_place else ""

    def note(self, text: str) -> None:
        """Notes add up (ODF Foundation Principles 5, corrections)."""
        notes = self.world.notes.get(self.unit.code, ())
        self.world.notes[self.unit.code] = (*notes, text)

    def disqualify(self, row: Row, why: str) -> None:
        """Take a competitor out of the result; the others move up."""
        row.irm, row.text, row.photo, row.qualified, row.records = "DSQ", "", "", "", ()
        self.rows = settle(self.rows, self.contest.best, self.contest.kind, self.contest.places)
        self.mark_places()
        self.world.rows[self.unit.code] = [light(one) for one in self.rows]
        self.note(f"{row.entrant.name} ({row.entrant.organisation}): {why}")
