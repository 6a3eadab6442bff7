"""Writing projections: the fold's values into rows. Called inside the fold's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

from django.db.models import CharField

from .models import Entry, Event, Medal, Organisation, Participant, Result, Row, Unit
from .search import plain
from .terms import CompetitorLine, EventView, OrganisationView, ParticipantView, UnitView, Value
from .upsert import upsert

V = TypeVar("V", bound=Value)
Patch = dict[str, Any]
"""A JSON merge patch (RFC 7396) of a view."""

Values = dict[str, Any]
"""A row by column."""

BATCH = 400
"""Groups asked for at once, and rows tombstoned."""


def _columns(model: type[Row], view: type[Value]) -> frozenset[str]:
    """The fields of a view that its row repeats."""
    return frozenset(field.name for field in model._meta.concrete_fields) & set(view.__struct_fields__)


UNIT, EVENT = _columns(Unit, UnitView), _columns(Event, EventView)
PERSON, TALLY = _columns(Participant, ParticipantView), _columns(Organisation, OrganisationView)
LINE = _columns(Result, CompetitorLine) | {"code"}
OF_ENTRY = frozenset({"name", "kind", "organisation", "entries", "gone"})
"""What a participant's entries repeat of the participant."""
OF_UNIT = frozenset({"event", "result_status"})
"""What each of a unit's results repeats of the unit."""


def project(competition: str, views: Iterable[Value], patches: Iterable[Patch | None] = repeat(None)) -> None:
    """Write the rows of what changed; what nobody tells of any more is tombstoned. Views of other
    shapes than units, events, participants and organisations have no rows.

    ``patches`` are the views' JSON merge patches from those their rows were written from: rows that a
    patch does not touch are left alone. ``None`` has all rows of its view written."""
    found = list(zip(views, patches, strict=False))
    rows = {
        Unit: [_unit(competition, view) for view in _touched(UnitView, found, UNIT)],
        Event: [_event(competition, view) for view in _touched(EventView, found, EVENT)],
        Participant: [_participant(competition, view) for view in _touched(ParticipantView, found, PERSON)],
        Organisation: [_organisation(competition, view) for view in _touched(OrganisationView, found, TALLY)],
    }
    for model, key in ((Unit, "rsc"), (Event, "rsc"), (Participant, "code"), (Organisation, "code")):
        upsert(model, ("competition", key), rows[model])
    _project_results(competition, [(view, patch) for view, patch in found if isinstance(view, UnitView)])
    medals = {view.rsc: _medals(competition, view) for view in _touched(EventView, found, {"medals"})}
    _replace(Medal, competition, ("event", "medal", "competitor"), medals)
    entered = _touched(ParticipantView, found, OF_ENTRY)
    entries = {view.code: _entries(competition, view) for view in entered}
    _replace(Entry, competition, ("participant", "event"), entries)


def _project_results(competition: str, units: Iterable[tuple[UnitView, Patch | None]]) -> None:
    """Results by unit: whole where somebody has left it, otherwise the lines that changed."""
    whole, rows = {}, []
    for view, patch in units:
        lines = patch.get("competitors", {}) if patch else None
        if patch is None or lines is None or None in lines.values():
            whole[view.rsc] = _results(competition, view, view.competitors)
        elif _touches(patch, OF_UNIT):
            rows += _results(competition, view, view.competitors)
        else:
            changed = [key for key, line in lines.items() if _touches(line, LINE)]
            rows += _results(competition, view, changed)
    _replace(Result, competition, ("unit", "key"), whole)
    upsert(Result, ("competition", "unit", "key"), rows)


def forget(competition: str) -> None:
    """Tombstone every row of a Games, before a rebuild writes those that stand."""
    for model in (Unit, Event, Result, Medal, Participant, Entry, Organisation):
        model._default_manager.filter(competition=competition).update(gone=True)


def _touched(kind: type[V], found: Iterable[tuple[Value, Patch | None]], fields: Set[str]) -> list[V]:
    return [view for view, patch in found if isinstance(view, kind) and _touches(patch, fields)]


def _touches(patch: Patch | None, fields: Set[str]) -> bool:
    return patch is None or not fields.isdisjoint(patch)


def _replace(
    model: type[Row], competition: str, key: tuple[str, ...], groups: Mapping[str, Sequence[Values]]
) -> None:
    """Write the rows of each group (``key[0]``) and tombstone those of the group no longer there."""
    standing = {tuple(row[part] for part in key) for rows in groups.values() for row in rows}
    names = list(groups)
    for start in range(0, len(names), BATCH):
        known = model._default_manager.filter(
            **{"competition": competition, f"{key[0]}__in": names[start : start + BATCH], "gone": False}
        ).values_list("pk", *key)
        stale = [pk for pk, *parts in known if tuple(parts) not in standing]
        for at in range(0, len(stale), BATCH):
            model._default_manager.filter(pk__in=stale[at : at + BATCH]).update(gone=True)
    upsert(model, ("competition", *key), [row for rows in groups.values() for row in rows])


@cache
def _lengths(model: type[Row]) -> dict[str, int]:
    fields = model._meta.concrete_fields
    return {
        field.name: field.max_length for field in fields if isinstance(field, CharField) and field.max_length
    }


def _row(model: type[Row], values: Values) -> Values:
    """A row with texts cut to their columns: a source's overlong text must not stop the fold."""
    for name, most in _lengths(model).items():
        if len(values[name]) > most:
            values[name] = values[name][:most]
    return values


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):  # in UTC it may lie before the year 1 or after 9999
        return None


def _unit(competition: str, view: UnitView) -> Values:
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


def _results(competition: str, view: UnitView, keys: Iterable[str]) -> list[Values]:
    return [
        _row(
            Result,
            {
                "competition": competition,
                "gone": False,
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
        for key in keys
        if (line := view.competitors[key])
    ]


def _event(competition: str, view: EventView) -> Values:
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


def _medals(competition: str, view: EventView) -> list[Values]:
    return [
        _row(
            Medal,
            {
                "competition": competition,
                "gone": False,
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


def _participant(competition: str, view: ParticipantView) -> Values:
    return _row(
        Participant,
        {
            "competition": competition,
            "code": view.code,
            "name": view.name,
            "local_name": view.local_name,
            "search": plain(f"{view.name} {view.local_name}"),
            "kind": view.kind,
            "organisation": view.organisation,
            "gender": view.gender,
            "disciplines": "," + ",".join(view.disciplines) + ",",
            "gone": not view.told,
        },
    )


def _entries(competition: str, view: ParticipantView) -> list[Values]:
    return [
        _row(
            Entry,
            {
                "competition": competition,
                "gone": view.gone,
                "participant": view.code,
                "event": entry.event,
                "name": view.name,
                "kind": view.kind,
                "organisation": view.organisation,
                "bib": entry.bib,
                "status": entry.status,
            },
        )
        for entry in view.entries.values()
    ]


def _organisation(competition: str, view: OrganisationView) -> Values:
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
