"""Organisations, people, teams: their day, their way, and what is told of whom."""

from __future__ import annotations

import msgspec
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kotinos.games import api
from kotinos.games.terms import (
    CompetitorLine,
    EntryLine,
    EventView,
    OrganisationView,
    ParticipantView,
    Pool,
    PoolRow,
    ResultLine,
    UnitView,
)
from kotinos.site.web.people import form
from kotinos.site.web.people.ages import age
from kotinos.site.web.people.ordering import by_letter, letter

from .gallery import DAYS, GAMES, HAND_E, SPRINT, SPRINT_E, TODAY, Reader, rsc, sprint_official
from .gallery.whole import athlete
from .test_pages import page, texts


def step(unit: str, start: str, **more: str) -> ResultLine:
    """A result line of the sprint."""
    told = {"status": "FINISHED", "event": SPRINT_E, "event_name": "Men's 100 m", **more}
    return ResultLine(unit=unit, name=unit, start=start, **told)


def sprinter(**lines: ResultLine) -> ParticipantView:
    """A person with these results."""
    return ParticipantView(code="1", name="SOMEBODY", organisation="AVO", results=lines)


# ---- Pure ------------------------------------------------------------------------------------------------


def test_way_goes_from_round_to_round() -> None:
    person = sprinter(
        f=step("f", f"{TODAY}T20:00:00+02:00", status="SCHEDULED"),
        h=step("h", f"{TODAY}T09:00:00+02:00", rank="1", result="10.01", qualified="Q"),
        s=step("s", f"{TODAY}T18:00:00+02:00", rank="2", result="9.98"),
    )
    (way,) = form.ways(person, (), {})
    assert [each.line.unit for each in way.steps] == ["h", "s", "f"]
    assert [each.line.unit for each in form.coming([way], f"{TODAY}T18:30")] == ["f"]
    assert form.coming([way], f"{TODAY}T21:00") == []  # what should have begun long ago is not next


def test_entry_without_a_start_is_a_way_too_and_comes_last() -> None:
    entry = EntryLine(event=HAND_E, name="Women's handball", discipline="HBL")
    person = msgspec.structs.replace(sprinter(h=step("h", f"{TODAY}T09:00")), entries={HAND_E: entry})
    assert [way.name for way in form.ways(person, (), {})] == ["Men's 100 m", "Women's handball"]


def test_result_of_a_team_stands_once_and_says_whose_it_is() -> None:
    relay = step("r", f"{TODAY}T19:00", event="R", event_name="Relay")
    team = ParticipantView(code="T1", name="Avonia", kind="T", results={"r": relay})
    (way,) = form.ways(sprinter(r=relay), [team], {})
    assert [each.team for each in way.steps] == ["T1"]


def test_match_names_the_other_side_and_its_score() -> None:
    line = step("m", f"{TODAY}T19:00", result="3", wlt="W")
    sides = {
        "1": CompetitorLine(code="1", name="SOMEBODY", result="3"),
        "2": CompetitorLine(code="2", name="OTHER", organisation="BRW", result="1"),
    }
    unit = UnitView(rsc="m", name="Match", discipline="JUD", format="match", competitors=sides)
    (way,) = form.ways(sprinter(m=line), (), {"m": unit})
    assert way.steps[0].others == (form.Side("2", "OTHER", "BRW", "1"),)
    assert way.form == ("W",) and form.marks(way) == []


@given(st.integers(0, 86399), st.integers(0, 99))
def test_mark_reads_a_clock(seconds: int, hundredths: int) -> None:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = (
        f"{hours}:{minutes:02}:{rest:02}.{hundredths:02}" if hours else f"{minutes}:{rest:02}.{hundredths:02}"
    )
    assert form.mark(text) == pytest.approx(seconds + hundredths / 100)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.91", 9.91),
        ("8.21 m", 8.21),
        ("8,21", 8.21),
        ("XO", None),
        ("", None),
        ("3-1", None),
        ("DNF", None),
    ],
)
def test_mark_is_a_time_a_distance_or_nothing(text: str, value: float | None) -> None:
    assert form.mark(text) == value


