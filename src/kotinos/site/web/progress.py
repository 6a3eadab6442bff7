"""How an event goes: the way from its entries to its medals, phase by phase. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from kotinos.games.terms import EventView, PhaseView
from kotinos.games.terms.rows import EntryRow, ResultRow

CEREMONY = "VICT"
"""The phase of medal ceremonies: nobody competes in it."""


class Step(msgspec.Struct, frozen=True):
    """A phase on the way. ``starts``: who start in it, ``goes``: who go on from it (0: not known yet, or
    nobody does); ``day``: of its first unit; ``now``: it is being contested."""

    rsc: str
    name: str
    status: str
    day: str
    start: str
    units: int
    starts: int
    goes: int
    medal: bool
    now: bool


class Delegation(msgspec.Struct, frozen=True):
    """An organisation's entries."""

    organisation: str
    entries: tuple[EntryRow, ...]


def steps(event: EventView, rows: Iterable[ResultRow]) -> list[Step]:
    """The phases in order; pools and other phases of one order stand beside one another in it."""
    lines: dict[str, list[ResultRow]] = {}
    for row in rows:
        lines.setdefault(row.unit, []).append(row)
    phases = sorted(event.phases.values(), key=lambda phase: (phase.order, phase.rsc))
    return [_step(phase, lines) for phase in phases if phase.rsc[22:26] != CEREMONY and phase.units]


def _step(phase: PhaseView, lines: Mapping[str, list[ResultRow]]) -> Step:
    units = sorted(phase.units.values(), key=lambda unit: (unit.order, unit.rsc))
    inside = [row for unit in units for row in lines.get(unit.rsc, ())]
    return Step(
        rsc=phase.rsc,
        name=phase.name,
        status=phase.status,
        day=units[0].day,
        start="" if units[0].hide_start else units[0].start,
        units=len(units),
        starts=len({row.competitor for row in inside}),
        goes=len({row.competitor for row in inside if row.qualified}),
        medal=any(unit.medal == 1 for unit in units),
        now=phase.status == "RUNNING",
    )


def delegations(entries: Iterable[EntryRow]) -> list[Delegation]:
    """Entries by organisation. In an event of teams the teams are entered, and their members only as such."""
    found = list(entries)
    teams = [entry for entry in found if entry.kind == "T"]
    by_organisation: dict[str, list[EntryRow]] = {}
    for entry in teams or found:
        by_organisation.setdefault(entry.organisation, []).append(entry)
    return [Delegation(code, tuple(rows)) for code, rows in sorted(by_organisation.items())]
