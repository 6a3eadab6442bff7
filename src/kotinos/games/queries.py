"""Questions about a Games, answered from the projections with frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar



from .models import Medal, Organisation, Participant, Result, Unit
from .terms import MedalHeld, ParticipantLine
from .terms.rows import OrganisationRow, Page, ResultRow, UnitRow

T = TypeVar("T")
MOST = 1000
"""Rows in one answer at the most."""


def _given(**filters: Any) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value not in (None, "")}


def units(
    competition: str, *, limit: int = 200, after: int = 0, q: str = "", **filters: str | None
) -> Page[UnitRow]:
    """Units in order of time. Filters: ``day``, ``discipline``, ``event``, ``venue``, ``session``,
    ``status``; ``q`` a part of the name. ``after`` skips that many rows."""
    rows = Unit.objects.filter(competition=competition, gone=False, **_given(**filters, name__icontains=q))
    found = rows.order_by("at", "rsc")[after : after + min(limit, MOST)]
    return _page(
        [
            UnitRow(
                rsc=row.rsc,
                name=row.name,
                discipline=row.discipline,
                event=row.event,
                phase=row.phase,
                venue=row.venue,
                session=row.session,
                day=row.day,
                start=row.start,
                status=row.status,
                result_status=row.result_status,
                medal=row.medal,
            )
            for row in found
        ],
        rows.count(),
        after,
    )


def events(competition: str, discipline: str | None = None) -> list[str]:
    """The events with units, by RSC."""
    rows = Unit.objects.filter(competition=competition, gone=False, **_given(discipline=discipline)).exclude(event="")
    return list(rows.order_by("event").values_list("event", flat=True).distinct())


def participants(
    competition: str, *, limit: int = 200, after: int = 0, q: str = "", discipline: str = "",
    organisation: str = "", kind: str = "",
) -> Page[ParticipantLine]:  # fmt: skip
    """People and teams by name. ``q`` is a part of the name; ``kind`` A, T or C."""
    filters = _given(
        organisation=organisation,
        kind=kind,
        name__icontains=q,
        disciplines__contains=f",{discipline}," if discipline else "",
    )
    rows = Participant.objects.filter(competition=competition, gone=False, **filters)
    found = rows.order_by("name", "code")[after : after + min(limit, MOST)]
    return _page(
        [
            ParticipantLine(
                code=row.code,
                name=row.name,
                kind=row.kind,
                organisation=row.organisation,
                gender=row.gender,
                disciplines=tuple(each for each in row.disciplines.split(",") if each),
            )
            for row in found
        ],
        rows.count(),
        after,
    )


def results(
    competition: str, *, limit: int = 200, after: int = 0, **filters: str | None
) -> Page[ResultRow]:
    """Lines of results. Filters: ``unit``, ``event``, ``competitor``, ``organisation``."""
    rows = Result.objects.filter(competition=competition, gone=False, **_given(**filters))
    found = rows.order_by("unit", "order", "key")[after : after + min(limit, MOST)]
    return _page(
        [
            ResultRow(
                unit=row.unit,
                event=row.event,
                competitor=row.competitor,
                organisation=row.organisation,
                order=row.order,
                rank=row.rank,
                result=row.result,
                irm=row.irm,
                wlt=row.wlt,
                qualified=row.qualified,
                result_status=row.result_status,
            )
            for row in found
        ],
        rows.count(),
        after,
    )


def medals(competition: str, **filters: str | None) -> list[MedalHeld]:
    """Medals by date. Filters: ``organisation``, ``discipline``, ``event``, ``competitor``, ``date``."""
    rows = Medal.objects.filter(competition=competition, gone=False, **_given(**filters))
    return [
        MedalHeld(
            medal=row.medal,
            event=row.event,
            event_name=row.event_name,
            discipline=row.discipline,
            competitor=row.competitor,
            name=row.name,
            organisation=row.organisation,
            date=row.date,
            unit=row.unit,
        )
        for row in rows.order_by("date", "event", "medal", "competitor")
    ]


def organisations(competition: str) -> list[OrganisationRow]:
    """Organisations by name, with their medals."""
    rows = Organisation.objects.filter(competition=competition, gone=False).order_by("name", "code")
    return [
        OrganisationRow(code=row.code, name=row.name, gold=row.gold, silver=row.silver, bronze=row.bronze)
        for row in rows
    ]


def _page(rows: Sequence[T], total: int, after: int) -> Page[T]:
    return Page(rows=tuple(rows), total=total, after=after)
