"""Pages in a real Chromium: what is bound says what the server says, and changes in place."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.wsgi import get_wsgi_application

from kotinos.site.addresses import PHASES, words
from kotinos.site.web import read

from . import gallery
from .gallery import GAMES, HAND, HAND_E, SPRINT_E, SWIM, TODAY, Reader, topics, units
from .served import Hub, of_this_test, serve

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BOUND = [
    "",
    f"schedule/{TODAY}/",
    f"schedule/{TODAY}/?discipline=ATH",
    "medals/",
    "medals/?by=total",
    "organisations/AVO/",
    "participants/1000/",
    f"events/{HAND_E}/",
    f"events/{SPRINT_E}/",
    *(f"units/{code}/" for code in units()),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser, for all tests here."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra [browser])")
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.skip(f"no Chromium at {path} (CHROMIUM says where)")
    # Playwright runs its loop in this thread: Django takes all that a test does for asynchronous.
    with pytest.MonkeyPatch.context() as patch, api.sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Hub]:
    """The site on a port, over a gallery that can be changed."""
    made_up = Reader(topics())
    monkeypatch.setattr(read, "live", made_up)
    found = Hub(made_up)
    server = serve(found, of_this_test(get_wsgi_application()))
    found.base = f"http://127.0.0.1:{server.server_port}/{GAMES}/"
    yield found
    found.cut()
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a visitor; whatever it complains of fails the test."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None
    )
    yield opened
    context.close()
    assert not complaints


def opened(page: Any, hub: Hub, path: str) -> Any:
    """The page once it follows the stream."""
    page.goto(hub.base + path)
    page.wait_for_selector("#link[data-state=live]", state="attached")
    return page


def test_script_finds_what_the_server_wrote(page: Any, hub: Hub) -> None:
    """Painting the same documents once more changes no node: two renderings that cannot drift apart."""
    for path in BOUND:
        answer = page.request.get(hub.base + path)
        page.goto(hub.base + path)
        page.wait_for_selector("#link[data-state=live]", state="attached")
        served, painted = page.evaluate(
            """(html) => [new DOMParser().parseFromString(html, "text/html"), document].map(
                 (root) => root.getElementById("main").outerHTML)""",
            answer.text(),
        )
        marked = painted.replace(' data-made=""', "")  # a script of another part has been here
        assert marked.splitlines() == served.splitlines(), path


def test_pages_do_not_scroll_sideways(page: Any, hub: Hub) -> None:
    for width in (360, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (
            *BOUND[:9],
            f"units/{SWIM}/",
            f"units/{HAND}/",
            f"units/{gallery.DIVE}/",
            "records/",
            "organisations/",
            "disciplines/",
        ):
            page.goto(hub.base + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)


def test_race_goes_on_in_place(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{SWIM}/")
    page.evaluate("window.stayed = true")
    split = {
        "splits": {"4": {"value": "1:55.02", "rank": "1"}},
        "result": "1:55.02",
        "rank": "1",
        "order": 1,
        "diff": None,
    }
    second = {"rank": "2", "order": 2, "diff": "+0.44", "result": "1:55.46"}
    hub.change(f"unit/{SWIM}", {"competitors": {"1001": {**split, "records": {"GR": "+"}}, "1000": second}})
    row = page.locator(".results tbody > tr").first
    row.locator("td.res b", has_text="1:55.02").wait_for()
    assert row.get_attribute("data-key") == "1001"
    assert row.locator(".chips li").all_text_contents() == ["GR"]
    assert row.locator("td.split").nth(3).locator("span").first.text_content() == "1:55.02"
    assert page.locator(".results tbody > tr").nth(1).get_attribute("data-key") == "1000"
    page.locator("#say", has_text="BRANDT Olu leads").wait_for(state="attached")
    hub.change(
        f"unit/{SWIM}", {"status": "FINISHED", "result_status": "OFFICIAL", "competitors": {"1007": None}}
    )
    page.locator("main .state[data-s=FINISHED][data-r=OFFICIAL]").wait_for()
    assert page.locator("main .state").first.inner_text() == "Official"
    assert page.locator(".results tbody > tr").count() == 7
    assert page.evaluate("window.stayed")


def test_charts_follow_the_race(page: Any, hub: Hub) -> None:
    """What the server drew is drawn anew when its figures change, and nothing else of the page is touched."""
    opened(page, hub, f"units/{SWIM}/")
    page.evaluate("window.stayed = true; document.querySelector('.results').dataset.mine = 'y'")
    gaps = page.locator("#gaps")
    assert gaps.locator("thead th").all_text_contents() == ["Competitor", "Start", "50 m", "100 m", "150 m"]
    gaps.locator("summary").click()
    path = gaps.locator("path.look-1").last.get_attribute("d")
    split = {"splits": {"4": {"value": "1:55.02", "rank": "1"}}}
    hub.change(f"unit/{SWIM}", {"competitors": {"1001": split}})
    gaps.locator("thead th", has_text="200 m").wait_for()
    assert gaps.locator("tbody tr", has_text="BRANDT").locator("td").last.inner_text() == "0"
    assert gaps.locator("path.look-1").last.get_attribute("d") != path
    assert gaps.locator("details").get_attribute("open") is not None
    assert page.evaluate("window.stayed && document.querySelector('.results').dataset.mine") == "y"
    split = {"splits": {"4": {"value": "1:55.40", "rank": "2"}}}
    hub.change(f"unit/{SWIM}", {"competitors": {"1000": split}})
    gaps.locator("tbody tr", has_text="+0.38").wait_for()


def test_charts_appear_once_there_is_something_to_draw(page: Any, hub: Hub) -> None:
    hub.change(f"unit/{SWIM}", {"competitors": {f"100{n}": {"splits": None} for n in range(8)}})
    opened(page, hub, f"units/{SWIM}/")
    assert page.locator("#plots").is_hidden()
    told = {"splits": {"1": {"value": "27.31", "rank": "1"}, "2": {"value": "56.90", "rank": "1"}}}
    hub.change(f"unit/{SWIM}", {"competitors": {"1000": told}})
    page.locator("#places .picture").wait_for()


def test_lanes_give_way_to_the_result(page: Any, hub: Hub) -> None:
    none = {f"100{n}": {"splits": None, "rank": None, "diff": None} for n in range(8)}
    hub.change(f"unit/{SWIM}", {"result_status": "START_LIST", "status": "SCHEDULED", "competitors": none})
    opened(page, hub, f"units/{SWIM}/")
    lanes = page.locator(".track > li > b").all_inner_texts()
    assert lanes == sorted(lanes, key=int) and page.locator(".results").is_hidden()
    hub.change(f"unit/{SWIM}", {"competitors": {"1007": {"start_order": "10"}}})
    page.locator(".track > li", has_text="10").last.wait_for()
    assert page.locator(".track > li > b").last.inner_text() == "10"
    told = {"splits": {"1": {"value": "27.31", "rank": "1"}}, "rank": "1"}
    hub.change(f"unit/{SWIM}", {"result_status": "LIVE", "status": "RUNNING", "competitors": {"1003": told}})
    page.locator(".results").wait_for()
    assert page.locator(".track").is_hidden()


def test_state_is_explained_as_it_changes(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{SWIM}/")
    hub.change(f"unit/{SWIM}", {"status": "INTERRUPTED"})
    page.locator(".why", has_text="interrupted and goes on").wait_for()
    hub.change(f"unit/{SWIM}", {"status": "FINISHED", "result_status": "PROTESTED"})
    page.locator(".why", has_text="A protest is open").wait_for()
    assert page.locator(".why", has_text="interrupted").count() == 0


def test_new_unit_appears_in_its_place(page: Any, hub: Hub) -> None:
    opened(page, hub, f"schedule/{TODAY}/?discipline=ATH")
    count = page.locator("li.unit").count()
    fresh = {
        "rsc": "ATH<b>NEW",
        "name": "Heat <i>9",
        "discipline": "ATH",
        "discipline_name": "Athletics",
        "status": "SCHEDULED",
        "start": f"{TODAY}T18:30:00+02:00",
        "order": 1_784_565_000,
        "sides": {"1": {"code": "1", "name": "Somebody", "organisation": "AVO", "order": 1}},
    }
    hub.change(f"day/{TODAY}", {"units": {"ATH<b>NEW": fresh, "SWMNEW": {**fresh, "discipline": "SWM"}}})
    row = page.locator("li.unit", has_text="Heat <i>9")
    row.wait_for()
    assert page.locator("li.unit").count() == count + 1
    assert page.locator("li.unit").nth(1).locator("time").text_content() == "18:30"
    assert row.locator("a").get_attribute("href") == f"/{GAMES}/units/ATH%3Cb%3ENEW/"
    assert row.locator(".sides li").inner_text().split() == ["AVO", "Somebody"]
    assert row.locator(".state").inner_text() == "Scheduled"


def test_match_keeps_score_and_clock(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{HAND}/")
    new = {"code": "ET", "home": "1", "away": "0", "order": 3}
    patch = {
        "clock": {"period": "ET", "time": "0:31", "running": None},
        "periods": {"ET": new},
        "competitors": {"HBLWTEAM7---DOR01": {"result": "25"}},
    }
    hub.change(f"unit/{HAND}", patch)
    page.locator(".score", has_text="25").wait_for()
    assert page.locator(".clock").inner_text().split() == ["Extra", "time", "0:31"]
    assert page.locator(".clock b").get_attribute("data-running") is None
    assert page.locator(".periods tbody tr").last.locator("td").all_inner_texts() == ["1", "0"]
    hub.change(f"unit/{HAND}", {"clock": None})
    page.locator(".clock").wait_for(state="hidden")


def test_stream_that_was_cut_goes_on_without_loss(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{HAND}/")
    hub.refuse = True
    hub.cut()
    page.wait_for_selector("#link[data-state=reconnecting]")
    hub.change(f"unit/{HAND}", {"competitors": {"HBLWTEAM7---DOR01": {"result": "28"}}}, quiet=True)
    hub.refuse = False
    page.locator(".score", has_text="28").wait_for()
    assert page.locator("#link").inner_text() == "Up to date"
    assert "after=made-up%3A7" in hub.asked[-1]


def test_resync_fetches_the_snapshots_again(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{HAND}/")
    hub.change(f"unit/{HAND}", {"competitors": {"HBLWTEAM7---KEL01": {"result": "22"}}}, quiet=True)
    hub.resync()
    page.locator(".score", has_text="22").wait_for()
    page.wait_for_selector("#link[data-state=live]")
    hub.change(f"unit/{HAND}", {"competitors": {"HBLWTEAM7---KEL01": {"result": "23"}}})
    page.locator(".score", has_text="23").wait_for()


def test_new_structure_brings_the_page_once_more(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{SWIM}/")
    page.evaluate("window.stayed = true; document.querySelector('tbody th a').focus()")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    hub.change(f"unit/{SWIM}", {"splits": {"5": "250 m"}, "notes": ["Course lengthened."]})
    page.locator("section.corrected", has_text="Course lengthened.").wait_for()
    assert page.locator("th.split").count() == 5
    assert (
        page.evaluate("window.stayed")
        and page.evaluate("document.activeElement.getAttribute('href')") == focused
    )
    hub.change(f"unit/{SWIM}", {"competitors": {"1000": {"splits": {"5": {"value": "2:22.22"}}}}})
    page.locator("td.split", has_text="2:22.22").wait_for()


def test_offline_is_said(page: Any, hub: Hub) -> None:
    opened(page, hub, f"units/{HAND}/")
    page.context.set_offline(True)
    page.wait_for_selector("#link[data-state=offline]")
    assert page.locator("#link").inner_text() == "Offline"
    page.context.set_offline(False)
    page.wait_for_selector("#link[data-state=live]")


PARTS = (
    ("ATH", "BK3", "A-H"),
    ("M", "X", "-"),
    ("100M", "5MIX----OPEN", "A-B", "", "-A"),
    (*PHASES, "GPA", "GP-A", "1", "", "8-1"),
    ("000100", "001203", "MEDAL", "1", "12.1", "A-B", "00", "9999", "999999", ""),
)
SAYABLE = [
    "".join(part.ljust(width, "-") for part, width in zip(parts, (3, 1, 18, 4, 8), strict=True))
    for parts in itertools.product(*PARTS)
] + ["NONE", "A<b>", ""]

CASES = [  # RFC 7396, appendix A, those on objects
    ({"a": "b"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}),
    ({"a": "b"}, {"a": None}),
    ({"a": "b", "b": "c"}, {"a": None}),
    ({"a": ["b"]}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}),
    ({"e": None}, {"a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}),
    ({"a": 1}, {"__proto__": {"x": 1}}),
]


def test_script_says_codes_as_the_server_does(page: Any, hub: Hub) -> None:
    page.goto(hub.base + "medals/")
    found = page.evaluate(
        """async (codes) => {
          const {words} = await import(document.querySelector("script[type=module]").src);
          return codes.map(words);
        }""",
        SAYABLE,
    )
    assert found == [words(code) for code in SAYABLE]


def test_patches_are_applied_as_the_standard_says(page: Any, hub: Hub) -> None:
    page.goto(hub.base + "medals/")
    found = page.evaluate(
        """async (cases) => {
          const {merge} = await import(document.querySelector("script[type=module]").src);
          return cases.map(([target, patch]) => merge(target, patch));
        }""",
        CASES,
    )
    wanted = [
        {"a": "c"},
        {"a": "b", "b": "c"},
        {},
        {"b": "c"},
        {"a": "c"},
        {"a": ["b"]},
        {"a": {"b": "d"}},
        {"a": [1]},
        {"e": None, "a": 1},
        {"a": {"bb": {}}},
        {"a": 1},
    ]
    assert found == wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier(chromium: Any, hub: Hub, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True
    )
    page = context.new_page()
    for path in (
        "",
        f"schedule/{TODAY}/",
        "medals/",
        "records/",
        "participants/1000/",
        f"events/{HAND_E}/",
        f"units/{SWIM}/",
        f"units/{HAND}/",
        f"units/{gallery.SPRINT}/",
        "organisations/",
    ):
        page.goto(hub.base + path)
        found = axe.run(page).response["violations"]
        serious = [
            (each["id"], [node["html"][:200] for node in each["nodes"]][:3])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert not serious, (path, msgspec.json.encode(serious).decode())
    context.close()
