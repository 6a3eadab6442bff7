"""Marks: the texts in which results are told, and the exact integers behind them. Pure.

No mark is ever a float. The unit of ``Mark.value`` depends on its kind: milliseconds, millimetres,
grams, ten-thousandths of a point (artistic swimming tells four decimals), or a plain count.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from .irm import IRM_ORDER


class Kind(StrEnum):
    """What a mark measures and how it is written."""

    TIME = "time"  # clock form: 9.79, 1:42.35, 2:08:01
    SECONDS = "seconds"  # never carried into minutes: 162.47 (canoe slalom)
    DISTANCE = "distance"  # metres
    WEIGHT = "weight"  # kilograms
    POINTS = "points"
    PERCENT = "percent"
    COUNT = "count"  # goals, sets, hits, strokes


class Mark(msgspec.Struct, frozen=True, order=True):
    """``value`` in the unit of ``kind`` (see the module), written with ``places`` decimals."""

    kind: Kind
    value: int
    places: int = 0


_DECIMALS: dict[Kind, int] = {
    Kind.TIME: 3,
    Kind.SECONDS: 3,
    Kind.DISTANCE: 3,
    Kind.WEIGHT: 3,
    Kind.POINTS: 4,
    Kind.PERCENT: 4,
    Kind.COUNT: 0,
}
POINT: int = 10_000
"""One point, as ``Mark.value`` counts it."""

_KINDS = {
    "TIME": Kind.TIME,
    "DISTANCE": Kind.DISTANCE,
    "HEIGHT": Kind.DISTANCE,
    "WEIGHT": Kind.WEIGHT,
    "POINTS": Kind.POINTS,
    "PERCENT": Kind.PERCENT,
    "STROKES": Kind.COUNT,
    "SETS": Kind.COUNT,
    "SCORE": Kind.COUNT,
}

# No mark, and rightly so: not yet, passed, failed, retired, no height.
_NO_MARK = frozenset({"", "-", "--", "P", "R", "X", "XX", "XXX", "X-", "XX-", "NH", *IRM_ORDER})

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?\Z")
_CLOCK = re.compile(r"([+-]?)(?:([0-9]+):)?([0-9]+):([0-9]{2})(?:\.([0-9]+))?\Z")


def kind_of(result_type: str) -> Kind | None:
    """The kind of mark that an ODF ResultType tells: ``IRM_TIME`` and ``TIME`` give TIME; no mark, None."""
    return _KINDS.get(result_type.removeprefix("IRM_"))


def unit_of(kind: Kind) -> int:
    """How many of ``Mark.value`` make one second, metre, kilogram, point, per cent or piece."""
    return int(10 ** _DECIMALS[kind])


def parse_mark(text: str, kind: Kind) -> Mark | None:
    """Read a mark as ODF writes it, with or without a sign: ``"9.79"``, ``"2:08:01"``, ``"+0.02"``.

    None where nothing was measured (empty, a pass, a failure, an IRM). Raises ``ValueError`` for
    anything else: letters, minutes or seconds above 59, more decimals than ``kind`` can hold.
    """
    text = text.strip()
    if text.upper() in _NO_MARK:
        return None
    if kind is Kind.TIME and ":" in text:
        return _parse_clock(text)
    found = _NUMBER.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a {kind} mark")
    sign, whole, decimals = found.groups()
    return _mark(kind, sign, int(whole), decimals or "")


def _parse_clock(text: str) -> Mark:
    found = _CLOCK.match(text)
    if not found:
        raise ValueError(f"{text!r} is not a time mark; write h:mm:ss.fff")
    sign, hours, minutes, seconds, decimals = found.groups()
    if int(seconds) > 59 or (hours is not None and (int(minutes) > 59 or len(minutes) != 2)):
        raise ValueError(f"{text!r} is not a time mark: minutes and seconds run from 00 to 59")
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return _mark(Kind.TIME, sign, whole, decimals or "")


def _mark(kind: Kind, sign: str, whole: int, decimals: str) -> Mark:
    room = _DECIMALS[kind]
    if len(decimals) > room:
        raise ValueError(f"a {kind} mark has at most {room} decimals, this has {len(decimals)}: .{decimals}")
    value = whole * unit_of(kind) + int(decimals.ljust(room, "0") or 0)
    return Mark(kind, -value if sign == "-" else value, len(decimals))


def print_mark(mark: Mark, *, signed: bool = False) -> str:
    """The text of ``mark``: ``parse_mark(print_mark(m), m.kind) == m``. ``signed`` also writes a plus.

    Raises ``ValueError`` when ``places`` is too few to tell the whole value.
    """
    room = _DECIMALS[mark.kind]
    step = 10 ** (room - mark.places) if 0 <= mark.places <= room else 0
    if not step or mark.value % step:
        raise ValueError(f"{mark.places} decimals do not tell a {mark.kind} mark of {mark.value}")
    sign = "-" if mark.value < 0 else "+" if signed and mark.value > 0 else ""
    whole, rest = divmod(abs(mark.value), unit_of(mark.kind))
    decimals = f".{rest // step:0{mark.places}d}" if mark.places else ""
    return f"{sign}{_clock(whole) if mark.kind is Kind.TIME else whole}{decimals}"


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}" if minutes else str(seconds)


def diff_text(leader: Mark, other: Mark) -> str:
    """How far ``other`` is from ``leader``, signed: ``"+0.02"`` behind in time, ``"-1.55"`` in points.

    Nothing between them is ``"0.00"``. Raises ``ValueError`` for marks of different kinds.
    """
    if leader.kind is not other.kind:
        raise ValueError(f"a {leader.kind} mark and a {other.kind} mark have no difference")
    places = max(leader.places, other.places)
    return print_mark(Mark(leader.kind, other.value - leader.value, places), signed=True)
