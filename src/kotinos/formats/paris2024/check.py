"""What is wrong in rows that could be read: codes, doubles, lists, names. Pure."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from datetime import date, datetime

from .rows import MedallistRow, Problem, ResultRow, ScheduleRow, TeamRow

Report = Callable[[Problem], None]

LOCAL_ZONES = {"Teahupo'o, Tahiti": "-10:00"}
"""Venues whose result stamps are local time under Paris's offset, with their own."""


def moment(text: str) -> datetime | None:
    """An ISO 8601 text with offset as an aware moment, or ``None``."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def listed(text: str) -> tuple[str, ...] | None:
    """``"['A', 'B']"`` as its texts, ``()`` for "", ``None`` for anything else."""
    if not text:
        return ()
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        return None
    return tuple(each.strip() for each in found)


def check_results(rows: Iterable[ResultRow], report: Report) -> None:
    """Codes that are no RSC, competitors told twice in a stage, names told in two ways, wrong zones."""
    first: dict[tuple[str, str], int] = {}
    names: dict[str, str] = {}
    zones: set[tuple[str, str]] = set()
    for row in rows:
        for column, text, remedy in _faults(row):
            report(Problem(row.file, row.line, column, text, remedy))
        key = (row.stage_code, row.participant_code)
        if key in first:
            told = f"{row.participant_code} stands in {row.stage_code} already, line {first[key]}"
            report(Problem(row.file, row.line, "participant_code", told, "both lines are kept"))
        first.setdefault(key, row.line)
        if names.setdefault(row.participant_code, row.participant_name) != row.participant_name:
            told = f"{row.participant_name!r} was {names[row.participant_code]!r} before"
            report(Problem(row.file, row.line, "participant_name", told, "the first name is used"))
        if row.venue in LOCAL_ZONES and (row.file, row.venue) not in zones:
            zones.add((row.file, row.venue))
            told = f"times at {row.venue} are local but carry Paris's offset"
            report(Problem(row.file, row.line, "date", told, f"read as {LOCAL_ZONES[row.venue]}"))


def _faults(row: ResultRow) -> Iterable[tuple[str, str, str]]:
    if not row.code:
        yield "stage_code", f"{row.stage_code!r} is no RSC", "34 characters A-Z 0-9 . -; the row is not sent"
    elif row.code != row.stage_code:
        yield "stage_code", f"{row.stage_code!r} has four characters too many", f"read as {row.code}"
    if not row.participant_code:
        yield "participant_code", "no competitor", "the row is not sent"
    if moment(row.date) is None:
        yield "date", f"{row.date!r} is no time with offset", "the scheduled end is used instead"
    if row.rank and not row.rank.removesuffix(".0").isdecimal():
        yield "rank", f"{row.rank!r} is no rank", "it is sent as it stands"


def check_schedule(rows: Iterable[ScheduleRow], report: Report) -> None:
    """Lines that repeat one another, times that are none, statuses that are empty."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = schedule_key(row)
        if key in seen:
            told = f"the line repeats line {seen[key]}"
            report(Problem(row.file, row.line, "", told, "both are kept, as two units"))
        seen.setdefault(key, row.line)
        if moment(row.start_date) is None:
            told = f"{row.start_date!r} is no time with offset"
            report(Problem(row.file, row.line, "start_date", told, "the unit is sent without a time"))
        if not row.status:
            report(Problem(row.file, row.line, "status", "no status", "sent as SCHEDULED"))
        if row.url and not row.tail and row.discipline_code != "CER":
            told = f"{row.url!r} does not end in a phase and unit code"
            report(Problem(row.file, row.line, "url", told, "the unit gets a code of ours"))


def schedule_key(row: ScheduleRow) -> tuple[str, ...]:
    """All cells of a line, to find lines that say the same."""
    return (
        row.start_date, row.end_date, row.status, row.discipline_code, row.event, row.phase,
        row.location_code, row.url, row.event_medal, row.gender, row.event_type,
    )  # fmt: skip


def birth_date(row: MedallistRow) -> str:
    """The day of birth, "" when none is told or it is no day."""
    try:
        return date.fromisoformat(row.birth_date).isoformat()
    except ValueError:
        return ""


def check_medallists(rows: Iterable[MedallistRow], report: Report) -> None:
    """Days of birth that are none."""
    for row in rows:
        if row.birth_date and not birth_date(row):
            told = f"{row.birth_date!r} is no day"
            report(Problem(row.file, row.line, "birth_date", told, "the participant is sent without it"))


def check_teams(rows: Iterable[TeamRow], report: Report) -> None:
    """Lists that cannot be read, or whose names and codes differ in number."""
    for row in rows:
        for name in ("athletes", "coaches"):
            people, codes = listed(getattr(row, name)), listed(getattr(row, f"{name}_codes"))
            if people is None or codes is None:
                report(Problem(row.file, row.line, name, "no list of texts", "the team is sent without it"))
            elif len(people) != len(codes):
                told = f"{len(people)} names, {len(codes)} codes"
                report(Problem(row.file, row.line, name, told, "people without a code are left out"))
