"""Properties every made-up stream has, whatever its seed."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotinos.odf.bulletins import notice_of, saying_of
from kotinos.odf.checks import check_message
from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition
from kotinos.odf.reader import read_message
from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message
from kotinos.rehearsal.api import Plan, plan, stream

RESULTS = {"DT_RESULT", "DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT", "DT_POOL_STANDING", "DT_CURRENT"}


def last_of(messages: Iterable[Timed], kind: str) -> dict[str, Message]:
    """The newest message of a type, by document code."""
    newest: dict[str, Message] = {}
    for timed in messages:
        head = timed.message.header
        if head.document_type == kind and timed.message.competition is not None:
            known = newest.get(head.document_code)
            if known is None or known.header.version <= head.version:
                newest[head.document_code] = timed.message
    return newest


def assert_versions_count_up(messages: Iterable[Timed]) -> None:
    """1, 2, 3 …, but for repeats and for one version that the next has overtaken."""
    seen: dict[tuple[str, ...], dict[int, Message]] = {}
    for timed in messages:
        head = timed.message.header
        own = seen.setdefault(head.identity, {})
        newest = max(own, default=0)
        if head.version in own:
            assert timed.message in (
                own[head.version],
                msgspec.structs.replace(timed.message, competition=None),
            )
        else:
            assert head.version - newest in (1, 2, -1), head
        own[head.version] = timed.message
    for identity, versions in seen.items():
        assert sorted(versions) == list(range(1, len(versions) + 1)), identity


def assert_medals_add_up(made: Plan, messages: list[Timed]) -> None:
    by_event = last_of(messages, "DT_MEDALLISTS")
    assert set(by_event) == set(made.events)
    counted: Counter[str] = Counter()
    for code, message in by_event.items():
        assert message.header.result_status == "OFFICIAL"
        body = message.competition
        assert body is not None
        medals = Counter(medal.code for medal in body.medals)
        gold, silver = medals["ME_GOLD"], medals["ME_SILVER"]
        assert gold >= 1
        assert silver == 0 if gold > 1 else silver >= 1
        if gold + silver > 2:
            assert medals["ME_BRONZE"] == 0 or gold == 2
        elif gold + silver == 2:
            assert medals["ME_BRONZE"] >= made.events[code].bronzes
        counted.update(medals)
    table = next(iter(last_of(messages, "DT_MEDALS").values())).competition
    assert table is not None and table.medal_standings is not None
    total = table.medal_standings.summary[0]
    assert table.medal_standings.finished_events == str(len(made.events))
    assert (total.gold, total.silver, total.bronze) == tuple(
        str(counted[f"ME_{metal}"]) for metal in ("GOLD", "SILVER", "BRONZE")
    )


def assert_results_in_order(messages: Iterable[Timed]) -> None:
    for timed in messages:
        body, kind = timed.message.competition, timed.message.header.document_type
        if body is not None and kind in RESULTS:
            order = [result.sort_order for result in body.results]
            assert order == [str(at) for at in range(1, len(order) + 1)], timed.message.header


def test_same_seed_gives_same_bytes(small_stream: list[Timed]) -> None:
    again = stream(plan("test"))
    for one, other in zip(small_stream, again, strict=True):
        assert one.at == other.at
        assert write_message(one.message) == write_message(other.message)


def test_other_seed_gives_another_games(small_stream: list[Timed]) -> None:
    other = [write_message(timed.message) for timed in stream(plan("test", seed=2))]
    mine = [write_message(timed.message) for timed in small_stream]
    assert len(set(mine) & set(other)) < len(mine) * 0.15


def test_messages_come_in_order_of_time(small_stream: list[Timed]) -> None:
    assert all(one.at <= other.at and one.at.tzinfo for one, other in pairwise(small_stream))


def test_small_games_stays_small(small_stream: list[Timed]) -> None:
    assert 300 < len(small_stream) < 500


def test_nothing_is_made_before_it_is_asked_for() -> None:
    messages = stream(plan("test"))
    assert inspect.isgenerator(messages)
    assert next(messages).message.header.document_type == "DT_GLOBAL_GM"


def test_written_messages_read_back_and_have_no_findings(small_stream: list[Timed]) -> None:
    for timed in small_stream:
        message, strange = read_message(write_message(timed.message))
        assert message == timed.message
        assert not strange
        assert not [one for one in check_message(message) if one.severity == "error"], message.header


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_any_seed_gives_a_sound_games(seed: int) -> None:
    made = plan("test", seed=seed)
    messages = list(stream(made))
    assert_versions_count_up(messages)
    assert_medals_add_up(made, messages)
    assert_results_in_order(messages)


def test_every_unit_ends_official_or_cancelled(small: Plan, small_stream: list[Timed]) -> None:
    assert_all_over(small, small_stream)


def assert_all_over(made: Plan, messages: list[Timed]) -> None:
    newest = last_of(messages, "DT_RESULT")
    cancelled = {
        unit.code
        for timed in messages
        if timed.message.competition is not None
        for unit in timed.message.competition.units
        if unit.schedule_status == "CANCELLED"
    }
    for unit in made.units.values():
        if unit.scheduled and unit.phase_type == "3" and unit.code not in cancelled:
            assert newest[unit.code].header.result_status == "OFFICIAL", unit.code


def test_start_lists_wait_for_the_phase_before(small: Plan, small_stream: list[Timed]) -> None:
    final = next(unit for unit in small.units.values() if unit.code.startswith("ATHW100M") and unit.medal)
    phase = next(one for event in small.events.values() for one in event.phases if "HEAT" in one.code)
    kinds = [
        (
            timed.message.header.document_type,
            timed.message.header.document_code,
            timed.message.header.result_status,
        )
        for timed in small_stream
    ]
    decided = kinds.index(("DT_PHASE_RESULT", phase.code, "OFFICIAL"))
    assert kinds.index(("DT_RESULT", final.code, "START_LIST")) > decided


def test_matches_never_swap_sides(small_stream: list[Timed]) -> None:
    sides: dict[str, tuple[str, ...]] = {}
    for timed in small_stream:
        head, body = timed.message.header, timed.message.competition
        if body is None or head.document_code[:3] not in ("JUD", "HBL") or head.document_type != "DT_RESULT":
            continue
        own = tuple(result.competitors[0].code for result in body.results)
        if head.version > 2:  # a start list may have been wrong
            assert sides.setdefault(head.document_code, own) == own


def test_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no size 'village'"):
        plan("village")


def test_live_results_keep_to_the_rate(small_stream: list[Timed]) -> None:
    """Not more often than every 0.25 s (ODF Foundation Principles 4)."""
    told: dict[str, dict[int, str]] = {}
    for timed in small_stream:
        head = timed.message.header
        if head.document_type == "DT_RESULT":
            told.setdefault(head.document_code, {}).setdefault(head.version, f"{head.date}T{head.time}")
    for moments in told.values():
        sent = [datetime.strptime(moments[at] + "000", "%Y-%m-%dT%H%M%S%f") for at in sorted(moments)]
        assert all(after - before >= timedelta(seconds=0.25) for before, after in pairwise(sent))


def test_more_live_results_are_told_where_a_plan_asks_for_them_and_the_end_is_the_same() -> None:
    few = plan("test", 3)
    many = msgspec.structs.replace(few, live=1000)
    told = [[timed.message.header for timed in stream(made)] for made in (few, many)]
    live, official = (
        [Counter(each.document_code for each in heads if each.result_status == status) for heads in told]
        for status in ("LIVE", "OFFICIAL")
    )
    assert live[1].total() > 2 * live[0].total()
    assert official[0].keys() == official[1].keys()


def test_organiser_tells_of_heat_storm_and_gates_and_sums_up_each_day(small_stream: list[Timed]) -> None:
    told = [timed.message for timed in small_stream if timed.message.header.document_type == "DT_ALERT"]
    first = {each.header.document_code: each for each in reversed(told) if each.competition is not None}
    levels = {code: notice_of(each.competition or Competition()) for code, each in first.items()}
    assert [level.level for _, level in sorted(levels.items())] == ["info", "warning", "danger"]
    taken_back = {each.header.document_code for each in told if each.competition is None}
    assert taken_back == {code for code, notice in levels.items() if notice.scope}
    assert {each.header.language for each in told} == {"ENG", "FRA"}
    news = last_of(small_stream, "DT_NEWS")
    assert sorted(news) == ["DAY-1", "DAY-2"]
    assert "6" in saying_of(news["DAY-2"]).title, "all six events are decided by then"


def test_broken_records_are_told_behind_the_new_ones(small_stream: list[Timed]) -> None:
    before: dict[tuple[str, str], tuple[str, ...]] = {}
    broken = 0
    sheets = [each.message for each in small_stream if each.message.header.document_type == "DT_RECORD"]
    for message in sorted(sheets, key=lambda each: each.header.version):
        for record in message.competition.records if message.competition else ():
            for kind in record.types:
                marks = tuple(data.result for data in kind.data)
                standing = [data for data in kind.data if data.result == marks[0]]
                assert [data.order for data in kind.data] == [str(at) for at in range(1, len(marks) + 1)]
                assert all(not data.current for data in kind.data if data not in standing)
                assert (kind.shared == "Y") == (len(standing) > 1)
                assert Counter(before.get((record.code, kind.record_type), ())) <= Counter(marks)
                broken += len(marks) - len(standing)
                before[record.code, kind.record_type] = marks
    assert broken
