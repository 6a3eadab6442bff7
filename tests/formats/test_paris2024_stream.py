"""The set as messages: order, versions, statuses, lines; and what is made up is marked."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from kotinos.formats.paris2024 import gaps, load, stream
from kotinos.odf.checks import check
from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition, Result, Unit
from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message

SMALL = Path(__file__).parent / "paris2024_small"
PARIS = load(SMALL)


@cache
def played() -> tuple[Timed, ...]:
    return tuple(stream(PARIS))


def code(event: str, tail: str = "") -> str:
    return (event.ljust(22, "-") + tail).ljust(34, "-")


def messages(kind: str, document: str = "", status: str = "", subtype: str = "") -> list[Message]:
    found = [timed.message for timed in played() if timed.message.header.document_type == kind]
    for name, value in (
        ("document_code", document),
        ("result_status", status),
        ("document_subtype", subtype),
    ):
        found = [message for message in found if not value or getattr(message.header, name) == value]
    return found


def body(message: Message) -> Competition:
    assert message.competition is not None
    return message.competition


def official(document: str, kind: str = "DT_RESULT") -> Competition:
    return body(messages(kind, document, "OFFICIAL")[0])


def line(document: str, competitor: str) -> Result:
    return next(each for each in official(document).results if each.competitors[0].code == competitor)


def scheduled(kind: str = "DT_SCHEDULE") -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for message in messages(kind):
        for unit in body(message).units:
            found[unit.code].append(unit)
    return found


def derived(competition: Competition) -> dict[str, str]:
    infos = competition.extended_infos.infos if competition.extended_infos else ()
    return {info.code: info.value for info in infos if info.type == "DERIVED"}


def test_stream_is_in_order_of_time_with_versions_that_count():
    moments = [timed.at for timed in played()]
    assert moments == sorted(moments)
    versions: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for timed in played():
        versions[timed.message.header.identity].append(timed.message.header.version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())


def test_stream_has_one_stamp_with_its_moment_and_one_competition():
    for timed in played():
        header = timed.message.header
        assert header.stamp == timed.at.strftime("%Y-%m-%dT%H%M%S000")
        assert header.competition == "OG2024"


def test_stream_hands_over_codes_people_teams_schedule_then_opens_the_first_day():
    kinds = list(dict.fromkeys(timed.message.header.document_type for timed in played()))
    bulk = ["DT_CODES", "DT_PARTIC", "DT_PARTIC_TEAMS", "DT_SCHEDULE"]
    assert kinds[:6] == [*bulk, "DT_GLOBAL_GM", "DT_LOCAL_ON"]
    assert played()[-1].message.header.document_type == "DT_GLOBAL_GN"


def test_every_source_is_on_while_it_speaks():
    on: set[str] = {"ODS"}
    for timed in played():
        header = timed.message.header
        if header.document_type == "DT_LOCAL_ON":
            on.add(header.source)
        assert header.source in on, header
        if header.document_type == "DT_LOCAL_OFF":
            on.remove(header.source)
    assert on == {"ODS"}


def test_stream_passes_the_checks_but_for_doubled_competitors():
    found = [
        (each.severity, each.rule)
        for timed in played()
        for each in check(write_message(timed.message)).findings
    ]
    assert set(found) == {("warning", "duplicate")}


def test_unit_goes_from_start_list_to_official():
    final = code("SWMW100M", "FNL-000100--")
    told = [
        body(timed.message).units[0].schedule_status or header.result_status
        if header.document_type == "DT_SCHEDULE_UPDATE"
        else header.result_status
        for timed in played()
        if (header := timed.message.header).document_code == final
        or (header.document_type == "DT_SCHEDULE_UPDATE" and body(timed.message).units[0].code == final)
    ]
    assert told == ["START_LIST", "RUNNING", "FINISHED", "UNOFFICIAL", "OFFICIAL"]


def test_line_keeps_every_cell_of_its_row():
    second = line(code("SWMW100M", "HEAT000100--"), "9000002")
    assert (second.rank, second.result, second.diff, second.qualification_mark) == ("2", "58.01", "0.50", "Q")
    assert (second.start_order, second.result_type, second.sort_order) == ("5", "TIME", "2")
    runner = line(code("ATHMDECA", "100-000100--"), "9000011")
    assert runner.competitors[0].bib == "11"


def test_equal_ranks_say_so():
    final = official(code("SWMW100M", "FNL-000100--"))
    assert [(each.rank, each.rank_equal) for each in final.results] == [("1", ""), ("2", "Y"), ("2", "Y")]


def test_disqualified_stands_last_with_irm_only():
    last = official(code("SWMW100M", "HEAT000200--")).results[-1]
    assert (last.irm, last.result_type, last.rank, last.result) == ("DSQ", "IRM", "", "")


@pytest.mark.parametrize(
    ("tail", "competitor", "kind", "original"),
    [
        ("FNL-000100--", "9000002", "RANK", "FAULT"),
        ("FNL-000100--", "9000003", "IRM_RANK", None),
        ("FNL-000200--", "9000004", "IRM_RANK", "RANK"),
    ],
)
def test_result_type_is_the_standards_and_the_original_is_kept(tail, competitor, kind, original):
    found = line(code("CSLWX1", tail), competitor)
    kept = {each.code: each.value for each in found.extended_results if each.type == "SOURCE"}
    assert (found.result_type, kept.get("RESULT_TYPE")) == (kind, original)


def test_result_without_a_type_has_points_and_small_letters_are_no_other_type():
    assert line(code("BOXM60KG", "SFNL000100--"), "9000012").result_type == "POINTS"
    doubles = official(code("TTEXDBLS", "FNL-000100--")).results[0]
    assert doubles.result_type == "POINTS"
    assert doubles.extended_results[0].value == "points"


def test_head_to_head_keeps_home_and_away_whoever_wins():
    gold = messages("DT_RESULT", code("TTEXDBLS", "FNL-000100--"))
    orders = {tuple(each.competitors[0].code for each in body(message).results) for message in gold}
    assert orders == {("TTEXDBLS----BBB01", "TTEXDBLS----AAA01")}
    assert [each.wlt for each in official(code("TTEXDBLS", "FNL-000100--")).results] == ["W", "L"]


def test_competitor_told_twice_stands_twice():
    final = official(code("CSLWX1", "FNL-000100--"))
    assert [each.competitors[0].code for each in final.results].count("9000001") == 2
    assert [each.sort_order for each in final.results] == ["1", "2", "3", "4"]


def test_lists_above_units_are_phase_and_cumulative_results():
    prelims = official(code("SKBWPARK", "QUAL"), "DT_PHASE_RESULT")
    assert [each.rank for each in prelims.results] == ["1", "2", "3", "4"]
    total = official(code("ATHMDECA"), "DT_CUMULATIVE_RESULT")
    assert [each.result for each in total.results] == ["7999", "7998", "7997"]
    assert not messages("DT_RESULT", code("ATHMDECA"))


def test_schedule_keeps_name_time_venue_and_status_of_a_line():
    unit = scheduled()[code("BOXM60KG", "FNL-000100--")][0]
    assert unit.schedule_status == "SCHEDULED"
    assert (unit.start_date, unit.end_date) == ("2024-08-09T20:00:00+02:00", "2024-08-09T20:15:00+02:00")
    assert (unit.venue, unit.medal, unit.names[0].value) == ("RIN", "1", "Men's 60kg - Final")
    assert len(scheduled("DT_SCHEDULE_UPDATE").get(unit.code, [])) == 0


def test_bronze_contests_have_the_standards_medal_flag():
    assert scheduled()[code("TTEXDBLS", "FNL-000200--")][0].medal == "2"


def test_line_of_a_whole_phase_becomes_a_unit_and_its_heats_are_added_unscheduled():
    units = scheduled()
    whole = units[code("SWMW100M", "HEATROW001--")][0]
    assert (whole.schedule_status, whole.names[0].value) == ("SCHEDULED", "Women's 100m Splash - Heats")
    heat = units[code("SWMW100M", "HEAT000100--")][0]
    assert (heat.schedule_status, heat.start_date) == ("UNSCHEDULED", "")
    running, finished = scheduled("DT_SCHEDULE_UPDATE")[heat.code]
    assert (running.schedule_status, finished.schedule_status) == ("RUNNING", "FINISHED")
    assert (running.start_date, running.hide_start_date) == (whole.start_date, "Y")
    assert "does not list" in derived(official(heat.code))["unit"]
    assert "covers" in derived(official(heat.code))["start"]


def test_lines_and_stages_of_equal_number_are_paired_by_stamp():
    small, final = (scheduled()[code("CSLWX1", tail)][0] for tail in ("FNL-000200--", "FNL-000100--"))
    assert small.start_date < final.start_date
    assert "paired" in derived(official(final.code))["unit"]


def test_second_line_of_one_unit_goes_to_the_unclaimed_stage():
    assert scheduled()[code("BOXM60KG", "SFNL000200--")][0].start_date == "2024-07-28T18:30:00+02:00"


def test_stamps_of_tahiti_are_read_as_local_time():
    gold = messages("DT_RESULT", code("SRFWBRD", "FNL-000100--"), "OFFICIAL")[0]
    assert gold.header.stamp == "2024-07-29T125500000"
    assert scheduled()[code("SRFWBRD", "FNL-000100--")][0].start_date == "2024-07-29T10:30:00+02:00"


def test_stamp_days_later_is_not_taken_for_the_moment_of_the_result():
    heat = messages("DT_RESULT", code("SWMW100M", "HEAT000200--"), "OFFICIAL")[0]
    assert heat.header.date == "2024-07-27"
    assert "ten minutes" in derived(body(heat))["message_time"]
    infos = body(heat).extended_infos
    assert infos is not None
    assert "2024-07-29T08:00:00+02:00" in [info.value for info in infos.infos if info.type == "SOURCE"]


def test_cancelled_ceremonies_and_training_keep_their_kind():
    units = scheduled()
    cancelled = [unit for found in units.values() for unit in found if unit.schedule_status == "CANCELLED"]
    assert len(cancelled) == 2
    assert units[code("CER", "----ROW001--")][0].phase_type == "0"
    assert units[code("SHOMPOPGUN--DERIVED", "----ROW001--")][0].phase_type == "1"
    assert units[code("BKGWBGIRLS--DERIVED", "----ROW001--")][0].phase_type == "8"


def test_codes_name_events_with_and_without_results():
    table = body(messages("DT_CODES", subtype="EVENT")[0])
    events = {row.code: row.names[0].description for row in table.code_sets}
    assert events[code("SWMW100M")] == "Women's 100m Splash"
    assert events[code("JUDM60KG----DERIVED")] == "Men -60 kg"
    assert events[code("ROWWRAFT2")] == "Women's Raft Double"
    assert code("GARW") not in events
    assert set(derived(table)) == {rsc for rsc in events if "DERIVED" in rsc or rsc == code("ROWWRAFT2")}


def test_discipline_without_results_still_finishes_its_units():
    updates = scheduled("DT_SCHEDULE_UPDATE")[code("JUDM60KG----DERIVED", "FNL-000100--")]
    assert [unit.schedule_status for unit in updates] == ["RUNNING", "FINISHED"]


def test_participants_have_what_is_told_and_marks_on_what_is_not():
    swimmers = {each.code: each for each in body(messages("DT_PARTIC", code("SWM"))[0]).participants}
    ann = swimmers["9000001"]
    assert (ann.print_name, ann.family_name, ann.given_name) == ("ALPHA Ann", "ALPHA", "Ann")
    assert (ann.gender, ann.birth_date, ann.organisation) == ("W", "2000-01-01", "AAA")
    marks = {entry.code for entry in swimmers["9000004"].disciplines[0].entries if entry.type == "DERIVED"}
    assert marks == {"family_name", "gender"}
    assert swimmers["9000004"].birth_date == ""
    tables = {each.code: each for each in body(messages("DT_PARTIC", code("TTE"))[0]).participants}
    assert (tables["9000050"].main_function_id, tables["9000050"].gender) == ("COACH", "-")


def test_teams_have_members_and_old_record_holders_are_left_out():
    pairs = {each.code: each for each in body(messages("DT_PARTIC_TEAMS", code("TTE"))[0]).teams}
    assert [member.code for member in pairs["TTEXDBLS----AAA01"].members] == ["9000001", "9000011"]
    everybody = {team.code for message in messages("DT_PARTIC_TEAMS") for team in body(message).teams}
    assert not any(team.startswith("T1") for team in everybody)
    assert "ROWWRAFT2---DDD01" in everybody


def test_medallists_come_after_the_final_and_before_the_table():
    kinds = [timed.message.header.document_type for timed in played()]
    at = next(
        at for at, timed in enumerate(played())
        if timed.message.header.document_type == "DT_MEDALLISTS"
    )  # fmt: skip
    assert kinds[at : at + 3] == ["DT_MEDALLISTS", "DT_MEDALS", "DT_MEDALLISTS_DISCIPLINE"]
    assert played()[at - 1].message.header.document_code == code("SWMW100M", "FNL-000100--")


def test_bronzes_before_the_final_make_a_partial_list():
    boxing = messages("DT_MEDALLISTS", code("BOXM60KG"))
    assert [message.header.result_status for message in boxing] == ["PARTIAL"]
    units = [(medal.code, medal.unit) for medal in body(boxing[0]).medals]
    assert units == [
        ("ME_BRONZE", code("BOXM60KG", "SFNL000100--")),
        ("ME_BRONZE", code("BOXM60KG", "SFNL000200--")),
    ]


def test_team_medals_name_the_members_where_they_are_told():
    medals = body(messages("DT_MEDALLISTS", code("ROWWRAFT2"))[0]).medals
    members = [[each.code for each in medal.competitors[0].athletes] for medal in medals]
    assert members == [["9000031", "9000032"], ["9000033", "9000034"], []]


def test_last_medal_table_adds_up_to_the_sets_own():
    standings = body(messages("DT_MEDALS")[-1]).medal_standings
    assert standings is not None
    own = {line.organisation: line.numbers[0] for line in standings.lines}
    assert len(own) == len(PARIS.totals)
    for row in PARIS.totals:
        number = own[row.country_code]
        told = tuple(text or "0" for text in (number.gold, number.silver, number.bronze, number.total))
        assert told == (row.gold, row.silver, row.bronze, row.total)


def test_every_row_is_sent_or_a_gap():
    sent = sum(
        len(body(message).results)
        for kind in ("DT_RESULT", "DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT")
        for message in messages(kind, status="OFFICIAL")
    )
    left = [gap for gap in gaps(PARIS) if gap.what == "a row of results"]
    assert (sent, len(left)) == (len(PARIS.results) - 1, 1)


def test_every_line_of_the_schedule_is_one_unit():
    units = [
        unit for found in scheduled().values() for unit in found if unit.schedule_status != "UNSCHEDULED"
    ]
    lines = sorted((line.phase or line.discipline, line.start_date) for line in PARIS.schedule)
    assert sorted((unit.names[0].value, unit.start_date) for unit in units) == lines


def test_gaps_name_disciplines_without_results_and_the_reason():
    found = {gap.what: gap for gap in gaps(PARIS)}
    assert found["results of Judo"].rsc == code("JUD")
    assert "2 finished lines" in found["results of Judo"].reason
    assert "results of Swimming" not in found
    assert all(gap.reason for gap in gaps(PARIS))
