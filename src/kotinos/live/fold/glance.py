"""The units' short forms, kept in the orders in which lists and the home page want them. Pure.

The home page is made anew after nearly every message; to look at every unit for it would cost more than
all the rest."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import nlargest
from itertools import islice

from kotinos.games.terms import MedalHeld, UnitLine

from .units import MOVING, day_of

NEXT, RECENT, LATEST, FINALS = 12, 12, 12, 6
"""How many units and medals the home page names."""

AHEAD = frozenset({"SCHEDULED", "RESCHEDULED", "GETTING_READY", "DELAYED"})
"""Statuses of units still to come."""

When = tuple[int, str]
"""Sorts units by their moment."""


class Lines:
    """A line for each unit told of. ``calendar``: units by discipline and day."""

    def __init__(self) -> None:
        self.by_code: dict[str, UnitLine] = {}
        self.by_day: dict[str, set[str]] = defaultdict(set)
        self.by_event: dict[str, set[str]] = defaultdict(set)
        self.calendar: dict[str, Counter[str]] = defaultdict(Counter)
        self._live: dict[str, UnitLine] = {}
        self._ahead: list[When] = []
        self._done: list[When] = []
        self._venues: dict[str, Counter[str]] = defaultdict(Counter)

    def put(self, code: str, line: UnitLine | None) -> UnitLine | None:
        """Set a unit's line, or take it away with ``None``; returns the one before."""
        old = self.by_code.pop(code, None)
        if line is not None:
            self.by_code[code] = line
        if line != old:
            if old is not None:
                self._leave(old)
            if line is not None:
                self._enter(line)
        return old

    def of_day(self, day: str) -> dict[str, UnitLine]:
        """A day's lines."""
        return {code: self.by_code[code] for code in sorted(self.by_day.get(day, ()))}

    def of_event(self, event: str) -> dict[str, UnitLine]:
        """An event's lines."""
        return {code: self.by_code[code] for code in sorted(self.by_event.get(event, ()))}

    def live(self) -> dict[str, UnitLine]:
        """The units that are on."""
        return dict(self._live)

    def coming(self, now: str) -> dict[str, UnitLine]:
        """The next units, none that should have begun before this hour."""
        ahead = (self.by_code[code] for _, code in self._ahead)
        wanted = (line for line in ahead if line.start[:16] >= now[:13])
        return {line.rsc: line for line in islice(wanted, NEXT)}

    def finals(self, now: str) -> dict[str, UnitLine]:
        """The next units in which medals are won."""
        ahead = (self.by_code[code] for _, code in self._ahead)
        wanted = (line for line in ahead if line.medal and line.start[:16] >= now[:13])
        return {line.rsc: line for line in islice(wanted, FINALS)}

    def moment(self, now: str, today: str) -> str:
        """Where the Games stands: ``before``, ``day``, ``between`` or ``after``; nothing without a day."""
        if not today:
            return ""
        if self._live:
            return "day"
        first = next(
            (line for _, code in self._ahead if (line := self.by_code[code]).start >= now[:13]), None
        )
        if first is not None and first.day == day_of(now):
            return "day"
        if not self._done:
            return "before"
        return "between" if first is not None else "after"

    def recent(self) -> dict[str, UnitLine]:
        """The last units that have ended with a result."""
        return {code: self.by_code[code] for _, code in self._done[-RECENT:]}

    def venues(self) -> dict[str, str]:
        """Venues by code: the name most units give, of equals the first in the alphabet."""
        return {
            venue: min(names, key=lambda name: (-names[name], name))
            for venue, names in self._venues.items()
            if venue and names
        }

    def _enter(self, line: UnitLine) -> None:
        self.by_day[line.day].add(line.rsc)
        self.by_event[line.event].add(line.rsc)
        self._venues[line.venue][line.venue_name] += 1
        if line.day:
            self.calendar[line.discipline][line.day] += 1
        if line.status in MOVING:
            self._live[line.rsc] = line
        if (order := self._order_of(line)) is not None:
            insort(order, (line.order, line.rsc))

    def _leave(self, line: UnitLine) -> None:
        self.by_day[line.day].discard(line.rsc)
        self.by_event[line.event].discard(line.rsc)
        _take(self._venues[line.venue], line.venue_name)
        if line.day:
            _take(self.calendar[line.discipline], line.day)
        self._live.pop(line.rsc, None)
        if (order := self._order_of(line)) is not None:
            del order[bisect_left(order, (line.order, line.rsc))]

    def _order_of(self, line: UnitLine) -> list[When] | None:
        if line.status in AHEAD:
            return self._ahead
        return self._done if line.status == "FINISHED" and line.result_status else None


def _take(counted: Counter[str], name: str) -> None:
    counted[name] -= 1
    if not counted[name]:
        del counted[name]


def latest(held: Iterable[MedalHeld]) -> dict[str, MedalHeld]:
    """The medals won last."""
    newest = nlargest(LATEST, held, key=lambda each: (each.date, each.event, -each.order, each.competitor))
    return {f"{each.event}/{each.medal}/{each.competitor}": each for each in newest}
