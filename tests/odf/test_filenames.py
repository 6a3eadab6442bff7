"""Names of message files."""

from __future__ import annotations

import pytest
from hypothesis import given

from kotinos.odf.filenames import file_name, parse_file_name
from kotinos.odf.message import Header

from .made import headers

HEADER = Header(
    competition="CITY2026",
    document_code="ATHM100M--------------FNL-000100--",
    document_type="DT_RESULT",
    version=12,
    result_status="OFFICIAL",
    date="2026-11-23",
    time="003012345",
    logical_date="2026-11-22",
)


def test_file_name_has_twelve_parts_in_order() -> None:
    assert file_name(HEADER) == (
        "CITY2026~2026-11-22~2026-11-23~003012345~DT_RESULT~~ATHM100M--------------FNL-000100--~~OFFICIAL~12~P~.xml"
    )


def test_file_name_reads_back() -> None:
    told = parse_file_name(file_name(HEADER))
    assert told is not None
    for field in told.__struct_fields__:
        assert getattr(told, field) == getattr(HEADER, field)


@given(headers)
def test_file_name_never_leads_out_of_its_folder(header: Header) -> None:
    name = file_name(header)
    assert not set(name) & set('/\\:*?"<>|\x00 \n')
    assert name not in (".", "..")
    assert name.count("~") == 11
    assert parse_file_name(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "ATM001901DT_START_LIST_________________12_P___20120805213000125_G.xml",
        "20120805213000125ATM001901DT_START_LIST___12__P.xml",
    ],
)
def test_backup_names_of_odf1_are_read(name: str) -> None:
    told = parse_file_name(name)
    assert told is not None
    assert (told.document_code, told.document_type, told.version) == ("ATM001901", "DT_START_LIST", 12)
    assert (told.feed_flag, told.date, told.time) == ("P", "2012-08-05", "213000125")


@pytest.mark.parametrize("name", ["", "x.xml", "~" * 11 + ".xml", "a~b.xml", "../etc/passwd"])
def test_other_names_are_none(name: str) -> None:
    assert parse_file_name(name) is None
