"""When and where each unit takes place. Pure.

Three sessions a day at each venue, as many units side by side as it has fields of play; a stage of an
event begins only after the one before it and a pause. What fits nowhere overruns, as it does in life.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from .structure import Draft
from .terms import Session, Unit, Venue

_SESSIONS = ((time(9, 0), time(13, 0)), (time(14, 0), time(17, 30)), (time(18, 30), time(22, 30)))
_NIGHT = time(23, 40)
_LONG_PAUSE = {"pools": 14.0, "two": 14.0, "heats": 2.0, "heats2": 3.0, "qual": 14.0, "ranked": 0.75}
_UTC = ZoneInfo("UTC")


Slot = tuple[datetime, datetime]
"""Start and end."""


def _windows(venue: Venue, days: tuple[date, ...]) -> list[Slot]:
    """The sessions of a venue as (start, end) in UTC."""
    zone = ZoneInfo(venue.zone)
    return [
        (
            datetime.combine(day, start, zone).astimezone(_UTC),
            datetime.combine(day, end, zone).astimezone(_UTC),
        )
        for day in days
        for start, end in _SESSIONS
    ]


class Hall(msgspec.Struct):
    """A venue being filled: its sessions, and what each field of play is busy with, in order."""

    venue: Venue
    windows: list[Slot]
    busy: list[list[Slot]]

    def free(self, minutes: float, not_before: datetime) -> tuple[datetime, int]:
        """The earliest (start, field) for something that lasts ``minutes``."""
        needed = timedelta(minutes=minutes) + self._turn_round(minutes)
        return min((self._first(taken, not_before, needed), at) for at, taken in enumerate(self.busy))

    def take(self, minutes: float, start: datetime, field: int) -> datetime:
        """Keep a field busy from ``start``; returns the end."""
        end = start + timedelta(minutes=minutes)
        insort(self.busy[field], (start, end + self._turn_round(minutes)))
        return end

    @staticmethod
    def _turn_round(minutes: float) -> timedelta:
        return timedelta(minutes=2 if minutes < 30 else 10)

    def _first(self, taken: list[Slot], moment: datetime, needed: timedelta) -> datetime:
        while True:
            moment = self._fit(moment, needed)
            at = bisect_right(taken, (moment, moment))
            near = [
                slot
                for slot in taken[max(0, at - 1) : at + 1]
                if slot[1] > moment and slot[0] < moment + needed
            ]
            if not near:
                return moment
            moment = near[0][1]

    def _fit(self, moment: datetime, needed: timedelta) -> datetime:
        """The next moment inside a session; what is longer than a session starts with it."""
        for start, end in self.windows:
            if moment <= start or (moment + needed <= end and start <= moment):
                return max(moment, start)
            if needed > end - start and moment <= start + timedelta(minutes=30):
                return moment
        return moment


def open_halls(venues: dict[str, Venue], days: tuple[date, ...]) -> dict[str, Hall]:
    """An empty hall a venue."""
    return {
        code: Hall(venue, windows, [[] for _ in range(venue.fields)])
        for code, venue in venues.items()
        if (windows := _windows(venue, days))
    }


def _pause(draft: Draft, form: str, span_hours: float) -> timedelta:
    """Between two stages: as long as the format likes, less when the days left are few."""
    minutes = max(unit.minutes for unit in draft.units.values())
    hours = _LONG_PAUSE.get(form.split(":")[0], 0.6 if minutes < 20 else 3.0 if minutes < 70 else 14.0)
    if len(draft.stages) > 1:
        step = (span_hours - 15) / (len(draft.stages) - 1)
        busiest = max(len(stage) for stage in draft.stages)
        if form.startswith("pools"):
            hours = max(
                hours, min(54.0, (span_hours - 40) / (len(draft.stages) - 1) - 11)
            )  # a tournament takes the whole Games
        hours = min(hours, max(0.4, step - min(13.0, minutes / 60 * (1 + busiest / 3))))
    return timedelta(hours=hours)


def place(draft: Draft, form: str, halls: list[Hall], not_before: datetime) -> None:
    """Give every unit of ``draft`` its time and place, in the least busy of ``halls`` stage by stage."""
    last = halls[0].windows[-1][1]
    pause = _pause(draft, form, (last - not_before).total_seconds() / 3600)
    moment = not_before
    for stage in draft.stages:
        ends = []
        for code in stage:
            unit = draft.units[code]
            (start, field), at = min((hall.free(unit.minutes, moment), at) for at, hall in enumerate(halls))
            end = halls[at].take(unit.minutes, start, field)
            draft.units[code] = _at(unit, halls[at].venue, (start, end), field + 1)
            ends.append(end)
        moment = max(ends) + pause


def at_night(draft: Draft, hall: Hall, day: date) -> None:
    """Put a one-unit event close to midnight, after everything else."""
    start = datetime.combine(day, _NIGHT, ZoneInfo(hall.venue.zone)).astimezone(_UTC)
    for code, unit in draft.units.items():
        end = start + timedelta(minutes=unit.minutes)
        draft.units[code] = _at(unit, hall.venue, (start, end), 1)


def _at(unit: Unit, venue: Venue, when: tuple[datetime, datetime], field: int) -> Unit:
    return msgspec.structs.replace(unit, start=when[0], end=when[1], venue=venue.code, field=field)


def day_of(moment: datetime, zone: str) -> date:
    """The competition day: what begins before 03:00 belongs to the day before."""
    return (moment.astimezone(ZoneInfo(zone)) - timedelta(hours=3)).date()


def _part(moment: datetime, zone: str) -> int:
    hour = moment.astimezone(ZoneInfo(zone)).hour
    return 3 if hour >= 18 or hour < 3 else 2 if hour >= 14 else 1


def into_sessions(
    units: dict[str, Unit], venues: dict[str, Venue], names: dict[str, tuple[str, ...]]
) -> tuple[dict[str, Unit], dict[str, Session]]:
    """Sort units (by start) into sessions; returns both, units naming theirs."""
    groups: dict[tuple[str, date, int, str], list[Unit]] = {}
    for unit in sorted(units.values(), key=lambda one: (one.start, one.code)):
        zone = venues[unit.venue].zone
        key = (unit.discipline, day_of(unit.start, zone), _part(unit.start, zone), unit.venue)
        groups.setdefault(key, []).append(unit)
    sessions: dict[str, Session] = {}
    placed: dict[str, Unit] = {}
    counts: dict[str, int] = {}
    for (discipline, _, part, venue), members in groups.items():
        counts[discipline] = counts.get(discipline, 0) + 1
        code = f"{discipline}{counts[discipline]:02d}"
        name = f"{names[discipline][0]} – {('morning', 'afternoon', 'evening')[part - 1]}"
        start, end = min(unit.start for unit in members), max(unit.end for unit in members)
        sessions[code] = Session(code, name, discipline, venue, start, end)
        for unit in members:
            placed[unit.code] = msgspec.structs.replace(unit, session=code)
    return placed, sessions


def first_moments(rng: Random, drafts: list[tuple[Draft, str]], hall: Hall) -> dict[str, datetime]:
    """When each event of a discipline may begin: spread over the days, tournaments at once."""
    opening, days = hall.windows[0][0], len(hall.windows) // len(_SESSIONS)
    moments: dict[str, datetime] = {}
    for at, (draft, form) in enumerate(drafts):
        pause = _pause(draft, form, 24.0 * days).total_seconds() / 3600
        between = len(draft.stages) - 1
        need = 1 + between if pause > 8 else 1 + math.ceil(between * (pause + 1.5) / 12)
        room = max(0, days - need - (1 if between else 0))
        day = 0 if form.startswith("pools") else round(room * at / max(1, len(drafts) - 1))
        late = rng.choice((0, 0, 5, 9.5)) if room and not between else 0
        moments[draft.event] = opening + timedelta(days=day, hours=late)
    return moments
