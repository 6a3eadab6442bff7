"""Every page: answers, states, formats, and what hostile values cannot do."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import msgspec
import pytest
from django.db import OperationalError
from django.test import Client
from lxml import html

from kotinos.games.terms import CompetitorLine, GamesView, MemberLine, OfficialLine
from kotinos.site.web import words

from . import gallery
from .gallery import GAMES, HAND, HAND_E, SPRINT, SPRINT_E, TODAY, Reader, rsc, units

PATHS = [
    f"/{GAMES}/",
    f"/{GAMES}/schedule/{TODAY}/",
    f"/{GAMES}/schedule/{TODAY}/?discipline=ATH&venue=ATH",
    f"/{GAMES}/schedule/{TODAY}/?by=session&medals=1&time=mine",
    f"/{GAMES}/calendar/",
    f"/{GAMES}/live/",
    f"/{GAMES}/live/?units={HAND},{SPRINT},NONE",
    f"/{GAMES}/venues/",
    f"/{GAMES}/venues/ATH/",
    f"/{GAMES}/medals/",
    f"/{GAMES}/medals/?by=total",
    *(f"/{GAMES}/medals/{view}/" for view in ("days", "disciplines", "genders", "per-head", "medallists")),
    f"/{GAMES}/medals/several/",
    f"/{GAMES}/organisations/",
    f"/{GAMES}/organisations/?by=medals&q=a",
    f"/{GAMES}/organisations/AVO/",
    f"/{GAMES}/participants/1000/",
    f"/{GAMES}/participants/HBLWTEAM7---DOR01/",
    f"/{GAMES}/disciplines/",
    f"/{GAMES}/disciplines/ATH/",
    f"/{GAMES}/records/",
    f"/{GAMES}/search/",
    f"/{GAMES}/search/?q=a+100",
    f"/{GAMES}/search/?q=amberley",
    f"/{GAMES}/search/?q=zzzz+amb",
    f"/{GAMES}/events/{HAND_E}/",
    f"/{GAMES}/events/{SPRINT_E}/",
    "/about-the-data/",
    *(f"/{GAMES}/units/{code}/" for code in units()),
]


def page(visitor: Client, path: str) -> html.HtmlElement:
    """A page's tree; without its <template>s, which hold blank rows."""
    answer = visitor.get(path)
    assert answer.status_code == 200
    tree = html.fromstring(answer.content.decode())
    for blank in tree.xpath("//template"):
        blank.getparent().remove(blank)
    return tree


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    """What stands in the nodes, blanks made one."""
    return [" ".join(node.text_content().split()) for node in tree.xpath(path)]


@pytest.mark.parametrize("path", PATHS)
def test_page_is_whole_and_in_order(visitor: Client, path: str) -> None:
    tree = page(visitor, path)
    assert len(tree.xpath("//h1")) == 1
    levels = [int(node.tag[1]) for node in tree.xpath("//h1|//h2|//h3")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(tree.xpath("//main")) == len(tree.xpath("//header")) == len(tree.xpath("//footer")) == 1
    idents = tree.xpath("//@id")
    assert len(idents) == len(set(idents))
    assert not tree.xpath(
        "//@style|//style|//@onclick|//script[not(starts-with(@type, 'application/')) and not(@src)]"
    )
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in html.tostring(tree, encoding="unicode"))


@pytest.mark.parametrize("path", PATHS)
def test_page_says_304_to_who_has_it(visitor: Client, path: str) -> None:
    first = visitor.get(path)
    again = visitor.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and "max-age=1" in again["Cache-Control"]
    assert visitor.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_compressed_page_is_recognised_too(visitor: Client) -> None:
    asked = {"Accept-Encoding": "gzip"}
    first = visitor.get(f"/{GAMES}/medals/", headers=asked)
    assert first["Content-Encoding"] == "gzip" and first["ETag"].startswith("W/")
    assert (
        visitor.get(f"/{GAMES}/medals/", headers={**asked, "If-None-Match": first["ETag"]}).status_code == 304
    )


