"""Joins the schedule's lines with the results' stages into units. Pure.

The end of a schedule line's address is the phase and unit part of its RSC. Three cases:

1. It names a unit: the line is that unit.
2. It names a phase only. When the phase has as many finished lines as stages, they are paired in the
   order of their stamps (equal stamps: by number, finals backwards, because gold comes last).
   Otherwise one line stands for several stages: it becomes a unit of its own, ``ROW001--`` in that
   phase, and the stages become units the schedule lacks.
3. It names nothing: a unit ``ROW001--`` of the event.

Stages the schedule lacks are UNSCHEDULED units; they take their moment from the line that covers them.
Every pairing and every code of ours is told in ``Planned.derived``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from kotinos.odf.rsc import LENGTH

from .check import LOCAL_ZONES, moment
from .programme import Programme, rsc_of_discipline
from .rows import ParisSet, ResultRow, ScheduleRow

OWN_CODE = "the schedule names no unit here; the unit's code is ours"
PAIRED = "paired with the schedule's line by order; the schedule names only the phase"
UNLISTED = "the schedule does not list this unit; the results do"
COVERED = "start of the schedule's line that covers this unit"
REPEATED = "the schedule names this unit twice; this line's code is ours"

NEVER = datetime.max.replace(tzinfo=UTC)

REACH = timedelta(hours=6)
"""How long after a line's scheduled end a stage's stamp still speaks for that line."""


class Stage(msgspec.Struct, frozen=True):
    """The rows of one stage code, in file order. ``stamp``: when the source last touched it, if told."""

    code: str
    rows: tuple[ResultRow, ...]
    stamp: datetime | None


class Planned(msgspec.Struct, frozen=True):
    """A unit: its RSC, the schedule's line, the results' stage, the line that covers it in time.

    ``derived`` tells by what (``code``, ``time`` ...) what of it is ours, and how."""

    rsc: str
    line: ScheduleRow | None = None
    stage: Stage | None = None
    cover: ScheduleRow | None = None
    derived: tuple[tuple[str, str], ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """All units in order of start, the lists above unit level (phase and event), rows without a place."""

    units: tuple[Planned, ...]
    lists: tuple[Planned, ...]
    unplaced: tuple[ResultRow, ...]


def stages(paris: ParisSet) -> dict[str, Stage]:
    """Stages by RSC, in file order."""
    found: dict[str, list[ResultRow]] = defaultdict(list)
    for row in paris.results:
        if row.code and row.participant_code:
            found[row.code].append(row)
    return {code: Stage(code, tuple(rows), _stamp(rows)) for code, rows in found.items()}


def _stamp(rows: Iterable[ResultRow]) -> datetime | None:
    for row in rows:
        if found := moment(row.date):
            zone = LOCAL_ZONES.get(row.venue)
            return moment(found.replace(tzinfo=None).isoformat() + zone) if zone else found
    return None


def is_unit(code: str) -> bool:
    """Whether an RSC goes down to a unit."""
    return bool(code[26:].strip("-"))


def plan(paris: ParisSet, named: Programme) -> Plan:
    """The units of the Games."""
    return _Planner(paris, named).plan()


class _Planner:
    def __init__(self, paris: ParisSet, named: Programme) -> None:
        self.stages = stages(paris)
        self.unplaced = tuple(row for row in paris.results if not (row.code and row.participant_code))
        self.units: dict[str, Planned] = {}
        self.lines: dict[str, list[ScheduleRow]] = defaultdict(list)  # by event RSC
        self.open: dict[str, list[ScheduleRow]] = defaultdict(list)  # by RSC above unit level
        self.paris, self.named = paris, named

    def plan(self) -> Plan:
        for line in self.paris.schedule:
            self._place(line)
        for above, lines in self.open.items():
            self._pair(above, lines)
        lists = []
        for code, stage in self.stages.items():
            if not is_unit(code):
                lists.append(Planned(code, None, stage, self._cover(stage)))
            elif code not in self.units:
                cover = self._cover(stage)
                derived = (("unit", UNLISTED), *((("start", COVERED),) if cover else ()))
                self.units[code] = Planned(code, None, stage, cover, derived)
        return Plan(tuple(self.units.values()), tuple(lists), self.unplaced)

    def _place(self, line: ScheduleRow) -> None:
        event = self.named.events.get((line.discipline_code, line.event))
        base = event.rsc if event else rsc_of_discipline(line.discipline_code)
        self.lines[base].append(line)
        code = base[:22] + (line.tail or "-" * 12)
        if not is_unit(code):
            self.open[code].append(line)
        elif code in self.units:
            self.open[code[:26].ljust(LENGTH, "-")].append(line)
        else:
            derived = (("unit", event.derived),) if event and event.derived else ()
            self.units[code] = Planned(code, line, self.stages.get(code), line, derived)

    def _pair(self, above: str, lines: list[ScheduleRow]) -> None:
        """Pair the finished lines of a phase with its unclaimed stages, or give each a code of ours."""
        free = [
            stage for code, stage in self.stages.items()
            if code[:26] == above[:26] and is_unit(code) and code not in self.units
        ]  # fmt: skip
        finished = [line for line in lines if line.status == "FINISHED" and line.tail]
        if above[22:26].strip("-") and free and len(free) == len(finished):
            for line, stage in zip(_by_start(finished), _by_stamp(free, above), strict=True):
                self.units[stage.code] = Planned(stage.code, line, stage, line, (("unit", PAIRED),))
            lines = [line for line in lines if line not in finished]
        number = 0
        for line in lines:
            while (code := f"{above[:26]}ROW{(number := number + 1):03d}--") in self.units:
                pass
            why = REPEATED if line.tail[4:].strip("-") else OWN_CODE
            self.units[code] = Planned(code, line, None, line, (("unit", why),))

    def _cover(self, stage: Stage) -> ScheduleRow | None:
        """The schedule's line within which a stage was held: of its phase, else of its event."""
        event = stage.code[:22].ljust(LENGTH, "-")
        lines = _by_start(self.lines.get(event, ()))
        own = [line for line in lines if line.tail[:4] == stage.code[22:26]]
        for group in (own, lines):
            held = [line for line in group if _holds(line, stage.stamp)]
            if held:
                return held[-1]
            if group is own and own:
                return own[0]
        return None


def _holds(line: ScheduleRow, stamp: datetime | None) -> bool:
    start, end = moment(line.start_date), moment(line.end_date)
    return bool(stamp and start and start <= stamp <= (end or start) + REACH)


def _by_start(lines: Iterable[ScheduleRow]) -> list[ScheduleRow]:
    return sorted(lines, key=lambda line: moment(line.start_date) or NEVER)


def _by_stamp(found: list[Stage], above: str) -> list[Stage]:
    by_code = sorted(found, key=lambda stage: stage.code)
    told = [stage.stamp for stage in found if stage.stamp]
    if len(set(told)) == len(found):
        return sorted(by_code, key=lambda stage: stage.stamp or NEVER)
    return by_code[::-1] if above[22:26] == "FNL-" else by_code
