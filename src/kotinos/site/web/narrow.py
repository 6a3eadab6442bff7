"""What somebody wants to see of a schedule, as it stands in an address. Pure.

A wish becomes conditions of a bound list (``binding.each``): the server and the page's script choose by the
same words, so that a unit that fits from now on appears, and one that fits no longer goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import msgspec

from kotinos.games.terms import SessionLine, UnitLine

from ..binding import each

CODE = re.compile(r"[A-Za-z0-9_.-]{1,20}\Z")
GENDERS = ("M", "W", "X", "O")
STATUSES: Mapping[str, str] = {
    "live": "RUNNING|SCHEDULED_BREAK|INTERRUPTED",
    "ahead": "SCHEDULED|RESCHEDULED|GETTING_READY|DELAYED|POSTPONED",
    "finished": "FINISHED",
}
"""What a reader calls a status, and the standard's that are meant."""
SHOWN = "status!=UNSCHEDULED rsc!="
"""Units that stand in a schedule. What is told of a unit that the page was not given has no ``rsc``."""


class Wish(msgspec.Struct, frozen=True):
    """What is wanted; what is empty is not asked for. ``organisation``: with athletes of it on the start list
    or in the result. ``status``: a key of ``STATUSES``."""

    discipline: str = ""
    venue: str = ""
    organisation: str = ""
    gender: str = ""
    status: str = ""
    session: str = ""
    medals: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, by its name in addresses."""
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: "1" if value is True else value for name, value in found.items() if value}

    def where(self, starts: Iterable[str] = ()) -> str:
        """Conditions of a bound list. ``starts``: units in which the organisation competes."""
        told = [SHOWN]
        told += [
            f"{name}={value}"
            for name, value in self.asked.items()
            if name in ("discipline", "venue", "session")
        ]
        if self.gender:
            told.append(f"rsc@3={self.gender}")
        if self.status:
            told.append(f"status={STATUSES[self.status]}")
        if self.medals:
            told.append("medal>=1")
        if self.organisation:
            told.append(f"$key={'|'.join(sorted(starts))}")
        return " ".join(told)

    def query(self, **other: str | None) -> str:
        """The address's query with some of it changed: empty takes a part away. Begins with ``?``, if any."""
        parts = {**self.asked, **other}
        told = urlencode({name: value for name, value in parts.items() if value})
        return f"?{told}" if told else ""


def wish(asked: Mapping[str, str]) -> Wish:
    """The wish of a query; what cannot be meant is no wish."""
    codes = {name: asked.get(name, "") for name in ("discipline", "venue", "organisation", "session")}
    gender, status = asked.get("gender", ""), asked.get("status", "")
    return Wish(
        **{name: code if CODE.match(code) else "" for name, code in codes.items()},
        gender=gender if gender in GENDERS else "",
        status=status if status in STATUSES else "",
        medals=asked.get("medals", "") == "1",
    )


def kept(units: Mapping[str, UnitLine], where: str) -> dict[str, UnitLine]:
    """The units that meet the conditions, by time."""
    return dict(each("units", units, where=where))


class Group(msgspec.Struct, frozen=True):
    """A part of a day under one heading: ``key`` for addresses, ``where`` for its bound list. ``start``: when
    it begins, venue-local; ``name``: a session's."""

    key: str
    where: str
    units: dict[str, UnitLine]
    start: str = ""
    end: str = ""
    name: str = ""
    now: bool = False


HOUR = 3600
NEVER = 10**11
"""``UnitLine.order`` from which a unit has no time; the fold says the same."""


def by_hour(units: Mapping[str, UnitLine], where: str) -> list[Group]:
    """The units hour by hour of the clock at their venue: every hour from the first to the last, so that a
    unit that moves finds its place. Those without a time come last."""
    timed = {code: unit for code, unit in units.items() if unit.order < NEVER}
    first = min((hour_of(unit) for unit in timed.values()), default=0)
    hours: dict[int, dict[str, UnitLine]] = {}
    for code, unit in timed.items():
        hours.setdefault((unit.order - first) // HOUR, {})[code] = unit
    groups = [
        _hour(first + place * HOUR, hours.get(place, {}), where)
        for place in range(max(hours, default=-1) + 1)
    ]
    untimed = {code: unit for code, unit in units.items() if code not in timed}
    return [*groups, Group("later", f"{where} order>={NEVER}", untimed)]


def hour_of(unit: UnitLine) -> int:
    """When the hour of the venue's clock in which a unit begins has begun, in seconds since 1970."""
    found = re.match(r".{11}\d\d:?(\d\d)(?::?(\d\d))?", unit.start)
    minutes, seconds = found.groups() if found else ("0", "0")
    return unit.order - int(minutes) * 60 - int(seconds or 0)


def _hour(low: int, inside: dict[str, UnitLine], where: str) -> Group:
    start = next(iter(inside.values())).start if inside else ""
    clock = re.sub(r"^(.{11}\d\d).*?(Z|[+-]\d\d:?\d\d)?$", r"\1:00:00\2", start)
    return Group(f"t{low}", f"{where} order>={low} order<{low + HOUR}", inside, clock)


def by_session(units: Mapping[str, UnitLine], where: str, sessions: Mapping[str, SessionLine]) -> list[Group]:
    """The units session by session, as the sessions begin; those of none come last."""
    found: dict[str, dict[str, UnitLine]] = {}
    for code, unit in units.items():
        found.setdefault(unit.session, {})[code] = unit

    def begins(code: str) -> tuple[bool, int, str]:
        return not code, next(iter(found[code].values())).order, code

    groups = []
    for code in sorted(found, key=begins):
        told = sessions.get(code) or SessionLine(code=code)
        name = told.name or told.code
        groups.append(Group(f"s{code}", f"{where} session={code}", found[code], told.start, told.end, name))
    return groups


def parts(units: Mapping[str, UnitLine], most: int) -> list[dict[str, UnitLine]]:
    """A long day cut between hours into parts of at most about ``most`` units (an hour alone may hold more);
    one part for a short day."""
    found: list[dict[str, UnitLine]] = [{}]
    for group in by_hour(units, ""):
        if found[-1] and len(found[-1]) + len(group.units) > most:
            found.append({})
        found[-1].update(group.units)
    return found
