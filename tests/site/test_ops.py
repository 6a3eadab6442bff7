"""The operations page: who gets in, what it says, and that it says so whatever the database does."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import DatabaseError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from kotinos.live.models import Flagged, Forwarding, Quarantined
from kotinos.ops.meters import collector as room
from kotinos.ops.meters import history
from kotinos.ops.meters.collector import Collector
from kotinos.ops.meters.figures import Figures
from kotinos.ops.meters.ranges import RANGES
from kotinos.site.cli import main
from kotinos.site.embedded import ops_key, ops_link
from kotinos.site.web.ops import access, plots
from tests.ops import feeder, made

BOTH = list(dict.fromkeys(["default", str(django_settings.LOG_DB)]))
KEY = "a-key-of-the-operations-page"
NOW = 1_800_000_005


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.OPS_KEY = KEY


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector that has heard every process just now; its clock stands."""
    this = Collector(lambda: NOW)
    for part in feeder.PARTS:
        this.take(made.report(NOW - 2, process=part, instance="here:7", started=NOW - 8000))
        this.take(made.report(NOW, process=part, instance="here:7", started=NOW - 8000))
    monkeypatch.setattr(room, "_running", this)
    yield this


@pytest.fixture
def inside() -> Client:
    """Somebody who has been let in."""
    visitor = Client()
    visitor.get("/ops/", {"key": KEY})
    return visitor


def page(visitor: Client, path: str = "/ops/") -> html.HtmlElement:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def text(tree: html.HtmlElement, path: str) -> str:
    return " ".join(" ".join(node.text_content() for node in tree.xpath(path)).split())


# Who gets in


def test_page_is_closed_and_says_how_to_get_in() -> None:
    for path in ("/ops/", "/ops/?key=", "/ops/?key=wrong", "/ops/?range=7d"):
        answer = Client().get(path)
        assert answer.status_code == 403 and "kotinos ops link" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store" and not answer.cookies
        assert KEY not in answer.content.decode()
    assert "not the one of this server" in Client().get("/ops/?key=wrong").content.decode()


