"""The list of rules, the profiles, and the rules that no fixture shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotinos.live.terms import Finding as LiveFinding
from kotinos.odf.checks import LIMIT, Finding, check, check_message, guess, rules
from kotinos.odf.checks.profiles import of_year
from kotinos.odf.checks.results import seconds
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    Athlete,
    Competition,
    Competitor,
    ExtendedResult,
    Medal,
    MedalLine,
    MedalNumber,
    MedalStandings,
    Participant,
    Periods,
    Record,
    Result,
    Session,
    Start,
    StartCompetitor,
    Team,
    TeamMember,
    Unit,
)  # fmt: skip

from .agreement import bad
from .made import messages

UNIT = "SWMW200MFR------------FNL-000100--"
NAMES = {
    "not-xml", "doctype", "root", "too-large", "header", "version", "rsc", "sort-order", "rank-equal", "irm",
    "empty-wrapper", "result-status", "schedule-status", "required", "date", "feed-flag", "padding", "split",
    "home-away", "unknown-element", "unknown-attribute", "document-type", "not-folded", "medal", "duplicate",
    "key", "bulletin",
}  # fmt: skip


def _message(body: Competition | None = None, **changed: Any) -> Message:
    header = {
        "competition": "CITY2026",
        "document_code": UNIT,
        "document_type": "DT_RESULT",
        "result_status": "OFFICIAL",
        "date": "2026-11-22",
        "time": "101500250",
        "logical_date": "2026-11-22",
        "source": "ODS",
    }
    return Message(header=Header(**{**header, **changed}), competition=body)


def _told(message: Message, profile: str | None = None) -> set[tuple[str, str]]:
    return {(finding.rule, finding.severity) for finding in check_message(message, (), profile)}


def _result(number: int, **more: Any) -> Result:
    return Result(
        sort_order=str(number),
        competitors=(Competitor(code=str(number), type="A"),),
        **more,
    )


def test_every_rule_is_named_and_says_what_it_rests_on() -> None:
    assert set(rules()) == NAMES
    source = re.compile(r"ODF |General Messages Interface|XML 1\.0|DT_[A-Z]+")
    assert [name for name, why in rules().items() if not source.search(why)] == []


def test_every_rule_has_a_message_that_breaks_it() -> None:
    shown = {row["rule"] for row in bad()}
    here = {"too-large", "not-folded"}
    assert shown | here == NAMES


def test_live_passes_the_same_findings_around() -> None:
    assert LiveFinding is Finding


@settings(max_examples=50)
@given(messages)
def test_checks_look_at_anything_without_failing(message: Message) -> None:
    for profile in ("2018", "2026", None):
        for finding in check_message(message, (), profile):
            assert finding.severity in ("error", "warning", "info")
            assert finding.text
            assert finding.remedy


def test_findings_of_one_rule_are_limited() -> None:
    units = tuple(Unit(code="x") for _ in range(5000))
    findings = check_message(_message(Competition(units=units)))
    counted = [finding for finding in findings if (finding.rule, finding.severity) == ("rsc", "error")]
    assert len(counted) == LIMIT


@pytest.mark.parametrize(
    ("competition", "gen", "profile"),
    [
        ("OG2016", "", "2018"),
        ("OWG2018", "", "2018"),
        ("OWG2022", "SOG-2020-1.10", "2022"),
        ("PWG2022", "", "2022"),
        ("OG2024", "SOG-2024-GEN-V3.7", "2024"),
        ("OWG2022-HT", "WOG-2022-GEN", "2022"),
        ("SYOG2026", "", "2026"),
        ("OWG2026", "OWG2026-GEN-4.6", "2026"),
        ("CITY2026", "CITY2026-GEN-4.6", "2026"),
        ("CITY2026", "CITY2026-GEN-1.3", "2024"),
        ("", "", "2024"),
    ],
)
def test_profile_is_guessed(competition: str, gen: str, profile: str) -> None:
    assert guess(_message(Competition(gen=gen), competition=competition)) == profile


def test_profile_of_odf1_is_the_oldest() -> None:
    assert guess(_message(serial="7")) == "2018"
    assert [of_year(year) for year in (2012, 2018, 2019, 2024, 2025, 2032)] == [
        "2018", "2018", "2022", "2024", "2026", "2026",
    ]  # fmt: skip


def test_same_message_is_judged_by_its_profile() -> None:
    person = Participant(
        code="1", current="true", family_name="DOE", print_name="DOE", gender="W", organisation="GBR"
    )
    message = _message(Competition(participants=(person,)), document_type="DT_PARTIC")
    assert _told(message, "2022") == set()
    assert _told(message, "2026") == {("required", "error")}


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"document_type": "DT_STATS"}, ("not-folded", "warning")),
        ({"document_type": "DT_GM"}, ("document-type", "error")),
        ({"document_type": "DT_GM", "serial": "4"}, ("not-folded", "warning")),
        ({"document_code": "AS0ACV000"}, ("rsc", "error")),
        ({"competition": ""}, ("header", "error")),
        ({"version": 0}, ("version", "error")),
        ({"feed_flag": ""}, ("feed-flag", "error")),
        ({"result_status": ""}, ("result-status", "warning")),
        ({"document_type": "DT_CURRENT"}, ("result-status", "warning")),
        ({"document_type": "DT_KA"}, ("result-status", "warning")),
        ({"document_code": "ATHZ".ljust(34, "-")}, ("rsc", "error")),
        ({"document_code": "AT".ljust(34, "-")}, ("rsc", "error")),
        ({"competition": "CITY 2026"}, ("key", "error")),
        ({"competition": "CITY2026~T"}, ("key", "error")),
        ({"competition": "a..b"}, ("key", "error")),
        ({"competition": "A" * 21}, ("key", "error")),
        ({"source": "A|B"}, ("key", "error")),
        ({"document_subtype": "A\nB"}, ("key", "error")),
        ({"document_subcode": "A" * 41}, ("key", "error")),
    ],
)
def test_header_is_judged(changed: dict[str, Any], finding: tuple[str, str]) -> None:
    assert _told(_message(Competition(), **changed)) == {finding}


@pytest.mark.parametrize("code", ["A B", "A|B", "A#1", "A\nB", "X" * 65, "김", "A%2F", "A?b"])
def test_codes_that_cannot_stand_in_an_address_are_refused(code: str) -> None:
    bodies = [
        Competition(results=(Result(competitors=(Competitor(code=code),)),)),
        Competition(results=(Result(competitors=(Competitor(code="1", organisation=code),)),)),
        Competition(medals=(Medal(competitors=(Competitor(athletes=(Athlete(code=code),)),)),)),
        Competition(units=(Unit(starts=(Start(competitor=StartCompetitor(code=code)),)),)),
        Competition(participants=(Participant(code=code),)),
        Competition(teams=(Team(code="1", members=(TeamMember(code=code),)),)),
        Competition(records=(Record(code=code),)),
        Competition(sessions=(Session(session_code=code),)),
    ]
    for body in bodies:
        assert ("key", "error") in _told(_message(body, serial="1"))


@pytest.mark.parametrize("code", ["1131104", "ATHM4X100M--FRA01", "SWMXTEAM2---GBR01", "BYE", "3/4(A)"])
def test_codes_of_the_field_are_taken(code: str) -> None:
    body = Competition(results=(Result(competitors=(Competitor(code=code),)),))
    assert ("key", "error") not in _told(_message(body))


def test_old_codes_are_read_where_serial_says_so() -> None:
    assert _told(_message(Competition(), document_code="AS0ACV000", serial="4", source="")) == set()


def test_provisional_came_with_2024() -> None:
    message = _message(Competition(), result_status="PROVISIONAL")
    assert _told(message, "2022") == {("result-status", "warning")}
    assert _told(message, "2024") == set()


def test_invalidation_needs_no_body() -> None:
    assert _told(_message(None, result_status="")) == set()


def _race(*lines: tuple[str, tuple[str, ...]]) -> Competition:
    return Competition(
        results=tuple(
            _result(
                at,
                rank=str(at),
                result_type="TIME",
                result=total,
                extended_results=tuple(
                    ExtendedResult(type="ER", code="INTERMEDIATE", pos=str(pos), value=value)
                    for pos, value in enumerate(splits, 1)
                ),
            )
            for at, (total, splits) in enumerate(lines, 1)
        )
    )


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([("1:50.00", ("25.00", "52.10", "1:20.00", "1:50.00"))], False),
        ([("1:50.00", ("25.00", "52.10", "1:20.00"))], False),
        ([("1:50.00", ("25.00", "24.10", "1:20.00"))], True),
        ([("1:50.00", ("25.00", "52.10", "1:50.01"))], True),
        ([("1:50.00", ("25.00", "1:50.00")), ("1:51.00", ("25.50", "1:50.90"))], True),
        ([("1:50.00", ("25.00", "1:50.00")), ("1:51.00", ("25.50",))], False),
        ([("WO", ("25.00", "52.10"))], False),
    ],
)
def test_splits_are_compared_with_the_result(lines: list[Any], wrong: bool) -> None:
    assert _told(_message(_race(*lines))) == ({("split", "warning")} if wrong else set())


@given(st.integers(0, 86_399), st.integers(0, 99))
def test_shown_times_are_understood(whole: int, hundredths: int) -> None:
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    shown = (
        f"{hours}:{minutes:02}:{rest:02}.{hundredths:02}" if hours else f"{minutes}:{rest:02}.{hundredths:02}"
    )
    assert seconds(shown) == whole + seconds(f"0.{hundredths:02}")  # type: ignore[operator]


@pytest.mark.parametrize("text", ["", "DNF", "+0.3", "1:2:3:4", "1.2.3", "٣"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert seconds(text) is None


def test_sides_of_a_match_are_compared() -> None:
    home, away = _result(1, wlt="W"), _result(2, wlt="L")
    periods = Periods(home="1", away="2")
    assert _told(_message(Competition(periods=periods, results=(home, away)))) == set()
    swapped = Periods(home="2", away="1")
    assert _told(_message(Competition(periods=swapped, results=(home, away)))) == {("home-away", "warning")}
    both = (home, _result(2, wlt="W"))
    assert _told(_message(Competition(results=both))) == {("home-away", "warning")}


def test_ranks_that_are_shared_say_so() -> None:
    tied = (_result(1, rank="1", rank_equal="Y"), _result(2, rank="1", rank_equal="Y"), _result(3, rank="3"))
    assert _told(_message(Competition(results=tied))) == set()
    alone = (_result(1, rank="1", rank_equal="Y"), _result(2, rank="2"))
    assert _told(_message(Competition(results=alone))) == {("rank-equal", "warning")}


def _table(*lines: tuple[str, str, str, str]) -> MedalStandings:
    return MedalStandings(
        date_time="2026-11-22T10:00:00+01:00",
        last_event="ATHM100M".ljust(34, "-"),
        total_events="3",
        finished_events="2",
        summary=(MedalNumber(type="TOT", gold="2", total="2"),),
        lines=tuple(
            MedalLine(
                rank=rank,
                rank_total=rank,
                sort_rank=str(at),
                sort_rank_total=str(at),
                rank_equal=equal,
                rank_total_equal=equal,
                organisation=organisation,
                numbers=(MedalNumber(type="TOT", gold=gold, total=gold),),
            )
            for at, (organisation, rank, equal, gold) in enumerate(lines, 1)
        ),
    )


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (_table(("GBR", "1", "Y", "1"), ("JPN", "1", "Y", "1")), set()),
        (_table(("GBR", "1", "", "1"), ("JPN", "1", "Y", "1")), {("rank-equal", "warning")}),
        (_table(("GBR", "1", "", "2"), ("JPN", "2", "", "1")), {("medal", "warning")}),
    ],
)
def test_medal_table_adds_up(table: MedalStandings, told: set[tuple[str, str]]) -> None:
    body = Competition(medal_standings=table)
    assert _told(_message(body, document_type="DT_MEDALS", document_code="GL0".ljust(34, "-"))) == told


@pytest.mark.parametrize(
    ("start", "end", "subtype", "wrong"),
    [
        ("2026-11-22T10:00:00+01:00", "2026-11-22T11:00:00+01:00", "", False),
        ("2026-11-22T10:00:00+01:00", "2026-11-22T09:30:00+00:00", "", False),
        ("2026-11-22T10:00:00+01:00", "2026-11-22T09:30:00+01:00", "", True),
        ("2026-11-22T10:00:00", "2026-11-22T11:00:00+01:00", "", True),
        ("2026-11-22", "2026-11-22", "", True),
        ("2026-11-22", "2026-11-22", "PRE", False),
    ],
)
def test_sessions_have_moments(start: str, end: str, subtype: str, wrong: bool) -> None:
    session = Session(session_code="A", start_date=start, end_date=end, venue="STA", venue_name="Stadium")
    message = _message(
        Competition(sessions=(session,)),
        document_type="DT_SCHEDULE",
        document_subtype=subtype,
        result_status="",
    )
    assert _told(message) == ({("date", "warning")} if wrong else set())


def test_too_large_is_a_finding() -> None:
    report = check(b" " * (10 * 1024 * 1024 + 1))
    assert report.refused
    assert [finding.rule for finding in report.findings] == ["too-large"]


def test_schedule_holds_units_of_its_own_discipline() -> None:
    unit = Unit(code=UNIT, phase_type="3", schedule_status="UNSCHEDULED")
    for own, told in (("SWM", set()), ("GL0", set()), ("ATH", {("rsc", "warning")})):
        message = _message(
            Competition(units=(unit,)),
            document_type="DT_SCHEDULE",
            document_code=own.ljust(34, "-"),
            result_status="",
        )
        assert _told(message) == told
