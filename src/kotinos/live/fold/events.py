"""An event as a page sees it: phases, standings, brackets, pools, medals, records. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kotinos.games.terms import (
    CompetitorLine,
    EventView,
    MedalHeld,
    PhaseView,
    Place,
    Pool,
    PoolRow,
    Slot,
    UnitLine,
)
from kotinos.odf.message import Message
from kotinos.odf.nodes import Bracket, BracketItem, Competition, CompetitorPlace, ExtendedInfos, Result
from kotinos.odf.rsc import discipline_of, phase_rsc

from .lines import competitor_lines
from .names import Names, number
from .records import record_views
from .state import Entity

OPEN = frozenset({"", "TBD", "BYE", "WSF", "LSF", "WTB", "NCT"})
"""Competitor places nobody stands in yet (PyeongChang 2018 common codes, CompetitorPlace)."""


def phase_status(statuses: Iterable[str]) -> str:
    """The status of a phase from its units' (ODF Foundation Principles 10.1)."""
    found = {status for status in statuses if status not in ("", "UNSCHEDULED")}
    if not found:
        return "UNSCHEDULED"
    if len(found) == 1 and found <= {"SCHEDULED", "RESCHEDULED", "FINISHED", "CANCELLED"}:
        return found.pop()
    if found <= {"SCHEDULED", "RESCHEDULED"}:
        return "SCHEDULED"
    # cancelled units do not keep a phase open that is otherwise over
    return "FINISHED" if found <= {"FINISHED", "CANCELLED"} else "RUNNING"


DOCUMENTS = frozenset({"DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT", "DT_BRACKETS", "DT_POOL_STANDING"})
"""Documents of an event as a whole."""

IMPLIED = {"OFFICIAL": "FINISHED", "UNOFFICIAL": "FINISHED", "START_LIST": "SCHEDULED"}
"""What a result says of a unit that no schedule has told of."""


def _statuses(lines: Iterable[UnitLine]) -> Iterator[str]:
    for line in lines:
        yield line.status or (IMPLIED.get(line.result_status, "RUNNING") if line.result_status else "")


def event_view(
    rsc: str, lines: Mapping[str, UnitLine], medals: dict[str, MedalHeld], names: Names
) -> EventView:
    """Everything told about an event; ``lines`` are its units."""
    state = names.state
    cumulative = state.told("DT_CUMULATIVE_RESULT", rsc)
    medallists = state.told("DT_MEDALLISTS", rsc)
    brackets = state.told("DT_BRACKETS", rsc)
    phases = _phases(rsc, lines, names)
    slots, stages = _brackets(brackets, names)
    return EventView(
        rsc=rsc,
        name=names.event(rsc),
        discipline=discipline_of(rsc),
        discipline_name=names.of("DISCIPLINE", discipline_of(rsc)),
        gender=rsc[3].strip("-"),
        status="FINISHED" if _given(medallists) else phase_status(_statuses(lines.values())),
        phases=phases,
        standings=_standings(cumulative, names),
        standings_status=cumulative.header.result_status if cumulative else "",
        bracket=slots,
        stages=stages,
        pools=_pools(rsc, names),
        medals=medals,
        records=_records(rsc, names),
        notes=tuple(note.text for note in medallists.notes if note.text) if medallists else (),
        derived=_derived(cumulative, medallists, brackets),
    )


def named_in(event: str, names: Names) -> set[str]:
    """Everybody whom the event's documents name: competitors and their members."""
    found: set[str] = set()
    for kind, code in names.state.documents.get(event, ()):
        message = names.state.told(kind, code) if kind in DOCUMENTS else None
        if message and message.competition:
            told = [each for result in message.competition.results for each in result.competitors]
            places = [
                place
                for bracket in message.competition.brackets
                for stage in bracket.rounds
                for item in stage.items
                for place in item.places
            ]
            told += [place.competitor for place in places if place.competitor]
            found |= {place.code for place in places} | {each.code for each in told}
            found |= {member.code for each in told for member in each.athletes}
    entity: Entity | None = names.state.get("record", event)
    for record in entity.record.types if entity and entity.record else ():
        holders = [data.competitor for data in record.data if data.competitor]
        found |= {
            code for each in holders for code in (each.code, *(member.code for member in each.athletes))
        }
    return found


def _records(rsc: str, names: Names) -> dict[str, str]:
    """The records at stake, by kind: mark, holder, organisation."""
    views = [view for view in record_views(rsc, names) if view.result]
    holders = {
        view.kind: f"{view.holder} ({view.organisation})" if view.organisation else view.holder
        for view in views
    }
    return {view.kind: f"{view.result} {holders[view.kind]}".strip() for view in views}


