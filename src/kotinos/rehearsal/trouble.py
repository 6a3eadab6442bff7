"""What goes wrong, and where: the awkwardness of real feeds, dealt out by seed. Pure.

Every kind happens at least once in every size, where the plan has a unit it can happen to. No unit
has two troubles of one ``clash`` group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from .tables import styles
from .terms import Plan, Unit

Troubles = dict[str, frozenset[str]]
"""Unit code to kinds of trouble."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of trouble: how often per unit it can happen to, and what it cannot go with."""

    name: str
    rate: float
    clash: str
    can: Callable[[Plan, Unit], bool]


def _contest(unit: Unit) -> str:
    return styles()[unit.style].contest if unit.style else ""


def _marks(plan: Plan, unit: Unit) -> bool:
    return _contest(unit) in ("race", "attempts", "heights", "lifts", "scores") and len(unit.sources) >= 4


def _final(plan: Plan, unit: Unit) -> bool:
    return _marks(plan, unit) and unit.medal == 1 and not unit.phase[22:26].startswith("SP")


def _tie(plan: Plan, unit: Unit) -> bool:
    return _final(plan, unit) and _contest(unit) in ("race", "attempts", "scores") and _single(plan, unit)


def _single(plan: Plan, unit: Unit) -> bool:
    return plan.events[unit.event].format.split(":")[0] != "two"


def _record(plan: Plan, unit: Unit) -> bool:
    event = plan.events[unit.event]
    return _final(plan, unit) and bool(event.record) and _contest(unit) in ("race", "attempts", "lifts")


def _mended(plan: Plan, unit: Unit) -> bool:
    return _marks(plan, unit) and _single(plan, unit)


def _outdoor(plan: Plan, unit: Unit) -> bool:
    return plan.venues[unit.venue].outdoor and unit.minutes >= 40 and bool(unit.sources)


def _postponed(plan: Plan, unit: Unit) -> bool:
    venue = plan.venues[unit.venue]
    late = unit.start.astimezone(ZoneInfo(venue.zone)).hour >= 20
    return venue.outdoor and not late and _final(plan, unit)


def _pool(plan: Plan, unit: Unit) -> bool:
    return unit.phase[22:24] == "GP"


def _entries(plan: Plan, unit: Unit) -> bool:
    first = [source for source in unit.sources if source.kind == "entry"]
    return len(first) == len(unit.sources) >= 4 and len(plan.entrants[first[0].ref].members) == 1


def _squad(plan: Plan, unit: Unit) -> bool:
    first = [source for source in unit.sources if source.kind == "entry"]
    return len(first) == len(unit.sources) > 0 and len(plan.entrants[first[0].ref].members) >= 3


def _any(plan: Plan, unit: Unit) -> bool:
    return bool(unit.sources)


def _match(plan: Plan, unit: Unit) -> bool:
    return _contest(unit) in ("sets", "points", "clock") and unit.phase[22:24] != "GP"


KINDS = (
    Kind("cancelled", 0.012, "before", _pool),
    Kind("late_dsq", 0.02, "after", _tie),
    Kind("record_equalled", 0.01, "result", _record),
    Kind("record_broken", 0.03, "result", _record),
    Kind("tie", 0.03, "result", _tie),
    Kind("protest", 0.03, "after", _mended),
    Kind("typo", 0.03, "after", _mended),
    Kind("postponed", 0.02, "before", _postponed),
    Kind("interrupted", 0.06, "before", _outdoor),
    Kind("delayed", 0.04, "before", _any),
    Kind("replaced", 0.02, "list", _entries),
    Kind("new_member", 0.02, "list", _squad),
    Kind("invalidated", 0.01, "list", _any),
    Kind("retired", 0.015, "list", _match),
)
"""In the order of dealing: the choosy first."""


def choose(plan: Plan) -> Troubles:
    """Deal out troubles by the plan's seed."""
    rng = Random(f"trouble/{plan.size}/{plan.seed}")  # noqa: S311 - invention, not secrecy
    units = [one for one in plan.units.values() if one.phase_type == "3" and one.scheduled]
    dealt: dict[str, set[str]] = {}
    used: set[tuple[str, str]] = set()
    for kind in KINDS:
        fit = [
            one.code
            for one in units
            if (one.code, kind.clash) not in used
            and "cancelled" not in dealt.get(one.code, ())
            and kind.can(plan, one)
        ]
        for code in _some(rng, fit, kind.rate):
            dealt.setdefault(code, set()).add(kind.name)
            used.add((code, kind.clash))
    return {code: frozenset(names) for code, names in dealt.items()}


def _some(rng: Random, fit: list[str], rate: float) -> Iterator[str]:
    yield from rng.sample(fit, min(len(fit), max(1, round(rate * len(fit)))))
