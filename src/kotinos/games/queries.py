"""Questions about a Games, answered from the projections with frozen values.

Each page of rows takes two statements however many there are: one counts, one reads.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from django.db.models import F, Model, OrderBy, QuerySet

from .models import Entry, Event, Medal, Organisation, Participant, Result, Row, Unit
from .search import plain
from .terms import MedalHeld, ParticipantLine, Value
from .terms.asked import (
    Asked,
    EntriesAsked,
    EventsAsked,
    MedalsAsked,
    ParticipantsAsked,
    ResultsAsked,
    UnitsAsked,
)
from .terms.rows import EntryRow, EventRow, OrganisationRow, Page, ResultRow, UnitRow

M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=Value)
PAGING = frozenset(Asked.__struct_fields__)


def units(competition: str, asked: UnitsAsked) -> Page[UnitRow]:
    """Units in order of time; those without a time come last."""
    return _page(UnitRow, _standing(Unit, competition, asked), asked, F("at").asc(nulls_last=True), "rsc")


def events(competition: str, asked: EventsAsked) -> Page[EventRow]:
    """Events by RSC, so by discipline."""
    return _page(EventRow, _standing(Event, competition, asked), asked, "rsc")


def results(competition: str, asked: ResultsAsked) -> Page[ResultRow]:
    """Lines of start lists and results, unit by unit in the order of the list."""
    return _page(ResultRow, _standing(Result, competition, asked), asked, "unit", "order", "key")


def medals(competition: str, asked: MedalsAsked) -> Page[MedalHeld]:
    """Medals by date, then event, gold first."""
    rows = _standing(Medal, competition, asked)
    return _page(MedalHeld, rows, asked, "date", "event", "order", "competitor")


def held(competition: str) -> tuple[MedalHeld, ...]:
    """All medals of a Games in the order of ``medals``, in one statement."""
    rows = _standing(Medal, competition, MedalsAsked()).order_by("date", "event", "order", "competitor")
    return tuple(MedalHeld(**row) for row in rows.values(*MedalHeld.__struct_fields__))


def entries(competition: str, asked: EntriesAsked) -> Page[EntryRow]:
    """Entries, event by event, by organisation and name."""
    rows = _standing(Entry, competition, asked)
    return _page(EntryRow, rows, asked, "event", "organisation", "name", "participant")


def organisations(competition: str, asked: Asked) -> Page[OrganisationRow]:
    """Organisations by name, with their medals."""
    return _page(OrganisationRow, _standing(Organisation, competition, asked), asked, "name", "code")


def participants(competition: str, asked: ParticipantsAsked) -> Page[ParticipantLine]:
    """People and teams by name."""
    rows = _standing(Participant, competition, asked)
    return _page(ParticipantLine, rows, asked, "search", "code")


def _standing(model: type[Row], competition: str, asked: Asked) -> QuerySet[Any]:
    """The rows somebody tells of that the question asks for."""
    wanted: dict[str, Any] = {
        name: value for name, value in msgspec.structs.asdict(asked).items() if value and name not in PAGING
    }
    if "q" in wanted:
        wanted["search__contains"] = plain(wanted.pop("q"))
    if model is Participant and "discipline" in wanted:
        wanted["disciplines__contains"] = f",{wanted.pop('discipline')},"
    return model._default_manager.filter(competition=competition, gone=False, **wanted)


def _page(kind: type[V], rows: QuerySet[Any], asked: Asked, *order: str | OrderBy) -> Page[V]:
    found = rows.order_by(*order).values(*kind.__struct_fields__)
    return Page(
        rows=tuple(kind(**_told(row)) for row in found[asked.after : asked.after + asked.limit]),
        total=rows.count(),
        after=asked.after,
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row's columns as fields of its value."""
    if "disciplines" in row:
        row["disciplines"] = tuple(code for code in row["disciplines"].split(",") if code)
    return row
