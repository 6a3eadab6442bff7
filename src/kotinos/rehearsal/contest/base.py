"""What every contest gives: pictures of itself at any moment, decided beforehand. Pure.

A contest is simulated whole when it starts and then told piece by piece. Moments are seconds since
its start. Values are the integers of ``kotinos.sport.marks``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Protocol

import msgspec

from kotinos.odf.nodes import Clock, ExtendedInfo, ExtendedResult, Periods, RecordIndicator
from kotinos.sport.marks import Kind, Mark, diff_text
from kotinos.sport.ranking import Best, Line, Rule, rank

from ..terms import Entrant, Event, Style


class Twist(msgspec.Struct, frozen=True):
    """What a rehearsal forces on a contest: a tie for first place; a record beaten or equalled."""

    tie: bool = False
    record: int | None = None
    equal: bool = False


class Setting(msgspec.Struct, frozen=True):
    """Everything a contest needs besides its starters. ``knock_out``: a draw must be played off."""

    event: Event
    style: Style
    rng: Random
    live: int
    final: bool = True
    knock_out: bool = True
    twist: Twist = Twist()


class Row(msgspec.Struct):
    """A starter's line; ``settle`` gives rank, order and difference."""

    entrant: Entrant
    value: int | None = None
    tie: tuple[int, ...] = ()
    irm: str = ""
    text: str = ""
    ext: tuple[ExtendedResult, ...] = ()
    wlt: str = ""
    photo: str = ""
    diff: str = ""
    rank: int | None = None
    equal: bool = False
    order: int = 0
    start: int = 0
    qualified: str = ""
    records: tuple[RecordIndicator, ...] = ()


class Picture(msgspec.Struct):
    """A contest at one moment."""

    rows: list[Row]
    periods: Periods | None = None
    clock: Clock | None = None


class Contest(Protocol):
    """A contest: how long it takes, when there is something to tell, and what."""

    kind: Kind
    best: Best
    places: int
    seconds: float
    moments: list[float]
    infos: tuple[ExtendedInfo, ...]

    def picture(self, at: float) -> Picture:
        """All starters at ``at`` seconds; infinity: the end."""


def form_of(rng: Random, entrant: Entrant, swing: float = 0.45) -> float:
    """What a starter is worth today: 3 wins most finals, nobody reaches 3.6."""
    today = entrant.skill + rng.gauss(0, swing)
    return today if today < 3 else 3 + 0.6 * math.tanh((today - 3) / 0.8)


def performance(setting: Setting, entrant: Entrant, *, low: bool) -> float:
    """Today's mark in the event's unit: ``event.mark`` is what the very best do."""
    spread = float(setting.style.options.get("spread", 0.02))
    behind = (3.0 - form_of(setting.rng, entrant)) * spread
    return setting.event.mark * (1 + behind if low else max(0.3, 1 - behind))


def chance(home: Entrant, away: Entrant, weight: float) -> float:
    """How likely ``home`` wins one point, given the difference in skill."""
    return 1 / (1 + math.exp(-weight * (home.skill - away.skill)))


def format_of(style: Style) -> ExtendedInfo:
    """What a unit of this style looks like, for those who show it."""
    judged = style.options.get("judges") or "execution" in style.options
    form = {
        "race": "race",
        "attempts": "attempts",
        "heights": "attempts",
        "lifts": "attempts",
        "scores": "judged" if judged else "attempts",
    }.get(style.contest, "match")
    return ExtendedInfo(type="UI", code="FORMAT", value=form)


def thin(moments: Sequence[float], most: int) -> list[float]:
    """At most ``most`` of ``moments``, in order, the last among them, 0.3 s apart (0.25 s rule)."""
    kept: list[float] = []
    step = max(1.0, len(moments) / max(1, most))
    wanted = {round(at * step) for at in range(most)} | {len(moments) - 1}
    for at in sorted(wanted):
        if 0 <= at < len(moments) and (not kept or moments[at] - kept[-1] >= 0.3):
            kept.append(moments[at])
    return kept


def label(code: str, pos: int, value: str) -> ExtendedInfo:
    """The heading of a column of splits or attempts."""
    return ExtendedInfo(type="UI", code=code, pos=str(pos), value=value)


def settle(rows: list[Row], best: Best, kind: Kind, places: int) -> list[Row]:
    """Rank ``rows`` by value, tie-break and IRM; returns them in order."""
    by_key = {row.entrant.code: row for row in rows}
    lines = [Line(row.entrant.code, row.value, row.irm, row.tie, row.start) for row in rows]
    placed = rank(lines, Rule(best=best))
    leader = placed[0].value if placed and placed[0].rank else None
    ordered = []
    for one in placed:
        row = by_key[one.key]
        row.rank, row.equal, row.order = one.rank, one.equal, one.order
        row.diff = ""
        if one.rank and one.rank > 1 and leader is not None and row.text and row.value is not None:
            row.diff = _difference(leader, row.value, kind, places)
        ordered.append(row)
    return ordered


def _difference(leader: int, value: int, kind: Kind, places: int) -> str:
    if abs(value - leader) > 10**8:  # still on the way: no difference to tell
        return ""
    return diff_text(Mark(kind, leader, places), Mark(kind, value, places))
