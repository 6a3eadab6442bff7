"""How far somebody got: the events of a person or team as the way from round to round. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from kotinos.games.terms import EntryLine, ParticipantView, ResultLine, UnitView

AHEAD = frozenset({"", "UNSCHEDULED", "SCHEDULED", "RESCHEDULED", "GETTING_READY", "DELAYED", "POSTPONED"})
MOVING = frozenset({"RUNNING", "SCHEDULED_BREAK", "INTERRUPTED"})
_MARK = re.compile(r"^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,]\d+)?)(?: ?m)?$")


class Side(msgspec.Struct, frozen=True):
    """Who stands on the other side of a match."""

    code: str
    name: str
    organisation: str
    result: str


class Step(msgspec.Struct, frozen=True):
    """A unit on the way: its result line, whose it is (a team's code where a person's team competes), who is
    on the other side, and of which format the unit is."""

    line: ResultLine
    team: str = ""
    others: tuple[Side, ...] = ()
    format: str = ""


class Way(msgspec.Struct, frozen=True):
    """An event of somebody: the steps in order of time. ``entry``: as which it was entered, if it was."""

    event: str
    name: str
    discipline: str
    entry: EntryLine | None
    steps: tuple[Step, ...]

    @property
    def form(self) -> tuple[str, ...]:
        """Won, lost and tied matches (W, L, T), in order of time."""
        return tuple(step.line.wlt for step in self.steps if step.line.wlt)


def ways(
    person: ParticipantView, teams: Iterable[ParticipantView], units: Mapping[str, UnitView]
) -> list[Way]:
    """Events of a person or team, those of a person's ``teams`` too; what is next or was last comes first.

    ``units``: what is known of the units, by RSC."""
    steps: dict[str, list[Step]] = {}
    entries, seen = dict(person.entries), set[str]()
    # The teams first: a person's results hold those of the teams too, without saying whose they are.
    for of, team in [*((each, each.code) for each in teams), (person, "")]:
        entries = {**of.entries, **entries}
        for rsc, line in of.results.items():
            if rsc not in seen:
                steps.setdefault(line.event, []).append(_step(rsc, line, team, of.code, units.get(rsc)))
        seen |= set(of.results)
    events = dict.fromkeys([*steps, *entries])
    found = [_way(event, entries.get(event), steps.get(event, [])) for event in events]
    return sorted(found, key=lambda way: (-_latest(way), way.name))


def _way(event: str, entry: EntryLine | None, steps: list[Step]) -> Way:
    name = next((step.line.event_name for step in steps if step.line.event_name), "")
    discipline = entry.discipline if entry else event[:3]
    ordered = tuple(sorted(steps, key=lambda step: (step.line.start or "~", step.line.unit)))
    return Way(event, name or (entry.name if entry else event), discipline, entry, ordered)


def _step(rsc: str, line: ResultLine, team: str, own: str, unit: UnitView | None) -> Step:
    if unit is None:
        return Step(line, team)
    others = (
        [each for code, each in unit.competitors.items() if code != own] if unit.format == "match" else []
    )
    sides = tuple(
        Side(each.code, each.name, each.organisation, each.irm or each.result) for each in others[:3]
    )
    return Step(line, team, sides, unit.format)


def _latest(way: Way) -> int:
    """The moment of the last step in minutes, roughly: only to put one event before another."""
    last = max((step.line.start for step in way.steps), default="")
    digits = re.sub(r"\D", "", last[:16])
    return int(digits) if digits else 0


def live(found: Iterable[Way]) -> list[Step]:
    """What is on now."""
    return [step for way in found for step in way.steps if step.line.status in MOVING]


def coming(found: Iterable[Way], now: str) -> list[Step]:
    """The starts ahead, the next first; ``now``: the Games' clock, to the hour (YYYY-MM-DDThh…)."""
    ahead = [
        step
        for way in found
        for step in way.steps
        if step.line.status in AHEAD and not step.line.rank and step.line.start[:13] >= now[:13]
    ]
    return sorted(ahead, key=lambda step: step.line.start)


def mark(text: str) -> float | None:
    """A time in seconds or a distance in metres out of a result as shown; ``None`` for anything else."""
    found = _MARK.match(text.strip())
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest.replace(",", "."))


def marks(way: Way) -> list[tuple[Step, float]]:
    """The marks of an event that can be compared: of steps of one format (races by time, or attempts), all of
    them readable, two different ones at least."""
    done = [step for step in way.steps if step.line.result and not step.line.irm and not step.line.wlt]
    formats = {step.format for step in done}
    read = [(step, mark(step.line.result)) for step in done]
    if len({value for _, value in read}) < 2 or len(formats) != 1 or not formats <= {"race", "attempts"}:
        return []
    return [(step, value) for step, value in read if value is not None] if all(v for _, v in read) else []
