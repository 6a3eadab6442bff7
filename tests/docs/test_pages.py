"""Documents hold together: links lead somewhere, traced files exist, the tutorial can be followed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from . import reading


@pytest.mark.parametrize("page", reading.PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    assert reading.missing_links(page, page.read_text("utf-8")) == []


def test_link_checker_sees_a_broken_link(tmp_path: Path) -> None:
    (tmp_path / "there.md").touch()
    text = "[a](there.md#part) [b](gone.md) ![c](no.png) [d](https://example.org/x)"
    assert reading.missing_links(tmp_path / "page.md", text) == ["gone.md", "no.png"]


def test_every_page_of_docs_is_linked_from_another() -> None:
    linked = set()
    for page in reading.PAGES:
        for target in reading.LINK.findall(page.read_text("utf-8")):
            if "://" not in target:
                linked.add((page.parent / target.split("#")[0]).resolve())
    lonely = [page for page in reading.DOCS.rglob("*.md") if page.resolve() not in linked]
    assert lonely == []


def test_architecture_names_files_that_exist_and_stays_short() -> None:
    text = (reading.ROOT / "ARCHITECTURE.md").read_text("utf-8")
    files = re.findall(r"`(src/[\w/.]+\.py)`", text)
    assert len(files) >= 8
    assert [name for name in files if not (reading.ROOT / name).exists()] == []
    assert len(text.splitlines()) <= 150


def test_readme_fits_one_screen_and_has_the_two_commands() -> None:
    text = (reading.ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 70
    assert re.search(r"^make run\b", text, re.M) and re.search(r"^make test\b", text, re.M)


def test_make_targets_that_pages_name_exist() -> None:
    makefile = (reading.ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    named = set()
    for page in reading.PAGES:
        named |= set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", page.read_text("utf-8"), re.M))
    assert named - targets == set()


def test_files_the_tutorial_uses_exist() -> None:
    text = (reading.DOCS / "tutorial" / "first-games.md").read_text("utf-8")
    named = re.findall(r"(tests/[\w/.]+)", text)
    assert named
    assert [name for name in named if not (reading.ROOT / name).exists()] == []


def test_pages_are_written_for_the_eye() -> None:
    long = [
        f"{page.name}:{number}"
        for page in reading.PAGES
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1)
        if len(line) > 115 and not line.startswith("|") and "](" not in line
    ]
    assert long == []
