"""No file we keep tells of the place it was written in or names a registry's host."""

from __future__ import annotations

import pytest

from . import measure


def test_no_tracked_file_holds_a_forbidden_word() -> None:
    found = {}
    for path in measure.tracked():
        if path.name == "LICENSE" or "migrations" in path.parts:
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # pictures and the like
        if bad := measure.forbidden_words(text):
            found[str(path.relative_to(measure.ROOT))] = bad
    assert found == {}


@pytest.mark.parametrize(
    "text", ["see /wo" + "rk/main", "an AI ass" + "istant", "pypi.o" + "rg/simple", "two age" + "nts"]
)
def test_forbidden_word_is_seen(text: str) -> None:
    assert measure.forbidden_words(f"fine\n{text}\n")


@pytest.mark.parametrize("text", ["User-Agent: x", "homework/ is fine", "agenda", "a network/route"])
def test_harmless_word_is_let_pass(text: str) -> None:
    assert measure.forbidden_words(text) == []
