"""Code tables: the small set that ships, and folders of an operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from kotinos.odf.checks.header import RESULT_STATUSES
from kotinos.odf.checks.medals import MEDALS
from kotinos.odf.checks.schedule import SCHEDULE_STATUSES
from kotinos.odf.codes import CodeTables, shipped


@pytest.mark.parametrize(
    ("table", "codes"),
    [("ScheduleStatus", SCHEDULE_STATUSES), ("ResultStatus", RESULT_STATUSES), ("Medal", MEDALS)],
)
def test_shipped_tables_have_the_codes_of_the_checks(table: str, codes: tuple[str, ...]) -> None:
    assert set(shipped().codes(table)) == set(codes)


def test_shipped_codes_are_all_named_in_english() -> None:
    tables = shipped()
    assert [
        (table, code) for table in tables.rows for code in tables.codes(table) if not tables.name(table, code)
    ] == []


def test_shipped_old_disciplines_are_told_apart() -> None:
    old = [row["old"] for row in shipped().rows["Discipline"].values() if row["old"]]
    assert len(set(old)) == len(old) > 40
    assert {len(code) for code in old} == {2}


def _folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, "utf-8")
    return path


def test_operator_folder_is_read_however_ragged(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        Organisation="\ufeffId,type,ENG Description,FRA longdescription\n"
        "AAA,OC,Aland,Aland la belle,,,,\nBBB,OC\n",
        SportCodes="Discipline,Code_Entity,Code,Description\nATH,IRM,DNF,Did not finish\nALP,IRM,DNF,Fell\n",
        Event="Discipline,Gender,Event,ENG Description\nATH,M,100M--------------,100 m\n",
        Empty="",
    )
    tables = CodeTables.load(folder)
    assert tables.name("Organisation", "AAA") == "Aland"
    assert tables.name("Organisation", "AAA", "FRA") == "Aland la belle"
    assert tables.name("Organisation", "AAA", "FRA", long=True) == "Aland la belle"
    assert tables.name("Organisation", "AAA", "KOR") == "Aland"
    assert tables.name("Organisation", "BBB") == ""
    assert tables.name("Organisation", "ZZZ") == ""
    assert tables.name("Nothing", "AAA") == ""
    assert tables.name("IRM", "DNF") == "Did not finish"
    assert tables.name("IRM", "ALP:DNF") == "Fell"
    assert tables.name("Event", "ATHM100M".ljust(34, "-")) == "100 m"


def test_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no code tables"):
        CodeTables.load(tmp_path)
    (tmp_path / "Odd.csv").write_bytes(b"Id\n\xff\xfe\n")
    with pytest.raises(ValueError, match=r"Odd\.csv is no UTF-8"):
        CodeTables.load(tmp_path)


@pytest.mark.oracle
def test_real_folders_are_read(oracles: Path) -> None:
    winter = CodeTables.load(oracles / "odf_codes" / "OWG2018_common_12.00")
    assert len(winter.codes("EventUnit")) == 2585
    assert len(winter.codes("Organisation")) == 257
    assert all(winter.name("Organisation", code, "KOR") for code in winter.codes("Organisation"))
    assert set(shipped().codes("ScheduleStatus")) == set(winter.codes("ScheduleStatus"))
    assert set(shipped().codes("PhaseType")) == set(winter.codes("PhaseType"))
    for code, row in winter.rows["Discipline"].items():
        if code in shipped().codes("Discipline"):
            assert shipped().rows["Discipline"][code]["old"] == row["Old DD"]
