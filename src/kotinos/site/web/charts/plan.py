"""A plan of venues: positions on the globe as places in a box, numbers that do not cover one another. Pure.

Equirectangular around the middle: over the tens of kilometres of a Games the error is far below a pixel. The
box is stretched, its height ``RATIO`` of its width; places are hundredths of it. Numbers keep clear of one
another on the narrowest screen (``NARROW`` pixels), names on a wide one (``BROAD``); a name without room is
left to the list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

import msgspec

from .scale import round_step

NARROW, BROAD, RATIO = 340.0, 720.0, 0.75
"""Widths of the box in pixels on a phone and on a wide screen, and its height by its width."""
EDGE = 7.0
"""Hundredths kept free at each edge."""
RADIUS = 12.0
"""Pixels of a number's disc: a finger's least target is 24 wide."""
LETTER, LINE = 6.6, 15.0
"""Pixels of a letter of a name, and of its line."""
EARTH = 6371.0088
"""Mean radius in kilometres (IUGG)."""
FAR = 6.0
"""Times the median distance from the middle; what is farther stands beside the plan, with its distance."""
LEAST_KM = 1.0
TURNS = 200


class Spot(msgspec.Struct, frozen=True):
    """A venue with its number and position in degrees."""

    code: str
    number: int
    name: str
    lat: float
    lon: float


class Mark(msgspec.Struct, frozen=True):
    """Where a spot is (``x``, ``y``), where its number stands, and on which side its name:
    ``end``, ``start``, ``over``, ``under`` or nothing."""

    spot: Spot
    x: float
    y: float
    at_x: float
    at_y: float
    side: str


class Away(msgspec.Struct, frozen=True):
    """A spot outside the plan: kilometres from its middle, and its direction in eighths, north first."""

    spot: Spot
    km: int
    way: int


class Plan(msgspec.Struct, frozen=True):
    """A plan: marks, what is away, and a bar of ``km`` kilometres, ``bar`` hundredths long."""

    marks: tuple[Mark, ...]
    away: tuple[Away, ...]
    km: float
    bar: float


def plan(spots: Sequence[Spot]) -> Plan:
    """The plan of at least one spot. Raises ``ValueError`` without one."""
    if not spots:
        raise ValueError("a plan needs a spot")
    turned = [_turn(spot.lon - spots[0].lon) for spot in spots]
    middle = (median(spot.lat for spot in spots), spots[0].lon + median(turned))
    flat = {spot.code: _flat(spot, middle) for spot in spots}
    reach = {code: math.hypot(*at) for code, at in flat.items()}
    limit = max(FAR * median(reach.values()), LEAST_KM)
    near = [spot for spot in spots if reach[spot.code] <= limit]
    away = [
        Away(spot, *_over_the_globe(middle, (spot.lat, spot.lon)))
        for spot in spots
        if reach[spot.code] > limit
    ]
    places, width = _fitted([flat[spot.code] for spot in near])
    km = _round_below(width / 4)
    return Plan(_marks(near, places), tuple(away), km, round(100 * km / width, 2))


def _flat(spot: Spot, middle: tuple[float, float]) -> tuple[float, float]:
    """Kilometres east and north of the middle; the shorter way round the globe."""
    east = _turn(spot.lon - middle[1])
    return (
        math.radians(east) * EARTH * math.cos(math.radians(middle[0])),
        math.radians(spot.lat - middle[0]) * EARTH,
    )


def _turn(degrees: float) -> float:
    """An angle between -180 and 180."""
    return (degrees + 180) % 360 - 180


def _over_the_globe(one: tuple[float, float], two: tuple[float, float]) -> tuple[int, int]:
    """Kilometres of the shortest way, and the eighth of the compass in which it sets out."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, two))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    up = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    km = EARTH * math.atan2(math.hypot(east, north), up)
    return round(km), round(math.degrees(math.atan2(east, north)) / 45) % 8


