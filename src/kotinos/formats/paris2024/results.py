"""The messages of a unit from start list to official: DT_RESULT and its kin. Pure.

A stage code at unit level is a DT_RESULT. One at phase level (``QUAL--------``) is the phase's
ranking, a DT_PHASE_RESULT; one at event level (the decathlon's total) a DT_CUMULATIVE_RESULT: neither
has a start list of its own. Sequence: reference ODF GEN, messages of a unit; live splits are not made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kotinos.odf.nodes import Competition, ExtendedInfo, ExtendedInfos, Result, SportDescription, UnitDateTime

from .clock import Times, times
from .draft import PARIS, Draft, day_of, derived
from .lines import result_lines, start_list
from .plan import Plan, Planned, Stage
from .schedule import Venues, finished, update_draft


def unit_drafts(planned: Plan, venues: Venues, fallback: datetime) -> Iterator[Draft]:
    """Everything units say from their start list on."""
    for unit in planned.units:
        if finished(unit):
            yield from _unit(unit, venues, times(unit, fallback))
    for above in planned.lists:
        if above.stage is not None:
            yield from _list(above, above.stage, venues, times(above, fallback))


class _Voice(msgspec.Struct, frozen=True):
    """What the messages of one unit have in common."""

    unit: Planned
    source: str
    type: str = "DT_RESULT"
    day: str = ""

    def say(self, status: str, at: datetime, body: Competition) -> Draft:
        return Draft(
            at=at, type=self.type, code=self.unit.rsc, status=status, body=body, source=self.source,
            day=self.day,
        )  # fmt: skip


def _unit(unit: Planned, venues: Venues, when: Times) -> Iterator[Draft]:
    day = day_of(when.start)
    voice = _Voice(unit, venues.source(unit), day=day)
    if unit.stage is not None:
        yield voice.say("START_LIST", when.start_list, _body(unit, unit.stage, start_list(unit.stage), None))
    yield update_draft(unit, venues, "RUNNING", when.start, day)
    yield update_draft(unit, venues, "FINISHED", when.finish, day)
    if unit.stage is not None:
        body = _body(unit, unit.stage, result_lines(unit.stage), when)
        yield voice.say("UNOFFICIAL", when.unofficial, body)
        yield voice.say("OFFICIAL", when.official, body)


def _list(above: Planned, stage: Stage, venues: Venues, when: Times) -> Iterator[Draft]:
    kind = "DT_PHASE_RESULT" if above.rsc[22:26].strip("-") else "DT_CUMULATIVE_RESULT"
    voice = _Voice(above, venues.source(above), kind)
    body = _body(above, stage, result_lines(stage), when)
    yield voice.say("UNOFFICIAL", when.unofficial, body)
    yield voice.say("OFFICIAL", when.official, body)


def _body(unit: Planned, stage: Stage, results: tuple[Result, ...], when: Times | None) -> Competition:
    first = stage.rows[0]
    infos: tuple[ExtendedInfo, ...] = ()
    if first.date:
        infos = (ExtendedInfo(type="SOURCE", code="DATE", value=first.date),)
    infos += derived(unit.derived)
    actual = None
    if when is not None:
        infos += derived(when.how)
        if any(what == "actual_start" for what, _ in when.how):
            actual = UnitDateTime(start_date=_local(when.start), end_date=_local(when.finish))
    names = SportDescription(
        discipline_name=first.discipline_name, event_name=first.event_name, sub_event_name=first.event_stage,
        gender=unit.rsc[3].strip("-"),
    )  # fmt: skip
    return Competition(
        extended_infos=ExtendedInfos(unit_date_time=actual, infos=infos, sport_description=names),
        results=results,
    )


def _local(at: datetime) -> str:
    return at.astimezone(PARIS).isoformat(timespec="seconds")
