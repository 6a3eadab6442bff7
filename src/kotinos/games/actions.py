"""Writing projections: the fold's values into rows. Called inside the fold's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import models as orm

from .models import Medal, Organisation, Participant, Result, Unit
from .terms import EventView, OrganisationView, ParticipantView, UnitView, Value

BATCH = 400
"""Rows in one statement: SQLite allows 32,766 values, PostgreSQL 65,535."""


def project(competition: str, views: Iterable[Value]) -> None:
    """Write the rows of what changed. Views of other shapes than units, events, participants and
    organisations have no rows."""
    found: dict[type[Value], list[Value]] = {}
    for view in views:
        found.setdefault(type(view), []).append(view)
    units = [view for view in found.get(UnitView, ()) if isinstance(view, UnitView)]
    events = [view for view in found.get(EventView, ()) if isinstance(view, EventView)]
    _upsert(Unit, ("competition", "rsc"), [_unit(competition, view) for view in units])
    results = {view.rsc: [_result(competition, view, key) for key in view.competitors] for view in units}
    _replace(Result, competition, ("unit", "key"), results)
    medals = {view.rsc: _medals(competition, view) for view in events}
    _replace(Medal, competition, ("event", "medal", "competitor"), medals)
    people = [view for view in found.get(ParticipantView, ()) if isinstance(view, ParticipantView)]
    _upsert(Participant, ("competition", "code"), [_participant(competition, view) for view in people])
    organisations = [view for view in found.get(OrganisationView, ()) if isinstance(view, OrganisationView)]
    _upsert(Organisation, ("competition", "code"), [_organisation(competition, view) for view in organisations])


def forget(competition: str) -> None:
    """Tombstone every row of a Games, before a rebuild writes those that stand."""
    for model in (Unit, Result, Medal, Participant, Organisation):
        model._default_manager.filter(competition=competition).update(gone=True)


def _upsert(model: type[orm.Model], key: Sequence[str], rows: Sequence[orm.Model]) -> None:
    if not rows:
        return
    fields = [field.name for field in model._meta.concrete_fields if field.name not in ("id", *key)]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=list(key), update_fields=fields, batch_size=BATCH
    )


def _replace(
    model: type[orm.Model], competition: str, key: tuple[str, ...], rows: Mapping[str, Sequence[orm.Model]]
) -> None:
    """Write the rows of each group (``key[0]``) and tombstone those of the group no longer there."""
    groups = list(rows)
    standing = {tuple(getattr(row, part) for part in key) for group in rows.values() for row in group}
    for start in range(0, len(groups), BATCH):
        known = model._default_manager.filter(
            **{"competition": competition, f"{key[0]}__in": groups[start : start + BATCH], "gone": False}
        ).values_list("pk", *key)
        stale = [pk for pk, *parts in known if tuple(parts) not in standing]
        for at in range(0, len(stale), BATCH):
            model._default_manager.filter(pk__in=stale[at : at + BATCH]).update(gone=True)
    _upsert(model, ("competition", *key), [row for group in rows.values() for row in group])


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _unit(competition: str, view: UnitView) -> Unit:
    return Unit(
        competition=competition,
        rsc=view.rsc,
        name=view.name[:250],
        discipline=view.discipline,
        event=view.event,
        phase=view.phase,
        venue=view.venue[:20],
        session=view.session[:20],
        day=view.day,
        start=view.start[:40],
        at=_moment(view.start),
        status=view.status[:20],
        result_status=view.result_status[:20],
        medal=view.medal,
        gone=not view.status and not view.result_status,
    )


def _result(competition: str, view: UnitView, key: str) -> Result:
    line = view.competitors[key]
    return Result(
        competition=competition,
        unit=view.rsc,
        key=key[:80],
        event=view.event,
        competitor=line.code[:64],
        organisation=line.organisation[:8],
        order=line.order,
        rank=line.rank[:12],
        result=line.result[:60],
        irm=line.irm[:12],
        wlt=line.wlt[:4],
        qualified=line.qualified[:12],
        result_status=view.result_status[:20],
    )


def _medals(competition: str, view: EventView) -> list[Medal]:
    return [
        Medal(
            competition=competition,
            event=view.rsc,
            medal=held.medal[:12],
            competitor=held.competitor[:64],
            name=held.name[:250],
            event_name=held.event_name[:250],
            organisation=held.organisation[:8],
            discipline=held.discipline,
            date=held.date[:10],
            unit=held.unit[:40],
        )
        for held in view.medals.values()
    ]


def _participant(competition: str, view: ParticipantView) -> Participant:
    return Participant(
        competition=competition,
        code=view.code[:64],
        name=view.name[:250],
        kind=view.kind[:2],
        organisation=view.organisation[:8],
        gender=view.gender[:2],
        disciplines=("," + ",".join(view.disciplines) + ",")[:200],
        gone=view.gone,
    )


def _organisation(competition: str, view: OrganisationView) -> Organisation:
    return Organisation(
        competition=competition,
        code=view.code[:8],
        name=view.name[:200],
        gold=view.gold,
        silver=view.silver,
        bronze=view.bronze,
    )
