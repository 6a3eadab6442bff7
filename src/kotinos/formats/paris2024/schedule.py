"""Units as the schedule tells them: DT_SCHEDULE and DT_SCHEDULE_UPDATE. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from kotinos.odf.nodes import Competition, ExtendedInfos, Text, Unit, VenueDescription

from .draft import CENTRAL, Draft, derived
from .plan import Plan, Planned
from .programme import rsc_of_discipline
from .rows import ParisSet, ScheduleRow

MEDAL = {"1": "1", "3": "2"}
"""The set's ``event_medal`` as ODF's Medal: its 3 is every contest for bronze, which is 2 there."""

CEREMONY, TRAINING, COMPETITION, OTHER = "0", "1", "3", "8"
"""PhaseType (common codes)."""


def finished(unit: Planned) -> bool:
    """Whether the unit has been held: it has results, or its line says so."""
    return unit.stage is not None or (unit.line is not None and unit.line.status == "FINISHED")


class Venues:
    """Venue codes by name: results tell only the name."""

    def __init__(self, paris: ParisSet) -> None:
        self.codes: Mapping[str, str] = {line.venue: line.venue_code for line in paris.schedule if line.venue}

    def of(self, unit: Planned) -> str:
        """The venue of a unit, "" when unknown."""
        if unit.line:
            return unit.line.venue_code
        return self.codes.get(unit.stage.rows[0].venue, "") if unit.stage else ""

    def source(self, unit: Planned) -> str:
        """The results system of the unit's venue and discipline."""
        venue = self.of(unit)
        return f"{venue}{unit.rsc[:3]}1" if venue else CENTRAL


def schedule_drafts(planned: Plan, venues: Venues, at: datetime) -> Iterator[Draft]:
    """One DT_SCHEDULE for each discipline: what was to come is SCHEDULED, the rest as its line says."""
    by_discipline: dict[str, list[Planned]] = defaultdict(list)
    for unit in planned.units:
        by_discipline[unit.rsc[:3]].append(unit)
    for discipline, found in sorted(by_discipline.items()):
        units = tuple(
            unit_node(unit, venues, _before(unit), str(at)) for at, unit in enumerate(found, start=1)
        )
        infos = tuple(info for unit in found for info in derived(unit.derived, pos=unit.rsc))
        body = Competition(units=units, extended_infos=ExtendedInfos(infos=infos) if infos else None)
        yield Draft(at=at, type="DT_SCHEDULE", code=rsc_of_discipline(discipline), body=body)


def _before(unit: Planned) -> str:
    if unit.line is None:
        return "UNSCHEDULED"
    return "SCHEDULED" if finished(unit) else unit.line.status or "SCHEDULED"


def update_draft(unit: Planned, venues: Venues, status: str, at: datetime, day: str) -> Draft:
    """The unit with a new status, from its venue."""
    infos = derived(unit.derived, pos=unit.rsc)
    body = Competition(
        units=(unit_node(unit, venues, status),),
        extended_infos=ExtendedInfos(infos=infos) if infos else None,
    )
    return Draft(
        at=at, type="DT_SCHEDULE_UPDATE", code=rsc_of_discipline(unit.rsc[:3]), body=body,
        source=venues.source(unit), day=day,
    )  # fmt: skip


def unit_node(unit: Planned, venues: Venues, status: str, order: str = "") -> Unit:
    """A unit of the schedule; one the schedule lacks has its covering line's times, hidden, once it runs."""
    line, stage = unit.line, unit.stage
    told = stage.rows[0].event_stage if stage else ""
    name = (line.phase or line.discipline) if line else told
    when = line if line else unit.cover if status != "UNSCHEDULED" else None
    hide = "Y" if line is None and when else ""
    return Unit(
        code=unit.rsc,
        phase_type=_phase_type(unit),
        schedule_status=status,
        start_date=when.start_date if when else "",
        hide_start_date=hide,
        end_date=when.end_date if when else "",
        hide_end_date=hide,
        order=order,
        medal=MEDAL.get(line.event_medal, "") if line else "",
        venue=venues.of(unit),
        location=line.location_code if line else "",
        names=(Text(language="ENG", value=name),),
        descriptions=(Text(language="ENG", text=told),) if told and told != name else (),
        venue_description=_venue(line) if line else None,
    )


def _venue(line: ScheduleRow) -> VenueDescription | None:
    if not line.venue:
        return None
    return VenueDescription(venue_name=line.venue, location_name=line.location_description)


def _phase_type(unit: Planned) -> str:
    if unit.rsc.startswith("CER"):
        return CEREMONY
    if unit.line is None or unit.stage is not None:
        return COMPETITION
    if unit.line.phase.endswith("Training"):
        return TRAINING
    return OTHER if unit.line.event_type == "NONE" else COMPETITION
