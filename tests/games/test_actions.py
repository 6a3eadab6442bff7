"""Views into rows: written once however often, tombstoned and revived, never deleted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, transaction

from kotinos.games import api
from kotinos.games.models import Medal, Organisation, Participant, Result, Row, Unit
from kotinos.games.terms import FeedsView, UnitView, Value
from kotinos.games.terms.asked import (
    Asked,
    EntriesAsked,
    EventsAsked,
    MedalsAsked,
    ParticipantsAsked,
    ResultsAsked,
    UnitsAsked,
)  # fmt: skip
from kotinos.live.patch import diff

from . import views
from .views import EVENT, GAMES

pytestmark = pytest.mark.django_db


def everything() -> list[Value]:
    """One view of each shape, and one that has no rows."""
    return [
        views.unit(), views.event(views.medal("GOLD", "101")), views.person("101"),
        views.organisation("LUM", "Lumen", 1), FeedsView(),
    ]  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in Row.__subclasses__()
    }


def competitors(number: int = 1) -> list[str]:
    page = api.results(GAMES, ResultsAsked(unit=views.unit_rsc(number)))
    return [row.competitor for row in page.rows]


def test_projecting_twice_gives_the_same_rows() -> None:
    api.project(GAMES, everything())
    once = rows()
    assert {name: len(found) for name, found in once.items()} == {
        "Organisation": 1, "Participant": 1, "Event": 1, "Unit": 1, "Result": 2, "Medal": 1, "Entry": 1,
    }  # fmt: skip
    api.project(GAMES, everything())
    assert rows() == once


def test_row_tells_what_its_view_told() -> None:
    api.project(GAMES, everything())
    (held,) = api.medals(GAMES, MedalsAsked()).rows
    assert held == views.medal("GOLD", "101")
    (found,) = api.units(GAMES, UnitsAsked()).rows
    view = views.unit()
    assert {name: getattr(found, name) for name in found.__struct_fields__} == {
        name: getattr(view, name) for name in found.__struct_fields__
    }


def test_changed_view_changes_its_row_only() -> None:
    api.project(GAMES, [views.unit(1), views.unit(2)])
    api.project(GAMES, [views.unit(1, status="RUNNING", name="Heat 1 again")])
    page = api.units(GAMES, UnitsAsked())
    assert [(row.name, row.status) for row in page.rows] == [
        ("Heat 1 again", "RUNNING"),
        ("Heat 2", "FINISHED"),
    ]


def test_competitor_replaced_is_tombstoned_and_comes_back() -> None:
    api.project(
        GAMES, [views.unit(competitors={code: views.line(code, n) for n, code in enumerate("ABC", 1)})]
    )
    api.project(
        GAMES, [views.unit(competitors={code: views.line(code, n) for n, code in enumerate("AD", 1)})]
    )
    assert competitors() == ["A", "D"]
    assert set(Result.objects.filter(gone=True).values_list("competitor", flat=True)) == {"B", "C"}
    api.project(
        GAMES, [views.unit(competitors={code: views.line(code, n) for n, code in enumerate("BA", 1)})]
    )
    assert competitors() == ["B", "A"]
    assert Result.objects.count() == 4


def test_replacing_leaves_other_units_and_games_alone() -> None:
    api.project(GAMES, [views.unit(1), views.unit(2)])
    api.project("CITY2026~T", [views.unit(1)])
    api.project(GAMES, [views.unit(1, competitors=0)])
    assert competitors(1) == [] and competitors(2) == ["201", "202"]
    assert api.results("CITY2026~T", ResultsAsked()).total == 2


def test_unit_nobody_tells_of_is_tombstoned_and_revived() -> None:
    api.project(GAMES, [views.unit()])
    api.project(GAMES, [UnitView(rsc=views.unit_rsc(1), name="ATH", discipline="ATH")])
    assert api.units(GAMES, UnitsAsked()).total == 0 and competitors() == []
    assert Unit.objects.count() == 1 and Result.objects.count() == 2
    api.project(GAMES, [views.unit()])
    assert api.units(GAMES, UnitsAsked()).total == 1 and competitors() == ["101", "102"]


def test_withdrawn_participant_is_tombstoned() -> None:
    api.project(GAMES, [views.person("101")])
    api.project(GAMES, [views.person("101", gone=True)])
    assert api.participants(GAMES, ParticipantsAsked()).total == 0
    assert Participant.objects.get().gone


def test_reallocated_medal_moves() -> None:
    api.project(GAMES, [views.event(views.medal("GOLD", "1"), views.medal("SILVER", "2"))])
    api.project(GAMES, [views.event(views.medal("GOLD", "2"))])
    held = api.medals(GAMES, MedalsAsked(event=EVENT)).rows
    assert [(each.medal, each.competitor) for each in held] == [("ME_GOLD", "2")]
    assert Medal.objects.count() == 3


LISTS: list[Callable[[], Any]] = [
    lambda: api.units(GAMES, UnitsAsked()), lambda: api.events(GAMES, EventsAsked()),
    lambda: api.results(GAMES, ResultsAsked()), lambda: api.medals(GAMES, MedalsAsked()),
    lambda: api.participants(GAMES, ParticipantsAsked()), lambda: api.organisations(GAMES, Asked()),
    lambda: api.entries(GAMES, EntriesAsked()),
]  # fmt: skip


def test_forgetting_tombstones_everything_and_projecting_revives_it() -> None:
    api.project(GAMES, everything())
    api.project("OTHER", everything())
    before = [ask() for ask in LISTS]
    assert all(page.total for page in before)
    api.forget(GAMES)
    assert [ask().total for ask in LISTS] == [0] * 7
    assert api.units("OTHER", UnitsAsked()).total == 1
    api.project(GAMES, everything())
    assert [ask() for ask in LISTS] == before


def test_overlong_text_is_cut_not_refused() -> None:
    long = "X" * 300
    lines = {f"{long}{n}": views.line(f"{long}{n}", n, result=long) for n in (1, 2)}
    api.project(GAMES, [views.unit(competitors=lines, name=long, venue=long), views.person(long, long)])
    (found,) = api.results(GAMES, ResultsAsked()).rows
    assert (len(found.competitor), len(found.result), found.order) == (64, 60, 2)
    assert len(api.units(GAMES, UnitsAsked()).rows[0].name) == 250


def test_start_that_is_no_time_comes_last() -> None:
    api.project(GAMES, [views.unit(1, start=""), views.unit(2, start="2026-11-22"), views.unit(3)])
    assert [row.name for row in api.units(GAMES, UnitsAsked()).rows] == ["Heat 3", "Heat 1", "Heat 2"]


@pytest.mark.parametrize("count", [1, 3])
def test_projecting_costs_statements_per_batch_not_per_row(
    django_assert_max_num_queries: Callable[[int], Any], count: int
) -> None:
    found: list[Value] = [view for n in range(count) for view in (views.unit(n), views.person(f"P{n}"))]
    with django_assert_max_num_queries(10):
        api.project(GAMES, found)


def test_entries_follow_their_participant() -> None:
    api.project(GAMES, [views.person("101"), views.person("102", organisation="AVO")])
    api.project(GAMES, [views.person("101", "RENAMED Ola"), views.person("102", entries={})])
    (left,) = api.entries(GAMES, EntriesAsked(event=views.EVENT)).rows
    assert (left.participant, left.name, left.bib, left.organisation) == ("101", "RENAMED Ola", "B101", "LUM")


def told(view: Value | None) -> dict[str, Any]:
    """A view as its snapshot's document."""
    return msgspec.json.decode(msgspec.json.encode(view)) if view else {}


