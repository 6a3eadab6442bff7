"""When a unit's messages go out. Pure.

The set has the scheduled start and end of its lines, and one stamp for each stage: when the source last
touched the result, often hours or days later. The stamp is taken as the moment of the official
result when it lies between the scheduled start and six hours after the scheduled end; all other
moments are made up from the schedule, and said so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from .check import moment
from .plan import COVERED, REACH, Planned

SECOND = timedelta(seconds=1)
LEAD = timedelta(minutes=1)
CONFIRMING = timedelta(minutes=10)

STAMP = "stamp of the result in the set, the last time its source touched it"
ASSUMED = "ten minutes after the scheduled end; the set does not tell it"
START = "the scheduled start; the set does not tell the real one"
END = "the scheduled end, or a minute before the official result; the set does not tell the real one"
NO_START = "two minutes before the result's stamp, for the order of messages only"


class Times(msgspec.Struct, frozen=True):
    """Aware moments in order. ``how``: what is made up, and by which rule."""

    start_list: datetime
    start: datetime
    finish: datetime
    unofficial: datetime
    official: datetime
    how: tuple[tuple[str, str], ...]


def times(unit: Planned, fallback: datetime) -> Times:
    """The moments of a unit; ``fallback`` when neither schedule nor stamp give any."""
    line = unit.line or unit.cover
    stamp = unit.stage.stamp if unit.stage else None
    start = moment(line.start_date) if line else None
    if start is None:
        official = stamp or fallback
        return _ordered(official - 2 * LEAD, official, official, (("message_time", NO_START),))
    end = max((line and moment(line.end_date)) or start, start)
    told = stamp is not None and start < stamp <= end + REACH
    official = stamp if stamp is not None and told else end + CONFIRMING
    how = (
        ("actual_start", START if unit.line else COVERED),
        ("actual_end", END),
        ("message_time", STAMP if told else ASSUMED),
    )
    return _ordered(start, end, official, how)


def _ordered(start: datetime, end: datetime, official: datetime, how: tuple[tuple[str, str], ...]) -> Times:
    finish = max(start, min(end, official - LEAD))
    unofficial = finish + SECOND
    return Times(start - LEAD, start, finish, unofficial, max(official, unofficial + SECOND), how)
