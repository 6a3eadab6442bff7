"""Commands as people type them, without servers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection

from kotinos.live import api as live
from kotinos.site.cli import main
from kotinos.site.cli.feeds import speed_of
from tests.docs.reading import ROOT

GOOD = ROOT / "tests" / "odf" / "fixtures" / "dt_result_start_list.xml"
SMALL_PARIS = ROOT / "tests" / "formats" / "paris2024_small"


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


def test_what_is_in_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Also in a folder that everybody may enter, and that an older version left open."""
    tmp_path.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KOTINOS_", "DJANGO_"))}
    env["KOTINOS_DATA_DIR"] = str(tmp_path)

    def modes() -> dict[str, int]:
        command = [sys.executable, "-m", "kotinos", "prepare", "--no-rehearsal"]
        subprocess.run(command, env=env, check=True, umask=0o022)
        return {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}

    made = modes()
    assert {"kotinos.sqlite3", "log.sqlite3", "secret-key", "fold.lock"} <= set(made)
    assert set(made.values()) == {0o600}
    for name in ("kotinos.sqlite3", "log.sqlite3", "theirs.txt"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    assert modes() == {**made, "kotinos.sqlite3": 0o640, "log.sqlite3": 0o640, "theirs.txt": 0o644}


def test_check_by_another_profile_asks_for_other_things() -> None:
    teams = GOOD.with_name("dt_partic_teams.xml")
    assert kotinos("odf", "check", "--profile", "2018", teams).exit_code == 0
    newer = kotinos("odf", "check", "--profile", "2026", teams)
    assert newer.exit_code == 1 and "error required" in newer.output
    assert kotinos("odf", "check", "--profile", "1896", teams).exit_code == 2


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


@pytest.mark.parametrize("inside", ["", "events.csv", "results/readme.txt"])
def test_import_of_a_folder_without_results_says_what_is_expected(tmp_path: Path, inside: str) -> None:
    if inside:
        (tmp_path / inside).parent.mkdir(exist_ok=True)
        (tmp_path / inside).write_text("a,b\n1,2\n")
    for words in (("import", "paris2024", tmp_path), ("replay", f"paris2024:{tmp_path}", "--key", "x")):
        result = kotinos(*words)
        assert result.exit_code == 1
        assert "expected one CSV file a discipline" in result.output


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_import_of_half_a_set_names_the_absent_files(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PARIS / "results", tmp_path / "results")
    result = kotinos("import", "paris2024", tmp_path)
    assert "schedules.csv: the file is absent (put schedules.csv into the folder of the set)" in result.output
    assert "the log has the Games; 0 messages were refused" in result.output
    assert result.exit_code == 0


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    "words", [("replay", "NONE2099", "--key", "x"), ("rebuild", "--check", "--games", "NONE2099")]
)
def test_games_the_log_does_not_have_is_an_error(words: tuple[str, ...]) -> None:
    result = kotinos(*words)
    assert result.exit_code == 1
    assert "has no message of NONE2099" in result.output


def test_replay_refuses_an_address_without_a_scheme() -> None:
    result = kotinos("replay", f"paris2024:{SMALL_PARIS}", "--key", "x", "--to", "127.0.0.1:8000")
    assert result.exit_code == 2
    assert "begin --to with http://" in result.output


def test_replay_refuses_a_key_that_cannot_be_sent() -> None:
    result = kotinos("replay", f"paris2024:{SMALL_PARIS}", "--key", "clé")
    assert result.exit_code == 2
    assert "key create" in result.output


@pytest.mark.parametrize("name", ["", " ", "a\tb", "x" * 61])
@pytest.mark.django_db(databases="__all__")
def test_key_without_a_usable_name_is_refused(name: str) -> None:
    assert kotinos("key", "create", name).exit_code in (1, 2)
    assert kotinos("key", "list").output == ""


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"KOTINOS_DATABASE_URL": "mysql://x"}, "must start with postgresql://"),
        ({"KOTINOS_DATA_DIR": "/dev/null/data"}, "/dev/null/data"),
        ({}, "no such table: live_key. A new or older one: kotinos migrate"),
    ],
)
def test_start_that_cannot_be_made_ends_in_one_line(
    tmp_path: Path, environment: dict[str, str], told: str
) -> None:
    done = alone(tmp_path, "key", "list", **environment)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and told in done.stderr


@pytest.mark.parametrize("name", ["rehearsal.json", "log.sqlite3"])
def test_broken_file_of_the_data_folder_is_told_without_a_traceback(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{ broken")
    done = alone(tmp_path, "prepare", "--size", "test")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")


def test_what_is_not_permitted_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied", "/data/log.sqlite3")

    monkeypatch.setattr("kotinos.site.cli.keys.migrate", refuse)
    result = kotinos("key", "create", "venue")
    assert (result.exit_code, result.output) == (
        1,
        "Error: [Errno 13] Permission denied: '/data/log.sqlite3'\n",
    )


def alone(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with the settings people have, on that data folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KOTINOS_", "DJANGO_"))}
    own |= {"KOTINOS_DATA_DIR": str(data), **environment}
    command = [sys.executable, "-m", "kotinos", *words]
    return subprocess.run(command, env=own, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "not-xml"), (b"\x00\xff\x00" * 99, "not-xml"), (b"<a/>" * 2_800_000, "too-large")],
    ids=["empty", "binary", "11 MB"],
)
def test_check_of_what_is_no_message_names_the_rule(tmp_path: Path, content: bytes, rule: str) -> None:
    (tmp_path / "x.xml").write_bytes(content)
    result = kotinos("odf", "check", tmp_path / "x.xml")
    assert result.exit_code == 1
    assert f"error {rule}" in result.output


@pytest.mark.parametrize("name", ["", "absent.xml"])
def test_check_of_a_folder_or_an_absent_file_is_a_wrong_use(tmp_path: Path, name: str) -> None:
    assert kotinos("odf", "check", tmp_path / name).exit_code == 2


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_prepare_refuses_a_data_folder_that_is_in_use(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("one process cannot hold PostgreSQL's advisory lock against itself")
    with live.only_fold():
        result = kotinos("prepare", "--no-rehearsal")
    assert result.exit_code == 1
    assert "stop it first, or choose another folder (--data)" in result.output


def test_import_tells_a_problem_of_many_lines_once(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PARIS, tmp_path, dirs_exist_ok=True)
    lines = (tmp_path / "schedules.csv").read_text().splitlines()
    lines += [f"{lines[-1]},surplus"] * 3
    (tmp_path / "schedules.csv").write_text("\n".join(lines))
    result = kotinos("replay", f"paris2024:{tmp_path}", "--key", "x", "--to", "no-address")
    assert result.output.count("17 cells under 16") == 1
    assert " and 2 more lines: " in result.output


@pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
def test_quarantine_says_when_nothing_was_set_aside() -> None:
    result = kotinos("quarantine")
    assert (result.exit_code, result.output) == (0, "nothing was set aside\n")


def test_a_postgresql_without_its_driver_is_told_in_one_line(tmp_path: Path) -> None:
    without = "import sys; sys.modules['psycopg'] = sys.modules['psycopg2'] = None\n"
    code = f"{without}from kotinos.site.cli import main\nmain(['key', 'list'])"
    env = {**os.environ, "KOTINOS_DATA_DIR": str(tmp_path), "KOTINOS_DATABASE_URL": "postgresql://a@b/c"}
    env["DJANGO_SETTINGS_MODULE"] = "kotinos.site.settings"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip install 'kotinos[postgres]'" in done.stderr
    assert "Traceback" not in done.stderr
