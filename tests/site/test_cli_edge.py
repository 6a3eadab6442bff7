"""``kotinos edge`` as a venue meets it: real processes on both sides of a link that comes and goes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import timezone

from kotinos.live import api as live
from kotinos.live.models import Forwarding, LogEntry, NotTaken
from kotinos.site.cli import main
from kotinos.site.cli.edge import centre, read_key

from .test_cli_run import Running, send, shown


def kotinos(*words: object) -> click.testing.Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize(
    "text", ["centre.example", "ftp://centre.example", "https://centre.example/odf", "http://"]
)
def test_centre_needs_a_whole_address_without_a_path(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"https://centre\.example"):
        centre(click.Context(main), click.Option(["--to"]), text)


def test_key_comes_from_its_file_or_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    file.write_text("abc\n")
    assert read_key(file) == "abc"
    monkeypatch.setenv("KOTINOS_EDGE_KEY", "def")
    assert (read_key(file), read_key(None)) == ("abc", "def")
    for bad in (b"", b"a\nb", b"\xff"):
        file.write_bytes(bad)
        with pytest.raises(click.UsageError, match="key"):
            read_key(file)
    with pytest.raises(click.BadParameter, match="cannot be read"):
        read_key(tmp_path / "nowhere")


def test_edge_without_a_key_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOTINOS_EDGE_KEY", raising=False)
    result = kotinos("edge", "--to", "https://centre.example")
    assert result.exit_code == 2 and "kotinos key create NAME" in result.output
    assert kotinos("forward").exit_code == 2


@pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
def test_status_tells_backlog_trouble_and_what_was_refused() -> None:
    assert "nothing was ever forwarded" in kotinos("forward", "--status").output
    for number in range(3):
        LogEntry.objects.create(
            competition="G", sender="s", identity=str(number), version=1, digest="", document_type="DT_KA",
            received=timezone.now(), raw=b"",
        )  # fmt: skip
    first = LogEntry.objects.order_by("pk")[0].pk
    state = Forwarding.objects.create(target="https://a.example", position=first)
    told = kotinos("forward", "--status")
    assert told.exit_code == 0
    assert "waiting: 2, the oldest for" in told.output and "last answer: never" in told.output
    NotTaken.objects.create(
        target=state.target, position=first, code=400, receipt='{"code":400,"message":"no xml"}',
        at=timezone.now(),
    )  # fmt: skip
    state.trouble, state.since, state.halted = "no such key", timezone.now(), True
    state.save()
    told = kotinos("forward", "--status", "--to", "https://a.example/")
    assert told.exit_code == 1
    assert "STOPPED since" in told.output and "no such key" in told.output
    assert f"position {first}: 400 no xml" in told.output
    assert kotinos("forward", "--status", "--to", "https://b.example").exit_code == 0
    assert live.backlogs()[0].waiting == 2


@pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
def test_nothing_that_was_never_answered_may_be_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTINOS_EDGE_KEY", "key")
    result = kotinos("forward", "--to", "https://a.example", "--after", 7)
    assert result.exit_code == 2
    assert "--after" in result.output and "passed over" in result.output


def test_venue_goes_on_without_its_centre_which_has_all_once_the_link_returns(tmp_path: Path) -> None:
    for name in ("centre", "venue"):
        (tmp_path / name).mkdir()
    there = Running(tmp_path / "centre", "--no-rehearsal")
    (tmp_path / "key").write_text(there.kotinos("key", "create", "venue-edge"))
    there.end()
    words = ("--to", there.url, "--key-file", str(tmp_path / "key"))
    venue = Running(tmp_path / "venue", *words, verb="edge")
    try:
        assert "forward" in venue.children()
        assert send(venue, venue.kotinos("key", "create", "desk")) == 200
        venue.until(lambda: shown(venue))
        venue.until(lambda: "cannot be reached" in venue.said())
        os.kill(venue.children()["forward"], signal.SIGKILL)
        again = Running(tmp_path / "centre", "--no-rehearsal", port=there.port)
        try:
            again.until(lambda: shown(again))
            venue.until(lambda: "waiting: 0" in venue.kotinos("forward", "--status"))
            assert again.kotinos("rebuild", "--check") == "0 differences"
        finally:
            again.end()
    finally:
        venue.end()
