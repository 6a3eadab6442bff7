"""Messages out: fast and unchecked, or strict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from lxml import etree

from kotinos.odf.checks import PROFILES, check
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, ExtendedInfo, ExtendedInfos, Participant, Unit
from kotinos.odf.reader import read_message
from kotinos.odf.strict import NotWritable, write_strict
from kotinos.odf.writer import write_message

from . import agreement
from .made import messages

HEADER = Header(
    competition="CITY2026",
    document_code="ATH".ljust(34, "-"),
    document_type="DT_PARTIC",
    date="2026-11-22",
    time="101500250",
    logical_date="2026-11-22",
    source="ODS",
)
PERSON = Participant(
    code="1",
    current="true",
    family_name="DOE",
    print_name="DOE Ann",
    gender="W",
    organisation="GBR",
)


@settings(max_examples=50)
@given(messages)
def test_writing_what_was_read_gives_the_same_bytes(message: Message) -> None:
    data = write_message(message)
    assert write_message(read_message(data)[0]) == data


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ud800", "\uffff"])
def test_characters_xml_cannot_carry_are_refused(sign: str) -> None:
    message = Message(header=HEADER, competition=Competition(gen=f"a{sign}b"))
    with pytest.raises(ValueError, match="XML cannot carry"):
        write_message(message)


def test_strict_writer_sends_mandatory_attributes_even_empty() -> None:
    message = Message(header=HEADER, competition=Competition(participants=(PERSON,)))
    person = etree.fromstring(write_strict(message, "2024")).find("Competition/Participant")
    assert person is not None
    assert person.get("PrintInitialName") == ""
    assert person.get("Height") is None
    assert read_message(write_strict(message))[0] == message


def test_strict_writer_asks_more_of_2026() -> None:
    message = Message(header=HEADER, competition=Competition(participants=(PERSON,)))
    with pytest.raises(NotWritable) as refused:
        write_strict(message, "2026")
    missing = {finding.place for finding in refused.value.findings}
    assert {"@Gen", "@Codes", "Participant[1]/@Status", "Participant[1]/@Parent"} <= missing


def test_strict_writer_refuses_warnings_too_but_not_infos() -> None:
    unit = Unit(code="ATHM100M--------------FNL-000100--", phase_type="3", schedule_status="SOON")
    header = Header(**{name: getattr(HEADER, name) for name in HEADER.__struct_fields__})
    odd = Message(header=header, competition=Competition(units=(unit,)))
    with pytest.raises(NotWritable, match="schedule-status"):
        write_strict(odd)
    told = Unit(
        code=unit.code,
        phase_type="3",
        schedule_status="UNSCHEDULED",
        modification_indicator="U",
    )
    body = Competition(gen="CITY2026-GEN-4.6", codes="x", units=(told,))
    assert b"ModificationIndicator" in write_strict(Message(header=header, competition=body), "2026")


def test_strict_writer_wants_right_dates() -> None:
    fields = {name: getattr(HEADER, name) for name in HEADER.__struct_fields__}
    for wrong in ({"date": "20261122"}, {"time": "1015"}, {"logical_date": "2026-02-30"}):
        with pytest.raises(NotWritable, match="date at"):
            write_strict(Message(header=Header(**{**fields, **wrong}), competition=Competition()))


def test_strict_writer_passes_every_good_message() -> None:
    for path in agreement.good():
        report = check(path.read_bytes())
        assert report.message is not None
        if not report.message.header.serial:
            again = check(write_strict(report.message, report.profile), profile=report.profile)
            assert again.message == report.message
            assert again.findings == ()


def test_unknown_profile_is_refused() -> None:
    assert PROFILES == ("2018", "2022", "2024", "2026")
    with pytest.raises(ValueError, match="no profile"):
        write_strict(Message(header=HEADER), "2025")


def test_wrappers_are_written_only_around_something() -> None:
    infos = ExtendedInfos(infos=(ExtendedInfo(type="UI", code="FORMAT", value="race"),))
    data = write_message(Message(header=HEADER, competition=Competition(extended_infos=infos)))
    assert b"<StatsItems" not in data
    assert data.count(b"<ExtendedInfos>") == 1
