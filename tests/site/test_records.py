"""The page of records: what was broken here, every record under every filter, the past as a chart."""

from __future__ import annotations

import itertools
from urllib.parse import urlencode

import msgspec
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import GamesView, RecordMark, RecordsView, RecordView
from kotinos.site.web.charts.records import over_time
from kotinos.site.web.record_book import books, feats, gain, met, rank, same, step

from .gallery import GAMES, SPRINT, SPRINT_E, TODAY, Reader
from .test_pages import page, texts

PAGE = f"/{GAMES}/records/"
SWIM_E = "SWMW200MFR------------------------"
WORLD = RecordView(
    code=SPRINT_E, kind="WR", event=SPRINT_E, name="Men's 100 m", result="9.70", measure="TIME",
    holder="BRANDT Olu", competitor="1001", organisation="BRW", place="Valley", date=TODAY,
    unit=SPRINT, unconfirmed=True,
    was=(
        RecordMark(result="9.72", holder="ELSE Someone", organisation="GAV", place="Far", date="2019-06-02"),
        RecordMark(result="9.79", holder="OLDER Still", organisation="ZZZ", date="1999-06-16"),
    ),
)  # fmt: skip
GAMES_TOO = msgspec.structs.replace(WORLD, kind="GR", was=(RecordMark(result="9.91", date="2022-07-21"),))
EQUAL = RecordView(
    code=SWIM_E, kind="GR", event=SWIM_E, result="1:55.10", measure="TIME", holder="GRIEVE Sunniva",
    organisation="ESK", date=TODAY, unit="SWMW200MFR------------FNL-000100--", equalled=True,
    was=(RecordMark(result="1:55.1", holder="BEFORE Her", organisation="HAL", date="2022-07-21"),
         RecordMark(result="1:55.10", holder="GRIEVE Sunniva", organisation="ESK", date=TODAY)),
)  # fmt: skip


def put(reader: Reader, *records: RecordView) -> dict[str, RecordView]:
    """These records alone stand in the document."""
    told = {f"{each.code}/{each.kind}": each for each in records}
    reader.bodies["records"] = msgspec.json.encode(RecordsView(records=told))
    return told


def test_broken_record_leads_with_what_it_broke(visitor: Client, reader: Reader) -> None:
    put(reader, WORLD, GAMES_TOO, EQUAL)
    tree = page(visitor, PAGE)
    assert texts(tree, "//li[@class='feat']//p[@class='new']") == ["9.70 WR GR", "1:55.10 GR"]
    first, second = tree.xpath("//li[@class='feat']")
    assert first.xpath(".//p[@class='new']/a/@href") == [f"/{GAMES}/ath/men-100m/final-1/"]
    said = " ".join(first.text_content().split())
    assert "World record broken by 0.02 not confirmed yet Before: 9.72 ELSE Someone GAV" in said
    assert "Games record broken by 0.21 not confirmed yet Before: 9.91" in said
    assert first.xpath(f".//a[@href='/{GAMES}/participants/1001/']") and "2 Jun 2019" in said
    other = " ".join(second.text_content().split())
    assert "equalled" in other and "Shared with: BEFORE Her HAL" in other and "by " not in other
    assert other.count("GRIEVE") == 1


def test_record_from_elsewhere_is_not_broken_here(visitor: Client, reader: Reader) -> None:
    put(reader, msgspec.structs.replace(WORLD, unit="", competitor=""))
    tree = page(visitor, PAGE)
    assert not tree.xpath("//li[@class='feat']") and "No record has been broken" in tree.text_content()
    assert texts(tree, "//td[contains(@class, 'value')]/b") == ["9.70"]
    assert not tree.xpath("//td[@class='who']//a[contains(@href, '/participants/')]")
    assert tree.xpath(f"//td[@class='who']//a[@href='/{GAMES}/organisations/BRW/']")


