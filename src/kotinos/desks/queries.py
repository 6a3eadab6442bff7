"""Reads: reports."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from .models import Report
from .terms import STATES, ReportLine


def reports(state: str = "", limit: int = 100) -> Sequence[ReportLine]:
    """Reports, the newest first; of one state when it is given."""
    rows = Report.objects.order_by("-pk")
    chosen = rows.filter(state=state) if state else rows
    return [_line(row) for row in chosen[:limit]]


def report(number: int) -> ReportLine | None:
    """A report by its number."""
    row = Report.objects.filter(pk=number).first()
    return _line(row) if row else None


def counts() -> dict[str, int]:
    """How many reports are in each state."""
    found = dict(Report.objects.values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in STATES}


def _line(row: Report) -> ReportLine:
    return ReportLine(
        number=row.pk,
        games=row.games,
        about=row.about,
        field=row.field,
        shown=row.shown,
        sentence=row.sentence,
        email=row.email,
        language=row.language,
        state=row.state,
        received=row.received.isoformat(timespec="seconds"),
        changed=row.changed.isoformat(timespec="seconds"),
        erased=row.erased,
    )