def _given(medallists: Message | None) -> bool:
    return medallists is not None and medallists.header.result_status == "OFFICIAL"


def _standings(message: Message | None, names: Names) -> dict[str, CompetitorLine]:
    body = message.competition if message else None
    return competitor_lines(body.results, names) if body else {}


def _derived(*messages: Message | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for message in messages:
        infos = (
            message.competition.extended_infos if message and message.competition else None
        ) or ExtendedInfos()
        found |= {info.code: info.value for info in infos.infos if info.type == "DERIVED"}
    return found


def _phases(rsc: str, lines: Mapping[str, UnitLine], names: Names) -> dict[str, PhaseView]:
    units: dict[str, dict[str, UnitLine]] = defaultdict(dict)
    for code, line in lines.items():
        units[phase_rsc(code)][code] = line
    for kind, code in sorted(names.state.documents.get(rsc, ())):
        if kind in ("DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT") and code != rsc:
            units.setdefault(code, {})
    views = (_phase(code, units[code], names) for code in units)
    return {view.rsc: view for view in views}


def _phase(code: str, units: dict[str, UnitLine], names: Names) -> PhaseView:
    state = names.state
    told = state.told("DT_PHASE_RESULT", code) or state.told("DT_CUMULATIVE_RESULT", code)
    return PhaseView(
        rsc=code,
        name=names.of("PHASE", code, code[22:26].strip("-") or names.event(code)),
        order=names.order("PHASE", code),
        status=phase_status(_statuses(units.values())),
        result_status=told.header.result_status if told else "",
        units=units,
        standings=_standings(told, names),
    )


def _brackets(message: Message | None, names: Names) -> tuple[dict[str, Slot], dict[str, str]]:
    slots: dict[str, Slot] = {}
    stages: dict[str, str] = {}
    event = message.header.document_code if message else ""
    for bracket in message.competition.brackets if message and message.competition else ():
        for stage_order, stage in enumerate(bracket.rounds, start=1):
            stages[f"{bracket.code}/{stage.code}"] = names.of(
                "PHASE", event[:22] + stage.code[:4].ljust(4, "-") + "-" * 8, stage.code
            )
            for item in stage.items:
                key = f"{bracket.code}/{stage.code}/{item.code or item.order}"
                slots[key] = _slot(bracket, stage.code, stage_order, item, names)
    return slots, stages


def _slot(bracket: Bracket, stage: str, stage_order: int, item: BracketItem, names: Names) -> Slot:
    return Slot(
        unit=item.unit,
        stage=stage,
        stage_order=stage_order,
        bracket=bracket.code,
        order=number(item.order),
        result=item.result,
        places={
            place.pos or str(index): _place(place, index, names)
            for index, place in enumerate(item.places, start=1)
        },
    )


def _place(told: CompetitorPlace, index: int, names: Names) -> Place:
    code = told.competitor.code if told.competitor else told.code
    name, organisation = names.competitor(told.competitor) if told.competitor else names.who(code)
    return Place(
        code=code or "TBD",
        name="" if code in OPEN else name,
        organisation=organisation,
        result=told.result,
        irm=told.irm,
        wlt=told.wlt,
        from_unit=told.previous_unit.unit if told.previous_unit else "",
        order=index,
    )


def _pools(rsc: str, names: Names) -> dict[str, Pool]:
    pools: dict[str, Pool] = {}
    for kind, code in sorted(names.state.documents.get(rsc, ())):
        if kind == "DT_POOL_STANDING":
            message = names.state.told(kind, code)
            if message and message.competition:
                pools[code] = _pool(code, message, message.competition, names)
    return pools


def _pool(code: str, message: Message, body: Competition, names: Names) -> Pool:
    rows = (
        _pool_row(result, index, names)
        for index, result in enumerate(body.results, start=1)
        if result.competitors
    )
    return Pool(
        rsc=code,
        name=names.of("PHASE", phase_rsc(code), code[22:26].strip("-")),
        order=names.order("PHASE", phase_rsc(code)),
        result_status=message.header.result_status,
        rows={row.code: row for row in rows},
    )


def _pool_row(told: Result, index: int, names: Names) -> PoolRow:
    name, organisation = names.competitor(told.competitors[0])
    return PoolRow(
        code=told.competitors[0].code,
        name=name,
        organisation=organisation,
        rank=told.rank,
        rank_equal=told.rank_equal == "Y",
        order=number(told.sort_order, index),
        played=told.played,
        won=told.won,
        tied=told.tied,
        lost=told.lost,
        scored=told.for_,
        against=told.against,
        points=told.result,
        diff=told.diff,
        qualified=told.qualification_mark,
    )
