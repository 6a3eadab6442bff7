"""The JSON API over HTTP: stored bytes, lists, caching, and problems that say what to do."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from kotinos.games import terms
from kotinos.games.terms import asked
from kotinos.live import keeper
from kotinos.live.fold import Document, Flushed, encode
from kotinos.live.front.snapshots import build
from kotinos.live.terms import Snapshot
from kotinos.site.api.examples import EXAMPLES
from tests.games import views
from tests.games.views import EVENT, GAMES

pytestmark = pytest.mark.django_db(databases="__all__")  # on SQLite the log is apart
BASE = f"/api/v1/games/{GAMES}"
UNIT = views.unit_rsc(1)
HOME = terms.GamesView(competition=GAMES, name="Rehearsal Games", days=("2026-11-22",), now="2026-11-22T12")


def documents() -> dict[str, terms.Value]:
    """A small Games: every topic there is."""
    views_of: dict[str, terms.Value] = {
        f"unit/{views.unit_rsc(n)}": views.unit(n, status="RUNNING" if n == 3 else "FINISHED")
        for n in (1, 2, 3)
    }
    held = [views.medal("GOLD", "101"), views.medal("SILVER", "102", "VAR")]
    return views_of | {
        "games": HOME,
        "day/2026-11-22": terms.DayView(day="2026-11-22", sessions={"A": terms.SessionLine(code="A")}),
        f"event/{EVENT}": views.event(*held),
        "medals": terms.MedalTableView(events_total=3),
        "organisation/LUM": views.organisation("LUM", "Lumen", 1),
        "organisation/VAR": views.organisation("VAR", "Varna Isles"),
        "participant/101": views.person("101", "ÅBERG Zoë"),
        "participant/102": views.person("102", organisation="VAR"),
        "records": EXAMPLES[terms.RecordsView],
        "feeds": EXAMPLES[terms.FeedsView],
        "notices": EXAMPLES[terms.NoticesView],
        "news": EXAMPLES[terms.NewsView],
    }  # fmt: skip


def keep(found: dict[str, terms.Value], games: str = GAMES) -> None:
    """Keep documents as the fold does."""
    made = tuple(Document(topic, encode(view), b"{}", None, view) for topic, view in found.items())
    keeper.keep(1, {games: Flushed(made, {})}, (), publish=True)


@pytest.fixture(autouse=True)
def kept(db: None) -> None:
    keep(documents())


def rows(response: HttpResponse) -> list[dict[str, Any]]:
    """The rows of a list's answer."""
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = msgspec.json.decode(response.content)["rows"]
    return found


def problem(response: HttpResponse) -> dict[str, Any]:
    """A problem document, whole."""
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = msgspec.json.decode(response.content)
    assert told["status"] == response.status_code
    assert all(told[part] for part in ("type", "title", "detail", "remedy"))
    return told


ADDRESSES = {
    "games": "", "day/2026-11-22": "/days/2026-11-22", f"unit/{UNIT}": f"/units/{UNIT}",
    f"event/{EVENT}": f"/events/{EVENT}", "medals": "/medals", "organisation/LUM": "/organisations/LUM",
    "participant/101": "/participants/101", "records": "/records", "feeds": "/feeds",
    "notices": "/notices", "news": "/news",
}  # fmt: skip


@pytest.mark.parametrize("topic", ADDRESSES)
def test_document_is_the_stored_bytes(client: Client, topic: str) -> None:
    response = client.get(BASE + ADDRESSES[topic])
    assert response.status_code == 200
    assert response.content == encode(documents()[topic])
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Kotinos-Seq"].endswith(f":{len(documents())}")
    assert response.headers["ETag"] == f'"{keeper.etag(response.content)}"'


def test_document_is_cached_like_its_snapshot(client: Client) -> None:
    response = client.get(f"{BASE}/medals")
    front = dict(build(Snapshot(GAMES, "medals", b"{}", "x", "e", 1)).variants[0].headers)
    assert response.headers["Cache-Control"].encode() == front[b"cache-control"]


