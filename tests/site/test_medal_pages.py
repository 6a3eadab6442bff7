"""The pages of medals: every way to count them gives the table's sums, equal counts share a rank."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games import api
from kotinos.games.terms import MedalHeld, ParticipantView
from kotinos.site.web.medals import medallists, populations, progress, tallies

from .gallery import GAMES, TODAY, rsc
from .gallery.whole import sprint_event
from .test_pages import page, texts

DAYS = [f"2026-07-{day}" for day in range(20, 24)]
EVENTS = [rsc(discipline, gender, "E1") for discipline in ("ATH", "SWM") for gender in "MWXO"]
held = st.builds(
    lambda medal, event, organisation, date: MedalHeld(
        medal=medal, event=event, event_name="", discipline=event[:3], competitor="1", name="",
        organisation=organisation, date=date,
    ),
    st.sampled_from(tallies.COLOURS), st.sampled_from(EVENTS), st.sampled_from(["AVO", "BRW", "CAL", ""]),
    st.sampled_from([*DAYS, ""]),
)  # fmt: skip
some = st.lists(held, max_size=40)


@given(some)
def test_each_way_of_counting_gives_the_tables_sums(medals: list[MedalHeld]) -> None:
    table = tallies.counted(medals, tallies.organisation)
    for across in (lambda medal: medal.discipline, tallies.gender):
        crossed = tallies.crossed(medals, across)
        assert {code: sum(each.total for each in own.values()) for code, own in crossed.items()} == {
            code: count.total for code, count in table.items()
        }
        assert {c: sum(e.gold for e in own.values()) for c, own in crossed.items()} == {
            c: count.gold for c, count in table.items()
        }
    by_day = Counter[str]()
    for counts in tallies.by_day(medals).values():
        by_day.update({code: each.total for code, each in counts.items()})
    assert by_day == Counter({code: each.total for code, each in table.items()})
    for code, count in table.items():
        assert tallies.summed(medals, DAYS, code, gold=False)[-1] == count.total
        assert tallies.summed(medals, DAYS, code, gold=True)[-1] == count.gold


@given(some, st.booleans())
def test_equal_counts_share_a_rank_and_the_next_is_skipped(medals: list[MedalHeld], by_total: bool) -> None:
    places = tallies.ranked(tallies.counted(medals, tallies.organisation), by_total=by_total)

    def merit(place: tallies.Place) -> Any:
        count = place.count
        return count.total if by_total else (count.gold, count.silver, count.bronze)

    for number, (one, two) in enumerate(itertools.pairwise(places), start=1):
        assert merit(one) >= merit(two)
        assert (one.rank == two.rank) == (merit(one) == merit(two))
        assert one.rank == two.rank or two.rank == number + 1
    assert all(place.equal == (sum(merit(place) == merit(other) for other in places) > 1) for place in places)


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 9)),
    st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 9)),
)
def test_rates_rank_exactly(medals: dict[str, int], people: dict[str, int]) -> None:
    known = {code: populations.Population(count, "2025", "us") for code, count in people.items()}
    lines = populations.per_head(medals, known)
    assert {line.code for line in lines} == {
        code for code, count in medals.items() if count and code in known
    }
    for line in lines:
        better = [
            each
            for each in lines
            if each.medals * line.population.people > line.medals * each.population.people
        ]
        assert line.rank == 1 + len(better)


def test_organisers_populations_add_replace_and_take_away(tmp_path: Path) -> None:
    own = tmp_path / "populations.csv"
    assert populations.known(own, world=False) == {}
    own.write_text("noc,population,year,source\nLUM,1200000,2025,Statistics office\nFRA,,,\n")
    known = populations.known(own, world=True)
    assert known["LUM"] == populations.Population(1_200_000, "2025", "Statistics office")
    assert "FRA" not in known and known["GER"].source == "World Bank" and known["GER"].year == "2023"
    for wrong in ("LUM,many,2025,x", "LUM,0,2025,x", ",5,2025,x"):
        own.write_text(f"noc,population,year,source\n{wrong}\n")
        with pytest.raises(ValueError, match=r"line 2: not an organisation's code"):
            populations.known(own, world=True)


def test_progress_sums_days_and_says_them() -> None:
    medals = [
        MedalHeld(medal="ME_GOLD", event=EVENTS[0], event_name="", discipline="ATH", competitor="1", name="",
                  organisation="AVO", date=day)
        for day in (DAYS[0], DAYS[2])
    ]  # fmt: skip
    plot = progress.plot(medals, DAYS[:3], {"AVO": "Avonia"}, gold=True)
    assert plot is not None and plot.rows == (("Avonia", "1", "1", "2"),)
    assert "Avonia has 2 gold medals" in plot.told
    assert progress.plot(medals, [], {"AVO": "Avonia"}, gold=True) is None


def test_people_with_several_medals_are_ranked_as_organisations_are() -> None:
    def person(code: str, *medals: str) -> ParticipantView:
        won = {
            f"{n}": MedalHeld(medal=f"ME_{colour}", event=EVENTS[n], event_name="", discipline="ATH",
                              competitor=code, name="", organisation="AVO", order=n)
            for n, colour in enumerate(medals)
        }  # fmt: skip
        return ParticipantView(code=code, name=f"N{code}", organisation="AVO", medals=won)

    people = [
        person("1", "SILVER", "SILVER"), person("2", "GOLD", "BRONZE"), person("3", "BRONZE", "GOLD"),
        person("4", "GOLD"),
    ]  # fmt: skip
    ranking = medallists.ranking(people)
    assert [(each.place.rank, each.place.code, each.place.equal) for each in ranking] == [
        (1, "2", True), (1, "3", True), (3, "1", False),
    ]  # fmt: skip


@pytest.fixture
def won(db: None) -> None:
    """The sprint's medals as rows: gold AVO, silver shared by BRW and CAL."""
    api.project(GAMES, [sprint_event()])


