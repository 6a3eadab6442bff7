"""A unit as a page sees it: schedule, start list or result, clock, conditions. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from kotinos.games.terms import (
    ClockView,
    CompetitorLine,
    OfficialLine,
    PeriodView,
    ResultLine,
    Side,
    UnitFacts,
    UnitLine,
    UnitView,
)
from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition, Competitor, ExtendedInfos, Result, Text, Unit
from kotinos.odf.rsc import discipline_of, event_rsc, phase_rsc
from kotinos.sport.formats import format_of_code

from .lines import competitor_lines
from .names import Names, described, number
from .state import Entity

MOVING = frozenset({"RUNNING", "SCHEDULED_BREAK", "INTERRUPTED"})
"""Schedule statuses in which a unit is on and its clock is shown."""

NEVER = 10**11
"""Order of units without a time: after all others."""

SHIFT = timedelta(hours=3)
"""A day of competition ends at 03:00 (ODF Foundation Principles 5: LogicalDate)."""


def english(texts: tuple[Text, ...]) -> str:
    """The English text, or the first."""
    best = next((text for text in texts if text.language in ("ENG", "")), texts[0] if texts else None)
    return (best.value or best.text) if best else ""


@lru_cache(4096)
def day_of(start: str) -> str:
    """The day of competition of a local start time, "" when there is none or it is no time."""
    try:
        moment = datetime.fromisoformat(start)
        # Early schedules know the day alone: it is the day of competition.
        return (moment if len(start) == len("2026-11-22") else moment - SHIFT).date().isoformat()
    except (ValueError, OverflowError):  # the first day of all has none before it
        return ""


def moment_of(start: str) -> int:
    """A local time as seconds since 1970; ``NEVER`` when there is none or it has no offset."""
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        return NEVER
    return int(moment.timestamp()) if moment.tzinfo else NEVER


def unit_view(rsc: str, names: Names) -> UnitView:
    """Everything told about a unit, whichever part of it has come so far."""
    state = names.state
    entity: Entity | None = state.get("unit", rsc)
    unit = (entity.unit if entity else None) or Unit(code=rsc)
    result = state.told("DT_RESULT", rsc)
    body = (result.competition if result else None) or Competition()
    infos = body.extended_infos or ExtendedInfos()
    competitors = competitor_lines(body.results, names, discipline_of(rsc))
    if not competitors and unit.starts:
        competitors = _from_schedule(unit, names)
    venue = unit.venue_description
    venue_name = (venue.venue_name if venue else "") or names.of("VENUE", unit.venue)
    moment = infos.unit_date_time
    return UnitView(
        rsc=rsc,
        name=english(unit.names) or _title(rsc, infos, names),
        discipline=discipline_of(rsc),
        discipline_name=names.of("DISCIPLINE", discipline_of(rsc)),
        event=event_rsc(rsc) if rsc[4:12].strip("-") else "",
        event_name=names.event(rsc) if rsc[4:12].strip("-") else "",
        phase=phase_rsc(rsc) if rsc[22:26].strip("-") else "",
        phase_name=names.of("PHASE", phase_rsc(rsc), rsc[22:26].strip("-")),
        status=unit.schedule_status,
        result_status=result.header.result_status if result else "",
        format=_format(rsc, body),
        start=unit.start_date,
        hide_start=unit.hide_start_date == "Y",
        end=unit.end_date,
        actual_start=unit.actual_start_date or (moment.start_date if moment else ""),
        actual_end=unit.actual_end_date or (moment.end_date if moment else ""),
        day=day_of(unit.start_date),
        venue=unit.venue,
        venue_name=venue_name,
        location=(venue.location_name if venue else "") or names.of("LOCATION", unit.location),
        session=unit.session_code,
        medal=number(unit.medal),
        competitors=competitors,
        splits=labels(infos, "INTERMEDIATE"),
        attempts=labels(infos, "ATTEMPT"),
        clock=_clock(state.told("DT_CURRENT", rsc), unit),
        periods=_periods(body),
        conditions=_infos(infos, "CONDITION"),
        officials=_officials(body, names),
        notes=tuple(note.text for note in result.notes if note.text) if result else (),
        derived={**(entity.derived if entity else {}), **_infos(infos, "DERIVED")},
        updated=max(result.header.stamp if result else "", entity.stamp if entity else ""),
    )


def _title(rsc: str, infos: ExtendedInfos, names: Names) -> str:
    told = infos.sport_description
    if told and (told.sub_event_name or told.event_name):
        return told.sub_event_name or told.event_name
    parts = (names.event(rsc), names.of("PHASE", phase_rsc(rsc), rsc[22:26].strip("-")))
    return " ".join(part for part in parts if part) or rsc


def labels(infos: ExtendedInfos, code: str) -> dict[str, str]:
    """Names of columns by position."""
    return {info.pos: info.value for info in infos.infos if info.type == "UI" and info.code == code}


def _infos(infos: ExtendedInfos, kind: str) -> dict[str, str]:
    return {
        f"{info.code}/{info.pos}" if info.pos else info.code: info.value
        for info in infos.infos
        if info.type == kind
    }


def _format(rsc: str, body: Competition) -> str:
    for info in body.extended_infos.infos if body.extended_infos else ():
        if info.type == "UI" and info.code == "FORMAT":
            return info.value
    codes = {each.code for result in body.results for each in result.extended_results}
    if body.periods or (len(body.results) == 2 and any(result.wlt for result in body.results)):
        return "match"
    if "INTERMEDIATE" in codes or any(result.result_type == "TIME" for result in body.results):
        return "race"
    if "ATTEMPT" in codes:
        return "attempts"
    usual = format_of_code(rsc)
    return str(usual.unit) if usual else "list"


def _clock(current: Message | None, unit: Unit) -> ClockView | None:
    clock = current.competition.clock if current and current.competition else None
    if clock is None or unit.schedule_status not in MOVING:
        return None
    return ClockView(period=clock.period, time=clock.time, running=clock.running == "Y")


def _periods(body: Competition) -> dict[str, PeriodView]:
    told = body.periods.periods if body.periods else ()
    return {
        period.code: PeriodView(
            code=period.code,
            home=period.home_period_score,
            away=period.away_period_score,
            home_total=period.home_score,
            away_total=period.away_score,
            order=order,
        )
        for order, period in enumerate(told, start=1)
    }


def _officials(body: Competition, names: Names) -> dict[str, OfficialLine]:
    return {
        each.code: OfficialLine(
            code=each.code,
            name=names.who(each.code)[0]
            or (described(each.description) if each.description else "")
            or each.code,
            function=each.function,
            organisation=each.description.organisation if each.description else names.who(each.code)[1],
            order=number(each.order, index),
        )
        for index, each in enumerate(body.officials, start=1)
        if each.code
    }


def _from_schedule(unit: Unit, names: Names) -> dict[str, CompetitorLine]:
    results = tuple(
        Result(
            sort_order=start.sort_order,
            start_order=start.start_order,
            competitors=(
                Competitor(
                    code=start.competitor.code,
                    type=start.competitor.type,
                    organisation=start.competitor.organisation,
                    description=start.competitor.description,
                ),
            ),
        )
        for start in unit.starts
        if start.competitor and start.competitor.code
    )
    return competitor_lines(results, names)


def unit_line(view: UnitView) -> UnitLine:
    """The unit as it stands in a list."""
    ordered = sorted(view.competitors.items(), key=lambda item: item[1].order)
    shown = ordered[: 2 if view.format == "match" else 3]
    begun = view.format == "match" or view.result_status not in ("", "START_LIST")
    return UnitLine(
        **{name: getattr(view, name) for name in UnitFacts.__struct_fields__},
        order=moment_of(view.start),
        sides={
            key: Side(
                code=line.code, name=line.name, organisation=line.organisation, result=line.result,
                irm=line.irm, wlt=line.wlt, rank=line.rank, order=line.order,
            )
            for key, line in shown
        }
        if begun
        else {},
    )  # fmt: skip


def result_lines(view: UnitView) -> dict[str, ResultLine]:
    """A line for each competitor and each member of a team, by code."""
    lines: dict[str, ResultLine] = {}
    for line in view.competitors.values():
        told = ResultLine(
            unit=view.rsc,
            name=view.name,
            event=view.event,
            event_name=view.event_name,
            discipline=view.discipline,
            start=view.start,
            status=view.status,
            result_status=view.result_status,
            rank=line.rank,
            result=line.result,
            irm=line.irm,
            wlt=line.wlt,
            qualified=line.qualified,
        )
        for code in (line.code, *line.members):
            if code and code not in lines:
                lines[code] = told
    return lines