def states(chance: random.Random) -> Iterator[list[Value]]:
    """A unit, an event and a person as they might change, time after time."""
    for _ in range(40):
        lines = {
            code: views.line(code, n, result=chance.choice("12"), bib=chance.choice("78"))
            for n, code in enumerate(chance.sample("ABCD", chance.randrange(4)), 1)
        }
        status = chance.choice(["LIVE", "OFFICIAL"])
        held = [views.medal("GOLD", code) for code in chance.sample("AB", chance.randrange(3))]
        yield [
            views.unit(competitors=lines, result_status=status, notes=(chance.choice("xy"),)),
            views.event(*held, name=chance.choice(["100 m", "200 m"])),
            views.person("A", chance.choice(["Ann", "Anne"]), birth_place=chance.choice("pq")),
            views.organisation("LUM", "Lumen", chance.randrange(2)),
        ]


def test_projecting_changes_alone_gives_the_rows_that_projecting_everything_gives() -> None:
    before: list[Value | None] = [None] * 4
    for found in states(random.Random(7)):
        patches = [diff(told(old), told(new)) or {} for old, new in zip(before, found, strict=True)]
        api.project(GAMES, found, patches)
        api.project("WHOLE", found)
        before = list(found)
        for model in Row.__subclasses__():
            columns = [
                field.name for field in model._meta.concrete_fields if field.name not in ("id", "competition")
            ]
            parts, whole = (
                sorted(model._default_manager.filter(competition=games).values_list(*columns))
                for games in (GAMES, "WHOLE")
            )
            assert parts == whole


def test_row_that_a_patch_does_not_touch_is_left_alone() -> None:
    view = views.person("101")
    api.project(GAMES, [view])
    Participant.objects.update(name="as it stands")
    api.project(GAMES, [view], [{"results": {"U": {"rank": "1"}}}])
    assert Participant.objects.get().name == "as it stands"
    api.project(GAMES, [view], [{"gender": "M"}])
    assert Participant.objects.get().name == "RUNNER 101"


def test_inserting_what_is_there_already_is_refused_and_upserting_is_not() -> None:
    row = {"competition": GAMES, "gone": False, "code": "LUM", "gold": 0, "silver": 0, "bronze": 0}
    key = ("competition", "code")
    api.upsert(Organisation, key, [{**row, "name": "first"}, {**row, "name": "last"}])
    assert Organisation.objects.get().name == "last"
    with pytest.raises(IntegrityError), transaction.atomic():
        api.upsert(Organisation, (), [{**row, "name": "again"}])