VIEWS = ["days/", "disciplines/", "genders/", "per-head/", "medallists/", "several/"]


@pytest.mark.usefixtures("won")
@pytest.mark.parametrize("path", VIEWS)
def test_view_is_one_page_and_one_statement_for_its_medals(
    visitor: Client, django_assert_num_queries: Callable[[int], Any], path: str
) -> None:
    with django_assert_num_queries(1):
        tree = page(visitor, f"/{GAMES}/medals/{path}")
    assert len(tree.xpath("//h1")) == 1
    assert texts(tree, "//nav[@class='views']//a[@aria-current]")
    shape = tree.xpath("//main/@data-shape")[0].split()
    assert "lines" in shape  # a medal given fetches the page anew


def test_view_without_medals_says_so(visitor: Client) -> None:
    for path in VIEWS:
        assert page(visitor, f"/{GAMES}/medals/{path}").xpath("//p[contains(@class, 'none shown')]"), path


@pytest.mark.usefixtures("won")
def test_days_tell_who_won_what(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/medals/days/?of=gold&org=BRW&org=AVO&org=NOBODY")
    assert texts(tree, f"//section[@aria-labelledby='h-{TODAY}']//li//span[@class='org']") == [
        "AVO",
        "BRW",
        "CAL",
    ]
    assert texts(tree, "//ul[@class='legend']/li") == ["Brewick", "Avonia"]
    assert texts(tree, "//figure//tbody/tr[2]/td") == ["0", "0", "0", "1"]


@pytest.mark.usefixtures("won")
def test_disciplines_cross_and_lead_to_the_medallists(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/medals/disciplines/")
    assert texts(tree, "//thead//abbr") == ["ATH"] and texts(tree, "//tfoot//td") == ["3", "3"]
    address = tree.xpath("//tbody/tr[1]//td/a/@href")[0]
    assert texts(page(visitor, address), "//section[@class='won']//li/a[@class='name']") == ["AMBERLEY Ines"]


@pytest.mark.usefixtures("won")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", 3),
        ("?medal=ME_SILVER", 2),
        ("?organisation=CAL", 1),
        ("?gender=M&discipline=ATH", 3),
        ("?gender=W", 0),
        (f"?day={TODAY}", 3),
        ("?day=2026-07-19", 0),
        ("?after=x&medal=ME_GOLD", 1),
        ("?after=200", 0),
    ],
)
def test_medallists_are_narrowed_by_the_address(visitor: Client, query: str, names: int) -> None:
    tree = page(visitor, f"/{GAMES}/medals/medallists/{query}")
    assert len(tree.xpath("//section[@class='won']//li")) == names


@pytest.mark.usefixtures("won")
def test_genders_count_where_the_event_stands(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/medals/genders/")
    assert texts(tree, "//thead/tr/th")[2:4] == ["Men", "Total"]
    assert texts(tree, "//tbody/tr/td[1]") == ["1", "2", "2"]
    alone = page(visitor, f"/{GAMES}/medals/genders/?gender=M")
    assert texts(alone, "//tbody/tr[2]/td") == ["2", "0", "1", "0", "1"]


@pytest.mark.usefixtures("won")
def test_per_head_ranks_only_who_has_a_population(visitor: Client, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert "No medals yet of an organisation" in visitor.get(f"/{GAMES}/medals/per-head/").content.decode()
    (tmp_path / "populations.csv").write_text(
        "noc,population,year,source\nAVO,4000000,2024,Census\nCAL,1000000,2024,Census\n"
    )
    tree = page(visitor, f"/{GAMES}/medals/per-head/?again")
    assert texts(tree, "//tbody/tr/td[2]") == ["1.0", "0.25"]
    assert "Census, 2024" in texts(tree, "//main")[0]
    assert texts(tree, "//main/p[last()]") == ["Not ranked, because no population is known: BRW"]


@pytest.mark.usefixtures("won")
def test_broken_populations_are_told_in_the_log_and_stop_nobody(
    visitor: Client, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "populations.csv").write_text("noc,population\nAVO,lots\n")
    assert visitor.get(f"/{GAMES}/medals/per-head/").status_code == 200
    assert "line 2" in caplog.text and "LUM,1200000" in caplog.text


@pytest.mark.usefixtures("won")
def test_another_medal_is_another_page(visitor: Client) -> None:
    path = f"/{GAMES}/medals/medallists/"
    before = visitor.get(path)["ETag"]
    medals = {k: m for k, m in sprint_event().medals.items() if m.medal != "ME_GOLD"}
    api.project(GAMES, [msgspec.structs.replace(sprint_event(), medals=medals)])
    assert visitor.get(path)["ETag"] != before
