"""Files and codes that no one here wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import samples


@pytest.mark.oracle
def test_real_files_and_codes_are_judged_and_kept(oracles: Path) -> None:
    assert oracles == samples.DATA
    for count in (samples.samples, samples.rscs, samples.pairs):
        figures, holds = count()
        assert holds, figures


@pytest.mark.oracle
def test_a_missing_row_of_the_table_is_seen(
    oracles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = samples.EXPECTED.read_text("utf-8").splitlines()
    short = tmp_path / "short.csv"
    short.write_text("\n".join(lines[:-1]), "utf-8")
    monkeypatch.setattr(samples, "EXPECTED", short)
    figures, holds = samples.samples()
    assert not holds
    assert figures == f"files {len(lines) - 2}/{len(lines) - 1}"