def _fitted(flat: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], float]:
    """Places in hundredths of the box, and the box's width in kilometres."""
    low_x, high_x = min(x for x, _ in flat), max(x for x, _ in flat)
    low_y, high_y = min(y for _, y in flat), max(y for _, y in flat)
    inside = (100 - 2 * EDGE) / 100
    width = max((high_x - low_x) / inside, (high_y - low_y) / inside / RATIO, LEAST_KM)
    mid_x, mid_y = (low_x + high_x) / 2, (low_y + high_y) / 2
    places = [(50 + 100 * (x - mid_x) / width, 50 - 100 * (y - mid_y) / (width * RATIO)) for x, y in flat]
    return places, width


def _round_below(value: float) -> float:
    step = round_step(value)
    return step if step <= value else next(step / down for down in (2, 2.5, 5) if step / down <= value)


def _marks(spots: Sequence[Spot], places: Sequence[tuple[float, float]]) -> tuple[Mark, ...]:
    stands = _apart(places)
    taken = [_disc(at) for at in stands]
    marks = []
    for spot, (x, y), at in zip(spots, places, stands, strict=True):
        side, box = _named(spot.name, at, taken)
        if box:
            taken.append(box)
        marks.append(Mark(spot, round(x, 2), round(y, 2), round(at[0], 2), round(at[1], 2), side))
    return tuple(marks)


def _apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places, moved until discs do not cover one another on the narrowest screen, if there is room."""
    across, down = NARROW / 100, NARROW * RATIO / 100
    at = [[x * across, y * down] for x, y in places]
    for _ in range(TURNS):
        moved = False
        for one in range(len(at)):
            for two in range(one):
                moved |= _push(at[one], at[two], one)
        for point in at:
            point[0] = min(max(point[0], RADIUS), NARROW - RADIUS)
            point[1] = min(max(point[1], RADIUS), NARROW * RATIO - RADIUS)
        if not moved:
            break
    return [(x / across, y / down) for x, y in at]


def _push(one: list[float], two: list[float], number: int) -> bool:
    """Push two discs half the way apart each; of two in one place each goes its own way."""
    dx, dy = one[0] - two[0], one[1] - two[1]
    apart = math.hypot(dx, dy)
    if apart >= 2 * RADIUS:
        return False
    if apart < 1e-6:
        dx, dy, apart = math.cos(number * 2.4), math.sin(number * 2.4), 1.0
        way = RADIUS
    else:
        way = (2 * RADIUS - apart) / 2 + 0.05
    one[0] += dx / apart * way
    one[1] += dy / apart * way
    two[0] -= dx / apart * way
    two[1] -= dy / apart * way
    return True


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the wide screen."""


def _disc(at: tuple[float, float]) -> Box:
    x, y = at[0] * BROAD / 100, at[1] * BROAD * RATIO / 100
    return x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS


def _named(name: str, at: tuple[float, float], taken: Sequence[Box]) -> tuple[str, Box | None]:
    """On which side of its number a name has room, and the room."""
    left, top, right, bottom = _disc(at)
    mid, middle, wide = (left + right) / 2, (top + bottom) / 2, LETTER * len(name)
    rooms: dict[str, Box] = {
        "end": (right + 3, middle - LINE / 2, right + 3 + wide, middle + LINE / 2),
        "start": (left - 3 - wide, middle - LINE / 2, left - 3, middle + LINE / 2),
        "over": (mid - wide / 2, top - LINE - 2, mid + wide / 2, top - 2),
        "under": (mid - wide / 2, bottom + 2, mid + wide / 2, bottom + 2 + LINE),
    }
    for side, room in rooms.items():
        inside = room[0] >= 0 and room[1] >= 0 and room[2] <= BROAD and room[3] <= BROAD * RATIO
        if inside and not any(_cover(room, other) for other in taken):
            return side, room
    return "", None


def _cover(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