def test_gallery_of_records_without_any_or_without_a_filters_match(visitor: Client, reader: Reader) -> None:
    put(reader)
    assert "No record is known yet." in page(visitor, PAGE).text_content()
    put(reader, WORLD)
    tree = page(visitor, f"{PAGE}?kind=NR")
    assert "No record meets this." in tree.text_content() and tree.xpath(f"//a[@href='{PAGE}']")


def test_rows_are_the_records_of_the_document_under_every_filter(visitor: Client, reader: Reader) -> None:
    told = put(
        reader, WORLD, GAMES_TOO, EQUAL, msgspec.structs.replace(EQUAL, code="SWMX", event="", kind="CR")
    )
    for kind, discipline in itertools.product(("", "WR", "GR", "CR", "NR"), ("", "ATH", "SWM", "XXX")):
        wanted = [
            each for each in told.values() if kind in ("", each.kind) and discipline in ("", each.code[:3])
        ]
        tree = page(visitor, f"{PAGE}?{urlencode({'kind': kind, 'discipline': discipline})}")
        rows = [
            (row.xpath("string(td[@class='kind'])").strip(), row.xpath("string(td[2]/b|td[3]/b)"))
            for row in tree.xpath("//table[contains(@class, 'book')]/tbody/tr")
        ]
        assert sorted(kind for kind, _ in rows) == sorted(each.kind for each in wanted)
        marks = texts(tree, "//td[contains(@class, 'value')]/b")
        assert sorted(marks) == sorted(each.result for each in wanted)
        assert texts(tree, "//p[@role='status' and @class='hint']")[0].split()[0] == str(len(wanted))
        current = tree.xpath("//nav[@class='tabs']//a[@aria-current]/text()")
        assert len(current) == (kind != "NR")
        assert tree.xpath("//option[@selected]/@value") == [discipline] * (discipline in ("ATH", "SWM"))


def test_filters_keep_one_another(visitor: Client, reader: Reader) -> None:
    put(reader, WORLD, GAMES_TOO, EQUAL)
    tree = page(visitor, f"{PAGE}?kind=WR&discipline=ATH")
    assert f"{PAGE}?kind=GR&discipline=ATH" in tree.xpath("//nav[@class='tabs']//a/@href")
    assert tree.xpath("//form//input[@name='kind']/@value") == ["WR"]


def test_past_is_drawn_where_two_marks_are_known(visitor: Client, reader: Reader) -> None:
    put(reader, WORLD, GAMES_TOO, EQUAL, msgspec.structs.replace(WORLD, code="ATHX", event="", was=()))
    tree = page(visitor, PAGE)
    assert len(tree.xpath("//div[@class='past']//h3")) == len(tree.xpath("//figure")) == 1
    first = tree.xpath("//figure")[0]
    assert texts(first, "./figcaption") == ["Records over time"]
    assert "World record: 9.79 (16 Jun 1999), 9.72 (2 Jun 2019)" in first.xpath(".//@aria-label")[0]
    assert texts(first, ".//tbody/tr/td[2]") == ["9.79", "9.72", "9.70", "9.91", "9.70"]


@pytest.mark.parametrize("measure", ["", "TIME", "SPACE"])
def test_mark_that_cannot_be_read_has_no_difference_and_no_chart(measure: str) -> None:
    record = msgspec.structs.replace(WORLD, measure=measure, result="9.7x")
    assert gain(record, record.was[0]) == "" and step(record).by == ""
    assert over_time("c", [record], TODAY) is None or len(record.was) > 1
    assert over_time("c", [msgspec.structs.replace(record, was=record.was[:1])], TODAY) is None


def test_chart_holds_a_mark_until_the_next_and_until_today() -> None:
    plot = over_time("c", [msgspec.structs.replace(WORLD, was=WORLD.was[:1], date="2023-01-01")], TODAY)
    assert plot and plot.series[0].path.endswith(
        f"L100 {plot.series[0].dots[-1][1]:g}L100 {plot.series[0].dots[-1][1]:g}"
    )
    assert plot.series[0].dots[0][1] > plot.series[0].dots[1][1]  # faster is higher
    assert [text for _, text in plot.across] == ["2020", "2022", "2024", "2026"]