@pytest.mark.parametrize("path", ["/medals", "/units?limit=1", "/units"])
def test_known_answer_is_304(client: Client, path: str) -> None:
    first = client.get(BASE + path)
    again = client.get(BASE + path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "X-Kotinos-Seq"):
        assert again.headers[name] == first.headers[name]
    keep({f"unit/{UNIT}": views.unit(1, status="RUNNING"), "medals": terms.MedalTableView(events_total=4)})
    changed = client.get(BASE + path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_compressed_answer_is_the_same_and_still_304(client: Client) -> None:
    response = client.get(f"{BASE}/units/{UNIT}", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == encode(views.unit(1))
    again = client.get(f"{BASE}/units/{UNIT}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


LISTS = {
    "/units": 3, "/events": 1, "/medals/list": 2, "/organisations": 2, "/participants": 2, "/results": 6,
}  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_list_tells_its_total_and_a_point_to_follow_from(client: Client, path: str) -> None:
    response = client.get(BASE + path)
    page = msgspec.json.decode(response.content)
    assert (len(page["rows"]), page["total"], page["after"]) == (LISTS[path], LISTS[path], 0)
    assert response.headers["X-Kotinos-Seq"].endswith(f":{len(documents())}")
    assert "Link" not in response.headers


@pytest.mark.parametrize(
    ("path", "field", "told"),
    [
        ("/units?status=RUNNING", "rsc", [views.unit_rsc(3)]),
        ("/units?q=heat+2&day=2026-11-22&discipline=ATH", "name", ["Heat 2"]),
        (f"/units?event={EVENT}&venue=STA&session=ATH01&limit=2", "name", ["Heat 1", "Heat 2"]),
        ("/units?day=2026-11-23", "name", []),
        ("/units?day=", "name", ["Heat 1", "Heat 2", "Heat 3"]),
        ("/events?discipline=ATH&gender=M", "rsc", [EVENT]),
        ("/medals/list?organisation=VAR", "competitor", ["102"]),
        ("/medals/list?medal=ME_GOLD&date=2026-11-22", "competitor", ["101"]),
        ("/participants?q=zoe+", "code", ["101"]),
        ("/participants?organisation=VAR&kind=A", "code", ["102"]),
        (f"/results?unit={UNIT}", "competitor", ["101", "102"]),
        ("/results?competitor=201&organisation=LUM", "unit", [views.unit_rsc(2)]),
        ("/organisations?after=1", "code", ["VAR"]),
    ],
)
def test_list_is_filtered(client: Client, path: str, field: str, told: list[str]) -> None:
    assert [row[field] for row in rows(client.get(BASE + path))] == told


def test_link_leads_through_all_pages(client: Client) -> None:
    found, path = [], f"{BASE}/results?limit=4&event={EVENT}"
    while path:
        response = client.get(path)
        found += rows(response)
        link = response.headers.get("Link", "")
        assert link == "" or link.endswith('>; rel="next"')
        path = link.partition(">")[0][1:]
    assert found == rows(client.get(f"{BASE}/results"))


def test_games_are_listed_with_their_names(client: Client) -> None:
    keep({"games": terms.GamesView(competition="CITY2026~T")}, "CITY2026~T")
    assert rows(client.get("/api/v1/games")) == [
        {"games": GAMES, "name": "Rehearsal Games", "days": ["2026-11-22"], "now": "2026-11-22T12"},
        {"games": "CITY2026~T", "name": "CITY2026~T", "test": True},
    ]


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("path", "count"), [("/units", 3), ("/results", 3), ("/medals", 2)])
def test_answer_takes_as_many_statements_however_long(
    client: Client, django_assert_num_queries: Callable[[int], Any], path: str, count: int, more: int
) -> None:
    keep({f"unit/{views.unit_rsc(n)}": views.unit(n) for n in range(10, 10 + more)})
    with django_assert_num_queries(count):
        client.get(BASE + path)


@pytest.mark.parametrize(
    "path", ["/api/v1/games/NOPE2026", "/api/v1/games/NOPE2026/units", "/api/v1/games/NOPE2026/medals"]
)
def test_unknown_games_is_told_as_such(client: Client, path: str) -> None:
    told = problem(client.get(path))
    assert (told["status"], told["type"]) == (404, "/api/v1/docs#no-such-games")
    assert "NOPE2026" in told["detail"] and "/api/v1/games" in told["remedy"]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/units/NONE", f"{BASE}/units"), ("/events/NONE", f"{BASE}/events"), ("/days/2020-01-01", BASE),
        ("/organisations/XXX", f"{BASE}/organisations"), ("/participants/0", f"{BASE}/participants"),
    ],
)  # fmt: skip
def test_unknown_code_is_told_with_the_place_to_look(client: Client, path: str, where: str) -> None:
    told = problem(client.get(BASE + path))
    assert told["status"] == 404
    assert f"stands at {where}." in told["remedy"]


