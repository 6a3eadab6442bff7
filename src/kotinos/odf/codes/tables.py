"""Tables of codes read from CSV. Pure.

The layout is that of the Common Codes and Sport Codes workbooks saved as CSV: one file a table, named after
it, first row the column names, names of a code in ``ENG Description``, ``ENG longdescription`` and the like
for every language. Sport codes are one file with many tables, told apart by ``Code_Entity``. The tables
themselves belong to their owner and do not ship; ``shipped`` has common code values described by us.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from ..rsc import LENGTH

_DATA = Path(__file__).parent / "data"
_OWN_KEYS = ("Id", "Code", "recordtype", "Function", "Class")
_RSC_PARTS = ("Discipline", "Gender", "Event", "phase", "Eventunit")
_DISCIPLINE = 3

Row = Mapping[str, str]


class CodeTables(msgspec.Struct, frozen=True):
    """Tables by name, each with its rows by code; a row has the columns of its file.

    Where a row belongs to a discipline its code is found plain and as ``ATH:WR``; the plain one is the first
    such row's. Events, phases and units are found by RSC, those of ODF1 by ``DDGEEEPUU`` as far as it goes.
    """

    rows: dict[str, dict[str, Row]]

    @classmethod
    def load(cls, path: Path | str) -> CodeTables:
        """Read every table of a folder.

        Rows longer than their header are met with in practice and cut, shorter ones filled with ``""``.
        Raises ``FileNotFoundError`` for a folder without tables, ``ValueError`` naming a file that is no
        UTF-8 CSV.
        """
        files = sorted(Path(path).glob("*.csv"))
        if not files:
            raise FileNotFoundError(f"no code tables (*.csv) in {path}")
        tables: dict[str, dict[str, Row]] = {}
        for file in files:
            for row in _read(file):
                table = tables.setdefault(row.get("Code_Entity") or row.get("set") or file.stem, {})
                for key in _keys(row):
                    table.setdefault(key, row)
        return cls(tables)

    def codes(self, table: str) -> tuple[str, ...]:
        """All codes of a table, in its order; none for a table that is not there."""
        return tuple(self.rows.get(table, {}))

    def row(self, table: str, code: str) -> Row | None:
        """A code's row as it stands in the file."""
        return self.rows.get(table, {}).get(code)

    def name(self, table: str, code: str, language: str = "ENG", *, long: bool = False) -> str:
        """What a code is called: in ``language``, else in English, else ``""``."""
        row = self.row(table, code)
        if row is None:
            return ""
        kinds = ("longdescription", "Description") if long else ("Description", "longdescription")
        columns = [f"{tongue} {kind}" for tongue in (language, "ENG") for kind in kinds]
        return next((row[column] for column in (*columns, "Description") if row.get(column)), "")


def _read(file: Path) -> Iterator[Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines)
            header = [name.strip() for name in next(rows, [])]
            for cells in rows:
                filled = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
                yield dict(zip(header, filled, strict=False))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{file} is no UTF-8 CSV: {error}") from error


def _keys(row: Row) -> list[str]:
    own = next((row[name] for name in _OWN_KEYS if row.get(name)), "")
    discipline = row.get("Discipline") or row.get("Sport") or ""
    if own:
        return [own, f"{discipline}:{own}"] if discipline and "Id" not in row else [own]
    joined = "".join(row.get(part, "") for part in _RSC_PARTS)
    if len(row.get("Discipline", "")) == _DISCIPLINE:
        return [joined.ljust(LENGTH, "-")]
    return [joined] if joined else []


@cache
def shipped() -> CodeTables:
    """Common code values with descriptions of our own, in English.

    Tables: ScheduleStatus, ResultStatus, IRM, ResultType, QualificationMark, PhaseType, WLT, RecordType,
    Medal, Gender, Discipline (with ``old``, the two letters of ODF1, and ``season``), Phase.
    """
    return CodeTables.load(_DATA)
