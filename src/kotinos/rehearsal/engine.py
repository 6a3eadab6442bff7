"""``stream``: lets all scripts of a Games run side by side, in order of time. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed

from .bulk import before
from .days import ceremony, frame, renaming, source_day, sources
from .notices import bulletins
from .play import Play
from .records import Book
from .tables import sizes
from .telling import Steps
from .terms import Plan, Unit
from .transport import Line
from .world import World

_Opening = Callable[[], Steps]


class Engine:
    """Scripts by the moment of their next step. A script is made only shortly before its first."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.world = plan, World(plan)
        self.book = Book(self.world)
        self.line = Line(self.world.rng("line"), float(sizes()[plan.size]["rate"]))
        self._due: list[tuple[datetime, int, Steps, Callable[[datetime], Message] | None]] = []
        self._count = 0
        self._openings = sorted(self._all_openings(), key=lambda one: one[0])

    def _all_openings(self) -> Iterator[tuple[datetime, _Opening]]:
        world, plan = self.world, self.plan
        units = [unit for unit in plan.units.values() if unit.scheduled]
        first = min(unit.start for unit in units) - timedelta(hours=20)
        yield first, lambda: before(world, self.book, first)
        for number in range(len(plan.days)):
            opening = first + timedelta(hours=1) + timedelta(days=number)
            yield opening, partial(frame, world, number)
            for sheet, on, off in sources(world, number):
                yield opening, partial(source_day, world, number, sheet, (on, off))
        for number in range(max(1, len(plan.persons) // 1500)):
            yield first + timedelta(hours=1), partial(renaming, world, number)
        yield from bulletins(world)
        for unit in units:
            early = unit.start - timedelta(minutes=70)
            if unit.phase_type == "6":
                yield early, partial(ceremony, world, unit)
            else:
                yield early, partial(self._play, unit)

    def _play(self, unit: Unit) -> Steps:
        return Play(self.world, self.book, unit).run()

    def _advance(self, script: Steps) -> None:
        step = next(script, None)
        if step is not None:
            self._count += 1
            heapq.heappush(self._due, (step[0], self._count, script, step[1]))

    def run(self) -> Iterator[Timed]:
        """All messages in order of arrival."""
        openings = iter(self._openings)
        coming = next(openings, None)
        while coming or self._due:
            if coming and (not self._due or coming[0] <= self._due[0][0]):
                self._advance(coming[1]())
                coming = next(openings, None)
                continue
            at, _, script, make = heapq.heappop(self._due)
            if make is not None:
                self.line.send(at, make(at))
                yield from self.line.arrived(at)
            self._advance(script)
        yield from self.line.arrived(None)


def stream(plan: Plan) -> Iterator[Timed]:
    """All messages of a Games, sorted by ``at``; the same plan gives the same messages."""
    return Engine(plan).run()
