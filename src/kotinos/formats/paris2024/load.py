"""Reads the files of the set: every row kept, every problem named, no file fatal. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from .check import check_medallists, check_results, check_schedule, check_teams
from .rows import (
    EventRow,
    MedallistRow,
    MedalRow,
    ParisSet,
    Problem,
    ResultRow,
    Row,
    ScheduleRow,
    TeamRow,
    TotalRow,
)  # fmt: skip

_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
"""What XML 1.0 has no way to write (2.2, Char)."""

R = TypeVar("R", bound=Row)
Report = Callable[[Problem], None]


def load(folder: Path) -> ParisSet:
    """Read the set. Raises ``FileNotFoundError`` when the folder, or all of its results, are absent.

    Any other absent file is a ``Problem``. Bad lines keep what they have and are a ``Problem`` each.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}: give the folder that holds schedules.csv and results/")
    files = sorted((folder / "results").glob("*.csv"))
    if not files:
        raise FileNotFoundError(f"no results in {folder / 'results'}: expected one CSV file a discipline")
    problems: list[Problem] = []
    report = problems.append
    results = tuple(row for path in files for row in read(path, ResultRow, report))
    schedule = tuple(read(folder / "schedules.csv", ScheduleRow, report))
    teams = tuple(read(folder / "teams.csv", TeamRow, report))
    medallists = tuple(read(folder / "medallists.csv", MedallistRow, report))
    check_results(results, report)
    check_schedule(schedule, report)
    check_teams(teams, report)
    check_medallists(medallists, report)
    return ParisSet(
        results=results,
        schedule=schedule,
        teams=teams,
        medals=tuple(read(folder / "medals.csv", MedalRow, report)),
        medallists=medallists,
        events=tuple(read(folder / "events.csv", EventRow, report)),
        totals=tuple(read(folder / "medals_total.csv", TotalRow, report)),
        problems=tuple(problems),
    )


def read(path: Path, kind: type[R], report: Report) -> Iterator[R]:
    """The rows of one file as ``kind``, each with its line; an absent file is reported and has none."""
    name = path.name if path.parent.name != "results" else f"results/{path.name}"
    if not path.is_file():
        report(Problem(name, 0, "", "the file is absent", f"put {name} into the folder of the set"))
        return
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    if "\ufffd" in text:
        report(Problem(name, 0, "", "the file is not UTF-8 throughout", "save it as UTF-8"))
    if found := _ILLEGAL.search(text):
        told = f"characters no message can carry, such as {found.group()!r}"
        report(Problem(name, 0, "", told, "take them out; U+FFFD stands for them"))
        text = _ILLEGAL.sub("\ufffd", text)
    yield from _rows(name, text, kind, report)


def _rows(name: str, text: str, kind: type[R], report: Report) -> Iterator[R]:
    columns = {field.encode_name: field.name for field in msgspec.structs.fields(kind)}
    for own in ("file", "line"):
        del columns[own]
    lines = _lines(name, text, report)
    _, heading = next(lines, (0, []))
    _check_heading(name, heading, columns, kind, report)
    for number, cells in lines:
        if not cells:
            continue
        if len(cells) != len(heading):
            text = f"{len(cells)} cells under {len(heading)} headings"
            report(Problem(name, number, "", text, "quote cells that contain commas; drop surplus ones"))
        told = {head: cell.strip() for head, cell in zip(heading, cells, strict=False)}
        values = {field: told[head] for head, field in columns.items() if head in told}
        yield kind(file=name, line=number, **values)


def _lines(name: str, text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers; a line the reader refuses is reported and the rest still read."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            before = reader.line_num + 1
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            report(Problem(name, reader.line_num, "", f"unreadable line: {fault}", "correct its quotes"))
            continue
        yield before, cells


def _check_heading(
    name: str, heading: list[str], columns: dict[str, str], kind: type[Row], report: Report
) -> None:
    if not heading:
        report(Problem(name, 1, "", "the file is empty", "fetch it again"))
    for head in heading:
        if head not in columns:
            report(Problem(name, 1, head, f"unknown column {head!r}, not read", "drop or rename it"))
    if kind is ResultRow:
        return  # their columns vary by discipline
    for head in columns:
        if heading and head not in heading:
            report(Problem(name, 1, head, f"no column {head!r}", "its cells are taken as empty"))
