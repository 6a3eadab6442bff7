"""Writing projections: the fold's values into rows. Called inside the fold's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField

from .models import Event, Medal, Organisation, Participant, Result, Row, Unit
from .search import plain
from .terms import EventView, OrganisationView, ParticipantView, UnitView, Value

R = TypeVar("R", bound=Row)
V = TypeVar("V", bound=Value)
BATCH = 400
"""Rows in one statement: SQLite allows 32,766 values, PostgreSQL 65,535."""


def project(competition: str, views: Iterable[Value]) -> None:
    """Write the rows of what changed; what nobody tells of any more is tombstoned. Views of other
    shapes than units, events, participants and organisations have no rows."""
    found = list(views)
    units, events = _of(UnitView, found), _of(EventView, found)
    _upsert(Unit, ("rsc",), [_unit(competition, view) for view in units])
    _upsert(Event, ("rsc",), [_event(competition, view) for view in events])
    _upsert(Participant, ("code",), [_participant(competition, view) for view in _of(ParticipantView, found)])
    _upsert(
        Organisation, ("code",), [_organisation(competition, view) for view in _of(OrganisationView, found)]
    )
    _replace(Result, competition, ("unit", "key"), {view.rsc: _results(competition, view) for view in units})
    medals = {view.rsc: _medals(competition, view) for view in events}
    _replace(Medal, competition, ("event", "medal", "competitor"), medals)


def forget(competition: str) -> None:
    """Tombstone every row of a Games, before a rebuild writes those that stand."""
    for model in (Unit, Event, Result, Medal, Participant, Organisation):
        model._default_manager.filter(competition=competition).update(gone=True)


def _of(kind: type[V], views: Iterable[Value]) -> list[V]:
    return [view for view in views if isinstance(view, kind)]


def _upsert(model: type[R], key: tuple[str, ...], rows: Sequence[R]) -> None:
    """Write rows over those of the same key. Two rows of one key (codes longer than their column, cut)
    would be refused by PostgreSQL in one statement: the last stands."""
    single = {_key(row, key): row for row in rows}
    fields = [
        field.name for field in model._meta.concrete_fields if field.name not in ("id", "competition", *key)
    ]
    model._default_manager.bulk_create(
        list(single.values()), update_conflicts=True, unique_fields=["competition", *key],
        update_fields=fields, batch_size=BATCH,
    )  # fmt: skip


def _replace(
    model: type[R], competition: str, key: tuple[str, ...], groups: Mapping[str, Sequence[R]]
) -> None:
    """Write the rows of each group (``key[0]``) and tombstone those of the group no longer there."""
    standing = {_key(row, key) for rows in groups.values() for row in rows}
    names = list(groups)
    for start in range(0, len(names), BATCH):
        known = model._default_manager.filter(
            **{"competition": competition, f"{key[0]}__in": names[start : start + BATCH], "gone": False}
        ).values_list("pk", *key)
        stale = [pk for pk, *parts in known if tuple(parts) not in standing]
        for at in range(0, len(stale), BATCH):
            model._default_manager.filter(pk__in=stale[at : at + BATCH]).update(gone=True)
    _upsert(model, key, [row for rows in groups.values() for row in rows])


def _key(row: Row, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(getattr(row, part) for part in key)


@cache
def _lengths(model: type[Row]) -> dict[str, int]:
    fields = model._meta.concrete_fields
    return {
        field.name: field.max_length for field in fields if isinstance(field, CharField) and field.max_length
    }


def _row(model: type[R], values: dict[str, Any]) -> R:
    """A row with texts cut to their columns: a source's overlong text must not stop the fold."""
    for name, most in _lengths(model).items():
        if len(values.get(name, "")) > most:
            values[name] = values[name][:most]
    return model(**values)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):  # in UTC it may lie before the year 1 or after 9999
        return None


def _unit(competition: str, view: UnitView) -> Unit:
    return _row(
        Unit,
        {
            "competition": competition,
            "rsc": view.rsc,
            "name": view.name,
            "search": plain(view.name),
            "discipline": view.discipline,
            "event": view.event,
            "phase": view.phase,
            "venue": view.venue,
            "session": view.session,
            "day": view.day,
            "start": view.start,
            "at": _moment(view.start),
            "status": view.status,
            "result_status": view.result_status,
            "medal": view.medal,
            "gone": not view.told,
        },
    )


def _results(competition: str, view: UnitView) -> list[Result]:
    return [
        _row(
            Result,
            {
                "competition": competition,
                "unit": view.rsc,
                "key": key,
                "event": view.event,
                "competitor": line.code,
                "organisation": line.organisation,
                "order": line.order,
                "rank": line.rank,
                "result": line.result,
                "irm": line.irm,
                "wlt": line.wlt,
                "qualified": line.qualified,
                "result_status": view.result_status,
            },
        )
        for key, line in view.competitors.items()
    ]


def _event(competition: str, view: EventView) -> Event:
    return _row(
        Event,
        {
            "competition": competition,
            "rsc": view.rsc,
            "name": view.name,
            "search": plain(view.name),
            "discipline": view.discipline,
            "gender": view.gender,
            "status": view.status,
            "gone": not view.told,
        },
    )


def _medals(competition: str, view: EventView) -> list[Medal]:
    return [
        _row(
            Medal,
            {
                "competition": competition,
                "event": view.rsc,
                "medal": held.medal,
                "competitor": held.competitor,
                "name": held.name,
                "event_name": held.event_name,
                "organisation": held.organisation,
                "discipline": held.discipline,
                "discipline_name": held.discipline_name,
                "date": held.date,
                "unit": held.unit,
                "order": held.order,
            },
        )
        for held in view.medals.values()
    ]


def _participant(competition: str, view: ParticipantView) -> Participant:
    return _row(
        Participant,
        {
            "competition": competition,
            "code": view.code,
            "name": view.name,
            "search": plain(view.name),
            "kind": view.kind,
            "organisation": view.organisation,
            "gender": view.gender,
            "disciplines": "," + ",".join(view.disciplines) + ",",
            "gone": not view.told,
        },
    )


def _organisation(competition: str, view: OrganisationView) -> Organisation:
    return _row(
        Organisation,
        {
            "competition": competition,
            "code": view.code,
            "name": view.name,
            "gold": view.gold,
            "silver": view.silver,
            "bronze": view.bronze,
            "gone": not view.told,
        },
    )
