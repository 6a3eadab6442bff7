"""Records: is a mark one, under which conditions, and what happens to records through a day. Pure.

Whether a federation ratifies a record comes months later; everything found here is *pending*, which
ODF tells with ``Unconfirmed`` in DT_RECORD.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from .marks import Kind, parse_mark
from .ranking import Best

# World Athletics CR 31 (wind): up to 200 m, long and triple jump; a following wind above 2.0 m/s.
WIND_LIMIT = 2000
"""Millimetres a second."""


class Outcome(StrEnum):
    """What a mark does to a record."""

    NONE = ""
    EQUALLED = "equalled"
    BROKEN = "broken"


class RecordRule(msgspec.Struct, frozen=True):
    """Which value wins, and the strongest following wind in mm/s (None: wind does not matter)."""

    best: Best = Best.LOW
    wind_limit: int | None = None


class Performance(msgspec.Struct, frozen=True):
    """A mark that may be a record. ``wind`` in mm/s, None = not read; ``types``: the record types it is
    eligible for (a national record asks for the nation), empty = all."""

    key: str
    value: int
    wind: int | None = None
    types: frozenset[str] = frozenset()


class Indicator(msgspec.Struct, frozen=True):
    """A record indicator of a performance: ODF RecordType (WR, OR, NR …) and whether only equalled."""

    key: str
    record_type: str
    outcome: Outcome
    value: int
    before: int | None


def parse_wind(text: str) -> int | None:
    """Wind in mm/s from ``"+1.3"``; None when empty. Raises ``ValueError`` for anything but a number."""
    mark = parse_mark(text, Kind.DISTANCE)
    return mark.value if mark else None


def compare(value: int, record: int | None, best: Best) -> Outcome:
    """What ``value`` does to ``record``; None = no record yet, so any valid mark establishes one."""
    if record is None:
        return Outcome.BROKEN
    if value == record:
        return Outcome.EQUALLED
    return Outcome.BROKEN if (value < record) is (best is Best.LOW) else Outcome.NONE


def admissible(performance: Performance, rule: RecordRule) -> bool:
    """Whether conditions allow a record: where wind matters it must have been read and be within the limit.

    World Athletics CR 31: no reading, no record; a wind of exactly the limit is allowed, a head wind always.
    """
    if rule.wind_limit is None:
        return True
    return performance.wind is not None and performance.wind <= rule.wind_limit


def chain(
    records: Mapping[str, int | None], performances: Iterable[Performance], rule: RecordRule
) -> tuple[tuple[Indicator, ...], dict[str, int | None]]:
    """Records through a day: every indicator in the order given, and the records at its end.

    ``records``: value by record type, in order of precedence (WR before OR before NR); several may
    fall to one mark. ``performances`` in order of time: each is compared with what stands by then.
    """
    standing = dict(records)
    found: list[Indicator] = []
    for performance in performances:
        if not admissible(performance, rule):
            continue
        for record_type, record in standing.items():
            outcome = compare(performance.value, record, rule.best)
            if outcome is Outcome.NONE or (performance.types and record_type not in performance.types):
                continue
            found.append(Indicator(performance.key, record_type, outcome, performance.value, record))
            standing[record_type] = performance.value
    return tuple(found), standing