def test_etag_changes_with_the_topic(visitor: Client, reader: Reader) -> None:
    path = f"/{GAMES}/units/{HAND}/"
    before = visitor.get(path)
    reader.bodies[f"unit/{HAND}"] = reader.bodies[f"unit/{HAND}"].replace(b'"24"', b'"25"')
    after = visitor.get(path, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and b">25<" in after.content and after["ETag"] != before["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/none/",
        "/XX99/",
        f"/{GAMES}/units/NONE/",
        f"/{GAMES}/schedule/yesterday/",
        f"/{GAMES}/disciplines/XXX/",
        f"/{GAMES}/participants/1/",
    ],
)
def test_page_that_is_not_there_is_a_friendly_404(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Not here" in answer.content.decode() and answer["Cache-Control"] == "no-store"


def test_database_that_is_away_is_a_503(
    visitor: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(games: str, topic: str) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(reader, "snapshot", away)
    answer = visitor.get(f"/{GAMES}/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "locked" not in answer.content.decode()


def test_our_mistake_is_a_500_that_tells_nothing(
    visitor: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "games", lambda: 1 / 0)
    answer = visitor.get("/")
    assert answer.status_code == 500 and "Something broke" in answer.content.decode()
    assert "division" not in answer.content.decode()


def test_every_answer_carries_the_security_headers(visitor: Client) -> None:
    for path in (f"/{GAMES}/", "/nothing/", "/robots.txt", "/static/site/live.js"):
        answer = visitor.get(path)
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.getvalue()  # a file is closed once it is read


def test_static_file_has_its_version_and_stays(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/")
    for address in tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//script/@src"):
        answer = visitor.get(address)
        assert re.search(r"\?v=[0-9a-f]{10}$", address)
        assert answer.status_code == 200 and "immutable" in answer["Cache-Control"]
        answer.getvalue()  # a file is closed once it is read


def test_first_view_is_light(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/")
    size = len(visitor.get(f"/{GAMES}/", headers={"Accept-Encoding": "gzip"}).content)
    for address in tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//script/@src"):
        answer = visitor.get(address)
        size += len(answer.getvalue())
    assert size < 100_000


def test_what_every_page_carries_stays_small() -> None:
    static = Path(words.__file__).parents[1] / "static" / "site"
    script = (static / "live.js").read_text("utf-8").splitlines()
    assert len((static / "site.css").read_bytes()) <= 32_000
    assert sum(1 for line in script if not re.match(r"\s*(//.*|/\*\*.*)?$", line)) <= 320


def test_start_leads_to_the_only_games(
    visitor: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get("/")["Location"] == f"/{GAMES}/"
    monkeypatch.setattr(reader, "games", lambda: [GAMES, "GONE2020"])
    assert texts(page(visitor, "/"), "//main//li/a/b") == ["Valley Games 2026"]
    monkeypatch.setattr(reader, "games", list)
    assert "No Games yet" in texts(page(visitor, "/"), "//main")[0]


def test_schedule_opens_on_the_games_own_day(visitor: Client, reader: Reader) -> None:
    assert visitor.get(f"/{GAMES}/schedule/")["Location"] == f"/{GAMES}/schedule/{TODAY}/"
    reader.bodies["games"] = msgspec.json.encode(GamesView(competition=GAMES))
    assert visitor.get(f"/{GAMES}/schedule/").status_code == 404


def test_schedule_narrows_and_hides_the_unscheduled(visitor: Client) -> None:
    names = texts(page(visitor, f"/{GAMES}/schedule/{TODAY}/"), "//li[@class='unit']//p[@class='name']")
    assert len(names) == len(units()) - 1 and "Never to be shown" not in names
    tree = page(visitor, f"/{GAMES}/schedule/{TODAY}/?discipline=DIV")
    assert texts(tree, "//li[@class='unit']//p[@class='eyebrow']/span[1]") == ["Diving", "Diving"]
    assert tree.xpath("//select[@name='discipline']/option[@selected]/@value") == ["DIV"]
    hostile = page(visitor, f'/{GAMES}/schedule/{TODAY}/?discipline="><script>')
    assert len(hostile.xpath("//li[@class='unit']")) == len(units()) - 1


def test_schedule_is_in_order_of_time(visitor: Client) -> None:
    times = texts(page(visitor, f"/{GAMES}/schedule/{TODAY}/"), "//li[@class='unit']//time")
    assert times == sorted(times) and times[0] == "18:05"


def test_race_shows_ties_marks_records_and_its_correction(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/units/{SPRINT}/")
    rows = tree.xpath("//table[contains(@class,'results')]/tbody/tr")
    assert texts(tree, "//tbody/tr/td[contains(@class,'rk')]") == ["1", "2", "2", "4", "5", "6", "", ""]
    assert [row.xpath("string(td[1]/span/@data-equal)") for row in rows[:3]] == ["", "true", "true"]
    assert texts(tree, "//td[contains(@class,'res')]/b")[-2:] == ["DNF", "DSQ"]
    assert texts(rows[0], ".//ul[@class='chips']/li") == ["GR", "PB"]
    assert "disqualified after a protest" in texts(tree, "//section[contains(@class,'corrected')]")[0]
    assert "+0.8 m/s" in texts(tree, "//dl[@class='facts']")[0]


def test_what_is_made_up_is_marked_and_explained(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/units/{SPRINT}/")
    marked = tree.xpath("//a[@href='#derived']/ancestor::div[dt][1]/dt")
    assert [node.text for node in marked] == ["Ended"]
    assert "taken as three minutes after the start" in texts(tree, "//section[@id='derived']")[0]
    assert not page(visitor, f"/{GAMES}/units/{HAND}/").xpath("//*[@id='derived']")


def test_race_shows_splits_under_their_names(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/units/{gallery.SWIM}/")
    assert texts(tree, "//th[contains(@class,'split')]") == ["50 m", "100 m", "150 m", "200 m"]
    first = tree.xpath("//tbody/tr[1]/td[contains(@class,'split')]/span")
    assert [node.text or "" for node in first] == ["27.31", "56.90", "1:27.02", ""]


def test_judged_shows_marks_of_each_judge(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/units/{gallery.DIVE}/")
    marks = texts(tree, "(//ol[@class='judges'])[1]/li[1]//ul/li")
    assert marks == ["Difficulty 3.0", "J1 7.0", "J2 7.5", "J3 8.0", "J4 8.5", "J5 9.0"]


def test_match_keeps_home_first_and_shows_the_clock(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/units/{HAND}/")
    assert texts(tree, "//ol[@class='opponents']/li/p[@class='name']") == ["Dorwen DOR", "Kelland KEL"]
    assert texts(tree, "//p[@class='clock']") == ["2nd half 17:42"]
    scores = texts(tree, "//table[contains(@class,'periods')]/tbody/tr/*")
    assert scores == ["1st half", "13", "12", "2nd half", "11", "9"]
    members = texts(tree, "//ol[@class='opponents']/li[1]//ol/li")
    assert members[0] == "CASTELLANE Mirja"


STATES = [(status, "") for status in words.SCHEDULE] + [("FINISHED", status) for status in words.RESULT]


@pytest.mark.parametrize(("status", "result_status"), STATES)
def test_every_state_has_its_words(visitor: Client, reader: Reader, status: str, result_status: str) -> None:
    view = msgspec.structs.replace(gallery.sprint_official(), status=status, result_status=result_status)
    reader.bodies[f"unit/{SPRINT}"] = msgspec.json.encode(view)
    state = page(visitor, f"/{GAMES}/units/{SPRINT}/").xpath("//main//span[@class='state']")[0]
    assert state.get("data-s") == status and (state.get("data-r") or "") == result_status
    assert [node.text or "" for node in state] == [
        words.word("schedule", status),
        words.word("result", result_status),
    ]


@pytest.mark.parametrize("format_", ["race", "attempts", "judged", "match", "list", "unheard-of"])
@pytest.mark.parametrize("status", ["SCHEDULED", "POSTPONED"])
def test_every_format_stands_with_nothing_known(
    visitor: Client, reader: Reader, format_: str, status: str
) -> None:
    code = rsc("ATH", "M", "PV", "FNL", "000100")
    reader.bodies[f"unit/{code}"] = msgspec.json.encode(
        msgspec.structs.replace(gallery.bare(code, "Final", status), format=format_, start="", day="")
    )
    assert texts(page(visitor, f"/{GAMES}/units/{code}/"), "//h1") == ["Final"]


def test_bracket_stands_from_left_to_right(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/events/{HAND_E}/")
    assert texts(tree, "(//ol[@class='bracket'])[1]/li/h3") == ["Quarter-finals", "Semi-finals", "Final"]
    assert [len(stage.xpath("ol/li")) for stage in tree.xpath("(//ol[@class='bracket'])[1]/li")] == [4, 2, 1]
    final = texts(tree, "((//ol[@class='bracket'])[1]/li)[3]//span[@class='nm']")
    assert final == ["TBD", "Ismere"]


def test_medal_table_shares_ranks_both_ways(visitor: Client) -> None:
    by_gold = texts(page(visitor, f"/{GAMES}/medals/"), "//tbody/tr/td[1]")
    assert by_gold[:4] == ["1", "2", "2", "4"]
    tree = page(visitor, f"/{GAMES}/medals/?by=total")
    assert texts(tree, "//tbody/tr/th//span[@data-t='name']")[:2] == ["Dorwen", "Avonia"]
    assert texts(tree, "//tbody/tr/td[1]")[:5] == ["1", "2", "3", "3", "5"]
    assert "8 by the last count" in texts(tree, "//section[contains(@class,'corrected')]")[0]


HOSTILE = "</script><img src=x onerror=alert(1)>\"'&{{7*7}}\u2028"


def test_hostile_names_stay_text(visitor: Client, reader: Reader) -> None:
    line = CompetitorLine(
        code=f"1{HOSTILE}",
        name=HOSTILE,
        organisation=HOSTILE,
        order=1,
        result=HOSTILE,
        extras={HOSTILE: HOSTILE},
        records={"1": HOSTILE},
        members={"2": MemberLine(code="2", name=HOSTILE)},
    )
    view = msgspec.structs.replace(
        gallery.jump_unofficial(),
        name=HOSTILE,
        competitors={line.code: line},
        notes=(HOSTILE,),
        derived={HOSTILE: HOSTILE},
        attempts={"1": HOSTILE},
        event_name=HOSTILE,
        conditions={"WIND": HOSTILE},
        officials={HOSTILE: OfficialLine(code=HOSTILE, name=HOSTILE, function=HOSTILE, organisation=HOSTILE)},
    )
    for format_ in ("attempts", "match", "judged"):
        reader.bodies[f"unit/{SPRINT}"] = msgspec.json.encode(msgspec.structs.replace(view, format=format_))
        tree = page(visitor, f"/{GAMES}/units/{SPRINT}/")
        assert not tree.xpath("//img|//*[@onerror]")
        assert not tree.xpath("//script[not(@src) and not(contains(@type, 'json'))]")
        assert tree.xpath("string(//h1)") == HOSTILE
        told = json.loads(tree.xpath("string(//script[@id='live'])"))
        assert told["topics"][f"unit/{SPRINT}"]["name"] == HOSTILE


def test_page_tells_its_script_where_to_follow_from(visitor: Client, reader: Reader) -> None:
    tree = page(visitor, f"/{GAMES}/")
    told = json.loads(tree.xpath("string(//script[@id='live'])"))
    assert told["games"] == GAMES and told["after"] == "made-up:7"
    assert set(told["topics"]) == {"games", "medals", "notices", "news"}
    assert "disciplines" not in told["topics"]["games"], "what is not bound is not sent"
    still = json.loads(page(visitor, f"/{GAMES}/calendar/").xpath("string(//script[@id='live'])"))
    assert set(still["topics"]) == {"notices"}, "a page that stands still hears of what is urgent"


def test_robots_may_read_pages(visitor: Client) -> None:
    assert "Disallow: /live/" in visitor.get("/robots.txt").content.decode()


def test_server_under_another_name_says_which_setting_adds_it(visitor: Client) -> None:
    answer = visitor.get(f"/{GAMES}/", headers={"host": "games.example"})
    assert answer.status_code == 400
    assert "KOTINOS_HOSTS" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "host"), [("", "games.example"), ("?" + "&".join(f"a{n}=1" for n in range(1_001)), "localhost")]
)
def test_what_only_a_visitor_did_wrong_is_not_written_down(
    visitor: Client, caplog: pytest.LogCaptureFixture, query: str, host: str
) -> None:
    """Whoever likes could fill the disk with tracebacks."""
    answer = visitor.get(f"/{GAMES}/schedule/{TODAY}/{query}", headers={"host": host})
    assert (answer.status_code, caplog.text) == (400, "")