def test_marks_are_drawn_only_where_they_can_be_compared() -> None:
    units = {code: UnitView(rsc=code, name=code, discipline="ATH", format="race") for code in "hs"}
    one, two = step("h", f"{TODAY}T09:00", result="10.01"), step("s", f"{TODAY}T18:00", result="9.98")
    (way,) = form.ways(sprinter(h=one, s=two), (), units)
    assert [value for _, value in form.marks(way)] == [10.01, 9.98]
    fallen = msgspec.structs.replace(two, irm="DNF")
    assert form.marks(form.ways(sprinter(h=one, s=fallen), (), units)[0]) == []
    judged = {**units, "s": msgspec.structs.replace(units["s"], format="judged")}
    assert form.marks(form.ways(sprinter(h=one, s=two), (), judged)[0]) == []


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [("2001-03-09", "2026-03-08", 24), ("2001-03-09", "2026-03-09", 25), ("2008-02-29", "2026-02-28", 17),
     ("", "2026-02-28", None), ("2001", "2026-02-28", None), ("2030-01-01", "2026-02-28", None)],
)  # fmt: skip
def test_age_is_in_full_years(born: str, day: str, years: int | None) -> None:
    assert age(born, day) == years


def test_names_stand_under_the_letter_a_reader_looks_for() -> None:
    names = ["Österreich", "Oman", "الأردن", "프랑스", "中国", "Åland", "Algeria"]
    assert [letter(name) for name in names] == ["O", "O", "ا", "ㅍ", "", "A", "A"]
    assert [(first, group) for first, group in by_letter(names[:2] + names[5:], str)] == [
        ("A", ["Åland", "Algeria"]),
        ("O", ["Oman", "Österreich"]),
    ]


# ---- Pages -----------------------------------------------------------------------------------------------


def test_list_is_in_order_of_the_alphabet_or_of_medals(visitor: Client) -> None:
    by_name = texts(page(visitor, f"/{GAMES}/organisations/"), "//ul[@class='tiles']//b")
    assert by_name == sorted(by_name) and len(by_name) == 14
    by_medals = texts(page(visitor, f"/{GAMES}/organisations/?by=medals"), "//ul[@class='tiles']//b")
    assert by_medals[:2] == ["Avonia", "Brewick"] and by_medals[-2:] == ["Marovia", "Northolm"]
    tree = page(visitor, f"/{GAMES}/organisations/?q=LAND")
    assert texts(tree, "//ul[@class='tiles']//b") == ["Fenland Isles", "Kelland"]
    assert texts(page(visitor, f"/{GAMES}/organisations/?q=fen"), "//ul[@class='tiles']//b") == [
        "Fenland Isles"
    ]
    assert "No organisation has this" in texts(page(visitor, f"/{GAMES}/organisations/?q=zz"), "//main")[0]


