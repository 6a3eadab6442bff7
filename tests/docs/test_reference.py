"""What the code has is in its reference page; what a page names is in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kotinos.live import meters
from kotinos.live.fold.apply import DOCUMENTS, FAMILIES
from kotinos.odf.message import DAY_FRAME
from kotinos.site.cli import main
from tests.architecture import measure

from . import reading

COMMANDS = dict(reading.commands(main))


def settings_in_code() -> set[str]:
    files = [
        *(reading.ROOT / "src").rglob("*.py"),
        *(reading.ROOT / "tests").rglob("*.py"),
        reading.ROOT / "Makefile",
    ]
    return {name for path in files for name in reading.SETTING.findall(path.read_text("utf-8"))}


def paths(patterns: list[URLPattern | URLResolver], before: str = "/") -> list[str]:
    """Every address of the site, written like ``/{games}/medals/``."""
    found = []
    for entry in patterns:
        here = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        found += paths(entry.url_patterns, here) if isinstance(entry, URLResolver) else [here]
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_with_its_options(name: str) -> None:
    text = reading.section(reading.reference("commands"), f"kotinos {name}")
    assert text or any(other.startswith(f"{name} ") for other in COMMANDS), f"no heading 'kotinos {name}'"
    options = [] if isinstance(COMMANDS[name], type(main)) else reading.options(COMMANDS[name])
    assert [option for option in options if f"`{option}`" not in text] == []


def test_commands_page_names_no_command_that_is_not_there() -> None:
    headings = re.findall(r"^#+ kotinos (.+)$", reading.reference("commands"), re.M)
    assert set(headings) - set(COMMANDS) == set()


def test_setting_is_documented() -> None:
    told = set(reading.SETTING.findall(reading.reference("settings")))
    assert settings_in_code() - told == set()
    assert told - settings_in_code() == set()


def test_message_type_read_is_documented() -> None:
    told = set(re.findall(r"^\| `(DT_\w+)`", reading.reference("messages"), re.M))
    assert told == DOCUMENTS | DAY_FRAME | set(FAMILIES)


def test_http_path_is_documented() -> None:
    told = reading.reference("api")
    missing = [path for path in paths(get_resolver().url_patterns) if f"`{path}`" not in told]
    assert missing == []


def test_room_is_documented() -> None:
    rooms = {name.split(".")[1] for name in measure.modules() if name.count(".") > 1}
    told = set(re.findall(r"^\| `(\w+)`", reading.reference("rooms"), re.M))
    assert told == rooms


@pytest.mark.parametrize("page", reading.PAGES, ids=lambda page: page.name)
def test_page_names_only_commands_there_are(page: Path) -> None:
    assert reading.named_commands(page.read_text("utf-8"), set(COMMANDS)) - set(COMMANDS) == set()


def test_command_reader_sees_a_wrong_command() -> None:
    text = "`kotinos odf check a.xml` and\n```\nkotinos fly --high\nkotinos key create me\n```\n"
    assert reading.named_commands(text, {"odf", "odf check", "key create"}) == {
        "odf check",
        "fly",
        "key create",
    }


def test_meter_is_documented_with_its_kind() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", reading.reference("metrics"), re.M))
    assert told == {**meters.declared(), "kotinos_ops_report_age_seconds": "gauge"}
