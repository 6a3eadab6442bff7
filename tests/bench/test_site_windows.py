"""What a figure should read is worked out from the document by the bench's own hand."""

from __future__ import annotations

from typing import Any

import pytest

from bench.site_followers import leaves, merge
from bench.site_windows import differing, worth

DOCUMENT: dict[str, Any] = {
    "name": "Final",
    "competitors": {
        "7": {"name": "ALDER Noor", "irm": "", "result": "9.81", "splits": {"1": {"value": "4.2"}}}
    },
}


@pytest.mark.parametrize(
    ("way", "paths", "reads"),
    [
        ([], "name", "Final"),
        (["competitors", "7"], "irm|result", "9.81"),
        (["competitors", "7"], "splits.1.value", "4.2"),
        (["competitors", "7"], "rank|=–", "–"),
        (["competitors", "8"], "name", ""),
    ],
)
def test_figure_is_worked_out_of_the_document(way: list[str], paths: str, reads: str) -> None:
    assert worth(DOCUMENT, ("unit/X", way, paths, "")) == reads


def test_window_that_reads_otherwise_is_told() -> None:
    class Page:
        url = "/X/"

        def evaluate(self, script: str) -> list[list[Any]]:
            return [["unit/X", ["competitors", "7"], "result", "9.82"], ["unit/X", [], "name", " Final "]]

    count, wrong = differing(Page(), lambda topic: DOCUMENT)
    assert count == 2 and len(wrong) == 1 and "'9.82' for '9.81'" in wrong[0]


def test_patches_are_merged_as_the_standard_says() -> None:
    assert merge({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": None, "e": [1]}, "d": {"f": 4}}) == {
        "a": {"c": 2, "e": [1]},
        "d": {"f": 4},
    }
    assert leaves({"a": {"b": 1}, "c": [1, 2]}) == 3
