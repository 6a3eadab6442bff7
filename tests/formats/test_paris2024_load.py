"""Reading the set: every row kept, every trap named."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotinos.formats.paris2024 import gaps, load, stream
from kotinos.formats.paris2024.check import listed
from kotinos.formats.paris2024.medals import recompute
from kotinos.formats.paris2024.people import split_name
from kotinos.formats.paris2024.rows import ResultRow, tail_of, whole
from kotinos.odf.writer import write_message

SMALL = Path(__file__).parent / "paris2024_small"

PARIS = load(SMALL)


def _lines(name: str) -> int:
    with (SMALL / name).open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for cells in csv.reader(file) if cells) - 1


def test_load_keeps_every_line_of_every_file():
    results = sum(_lines(f"results/{path.name}") for path in (SMALL / "results").glob("*.csv"))
    assert len(PARIS.results) == results
    for name in ("schedules", "medals", "medallists", "teams", "events"):
        rows = getattr(PARIS, {"schedules": "schedule"}.get(name, name))
        assert len(rows) == _lines(f"{name}.csv"), name


def test_load_tells_file_and_line_of_a_row():
    row = next(
        row for row in PARIS.results if row.participant_name == "FOX Fred" and "SFNL" in row.stage_code
    )
    with (SMALL / row.file).open(newline="") as file:
        assert "FOX Fred" in file.read().splitlines()[row.line - 1]


@pytest.mark.parametrize(
    ("file", "line", "column", "text"),
    [
        ("results/Athletics.csv", 2, "stage_code", "four characters too many"),
        ("results/Canoe Slalom.csv", 6, "stage_code", "is no RSC"),
        ("results/Canoe Slalom.csv", 6, "date", "is no time with offset"),
        ("results/Canoe Slalom.csv", 6, "rank", "is no rank"),
        ("results/Canoe Slalom.csv", 7, "", "21 cells under 20 headings"),
        ("results/Canoe Slalom.csv", 7, "participant_code", "already, line 2"),
        ("results/Surfing.csv", 2, "date", "local"),
        ("results/Surfing.csv", 3, "participant_name", "'BETA Bea' before"),
        ("schedules.csv", 18, "", "repeats line 17"),
        ("schedules.csv", 25, "status", "no status"),
        ("teams.csv", 8, "athletes", "no list of texts"),
        ("medallists.csv", 24, "birth_date", "is no day"),
    ],
)
def test_load_names_each_problem_with_its_place(file, line, column, text):
    found = [each for each in PARIS.problems if (each.file, each.line, each.column) == (file, line, column)]
    assert any(text in each.text for each in found), found
    assert all(each.remedy for each in found)


def test_load_names_no_other_problem():
    assert len(PARIS.problems) == 14


def test_code_of_decathlon_total_is_read_without_its_prefix():
    assert ResultRow(stage_code="ATH_ATHMDECA".ljust(38, "-")).code == "ATHMDECA".ljust(34, "-")


def test_load_of_an_absent_folder_says_what_to_give(tmp_path):
    with pytest.raises(FileNotFoundError, match="give the folder"):
        load(tmp_path / "nothing")
    (tmp_path / "results").mkdir()
    with pytest.raises(FileNotFoundError, match="no results"):
        load(tmp_path)


def test_load_of_an_absent_file_is_a_problem_and_the_rest_is_read(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "set")
    (folder / "medals.csv").unlink()
    (folder / "schedules.csv").unlink()
    paris = load(folder)
    absent = {each.file for each in paris.problems if "absent" in each.text}
    assert absent == {"medals.csv", "schedules.csv"}
    assert len(paris.results) == len(PARIS.results)
    official = [timed for timed in stream(paris) if timed.message.header.result_status == "OFFICIAL"]
    assert len(official) == 16  # every stage, from its stamp alone


def test_load_of_another_encoding_is_a_problem(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "set")
    path = folder / "results" / "Swimming.csv"
    path.write_bytes(path.read_text("utf-8-sig").replace("ALPHA Ann", "ÄLPHA Ann").encode("latin-1"))
    paris = load(folder)
    assert any("not UTF-8" in each.text for each in paris.problems)
    assert len(paris.results) == len(PARIS.results)


def test_load_reports_unknown_and_missing_columns(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "set")
    (folder / "events.csv").write_text("event,sport_code,colour\nRun,ATH,red\n", encoding="utf-8")
    columns = {each.column for each in load(folder).problems if each.file == "events.csv"}
    assert columns == {"colour", "tag", "sport", "sport_url"}


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("ALPHA Ann", "ALPHA", "Ann"),
        ("van der GAMMA Gia Lou", "van der GAMMA", "Gia Lou"),
        ("McDELTA Dee", "McDELTA Dee", ""),
        ("Solo", "Solo", ""),
        ("", "", ""),
    ],
)
def test_split_name_takes_capitals_for_the_family(name, family, given):
    assert split_name(name) == (family, given)


@given(st.text())
def test_listed_never_raises_and_gives_texts_only(text):
    found = listed(text)
    assert found is None or all(isinstance(each, str) for each in found)


@given(st.text(), st.text())
def test_cells_never_break_what_is_read_from_them(text, other):
    assert len(tail_of(text)) in (0, 12)
    assert whole(text) in (text, text[:-2])
    assert len(ResultRow(stage_code=text, participant_code=other).code) in (0, 34)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "1.0", "DNF", "W", "Team", "X", "2024-07-27T10:00:00+02:00", "['a'", "['a']", '"', "\x00"]
    ),
)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_load_survives_any_cells_and_accounts_for_every_line(tmp_path_factory, data):
    """Cells of any kind put into lines of every file: no crash, a row for each line, a stream that can be
    written, and every row either sent or named as a gap."""
    folder = shutil.copytree(SMALL, tmp_path_factory.mktemp("any") / "set")
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.csv"))))
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    for _ in range(data.draw(st.integers(1, 6))):
        line = lines[data.draw(st.integers(1, len(lines) - 1))]
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(CELL)
    _write(path, lines)
    paris = load(folder)
    rows = len(paris.results) + sum(map(len, (paris.schedule, paris.medals, paris.medallists, paris.teams)))
    unread = sum(1 for each in paris.problems if "unreadable" in each.text)
    whole_set = sum(map(len, (PARIS.results, PARIS.schedule, PARIS.medals, PARIS.medallists, PARIS.teams)))
    assert rows + unread >= whole_set
    sent = 0
    for timed in stream(paris):
        write_message(timed.message)
        header, body = timed.message.header, timed.message.competition
        if header.result_status == "OFFICIAL" and header.document_type != "DT_MEDALLISTS" and body:
            sent += len(body.results)
    unplaced = [gap for gap in gaps(paris) if gap.what == "a row of results"]
    assert sent + len(unplaced) == len(paris.results)
    recompute(paris)


def _write(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
