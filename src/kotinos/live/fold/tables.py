"""Home, days, records, feeds: the Games as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kotinos.games.terms import (
    DayView,
    DisciplineLine,
    FeedLine,
    FeedsView,
    GamesView,
    MedalHeld,
    RecordsView,
    RecordView,
    SessionLine,
    UnitLine,
)  # fmt: skip
from kotinos.odf.nodes import RecordData, Session
from kotinos.odf.rsc import discipline_of

from .names import Names
from .state import Feed
from .units import MOVING, day_of, english

NEXT, RECENT, LATEST = 12, 12, 12
"""How many units and medals the home page names."""

AHEAD = frozenset({"SCHEDULED", "RESCHEDULED", "GETTING_READY", "DELAYED"})
"""Statuses of units still to come."""


def day_view(day: str, lines: Mapping[str, UnitLine], names: Names) -> DayView:
    """One day's schedule."""
    sessions = (
        _session(entity.session, names)
        for entity in names.state.tables["session"].values()
        if entity.session and day_of(entity.session.start_date) == day
    )
    return DayView(day=day, units=dict(lines), sessions={each.code: each for each in sessions})


def session_days(names: Names) -> set[str]:
    """The days on which there are sessions."""
    entities = names.state.tables["session"].values()
    days = {day_of(entity.session.start_date) for entity in entities if entity.session}
    return days - {""}


def _session(told: Session, names: Names) -> SessionLine:
    return SessionLine(
        code=told.session_code,
        name=english(told.names),
        start=told.start_date,
        end=told.end_date,
        venue=told.venue,
        venue_name=told.venue_name or names.of("VENUE", told.venue),
        medal=told.medal,
    )


def records_view(names: Names) -> RecordsView:
    """Every record's current mark of every kind."""
    found: dict[str, RecordView] = {}
    for code, entity in names.state.tables["record"].items():
        for kind in entity.record.types if entity.record else ():
            data = next(
                (each for each in kind.data if each.current == "Y"), kind.data[0] if kind.data else None
            )
            if data is not None:
                name = entity.record.description.name if entity.record.description else ""
                found[f"{code}/{kind.record_type}"] = _record(code, kind.record_type, name, data, names)
    return RecordsView(records=found)


def _record(code: str, kind: str, name: str, data: RecordData, names: Names) -> RecordView:
    holder, organisation = names.competitor(data.competitor) if data.competitor else ("", "")
    return RecordView(
        code=code,
        kind=kind,
        name=name or names.event(code) if len(code) == 34 else name,
        event=code if len(code) == 34 else "",
        result=data.result,
        holder=holder,
        organisation=organisation or data.country,
        place=data.place,
        date=data.date,
        unit=data.unit,
        equalled=data.equalled == "Y",
        unconfirmed=data.unconfirmed == "Y",
    )


def feeds_view(names: Names) -> FeedsView:
    """All sources seen in the day frame."""
    feeds: dict[str, Feed] = names.state.tables["feed"]
    return FeedsView(
        feeds={
            source: FeedLine(source=source, on=feed.on, since=feed.switched, last=feed.last)
            for source, feed in feeds.items()
        }
    )


def games_view(
    competition: str,
    lines: Mapping[str, UnitLine],
    held: Iterable[MedalHeld],
    participants: int,
    names: Names,
) -> GamesView:
    """The home page: what is on, what comes, what has been won."""
    now = _now(names)
    live = {code: line for code, line in lines.items() if line.status in MOVING}
    coming = [line for line in lines.values() if line.status in AHEAD and line.start[:16] >= now[:13]]
    done = [line for line in lines.values() if line.status == "FINISHED" and line.result_status]
    latest = sorted(held, key=lambda each: (each.date, each.event, -each.order), reverse=True)[:LATEST]
    return GamesView(
        competition=competition,
        name=names.of("COMPETITION", competition.partition("~")[0], competition),
        now=now,
        days=tuple(sorted({line.day for line in lines.values() if line.day})),
        disciplines=_disciplines(lines, names),
        venues={line.venue: line.venue_name for line in lines.values() if line.venue},
        live=live,
        next={line.rsc: line for line in sorted(coming, key=_when)[:NEXT]},
        recent={line.rsc: line for line in sorted(done, key=_when, reverse=True)[:RECENT]},
        latest={f"{each.event}/{each.medal}/{each.competitor}": each for each in latest},
        participants=participants,
        organisations=names.organisations,
    )


def _when(line: UnitLine) -> tuple[str, str]:
    return line.start, line.rsc


def _now(names: Names) -> str:
    clock = names.state.get("clock", "now")
    stamp = clock.stamp if clock else ""
    return f"{stamp[:10]}T{stamp[11:13]}:{stamp[13:15]}" if len(stamp) >= 15 else stamp[:10]


def _disciplines(lines: Mapping[str, UnitLine], names: Names) -> dict[str, DisciplineLine]:
    days: dict[str, set[str]] = {}
    for line in lines.values():
        if line.day:
            days.setdefault(line.discipline, set()).add(line.day)
    finished: dict[str, int] = {}
    for message in names.state.all_told("DT_MEDALLISTS"):
        code = discipline_of(message.header.document_code)
        finished[code] = finished.get(code, 0) + (message.header.result_status in ("OFFICIAL", ""))
    return {
        code: DisciplineLine(
            code=code,
            name=names.of("DISCIPLINE", code),
            events=names.events.get(code, {}),
            finished=finished.get(code, 0),
            days=tuple(sorted(days.get(code, ()))),
        )
        for code in sorted({*days, *names.events})
    }