def test_axis_is_told_as_finely_as_the_marks() -> None:
    high = msgspec.structs.replace(WORLD, measure="DISTANCE", result="2.39")
    before = RecordMark(result="2.38", date="2019-06-02")
    plot = over_time("c", [msgspec.structs.replace(high, was=(before,))], TODAY)
    assert plot and plot.up == ((100, "2.38"), (0, "2.39"))
    assert (
        over_time(
            "c", [msgspec.structs.replace(high, was=(msgspec.structs.replace(before, result="2.39"),))], TODAY
        )
        is None
    )


def test_day_that_is_none_is_left_out() -> None:
    unsaid = msgspec.structs.replace(WORLD, was=(RecordMark(result="9.72", date="summer 1999"),))
    assert over_time("c", [unsaid], TODAY) is None


MARKS = st.integers(1, 500).map(lambda value: f"{value // 100}.{value % 100:02d}")
RECORDS = st.builds(
    RecordView,
    code=st.sampled_from([SPRINT_E, SWIM_E, "SWMX"]),
    kind=st.sampled_from(["WR", "GR", "ZR"]),
    result=MARKS,
    measure=st.sampled_from(["TIME", "DISTANCE", "", "WEIGHT"]),
    unit=st.sampled_from(["", SPRINT]),
    holder=st.sampled_from(["BRANDT Olu", "GRIEVE Sunniva"]),
    date=st.sampled_from(["", TODAY, "2019-06-02", "bad"]),
    was=st.lists(st.builds(RecordMark, result=MARKS, date=st.sampled_from(["", "2001-01-01"]))).map(tuple),
)


@given(st.lists(RECORDS, unique_by=lambda each: (each.code, each.kind)))
def test_every_record_is_in_one_book_and_every_one_from_here_in_one_feat(records: list[RecordView]) -> None:
    shown = met(records)
    kept = [each for of in books(shown, {}).values() for book in of for each in book.records]
    assert sorted(kept, key=lambda each: (each.code, rank(each.kind))) == shown
    here = [each.record for feat in feats(records) for each in feat.steps]
    assert sorted(map(id, here)) == sorted(id(each) for each in records if each.unit)
    for record in records:
        found = step(record)
        assert all(same(record, each) for each in found.shared)
        assert found.before is None or not same(record, found.before) or record.measure == ""
        assert found.before is not None or all(same(record, each) for each in record.was)
        plot = over_time("c", [record], TODAY)
        assert plot is None or all(0 <= value <= 100 for dot in plot.series[0].dots for value in dot)


def test_page_survives_a_games_of_no_events(visitor: Client, reader: Reader) -> None:
    view = msgspec.json.decode(reader.bodies["games"], type=GamesView)
    reader.bodies["games"] = msgspec.json.encode(msgspec.structs.replace(view, disciplines={}))
    put(reader, WORLD)
    tree = page(visitor, PAGE)
    assert texts(tree, "//main//h2")[-1] == "ATH" and texts(tree, "//th[@scope='rowgroup']") == [
        "Men's 100 m"
    ]


def test_event_says_which_of_its_records_was_set_here(visitor: Client, reader: Reader) -> None:
    put(reader, WORLD, msgspec.structs.replace(GAMES_TOO, unit=""), EQUAL)
    tree = page(visitor, f"/{GAMES}/events/{SPRINT_E}/")
    said = texts(tree, "//dl[contains(@class, 'stakes')]/div")
    assert [each.endswith("Set here") for each in said] == [True, False]
    assert said[0].startswith("World record")
    assert tree.xpath("//dl[contains(@class, 'stakes')]//a/@href") == [f"/{GAMES}/ath/men-100m/final-1/"]
