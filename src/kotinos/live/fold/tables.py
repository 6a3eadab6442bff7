"""Home, days, records, feeds: the Games as a whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from kotinos.games.terms import (
    DayView,
    DisciplineLine,
    FeedLine,
    FeedsView,
    GamesView,
    MedalHeld,
    NamesView,
    SessionLine,
    UnitLine,
)  # fmt: skip
from kotinos.odf.nodes import Session
from kotinos.odf.rsc import discipline_of

from .glance import Lines
from .names import Names
from .state import Feed
from .units import day_of, english


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


def feeds_view(names: Names) -> FeedsView:
    """All sources seen in the day frame."""
    feeds: dict[str, Feed] = names.state.tables["feed"]
    return FeedsView(
        feeds={
            source: FeedLine(source=source, on=feed.on, since=feed.switched, last=feed.last)
            for source, feed in feeds.items()
        }
    )


def names_view(tag: str, tongues: Mapping[str, dict[str, str]]) -> NamesView:
    """What things are called in one more language."""
    return NamesView(names=tongues.get(tag, {}))


class Glance(msgspec.Struct):
    """What the home page is made of. ``latest``: medals won last; ``given``: events whose medallists are
    told, and whether officially."""

    lines: Lines
    latest: Mapping[str, MedalHeld]
    given: Mapping[str, bool]
    participants: int


def games_view(competition: str, glance: Glance, names: Names) -> GamesView:
    """The home page: what is on, what comes, what has been won."""
    lines = glance.lines
    now = clock_now(names)
    days = tuple(sorted({day for days in lines.calendar.values() for day in days}))
    today = own_day(days, now)
    return GamesView(
        competition=competition,
        name=names.of("COMPETITION", competition.partition("~")[0], competition),
        now=now,
        today=today,
        moment=lines.moment(now, today),
        days=days,
        disciplines=_disciplines(glance, names),
        venues=lines.venues(),
        live=lines.live(),
        next=lines.coming(now),
        finals=lines.finals(now),
        recent=lines.recent(),
        latest=dict(glance.latest),
        participants=glance.participants,
        organisations=names.organisations,
    )


def own_day(days: Sequence[str], now: str) -> str:
    """The Games' own day: its clock's, or the last before; at least its first."""
    own = day_of(now)
    earlier = [day for day in days if day <= own]
    return earlier[-1] if earlier else (days[0] if days else "")


def clock_now(names: Names) -> str:
    """The Games' clock: the newest message's moment, ``YYYY-MM-DDTHH:MM``."""
    clock = names.state.get("clock", "now")
    stamp = clock.stamp if clock else ""
    return f"{stamp[:10]}T{stamp[11:13]}:{stamp[13:15]}" if len(stamp) >= 15 else stamp[:10]


def _disciplines(glance: Glance, names: Names) -> dict[str, DisciplineLine]:
    finished = Counter(discipline_of(event) for event, officially in glance.given.items() if officially)
    days = {code: tuple(sorted(found)) for code, found in glance.lines.calendar.items()}
    return {
        code: DisciplineLine(
            code=code,
            name=names.of("DISCIPLINE", code),
            events=names.events.get(code, {}),
            finished=finished[code],
            days=days.get(code, ()),
        )
        for code in sorted({*(code for code, found in days.items() if found), *names.events})
    }
