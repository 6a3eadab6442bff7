"""The real set, which nobody here wrote: all of it, and fast."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from kotinos.formats.paris2024 import gaps, load, stream
from kotinos.formats.paris2024.gaps import missing
from kotinos.formats.paris2024.medals import recompute
from kotinos.formats.paris2024.rows import ParisSet
from kotinos.odf.checks import check_message
from kotinos.odf.stream import Timed

pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def paris(oracles: Path) -> ParisSet:
    """The public set; skips where the folder of real data has none."""
    folder = oracles / "paris2024"
    if not folder.is_dir():
        pytest.skip(f"no set at {folder}")
    return load(folder)


@pytest.fixture(scope="module")
def played(paris: ParisSet) -> tuple[tuple[Timed, ...], float]:
    """All messages, and the seconds they took."""
    begin = time.perf_counter()
    return tuple(stream(paris)), time.perf_counter() - begin


def test_real_set_is_read_whole(paris, oracles):
    lines = 0
    for path in (oracles / "paris2024" / "results").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines += sum(1 for cells in csv.reader(file) if cells) - 1
    assert len(paris.results) == lines
    assert all(row.code for row in paris.results)


def test_real_stream_sends_every_row_in_time(paris, played):
    messages, took = played
    assert took < 20
    sent = Counter(
        (timed.message.header.document_code, result.competitors[0].code, result.result, result.irm)
        for timed in messages
        if timed.message.header.result_status == "OFFICIAL" and timed.message.competition
        for result in timed.message.competition.results
    )
    told = Counter((row.code, row.participant_code, row.result, row.result_IRM) for row in paris.results)
    assert sent == told


def test_real_stream_has_no_error_for_the_intake(played):
    found = Counter(
        (each.severity, each.rule) for timed in played[0] for each in check_message(timed.message)
    )
    assert {severity for severity, _ in found} <= {"warning"}
    assert found[("warning", "schedule-status")] == found.total()


def test_real_gaps_name_the_missing_disciplines(paris):
    told = {row.discipline_name for row in paris.results}
    without = {line.discipline for line in paris.schedule if line.status == "FINISHED"} - told
    names = {
        gap.what.removeprefix("results of ") for gap in gaps(paris) if gap.what.startswith("results of ")
    }
    assert names == without - {"Opening Ceremony"}
    assert len(missing(paris)) == len(names)


def test_real_medals_by_the_rows_agree_with_the_told(paris):
    found = recompute(paris)
    assert len(found.agreements) >= 190
    assert found.disagreements == ()
    assert all(gap.reason for gap in found.not_computable)
    told = {(row.discipline, row.event) for row in paris.medals}
    assert len(found.agreements) + len(found.not_computable) == len(told)