def test_empty_list_of_a_known_games_is_no_problem(client: Client) -> None:
    assert msgspec.json.decode(client.get(f"{BASE}/units?q=nobody").content) == {
        "rows": [],
        "total": 0,
        "after": 0,
    }


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/units?dicipline=ATH", list(asked.UnitsAsked.__struct_fields__)),
        ("/organisations?day=2026-11-22", ["limit", "after"]),
        ("/medals?day=2026-11-22", None),
        ("", None),
    ],
)  # fmt: skip
def test_unknown_parameter_is_refused_with_the_known_ones(
    client: Client, path: str, known: list[str] | None
) -> None:
    told = problem(client.get(BASE + (path or "?pretty=1")))
    assert (told["status"], told["type"]) == (422, "/api/v1/docs#unknown-parameter")
    assert told.get("known") == known


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"), ("limit=1001", "limit"), ("limit=many", "limit"), ("after=-1", "after"),
        ("after=99999999999999999999", "after"), ("day=22.11.2026", "day"),
        ("discipline=athletics", "discipline"), ("event=ATHM100M", "event"), (f"q={'x' * 101}", "q"),
    ],
)  # fmt: skip
def test_value_out_of_bounds_is_refused_with_its_meaning(client: Client, query: str, name: str) -> None:
    told = problem(client.get(f"{BASE}/units?{query}"))
    assert (told["status"], told["type"]) == (422, "/api/v1/docs#bad-value")
    assert told["detail"].startswith(f"{name}: ")
    assert told["known"] == [name]


def test_parameter_given_twice_is_refused(client: Client) -> None:
    told = problem(client.get(f"{BASE}/units?q=a&q=b"))
    assert (told["status"], told["detail"]) == (422, "Given more than once: q.")


@pytest.mark.parametrize("path", [f"{BASE}/units/%00", f"{BASE}/units?q=%00"])
def test_zero_byte_is_refused(client: Client, path: str) -> None:
    assert problem(client.get(path))["status"] == 400


def test_too_many_parameters_are_refused(client: Client) -> None:
    assert problem(client.get(f"{BASE}/units?" + "&".join(f"p{n}=1" for n in range(1100))))["status"] == 400


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/games/", f"{BASE}/units/", f"{BASE}/medals/list/x"]
)
def test_other_path_is_a_problem_too(client: Client, path: str) -> None:
    told = problem(client.get(path))
    assert (told["status"], told["type"]) == (404, "/api/v1/docs#no-such-path")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_is_refused(client: Client, method: str) -> None:
    response = client.generic(method, f"{BASE}/units")
    assert problem(response)["status"] == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", [f"{BASE}/units", f"{BASE}/medals", "/api/v1/openapi.json"])
def test_head_is_a_get_without_a_body(client: Client, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize(
    "path", [f"{BASE}/units", f"{BASE}/units?x=1", "/api/v1/nothing", "/api/v1/openapi.json"]
)
def test_every_page_script_may_read_every_answer(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "X-Kotinos-Seq"} == set(
        response.headers["Access-Control-Expose-Headers"].split(", ")
    )
    ahead = client.options(path)
    assert (ahead.status_code, ahead.content) == (204, b"")
    assert ahead.headers["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.fixture
def broken() -> Iterator[None]:
    with patch("kotinos.live.api.snapshot", side_effect=OperationalError("database is locked")):
        yield


@pytest.mark.usefixtures("broken")
def test_database_that_is_away_is_told_as_such(client: Client) -> None:
    response = client.get(f"{BASE}/medals")
    assert problem(response)["status"] == 503
    assert response.headers["Retry-After"] == "5"
