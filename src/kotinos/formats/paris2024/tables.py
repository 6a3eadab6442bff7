"""The code tables of the Games, as far as the set tells them: DT_CODES. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from kotinos.odf.nodes import CodeName, CodeSet, Competition, ExtendedInfos
from kotinos.odf.rsc import phase_rsc

from .check import moment
from .draft import ALL, COMPETITION, Draft, derived
from .plan import NEVER, Plan, Planned
from .programme import Event, Programme
from .rows import ParisSet

_NAMELESS_PHASE = "the names of phases come from the first line of the schedule or results that lies in them"


def code_drafts(paris: ParisSet, named: Programme, planned: Plan, at: datetime) -> Iterator[Draft]:
    """One DT_CODES message for each table. Phases stand in order of time, all else by code."""
    events = [event for event in named.events.values() if event.is_event]
    made_up = [(event.rsc, event.derived) for event in events if event.derived]
    yield _table(at, "COMPETITION", {COMPETITION: "Paris 2024"})
    yield _table(at, "DISCIPLINE", dict(sorted(named.disciplines.items())))
    yield _table(at, "EVENT", {event.rsc: event.name for event in sorted(events, key=_rsc)}, made_up)
    yield _table(at, "PHASE", _phases(planned), [("names", _NAMELESS_PHASE)])
    yield _table(at, "VENUE", _unique((line.venue_code, line.venue) for line in paris.schedule))
    places = _unique((line.location_code, line.location_description) for line in paris.schedule)
    yield _table(at, "LOCATION", places)
    yield _table(at, "ORGANISATION", _organisations(paris))


def _table(at: datetime, table: str, names: dict[str, str], made_up: Iterable[tuple[str, str]] = ()) -> Draft:
    rows = tuple(
        CodeSet(code=code, order=str(order), names=(CodeName(language="ENG", description=name),))
        for order, (code, name) in enumerate(names.items(), start=1)
    )
    infos = tuple(derived(made_up))
    body = Competition(code_sets=rows, extended_infos=ExtendedInfos(infos=infos) if infos else None)
    return Draft(at=at, type="DT_CODES", subtype=table, code=ALL, body=body)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for code, name in pairs:
        if code:
            names.setdefault(code, name or code)
    return dict(sorted(names.items()))


def _phases(planned: Plan) -> dict[str, str]:
    names: dict[str, str] = {}
    for unit in sorted((*planned.units, *planned.lists), key=_start):
        code = phase_rsc(unit.rsc)
        if not code[22:26].strip("-"):
            continue
        line = unit.line or unit.cover
        name = line.phase if line else unit.stage.rows[0].event_stage if unit.stage else ""
        names.setdefault(code, name or code[22:26].strip("-"))
    return names


def _rsc(event: Event) -> str:
    return event.rsc


def _start(unit: Planned) -> datetime:
    line = unit.line or unit.cover
    return (moment(line.start_date) if line else None) or NEVER


def _organisations(paris: ParisSet) -> dict[str, str]:
    told = [(row.participant_country_code, row.participant_country) for row in paris.results]
    told += [(row.country_code, row.country_full) for row in paris.teams]
    told += [(row.country_code, row.country) for row in paris.medallists]
    told += [(row.country_code, "") for row in paris.medals]
    return _unique(told)