def test_letters_lead_to_the_first_of_each(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/organisations/")
    for address in tree.xpath("//nav[@class='letters']//@href"):
        assert len(tree.xpath(f"//li[@id='{address[1:]}']")) == 1, address


@pytest.fixture
def day(db: None) -> None:
    """AVO's day: the sprint over, another contest live, one tomorrow."""
    own = {"1000": CompetitorLine(code="1000", name="AMBERLEY Ines", organisation="AVO", order=1)}
    live = UnitView(
        rsc=rsc("ATH", "M", "200M", "HEAT"), name="Heat 1", discipline="ATH", event=SPRINT_E, day=TODAY,
        start=f"{TODAY}T19:50:00+02:00", status="RUNNING", competitors=own,
    )  # fmt: skip
    final, tomorrow = rsc("ATH", "M", "200M", "FNL"), f"{DAYS[4]}T10:00:00+02:00"
    later = msgspec.structs.replace(
        live, rsc=final, name="Final", day=DAYS[4], start=tomorrow, status="SCHEDULED"
    )
    api.project(GAMES, [sprint_official(), live, later, athlete()])


@pytest.mark.usefixtures("day")
def test_organisations_day_says_who_starts_when(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/organisations/AVO/")
    assert texts(tree, "//section[@class='now']//li[@class='own-start']//time") == ["19:50"]
    today = "//section[@aria-labelledby='h-today']"
    assert texts(tree, f"{today}//ul[@class='own']/li") == ["1AMBERLEY Ines 9.91"]
    assert texts(tree, "//section[@aria-labelledby='h-next']//h3") == ["Tuesday 21 July"]
    assert tree.xpath("//main/@data-topic") == ["games"] and "live*" in tree.xpath("//main/@data-shape")[0]


def test_organisation_without_a_start_says_so(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/organisations/AVO/")
    assert texts(tree, "//section[@aria-labelledby='h-today']/p") == ["Nobody of the team starts today."]


def test_team_stands_by_discipline(visitor: Client, reader: Reader) -> None:
    tree = page(visitor, f"/{GAMES}/organisations/AVO/")
    targets = [address[1:] for address in tree.xpath("//nav[@class='letters']//@href")]
    assert targets == ["team-ATH", "team-SWM"] and all(tree.xpath(f"//div[@id='{each}']") for each in targets)
    assert texts(tree, "//div[@id='team-ATH']//h4") == ["Teams 1", "Athletes 16"]
    empty = OrganisationView(code="BRW", name="Brewick")
    reader.bodies["organisation/BRW"] = msgspec.json.encode(empty)
    assert "Nobody is entered yet." in texts(page(visitor, f"/{GAMES}/organisations/BRW/"), "//main")[0]


def test_persons_page_shows_way_and_records(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/participants/1000/")
    assert "Age25†" in texts(tree, "//dl[@class='facts']/div")
    assert texts(tree, "//article[@class='way']//h3")[0] == "Men's 100 m"
    assert texts(tree, "//section[@aria-labelledby='h-records']//b") == ["9.91"]


@pytest.mark.parametrize(("born", "shown"), [("2001-03-09", True), ("2009-07-21", False)])
def test_only_the_age_of_a_child_is_shown(visitor: Client, reader: Reader, born: str, shown: bool) -> None:
    person = msgspec.structs.replace(athlete(), birth_date=born, derived={})
    reader.bodies["participant/1000"] = msgspec.json.encode(person)
    answer = visitor.get(f"/{GAMES}/participants/1000/").content.decode()
    assert (born in answer) == shown  # nor in what machines read, nor in what the script is given
    assert ("Port Avon" in answer) == ("9 March 2001" in answer) == shown
    facts = texts(html.fromstring(answer), "//dl[@class='facts']/div")
    assert ("Age25" if shown else "Age16") in facts


def test_next_start_stands_above_all(visitor: Client, reader: Reader) -> None:
    ahead = ResultLine(unit=SPRINT, name="Semi-final 1", event=SPRINT_E, event_name="Men's 100 m",
                       start=f"{TODAY}T20:10:00+02:00", status="SCHEDULED")  # fmt: skip
    person = msgspec.structs.replace(athlete(), results={SPRINT: ahead}, medals={})
    reader.bodies["participant/1000"] = msgspec.json.encode(person)
    (call,) = texts(page(visitor, f"/{GAMES}/participants/1000/"), "//p[contains(@class, 'call')]")
    assert call.startswith("Next start Men's 100 m, Semi-final 1") and "20:10" in call


def test_team_knows_its_place_in_the_group(visitor: Client, reader: Reader) -> None:
    code = "HBLWTEAM7---DOR01"
    row = PoolRow(code=code, name="Dorwen", rank="2", played="3", points="4", qualified="Q")
    event = EventView(rsc=HAND_E, name="Women's handball", discipline="HBL",
                      pools={"A": Pool(rsc="A", name="Group A", rows={code: row, "x": row})})  # fmt: skip
    reader.bodies[f"event/{HAND_E}"] = msgspec.json.encode(event)
    team = msgspec.json.decode(reader.bodies[f"participant/{code}"], type=ParticipantView)
    entries = {HAND_E: EntryLine(event=HAND_E, name="Women's handball", discipline="HBL")}
    reader.bodies[f"participant/{code}"] = msgspec.json.encode(msgspec.structs.replace(team, entries=entries))
    (place,) = texts(page(visitor, f"/{GAMES}/participants/{code}/"), "//ul[@class='ranks']/li")
    assert place == "Group A 2/2 4 points from 3 matches Q"
