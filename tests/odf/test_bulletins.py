"""Notices and news: what is written is read again, and what makes no sense is passed over and told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.odf.bulletins import (
    KINDS,
    LEVELS,
    SCOPES,
    TAGS,
    Notice,
    Piece,
    Saying,
    is_public,
    news_body,
    notice_body,
    notice_of,
    piece_of,
    saying_of,
)
from kotinos.odf.checks import check
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, ExtendedInfo, ExtendedInfos
from kotinos.odf.reader import read_message
from kotinos.odf.writer import write_message

codes = st.from_regex(r"[A-Z0-9-]{1,12}", fullmatch=True)
moments = st.one_of(st.just(""), st.datetimes().map(lambda at: at.isoformat()[:16]))
notices = st.builds(
    Notice,
    level=st.sampled_from(LEVELS),
    kind=st.sampled_from(["", *KINDS]),
    scope=st.one_of(
        st.just(""), st.builds(lambda kind, code: f"{kind}/{code}", st.sampled_from(SCOPES), codes)
    ),
    begins=moments,
    ends=moments,
)
texts = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60).map(str.strip)
sayings = st.builds(Saying, st.sampled_from(sorted(TAGS.values())), texts.filter(bool), texts)
pieces = st.builds(
    Piece,
    link=st.sampled_from(["", "/CITY2026/medals/", "https://example.org/a?b=1"]),
    picture=st.sampled_from(["", "/media/a.avif"]),
    about=st.lists(codes, max_size=3).map(tuple),
)
WORDS = {tag: language for language, tag in TAGS.items()}


def message(kind: str, body: Competition | None, language: str = "ENG", subtype: str = "PUBLIC") -> Message:
    header = Header(
        competition="CITY2026", document_code="N1", document_type=kind, document_subtype=subtype,
        language=language, date="2026-11-22", time="100000000", logical_date="2026-11-22", source="DESK",
    )  # fmt: skip
    return Message(header=header, competition=body)


@given(sayings, notices)
def test_notice_written_is_read_again(saying: Saying, notice: Notice) -> None:
    sent = message("DT_ALERT", notice_body("N1", saying, notice), WORDS[saying.language])
    raw = write_message(sent)
    assert check(raw).findings == ()
    came = read_message(raw)[0]
    assert is_public(came) and came.competition is not None
    assert (saying_of(came), notice_of(came.competition)) == (saying, notice)


@given(sayings, pieces)
def test_news_written_is_read_again(saying: Saying, piece: Piece) -> None:
    raw = write_message(message("DT_NEWS", news_body("N1", saying, piece), WORDS[saying.language]))
    assert check(raw).findings == ()
    came = read_message(raw)[0]
    assert is_public(came) and came.competition is not None
    assert (saying_of(came), piece_of(came.competition)) == (saying, piece)


@pytest.mark.parametrize(
    ("kind", "code", "value"),
    [
        ("NOTICE", "LEVEL", "red"),
        ("NOTICE", "UNTIL", "tomorrow"),
        ("NOTICE", "FROM", "2026-02-30T10:00"),
        ("ABOUT", "VENUE", "A B"),
        ("ABOUT", "CODE", "A|B"),
        ("NEWS", "LINK", "javascript:alert(1)"),
        ("NEWS", "LINK", "//elsewhere.example/"),
        ("NEWS", "LINK", "https://"),
        ("NEWS", "PICTURE", "https://elsewhere.example/a.png"),
    ],
)
def test_value_that_makes_no_sense_is_told_and_passed_over(kind: str, code: str, value: str) -> None:
    infos = ExtendedInfos(infos=(ExtendedInfo(type=kind, code=code, value=value),))
    document = notice_body("N1", Saying("en", "Rain"), Notice()).document
    body = Competition(extended_infos=infos, document=document)
    told = check(write_message(message("DT_ALERT", body)))
    assert [(each.rule, each.severity) for each in told.findings] == [("bulletin", "warning")]
    assert (notice_of(body), piece_of(body)) == (Notice(), Piece())


def test_bulletin_that_says_nothing_is_refused() -> None:
    told = check(write_message(message("DT_ALERT", Competition())))
    assert [(each.rule, each.severity, each.place) for each in told.findings] == [
        ("bulletin", "error", "Document/Title")
    ]


def test_bulletin_for_the_press_is_not_the_public_s() -> None:
    body = notice_body("N1", Saying("en", "Press conference moved"), Notice())
    assert not is_public(message("DT_ALERT", body, subtype=""))
    assert not is_public(message("DT_PDF", body))
    assert not is_public(message("DT_ALERT", None))
    assert check(write_message(message("DT_ALERT", Competition(), subtype=""))).findings == ()