@pytest.mark.django_db(databases=BOTH)
def test_key_is_exchanged_for_a_cookie_that_is_not_the_key(collector: Collector) -> None:
    visitor = Client()
    answer = visitor.get("/ops/", {"key": KEY})
    cookie = answer.cookies[access.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/ops/"
    assert not cookie["secure"] and KEY not in cookie.value
    assert answer["Refresh"] == "0; url=/ops/" and KEY not in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    again = visitor.get("/ops/")
    assert again.status_code == 200
    assert again["Cache-Control"] == "no-store" and again["X-Robots-Tag"] == "noindex"
    assert KEY not in again.content.decode()


def test_cookie_is_secure_where_the_page_is() -> None:
    answer = Client().get("/ops/", {"key": KEY}, secure=True)
    assert answer.cookies[access.COOKIE]["secure"]


def test_another_key_ends_all_visits(inside: Client, settings: Any) -> None:
    settings.OPS_KEY = "another-key-of-the-operations-page"
    assert inside.get("/ops/").status_code == 403


def test_made_up_cookie_does_not_open_the_page() -> None:
    for value in ("", KEY, "x:y:z", access._token()):
        visitor = Client()
        visitor.cookies[access.COOKIE] = value
        assert visitor.get("/ops/").status_code == 403


def test_metrics_want_the_key_as_a_bearer(collector: Collector, inside: Client) -> None:
    for given in ("", "Bearer wrong", f"Basic {KEY}", "Bearer", f"Bearer {KEY}x"):
        answer = Client().get("/metrics", headers={"Authorization": given})
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
    assert inside.get("/metrics").status_code == 401
    assert Client().get(f"/metrics?key={KEY}").status_code == 401
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert b'kotinos_ops_report_age_seconds{instance="here:7",process="fold"} 0.0' in answer.content
    assert answer["Cache-Control"] == "no-store"


def test_metrics_say_when_nothing_collects() -> None:
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 503 and b"kotinos run" in answer.content


def test_only_reading_is_allowed(inside: Client) -> None:
    for path in ("/ops/", "/metrics"):
        assert inside.post(path).status_code == 405


def test_crawlers_are_kept_out() -> None:
    told = Client().get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /ops/", "Disallow: /metrics"} <= set(told)


# What it says


@pytest.mark.django_db(databases=BOTH)
def test_page_without_a_collector_says_so(inside: Client) -> None:
    assert "Nothing is measured here" in text(page(inside), "//main")


@pytest.mark.django_db(databases=BOTH)
def test_page_that_has_just_started_says_so(collector: Collector, inside: Client) -> None:
    assert text(page(inside), "//*[contains(@class, 'said')]").startswith("Just started")


@pytest.mark.django_db(databases=BOTH)
def test_all_is_well_since(collector: Collector, inside: Client) -> None:
    collector.tick()
    tree = page(inside)
    assert text(tree, "//*[contains(@class, 'said')]") == "All is well"
    assert text(tree, "//*[@data-part='verdict']//time") == "08:00"
    assert len(tree.xpath("//*[@data-part='processes']/tr")) == 4
    assert len(tree.xpath("//*[contains(@class, 'meter ') or @class='meter']")) == 8
    assert not tree.xpath("//*[contains(@class, 'wrong') or contains(@class, 'grave')]")


@pytest.mark.django_db(databases=BOTH)
def test_what_is_wrong_is_told_with_its_figure_and_since_when(collector: Collector, inside: Client) -> None:
    for at in range(NOW - 60, NOW, 10):
        collector._watch.look(Figures(at=at, lag_seconds=12.0, ack_p99=2.0, parts=feeder.PARTS))
    tree = page(inside)
    assert text(tree, "//*[contains(@class, 'said')]") == "Results are shown late 12 s"
    assert "since 07:59 UTC" in text(tree, "//*[@data-part='verdict']/p[2]")
    assert text(tree, "//*[@class='troubles']/li/b") == "Receipts are slow"
    wrong = tree.xpath("//*[@data-part='limits']/tr[@class='wrong']/th")
    assert [node.text for node in wrong] == ["Fold lag", "Acknowledgement, 99 of 100"]
    assert [node.text_content() for node in tree.xpath("//li[@class='meter wrong']/h3/a")] == [
        "Acknowledged",
        "Fold lag",
    ]


@pytest.mark.django_db(databases=BOTH)
def test_that_nobody_is_heard_is_one_trouble(monkeypatch: pytest.MonkeyPatch, inside: Client) -> None:
    alone = Collector(lambda: NOW)
    monkeypatch.setattr(room, "_running", alone)
    alone.tick()
    tree = page(inside)
    assert text(tree, "//*[contains(@class, 'said')]") == "No process is heard"
    assert "No message waits for the fold." in text(tree, "//*[@data-part='verdict']")
    assert not tree.xpath("//*[@class='troubles']")
    assert text(tree, "//*[@data-part='tiles']//*[contains(@class, 'figure')]").split() == ["–"] * 8


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize("code", RANGES)
def test_table_behind_a_plot_says_what_is_plotted(code: str, collector: Collector, inside: Client) -> None:
    history.keep(feeder.week(NOW, 0.3))
    tree = page(inside, f"/ops/?range={code}")
    assert text(tree, "//nav//a[@aria-current='page']") in ("15 min", "6 h", "24 h", "7 days")
    course = collector.course(RANGES[code])
    there = [point for point in course.points if point]
    for plot in plots.PLOTS:
        rows = tree.xpath(f"//*[@data-part='rows-{plot.code}']/tr")
        assert len(rows) == len(there) > 0
        (drawn,) = tree.xpath(f"//*[@data-part='picture-{plot.code}']//*[contains(@class, 'line look-a')]/@d")
        assert len(re.findall(r"[ML]", drawn)) >= len(there)
        assert len(rows[0].xpath("td")) == len(plot.lines)
        (told,) = tree.xpath(f"//*[@data-part='picture-{plot.code}']/*[@role='img']/@aria-label")
        assert told.startswith(str(plot.title)) and "between" in told
    newest = plots.draw(plots.PLOTS[0], course).rows[0][1]
    assert text(tree, "//*[@data-part='rows-messages']/tr[1]/td").split() == newest


@pytest.mark.django_db(databases=BOTH)
def test_unknown_range_is_the_shortest(collector: Collector, inside: Client) -> None:
    assert text(page(inside, "/ops/?range=1y"), "//nav//a[@aria-current]") == "15 min"


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_few_questions(count: int, collector: Collector, inside: Client) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    for number in range(count):
        Quarantined.objects.create(
            competition="G", sender="venue", reason="clash", detail=f"<b>{number}</b>", received=now, raw=b""
        )
        Flagged.objects.create(competition="G", position=number, error="ValueError")
    history.keep(feeder.figures(NOW - 10 * number) for number in range(count))
    with contextlib.ExitStack() as stack:
        asked = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in BOTH]
        answer = inside.get("/ops/")
    assert sum(map(len, asked)) == 5
    told = answer.content.decode()
    assert told.count("ValueError") == count and "&lt;b&gt;0&lt;/b&gt;" in told


