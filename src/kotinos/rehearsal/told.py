"""Rows, units, medals and brackets as elements of messages. Pure."""

from __future__ import annotations

from datetime import datetime

from kotinos.odf.nodes import (
    Competition,
    Competitor,
    ExtendedInfo,
    ExtendedInfos,
    Medal,
    PreviousUnit,
    Progress,
    Result,
    SportDescription,
    Start,
    StartCompetitor,
    Text,
    Unit,
    UnitDateTime,
    VenueDescription,
)  # fmt: skip
from kotinos.sport.marks import Kind

from .contest import Contest, Picture, Row
from .desk import body, iso
from .terms import Event, Phase, Source
from .terms import Unit as Planned
from .world import World

RESULT_TYPES = {
    Kind.TIME: "TIME",
    Kind.DISTANCE: "DISTANCE",
    Kind.WEIGHT: "WEIGHT",
    Kind.POINTS: "POINTS",
    Kind.COUNT: "POINTS",
}


def result(world: World, row: Row, kind: Kind) -> Result:
    """One line of a result."""
    return Result(
        rank=str(row.rank) if row.rank else "",
        rank_equal="Y" if row.equal else "",
        result_type="IRM" if row.irm else RESULT_TYPES[kind] if row.text else "",
        result="" if row.irm else row.text,
        irm=row.irm,
        qualification_mark=row.qualified,
        wlt=row.wlt,
        sort_order=str(row.order),
        start_order=str(row.start),
        start_sort_order=str(row.start),
        diff=row.diff,
        photo_finish=row.photo,
        extended_results=row.ext,
        record_indicators=row.records,
        competitors=(world.competitor(row.entrant),),
    )


def infos(
    world: World, unit: Planned, told: tuple[ExtendedInfo, ...], ended: datetime | None = None
) -> ExtendedInfos:
    """Facts about a unit as a whole. What was measured during it is told when it has ended."""
    event, zone = world.event(unit), world.zone(unit)
    started = world.started.get(unit.code)
    clock = None
    if started is not None:
        clock = UnitDateTime(start_date=iso(started, zone), end_date=iso(ended, zone) if ended else "")
    return ExtendedInfos(
        unit_date_time=clock,
        infos=tuple(info for info in told if ended or info.type != "CONDITION"),
        sport_description=SportDescription(
            discipline_name=world.plan.disciplines[unit.discipline][0], event_name=event.name,
            sub_event_name=unit.name, gender=event.gender,
        ),
        venue_description=_venue(world, unit),
    )  # fmt: skip


def _venue(world: World, unit: Planned) -> VenueDescription:
    venue = world.plan.venues[unit.venue]
    return VenueDescription(
        venue=venue.code, venue_name=venue.name, location=f"{venue.code}{unit.field}",
        location_name=f"{venue.name} {unit.field}",
    )  # fmt: skip


def unit_result(
    world: World, unit: Planned, contest: Contest, picture: Picture, told: ExtendedInfos
) -> Competition:
    """A DT_RESULT body."""
    return body(
        extended_infos=told,
        officials=world.officials(unit.discipline),
        periods=picture.periods,
        results=tuple(result(world, row, contest.kind) for row in picture.rows),
    )


def current(world: World, contest: Contest, picture: Picture) -> Competition:
    """A DT_CURRENT body: clock and score, nothing more."""
    results = tuple(
        Result(
            result=row.text, result_type="POINTS", sort_order=str(row.order),
            competitors=(_bare(row),),
        )
        for row in picture.rows
    )  # fmt: skip
    return body(clock=picture.clock, periods=picture.periods, results=results)


def _bare(row: Row) -> Competitor:
    one = row.entrant
    return Competitor(code=one.code, type=one.kind, organisation=one.organisation)


def scheduled(world: World, unit: Planned, status: str, ended: datetime | None = None) -> Unit:
    """A unit as the schedule shows it now; one that is not scheduled has only its name."""
    event = world.event(unit)
    names = _names(world, event, unit)
    if not unit.scheduled:
        return Unit(code=unit.code, phase_type=unit.phase_type, schedule_status="UNSCHEDULED", names=names)
    zone, (start, end) = world.zone(unit), world.times(unit)
    began = world.started.get(unit.code)
    return Unit(
        code=unit.code, phase_type=unit.phase_type, schedule_status=status, unit_num=str(unit.order),
        start_date="" if status == "POSTPONED" else iso(start, zone),
        end_date="" if status == "POSTPONED" else iso(end, zone),
        hide_end_date="Y" if unit.minutes > 100 else "",
        actual_start_date=iso(began, zone) if began else "",
        actual_end_date=iso(ended, zone) if ended else "",
        order=str(unit.order), medal=str(unit.medal) if unit.medal else "", venue=unit.venue,
        location=f"{unit.venue}{unit.field}", session_code=unit.session, names=names,
        venue_description=_venue(world, unit), starts=_starts(world, unit),
    )  # fmt: skip


def _names(world: World, event: Event, unit: Planned) -> tuple[Text, ...]:
    return (Text(language="ENG", value=f"{event.name} {unit.name}"),)


def _starts(world: World, unit: Planned) -> tuple[Start, ...]:
    """Both sides of a match, or where they will come from; longer lists are in DT_RESULT."""
    if len(unit.sources) != 2:
        return ()
    return tuple(_start(world, at, source) for at, source in enumerate(unit.sources, 1))


def _start(world: World, at: int, source: Source) -> Start:
    code = world.who(source)
    if code is None:
        return Start(sort_order=str(at), start_order=str(at), previous_unit=previous(source))
    entrant = world.entrants[code]
    told = world.competitor(entrant).description
    return Start(
        sort_order=str(at), start_order=str(at), previous_unit=previous(source),
        competitor=StartCompetitor(
            code=code, type=entrant.kind, organisation=entrant.organisation, description=told
        ),
    )  # fmt: skip


def previous(source: Source) -> PreviousUnit | None:
    """Where whoever stands here comes from; None for an entry."""
    if source.kind == "entry":
        return None
    if source.kind == "rank":
        return PreviousUnit(unit=source.ref, value=str(source.rank))
    return PreviousUnit(unit=source.ref, wlt="W" if source.kind == "winner" else "L")


def phase_result(world: World, phase: Phase, rows: list[Row], kind: Kind, done: int) -> Competition:
    """A DT_PHASE_RESULT or DT_CUMULATIVE_RESULT body."""
    told = ExtendedInfos(
        infos=(ExtendedInfo(type="UI", code="FORMAT", value="list"),),
        progress=Progress(units_total=str(len(phase.units)), units_complete=str(done)),
    )
    return body(extended_infos=told, results=tuple(result(world, row, kind) for row in rows))


def medallist(world: World, code: str, at: int) -> Competitor:
    """A competitor of a medal list."""
    entrant = world.entrants[code]
    told = world.competitor(entrant)
    return Competitor(
        code=told.code, type=told.type, organisation=told.organisation, bib=told.bib, order=str(at),
        description=told.description, athletes=told.athletes,
    )  # fmt: skip


def medal_nodes(world: World, event: Event) -> tuple[Medal, ...]:
    """The medals of an event so far, gold first."""
    found = []
    for code in ("ME_GOLD", "ME_SILVER", "ME_BRONZE"):
        for won in [one for one in world.medals.get(event.code, []) if one.medal == code]:
            found.append(
                Medal(code=code, date=won.day, unit=won.unit, competitors=(medallist(world, won.entrant, 1),))
            )
    return tuple(found)
