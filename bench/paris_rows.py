"""The Paris 2024 set as a reader of its own sees it: for the bench, not through the importer.

Only what has to be found again: no unit is joined, nothing is made up.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """Where the set lies: ``KOTINOS_DATA`` or ``../shared/data`` beside the repository."""
    return Path(os.environ.get("KOTINOS_DATA", ROOT.parent / "shared" / "data")) / "paris2024"


def table(name: str) -> list[dict[str, str]]:
    """A file's lines by heading, cells trimmed; headings a file lacks are not there."""
    with (folder() / name).open(encoding="utf-8-sig", newline="") as file:
        return [{key: (cell or "").strip() for key, cell in line.items()} for line in csv.DictReader(file)]


def number(text: str) -> str:
    """``1.0`` as ``1``: the set writes whole numbers as decimals in places."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


@dataclass(frozen=True)
class Told:
    """A competitor in a stage, as a row tells it."""

    stage: str
    competitor: str
    name: str
    organisation: str
    values: dict[str, str]


CHECKED = {
    "rank": "rank",
    "irm": "result_IRM",
    "result": "result",
    "wlt": "result_WLT",
    "qualified": "qualification_mark",
    "diff": "result_diff",
    "start_order": "start_order",
    "bib": "bib",
}
"""Fields of a published line and the columns they come from."""

WHOLE = frozenset({"rank", "start_order", "bib"})


def results() -> list[Told]:
    """Every row of every results file."""
    found = []
    for path in sorted((folder() / "results").glob("*.csv")):
        for row in table(f"results/{path.name}"):
            values = {field: row.get(column, "") for field, column in CHECKED.items()}
            values |= {field: number(values[field]) for field in WHOLE}
            found.append(
                Told(
                    stage=row["stage_code"][-34:],  # decathlon totals have ATH_ before their code
                    competitor=row["participant_code"],
                    name=row["participant_name"],
                    organisation=row["participant_country_code"],
                    values=values,
                )
            )
    return found
