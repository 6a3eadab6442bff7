"""The plan of venues: true to scale, numbers and names that do not cover one another."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.site.web.charts import plan as drawing
from kotinos.site.web.charts.plan import BROAD, NARROW, RADIUS, RATIO, Spot, plan

near = st.floats(-0.1, 0.1, allow_nan=False).map(lambda value: round(value, 4))
spots = st.lists(st.tuples(near, near), min_size=1, max_size=25).map(
    lambda found: [Spot(f"V{n}", n, f"Venue {n}", 48 + y, 2 + x) for n, (y, x) in enumerate(found, 1)]
)


@given(spots)
def test_every_spot_is_shown_once_inside_the_box(found: list[Spot]) -> None:
    made = plan(found)
    shown = [mark.spot.code for mark in made.marks] + [one.spot.code for one in made.away]
    assert sorted(shown) == sorted(spot.code for spot in found)
    for mark in made.marks:
        assert all(0 <= value <= 100 for value in (mark.x, mark.y, mark.at_x, mark.at_y))


@given(spots)
def test_numbers_and_names_do_not_cover_one_another(found: list[Spot]) -> None:
    made = plan(found)
    for one, two in combinations(made.marks, 2):
        dx, dy = (one.at_x - two.at_x) * NARROW / 100, (one.at_y - two.at_y) * NARROW * RATIO / 100
        assert math.hypot(dx, dy) >= 2 * RADIUS - 1.5
    boxes = []
    for mark in made.marks:
        _, box = drawing._named(mark.spot.name, (mark.at_x, mark.at_y), [])
        if mark.side and box:
            boxes.append(mark.side)
    assert len(boxes) == sum(bool(mark.side) for mark in made.marks)


def test_distances_are_true() -> None:
    """A degree of latitude is 111.2 km; at 60° a degree of longitude is half of it."""
    made = plan([Spot("A", 1, "A", 60.0, 10.0), Spot("B", 2, "B", 60.0, 10.2), Spot("C", 3, "C", 60.1, 10.0)])
    a, b, c = made.marks
    width = made.km / made.bar * 100
    assert abs((b.x - a.x) / 100 * width - 11.1) < 0.1
    assert abs((a.y - c.y) / 100 * width * RATIO - 11.1) < 0.1
    assert b.x > a.x and c.y < a.y  # east is right, north is up


def test_far_venues_are_named_beside_with_distance_and_way() -> None:
    town = [Spot(str(n), n, str(n), 48.85 + n / 300, 2.35 + n / 400) for n in range(9)]
    made = plan([*town, Spot("TAH", 10, "Reef", -17.85, -149.27), Spot("MRS", 11, "Marina", 43.27, 5.37)])
    # Paris to Tahiti is 15,700 km, setting out north-west; to Marseille 660 km, south
    (tahiti, marseille) = made.away
    assert (tahiti.spot.code, tahiti.way, round(tahiti.km, -2)) == ("TAH", 7, 15700)
    assert (marseille.spot.code, marseille.way, round(marseille.km, -1)) == ("MRS", 4, 660)
    assert len(made.marks) == 9


def test_plan_across_the_date_line_is_not_torn() -> None:
    made = plan([Spot("A", 1, "A", -17.0, 179.99), Spot("B", 2, "B", -17.0, -179.99)])
    assert not made.away and made.km < 2 and made.marks[0].x < made.marks[1].x


def test_one_venue_stands_in_the_middle() -> None:
    made = plan([Spot("A", 1, "A", 1.0, 1.0)])
    assert (made.marks[0].x, made.marks[0].y, made.marks[0].side) == (50, 50, "end")
    with pytest.raises(ValueError, match="needs a spot"):
        plan([])
    assert BROAD > NARROW
