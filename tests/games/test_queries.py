"""Questions: what they find, in which order, page by page, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games import api
from kotinos.games.search import plain
from kotinos.games.terms.asked import (
    Asked,
    EntriesAsked,
    EventsAsked,
    MedalsAsked,
    ParticipantsAsked,
    ResultsAsked,
    UnitsAsked,
)  # fmt: skip

from . import views
from .views import EVENT, GAMES


def fill(count: int) -> None:
    """``count`` of everything."""
    numbers = range(1, count + 1)
    api.project(
        GAMES,
        [
            *(views.unit(n, competitors=1) for n in numbers),
            *(views.event(views.medal("GOLD", f"{n}01"), rsc=views.event_rsc(n)) for n in numbers),
            *(views.person(f"{n}01") for n in numbers),
            *(views.organisation(f"O{n}", f"Land {n}") for n in numbers),
        ],
    )


LISTS: dict[str, Callable[[], Any]] = {
    "units": lambda: api.units(GAMES, UnitsAsked(q="heat", day="2026-11-22")),
    "events": lambda: api.events(GAMES, EventsAsked(gender="M")),
    "results": lambda: api.results(GAMES, ResultsAsked(organisation="LUM")),
    "medals": lambda: api.medals(GAMES, MedalsAsked(discipline="ATH")),
    "participants": lambda: api.participants(GAMES, ParticipantsAsked(discipline="ATH")),
    "entries": lambda: api.entries(GAMES, EntriesAsked(event=EVENT)),
    "organisations": lambda: api.organisations(GAMES, Asked()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_list_takes_two_statements_however_long(
    django_assert_num_queries: Callable[[int], Any], name: str, count: int
) -> None:
    fill(count)
    with django_assert_num_queries(2):
        page = LISTS[name]()
    assert len(page.rows) == page.total == count


@pytest.fixture
def schedule(db: None) -> None:
    """Four units of two events on two days, told in no order."""
    other, tomorrow = "SWMW100M".ljust(34, "-"), "2026-11-23"
    swum = views.unit_rsc(3, other)
    api.project(
        GAMES,
        [
            views.unit(4, day=tomorrow, start=f"{tomorrow}T09:00:00+01:00", status="SCHEDULED", name="Final"),
            views.unit(2, name="Élimination Ørsta"),
            views.unit(1, start="2026-11-22T10:30:00+02:00"),
            views.unit(3, rsc=swum, discipline="SWM", event=other, venue="POO", session="SWM01"),
        ],
    )


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (UnitsAsked(), ["Heat 1", "Élimination Ørsta", "Heat 3", "Final"]),
        (UnitsAsked(day="2026-11-23"), ["Final"]),
        (UnitsAsked(discipline="SWM"), ["Heat 3"]),
        (UnitsAsked(event=EVENT, status="FINISHED"), ["Heat 1", "Élimination Ørsta"]),
        (UnitsAsked(venue="POO"), ["Heat 3"]),
        (UnitsAsked(session="ATH01", day="2026-11-22"), ["Heat 1", "Élimination Ørsta"]),
        (UnitsAsked(q="ÉLIM"), ["Élimination Ørsta"]),
        (UnitsAsked(q="eliminAtion  ør"), ["Élimination Ørsta"]),
        (UnitsAsked(q="%"), []),
        (UnitsAsked(status="CANCELLED"), []),
    ],
)
def test_units_are_filtered_and_in_order_of_time(asked: UnitsAsked, names: list[str]) -> None:
    page = api.units(GAMES, asked)
    assert [row.name for row in page.rows] == names
    assert page.total == len(names)


@pytest.mark.usefixtures("schedule")
def test_results_are_filtered_and_in_order_of_the_list() -> None:
    everybody = api.results(GAMES, ResultsAsked()).rows
    assert [(row.unit, row.order) for row in everybody] == sorted((row.unit, row.order) for row in everybody)
    assert len(everybody) == 8
    assert {row.unit for row in api.results(GAMES, ResultsAsked(competitor="201")).rows} == {
        views.unit_rsc(2)
    }
    assert api.results(GAMES, ResultsAsked(event=EVENT)).total == 6
    assert api.results(GAMES, ResultsAsked(organisation="XXX")).total == 0


@pytest.mark.django_db
def test_medals_stand_by_date_and_event_gold_first() -> None:
    held = [views.medal(colour, who) for colour, who in (("BRONZE", "3"), ("GOLD", "1"), ("SILVER", "2"))]
    api.project(GAMES, [views.event(*held)])
    assert [each.competitor for each in api.medals(GAMES, MedalsAsked()).rows] == ["1", "2", "3"]
    assert [each.competitor for each in api.medals(GAMES, MedalsAsked(medal="ME_SILVER")).rows] == ["2"]
    assert api.medals(GAMES, MedalsAsked(date="2026-11-23")).total == 0


@pytest.mark.django_db
def test_participants_are_filtered() -> None:
    both = {"ATH": "Athletics", "SWM": "Swimming"}
    api.project(
        GAMES,
        [
            views.person("1", "ÅBERG Zoë", disciplines=both),
            views.person("2", "aardvark Al", organisation="VAR"),
            views.person("3", "LUMEN", kind="T", disciplines={}),
        ],
    )

    def codes(**asked: Any) -> list[str]:
        return [row.code for row in api.participants(GAMES, ParticipantsAsked(**asked)).rows]

    assert codes() == ["2", "1", "3"]
    assert codes(q="zoe") == codes(q="aberg zo") == codes(discipline="SWM") == ["1"]
    assert codes(organisation="VAR") == ["2"]
    assert codes(kind="T") == ["3"]
    assert api.participants(GAMES, ParticipantsAsked(q="zoe")).rows[0].disciplines == ("ATH", "SWM")


@pytest.mark.django_db
def test_events_are_filtered_and_in_order_of_discipline() -> None:
    api.project(GAMES, [views.event(rsc=views.event_rsc(n), name=f"Event {n}") for n in (205, 3, 101)])
    assert [row.name for row in api.events(GAMES, EventsAsked()).rows] == [
        "Event 3",
        "Event 101",
        "Event 205",
    ]
    assert [row.name for row in api.events(GAMES, EventsAsked(discipline="S02")).rows] == ["Event 205"]
    assert [row.name for row in api.events(GAMES, EventsAsked(q="T 10")).rows] == ["Event 101"]


@pytest.mark.django_db
def test_pages_together_are_the_whole() -> None:
    fill(7)
    whole = api.units(GAMES, UnitsAsked()).rows
    pages = [api.units(GAMES, UnitsAsked(limit=3, after=after)) for after in (0, 3, 6, 9)]
    assert tuple(row for page in pages for row in page.rows) == whole
    assert [(len(page.rows), page.total, page.after) for page in pages] == [
        (3, 7, 0),
        (3, 7, 3),
        (1, 7, 6),
        (0, 7, 9),
    ]


@given(st.text(), st.text())
def test_plain_text_keeps_its_parts(before: str, after: str) -> None:
    assert plain(plain(before)) == plain(before)
    assert plain(f"{before} {after}") == f"{plain(before)} {plain(after)}".strip()


@pytest.mark.parametrize(
    ("told", "typed"),
    [
        ("O’SHEA Zoë", "o'shea zoe"),
        ("Men’s 4 × 100 m", "men's 4 x 100 m"),
        ("ÅBERG–LØVE", "aberg-løve"),
        ("ß ﬁ", "ss fi"),
    ],
)
def test_plain_text_is_what_a_keyboard_gives(told: str, typed: str) -> None:
    assert plain(told) == typed
