"""Rules about medals and the medal table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..nodes import Medal, MedalLine, MedalNumber, MedalStandings
from .registry import Fault, Subject, rule

MEDALS = ("ME_GOLD", "ME_SILVER", "ME_BRONZE")


@rule("medal", "warning")
def medal_codes(subject: Subject) -> Iterator[Fault]:
    """A medal is ME_GOLD, ME_SILVER or ME_BRONZE (DT_MEDALLISTS, DT_MEDALLISTS_DISCIPLINE)."""
    yield from _codes(subject.body.medals, "Medal")
    for discipline in subject.body.disciplines:
        for event in discipline.events:
            yield from _codes(event.medals, f"Discipline/Event[{event.code}]/Medal")


def _codes(medals: Sequence[Medal], place: str) -> Iterator[Fault]:
    for at, medal in enumerate(medals, 1):
        if medal.code and medal.code not in MEDALS:
            yield Fault(
                f"{place}[{at}]/@Code", f"there is no medal {medal.code!r}", "use " + ", ".join(MEDALS)
            )


@rule("medal", "warning")
def unit_medals(subject: Subject) -> Iterator[Fault]:
    """Unit/@Medal is 0 none, 1 gold, 2 bronze, 3 both or other (DT_SCHEDULE); sessions count or say Y."""
    for at, unit in enumerate(subject.body.units, 1):
        if unit.medal not in ("", "0", "1", "2", "3"):
            yield Fault(f"Unit[{at}]/@Medal", f"Medal is {unit.medal!r}", "give 0, 1, 2 or 3")
    for at, session in enumerate(subject.body.sessions, 1):
        if session.medal not in ("", "Y", "N") and not session.medal.isdecimal():
            yield Fault(
                f"Session[{at}]/@Medal", f"Medal is {session.medal!r}", "give the count of medal events"
            )


@rule("medal", "warning")
def medal_counts(subject: Subject) -> Iterator[Fault]:
    """Totals are sums, and the lines add up to the summary (DT_MEDALS, MedalNumber)."""
    table = subject.body.medal_standings
    if table is None:
        return
    yield from _totals("MedalSummary", table.summary)
    for line in table.lines:
        yield from _totals(f"MedalLine[{line.organisation}]", line.numbers)
    yield from _summary(table)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _totals(place: str, numbers: Sequence[MedalNumber]) -> Iterator[Fault]:
    for number in numbers:
        counted = sum(_number(text) for text in (number.gold, number.silver, number.bronze))
        if number.total and _number(number.total) != counted:
            text = f"Total is {number.total}, the medals add up to {counted}"
            yield Fault(f"{place}/MedalNumber[{number.type}]/@Total", text, "correct the count")


def _summary(table: MedalStandings) -> Iterator[Fault]:
    told = next((number for number in table.summary if number.type == "TOT"), None)
    if told is None or not table.lines:
        return
    for name in ("gold", "silver", "bronze"):
        lines = [number for line in table.lines for number in line.numbers if number.type == "TOT"]
        counted = sum(_number(getattr(number, name)) for number in lines)
        if counted != _number(getattr(told, name)):
            text = f"the lines have {counted} {name}, the summary {getattr(told, name) or 0}"
            yield Fault(f"MedalSummary/MedalNumber[TOT]/@{name.title()}", text, "correct the count")


@rule("medal", "warning")
def events_counted(subject: Subject) -> Iterator[Fault]:
    """No more events are finished than there are (DT_MEDALS, DT_MEDALLISTS_DISCIPLINE)."""
    standings = subject.body.medal_standings
    for told in (*subject.body.disciplines, *((standings,) if standings else ())):
        if told.total_events and _number(told.finished_events) > _number(told.total_events):
            text = f"{told.finished_events} of {told.total_events} events are finished"
            yield Fault("@FinishedEvents", text, "correct one of the counts")


@rule("rank-equal", "warning")
def table_ranks(subject: Subject) -> Iterator[Fault]:
    """Lines that share a rank of the medal table say RankEqual Y (DT_MEDALS, MedalLine)."""
    table = subject.body.medal_standings
    if table is None:
        return
    yield from _ranks(table.lines, "rank", "RankEqual")
    yield from _ranks(table.lines, "rank_total", "RankTotalEqual")


def _ranks(lines: Sequence[MedalLine], field: str, name: str) -> Iterator[Fault]:
    shared = Counter(getattr(line, field) for line in lines)
    for line in lines:
        rank, equal = getattr(line, field), getattr(line, f"{field}_equal")
        place = f"MedalLine[{line.organisation}]/@{name}"
        if equal not in ("", "Y"):
            yield Fault(place, f"{name} is {equal!r}", "send Y or nothing")
        elif rank and (shared[rank] > 1) != (equal == "Y"):
            yield Fault(place, f"{shared[rank]} lines have rank {rank}, {name} is {equal!r}", "correct it")
