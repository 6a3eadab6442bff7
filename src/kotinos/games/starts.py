"""An organisation's starts: its results joined with their units, events and names.

Four statements however many rows there are, each by an index.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet

from .models import Event, Participant, Result, Unit
from .terms.rows import Start, StartLine

MOST = 300
"""Units in one answer at the most."""
_LINE = ("competitor", "rank", "result", "irm", "wlt", "qualified")
_UNIT = (
    "rsc", "name", "discipline", "event", "phase", "venue", "session", "day", "start", "status",
    "result_status", "medal",
)  # fmt: skip


def starts(competition: str, organisation: str, day: str, limit: int = MOST) -> tuple[Start, ...]:
    """Units with somebody of the organisation, from a day (YYYY-MM-DD) on, in order of time."""
    here = {"competition": competition, "gone": False}
    # Who has been withdrawn stays a name of a result.
    own = Participant.objects.filter(competition=competition, organisation=organisation)
    theirs: QuerySet[Result] = Result.objects.filter(competitor__in=own.values("code"), **here)
    found = Unit.objects.filter(rsc__in=theirs.values("unit"), day__gte=day, **here)
    units = list(found.order_by(F("at").asc(nulls_last=True), "rsc").values(*_UNIT)[:limit])
    lines = _lines(theirs.filter(unit__in=[each["rsc"] for each in units]), own)
    events = Event.objects.filter(rsc__in={each["event"] for each in units}, **here)
    names = dict(events.values_list("rsc", "name"))
    return tuple(
        Start(**each, event_name=names.get(each["event"], ""), lines=tuple(lines[each["rsc"]]))
        for each in units
    )


def _lines(results: QuerySet[Result], own: QuerySet[Participant]) -> dict[str, list[StartLine]]:
    rows: list[dict[str, Any]] = list(results.order_by("unit", "order", "key").values("unit", *_LINE))
    names = dict(own.filter(code__in={row["competitor"] for row in rows}).values_list("code", "name"))
    found: defaultdict[str, list[StartLine]] = defaultdict(list)
    for row in rows:
        unit, code = row.pop("unit"), row.pop("competitor")
        found[unit].append(StartLine(competitor=code, name=names.get(code, code), **row))
    return found
