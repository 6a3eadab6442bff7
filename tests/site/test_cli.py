"""Commands as people type them, without servers."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kotinos.live import api as live
from kotinos.site.cli import main
from kotinos.site.cli.feeds import speed_of
from tests.docs.reading import ROOT

GOOD = ROOT / "tests" / "odf" / "fixtures" / "dt_result_start_list.xml"


def kotinos(*words: object) -> click.testing.Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_check_of_a_good_file_finds_no_error() -> None:
    result = kotinos("odf", "check", GOOD)
    assert (result.exit_code, "error:" in result.output) == (0, False), result.output


def test_check_of_a_bad_file_names_rule_place_and_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_bytes(GOOD.read_bytes().replace(b'DocumentType="DT_RESULT"', b'DocumentType=""'))
    result = kotinos("odf", "check", "--json", GOOD, bad)
    good_report, bad_report = (json.loads(line) for line in result.output.splitlines())
    assert result.exit_code == 1
    assert [finding for finding in good_report["findings"] if finding["severity"] == "error"] == []
    errors = [finding for finding in bad_report["findings"] if finding["severity"] == "error"]
    assert errors and all(finding["rule"] and finding["text"] and finding["remedy"] for finding in errors)


@pytest.mark.django_db(databases="__all__")
def test_key_is_shown_once_listed_and_revoked() -> None:
    secret = kotinos("key", "create", "venue", "--source", "STA*").output.strip()
    assert len(secret) == 32
    assert kotinos("key", "list").output == "venue\tSTA*\tactive\n"
    assert secret not in kotinos("key", "list").output
    assert kotinos("key", "create", "venue").exit_code == 1
    assert kotinos("key", "revoke", "venue").exit_code == 0
    assert "revoked" in kotinos("key", "list").output
    assert kotinos("key", "revoke", "nobody").exit_code == 1
    assert live.last_seq("venue") == 0


@pytest.mark.parametrize(("text", "speed"), [("max", None), ("1", 1.0), ("0.5", 0.5), ("600", 600.0)])
def test_speed_is_read(text: str, speed: float | None) -> None:
    context = click.Context(main)
    assert speed_of(context, click.Option(["--speed"]), text) == speed


@pytest.mark.parametrize("text", ["0", "-1", "fast", "nan"])
def test_speed_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        speed_of(click.Context(main), click.Option(["--speed"]), text)


def test_replay_needs_a_key() -> None:
    result = kotinos("replay", "OG2024")
    assert result.exit_code == 2
    assert "key create" in result.output


def test_unknown_format_is_refused() -> None:
    assert "paris2024:FOLDER" in kotinos("replay", "london1908:x").output


def test_every_command_has_help() -> None:
    for name in ("run", "fold", "front", "import", "replay", "rebuild", "migrate", "key", "odf"):
        assert kotinos(name, "--help").exit_code == 0
