"""Rules about the schedule and about days and times in the body. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from ..nodes import Session, Unit
from .header import is_date
from .registry import Fault, Subject, rule

SCHEDULE_STATUSES = (
    "UNSCHEDULED", "SCHEDULED", "GETTING_READY", "RUNNING", "SCHEDULED_BREAK", "FINISHED", "DELAYED",
    "POSTPONED", "RESCHEDULED", "INTERRUPTED", "CANCELLED",
)  # fmt: skip
_LONGEST = len("2026-11-22T10:00:00.000000+01:00")
_TIMELESS = frozenset({"", "UNSCHEDULED", "POSTPONED", "CANCELLED"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)


def moment(text: str) -> datetime | None:
    """An ISO 8601 moment with offset; ``None`` for anything else."""
    return _moment(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime | None:
    if not _MOMENT.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@rule("schedule-status", "warning")
def schedule_status(subject: Subject) -> Iterator[Fault]:
    """ScheduleStatus is one of eleven; a unit with a time has StartDate (ODF Foundation Principles 10.1)."""
    for at, unit in enumerate(subject.body.units, 1):
        status = unit.schedule_status
        if status and status not in SCHEDULE_STATUSES:
            remedy = "use one of " + ", ".join(SCHEDULE_STATUSES)
            yield Fault(f"Unit[{at}]/@ScheduleStatus", f"there is no ScheduleStatus {status!r}", remedy)
        elif status not in _TIMELESS and not unit.start_date:
            yield Fault(f"Unit[{at}]/@StartDate", f"a {status} unit without StartDate", "say when it starts")
    for at, session in enumerate(subject.body.sessions, 1):
        if session.session_status and session.session_status not in SCHEDULE_STATUSES:
            text = f"there is no SessionStatus {session.session_status!r}"
            yield Fault(f"Session[{at}]/@SessionStatus", text, "use a ScheduleStatus")


@rule("date", "warning")
def body_moments(subject: Subject) -> Iterator[Fault]:
    """Moments are ISO 8601 with the venue's offset, ends are not before starts (DT_SCHEDULE).

    A schedule sent before the Games (DocumentSubtype PRE) may give days only.
    """
    days_too = subject.header.document_subtype == "PRE"
    for at, session in enumerate(subject.body.sessions, 1):
        yield from _times(f"Session[{at}]", session, days_too)
    for at, unit in enumerate(subject.body.units, 1):
        yield from _times(f"Unit[{at}]", unit, days_too)
        yield from _span(f"Unit[{at}]", ("Actual", unit.actual_start_date, unit.actual_end_date), days_too)
    infos = subject.body.extended_infos
    if infos is not None and (told := infos.unit_date_time) is not None:
        yield from _span("UnitDateTime", ("", told.start_date, told.end_date), days_too)


def _times(place: str, thing: Session | Unit, days_too: bool) -> Iterator[Fault]:
    yield from _span(place, ("", thing.start_date, thing.end_date), days_too)


def _span(place: str, told: tuple[str, str, str], days_too: bool) -> Iterator[Fault]:
    prefix, *texts = told
    found = []
    for name, text in zip(("StartDate", "EndDate"), texts, strict=True):
        if not text:
            continue
        at = moment(text)
        if at is not None:
            found.append(at)
        elif not (days_too and is_date(text)):
            remedy = "write it like 2026-11-22T10:00:00+01:00"
            yield Fault(f"{place}/@{prefix}{name}", f"{text!r} is no moment with offset", remedy)
    if len(found) == 2 and found[1] < found[0]:
        yield Fault(f"{place}/@{prefix}EndDate", f"{texts[1]} is before {texts[0]}", "correct one of them")


@rule("date", "warning")
def body_days(subject: Subject) -> Iterator[Fault]:
    """Days of birth and of medals are YYYY-MM-DD (DT_PARTIC, DT_MEDALLISTS)."""
    for at, person in enumerate(subject.body.participants, 1):
        if person.birth_date and not is_date(person.birth_date):
            yield Fault(
                f"Participant[{at}]/@BirthDate", f"{person.birth_date!r} is no day", "write YYYY-MM-DD"
            )
    for at, medal in enumerate(subject.body.medals, 1):
        if medal.date and not is_date(medal.date[:10]):
            yield Fault(f"Medal[{at}]/@Date", f"{medal.date!r} is no day", "write YYYY-MM-DD")
