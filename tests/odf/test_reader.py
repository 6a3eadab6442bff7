"""Bytes in: what is read, what is passed over, what is refused, and that nothing else can happen."""

from __future__ import annotations

import gzip
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.odf.checks import check
from kotinos.odf.message import Message
from kotinos.odf.reader import LIMIT, STRANGE, TAGS, NotReadable, Strange, read_message
from kotinos.odf.writer import write_message

from .agreement import FIXTURES
from .made import messages

MESSAGES = [path.read_bytes() for path in sorted(FIXTURES.glob("*.xml"))]
OPEN = b'<OdfBody CompetitionCode="CITY2026" DocumentCode="ATH" DocumentType="DT_KA" Version="1" FeedFlag="P"'


def _survives(data: bytes) -> None:
    try:
        message, _ = read_message(data)
    except NotReadable as error:
        assert error.rule in {"not-xml", "doctype", "root", "too-large", "header", "version"}
        assert error.remedy
    else:
        assert isinstance(message, Message)
        assert check(data).message == message


@given(messages)
def test_reader_gives_back_what_writer_was_given(message: Message) -> None:
    read, strange = read_message(write_message(message))
    assert read == message
    kinds = {item.what for item in strange}
    assert kinds <= {"absent"}, "a written message has nothing strange but a FeedFlag that was left empty"


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_politely(data: bytes) -> None:
    _survives(data)
    _survives(OPEN + data)


@given(st.sampled_from(MESSAGES), st.randoms(use_true_random=False), st.integers(1, 12))
def test_mutated_messages_are_read_or_refused(data: bytes, chance: random.Random, count: int) -> None:
    changed = bytearray(data)
    for _ in range(count):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randrange(3)] = bytes(
            chance.choice([0, 38, 60, 62, 34, 255, 128, chance.randrange(256)])
            for _ in range(chance.randrange(3))
        )
    _survives(bytes(changed))


@given(st.sampled_from(MESSAGES), st.floats(0, 1))
def test_truncated_messages_are_refused(data: bytes, share: float) -> None:
    cut = data.rstrip()[: int(len(data.rstrip()) * share * 0.999)]
    with pytest.raises(NotReadable):
        read_message(cut)


def test_zipped_bytes_are_named_as_such() -> None:
    with pytest.raises(NotReadable, match="the bytes are gzip") as refused:
        read_message(gzip.compress(MESSAGES[0]))
    assert "Content-Encoding: gzip" in refused.value.remedy


def test_too_large_message_is_refused_before_parsing() -> None:
    with pytest.raises(NotReadable) as refused:
        read_message(b"<" * (LIMIT + 1))
    assert refused.value.rule == "too-large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_declared_encodings_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{OPEN.decode()} Source="Größe"/>'
    assert read_message(text.encode(encoding))[0].header.source == "Größe"


def test_bombs_are_refused_quickly() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!--x--><!DOCTYPE a [<!ENTITY a0 "ha">{lines}]><OdfBody Source="&a11;"/>'
    for data in (
        bomb.encode(),
        b"\xef\xbb\xbf" + bomb.encode(),
        bomb.encode("utf-16"),
        b"<?x?>" * 99999 + b"<",
    ):
        began = time.process_time()
        with pytest.raises(NotReadable):
            read_message(data)
        assert time.process_time() - began < 1


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(NotReadable):
        read_message(OPEN + b">" + b"<Competition>" * 100_000)


def test_reader_tells_what_it_passed_over() -> None:
    data = OPEN + (
        b' Venue2="x" Source=" ODS ">\n<Competition><Result Rank=" 1" Mood="glad"><ExtendedResults/>\n'
        b"<Dance/></Result><Periods/><Periods Home='A'/></Competition><Extra/></OdfBody>"
    )
    message, strange = read_message(data)
    assert message.header.source == "ODS"
    assert message.competition is not None
    assert message.competition.results[0].rank == "1"
    assert message.competition.periods is not None
    assert message.competition.periods.home == "A"
    assert Strange("repeated", "Periods", 3) in strange
    assert {(item.what, item.place) for item in strange} == {
        ("attribute", "OdfBody/@Venue2"),
        ("padding", "OdfBody/@Source"),
        ("padding", "Result/@Rank"),
        ("attribute", "Result/@Mood"),
        ("empty", "ExtendedResults/ExtendedResult"),
        ("element", "Dance/Dance"),
        ("repeated", "Periods"),
        ("element", "Extra/Extra"),
    }


def test_namespaces_do_not_hide_a_message() -> None:
    data = (
        OPEN.replace(b"<OdfBody", b'<OdfBody xmlns="urn:odf"')
        + b'><Competition><Unit Code="A"/></Competition></OdfBody>'
    )
    message, strange = read_message(data)
    assert message.competition is not None
    assert [unit.code for unit in message.competition.units] == ["A"]
    assert strange == []


def test_days_of_odf1_are_written_like_all_others() -> None:
    old = read_message(OPEN + b' Serial="7" Date="20120805" LogicalDate="20120805"/>')[0].header
    assert (old.date, old.logical_date) == ("2012-08-05", "2012-08-05")
    new = read_message(OPEN + b' Date="20120805" LogicalDate="20120805"/>')[0].header
    assert new.date == "20120805", "ODF2 has no such form: the checks must see it"


@pytest.mark.parametrize("version", ["-1", "1.5", "", " ", "x", "1234567890", "\u0663"])
def test_version_is_a_whole_number(version: str) -> None:
    data = OPEN.replace(b'Version="1"', f'Version="{version}"'.encode()) + b"/>"
    if version.strip():
        with pytest.raises(NotReadable, match="Version"):
            read_message(data)
    else:
        assert ("absent", "OdfBody/@Version") in {(item.what, item.place) for item in read_message(data)[1]}


def test_too_many_tags_are_refused_before_parsing() -> None:
    with pytest.raises(NotReadable) as refused:
        read_message(OPEN + b"><Competition>" + b"<a/>" * TAGS + b"</Competition></OdfBody>")
    assert refused.value.rule == "too-large"


def test_strange_things_are_told_up_to_a_limit_but_what_is_absent_always() -> None:
    data = (
        OPEN.replace(b' FeedFlag="P"', b"") + b"><Competition>" + b"<a/>" * 9999 + b"</Competition></OdfBody>"
    )
    strange = read_message(data)[1]
    assert len(strange) == STRANGE + 1
    assert strange[-1] == Strange("absent", "OdfBody/@FeedFlag", 1)


@pytest.mark.parametrize("digits", ["9" * 5000, "\u0669" * 5000])
def test_endless_numbers_neither_fail_nor_swell_the_findings(digits: str) -> None:
    text = OPEN.decode() + (
        f'><Competition><MedalStandings FinishedEvents="{digits}" TotalEvents="1"/>'
        f'<Unit Code="{digits}" StartDate="{digits}"/>'
        f'<Result SortOrder="{digits}" Result="{digits}:1" ResultType="TIME"><ExtendedResults>'
        f'<ExtendedResult Code="INTERMEDIATE" Pos="{digits}" Value="{digits}"/>'
        "</ExtendedResults></Result>"
        "</Competition></OdfBody>"
    )
    findings = check(text.encode()).findings
    assert {"sort-order", "rsc", "date"} <= {finding.rule for finding in findings}
    assert max(len(finding.text) for finding in findings) <= 300
