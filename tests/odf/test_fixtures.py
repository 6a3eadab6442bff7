"""Reader, writer and checks against messages that were written without knowing them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kotinos.odf.checks import check
from kotinos.odf.checks.profiles import document_types

from . import agreement


@pytest.mark.parametrize("path", agreement.good(), ids=lambda path: path.stem)
def test_message_keeps_all_it_says(path: Path) -> None:
    assert agreement.disagreements(path) == []


@pytest.mark.parametrize("row", agreement.bad(), ids=lambda row: row["file"])
def test_defect_is_named(row: dict[str, str]) -> None:
    assert agreement.misjudged(row) == ""


@pytest.mark.parametrize("path", agreement.bases(), ids=lambda path: path.stem)
def test_message_without_defect_raises_nothing(path: Path) -> None:
    assert check(path.read_bytes()).findings == ()


def test_every_type_we_fold_has_a_message() -> None:
    names = [path.stem for path in agreement.good()]
    folded = [name for name, kind in document_types().items() if kind.folded]
    assert [name for name in folded if not any(stem.startswith(name.lower()) for stem in names)] == []