@pytest.mark.django_db(databases=BOTH)
def test_edge_tells_how_forwarding_goes(collector: Collector, inside: Client) -> None:
    assert not page(inside).xpath("//*[@id='h-forward']")
    Forwarding.objects.create(target="https://centre.example", trouble="the centre cannot be reached")
    collector._watch.look(Figures(at=NOW - 10, forward_seconds=90, forward_halted=1, parts=feeder.PARTS))
    tree = page(inside)
    told = text(tree, "//*[@data-part='forwarding']/tr")
    assert told.startswith("https://centre.example") and "the centre cannot be reached" in told
    assert text(tree, "//*[contains(@class, 'said')]").startswith("Forwarding to the centre has stopped")
    assert text(tree, "//*[@class='troubles']/li/b") == "The centre gets messages late"


@pytest.mark.django_db(databases=BOTH)
def test_database_that_is_away_does_not_hide_the_rest(
    collector: Collector, inside: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> Any:
        raise DatabaseError("the database is away")

    monkeypatch.setattr(history, "points", away)
    monkeypatch.setattr("kotinos.live.api.set_aside", away)
    told = text(page(inside), "//main")
    assert "The history cannot be read now. the database is away" in told
    assert "here:7" in told and "No figures are kept of this time yet." in told


# The key and the link


def test_key_is_made_once_or_given(tmp_path: Any) -> None:
    made_key = ops_key(tmp_path, {})
    assert ops_key(tmp_path, {}) == made_key and len(made_key) > 40
    assert (tmp_path / "ops-key").stat().st_mode & 0o777 == 0o600
    assert ops_key(tmp_path, {"KOTINOS_OPS_KEY": "sixteen-letters!"}) == "sixteen-letters!"
    with pytest.raises(ValueError, match="at least 16 characters, not 5"):
        ops_key(tmp_path, {"KOTINOS_OPS_KEY": "short"})


def test_link_leads_in(tmp_path: Any) -> None:
    given = {"KOTINOS_DATA_DIR": str(tmp_path / "new"), "KOTINOS_OPS_KEY": "key with & and =?"}
    assert ops_link("http://x:1", given) == "http://x:1/ops/?key=key%20with%20%26%20and%20%3D%3F"


def test_link_to_a_folder_that_no_server_has_used_says_so(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else somebody who names another folder than the server's gets a link that lets nobody in."""
    monkeypatch.setenv("KOTINOS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("KOTINOS_OPS_KEY", raising=False)
    assert f"No server has run on {tmp_path} yet" in CliRunner().invoke(main, ["ops", "link"]).stderr
    assert CliRunner().invoke(main, ["ops", "link"]).stderr == ""


def test_command_prints_the_link(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTINOS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KOTINOS_OPS_KEY", KEY)
    done = CliRunner().invoke(main, ["ops", "link", "--url", "https://games.example/"])
    assert done.output == f"https://games.example/ops/?key={KEY}\n"
    monkeypatch.setenv("KOTINOS_OPS_KEY", "short")
    done = CliRunner().invoke(main, ["ops", "link"])
    assert done.exit_code == 1 and "KOTINOS_OPS_KEY must have at least 16" in done.output
