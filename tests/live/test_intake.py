"""The intake: durable, once, in order; whoever is refused learns why and nothing else suffers."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.db import DatabaseError, DataError, OperationalError

from kotinos.live import intake as room
from kotinos.live.actions import KeyExistsError, create_key, revoke_key
from kotinos.live.intake import Intake, Submitted
from kotinos.live.models import LogEntry, Quarantined
from kotinos.live.queries import keys, last_seq, set_aside
from kotinos.live.terms import Receipt
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, Competitor, Result
from kotinos.odf.writer import write_message

from . import made

pytestmark = pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])


@pytest.fixture
def secret() -> str:
    return create_key("venue")


def a_result(version: int = 1, mark: str = "48.10", source: str = "STASWM1") -> Message:
    line = Result(
        rank="1",
        result=mark,
        result_type="TIME",
        sort_order="1",
        competitors=(Competitor(code="101", type="A"),),
    )
    return made.message(
        "DT_RESULT",
        made.UNITS[0],
        Competition(results=(line,)),
        version=version,
        status="OFFICIAL",
        source=source,
    )


def send(*messages: tuple[Message | bytes, str, int | None], intake: Intake | None = None) -> list[Receipt]:
    raws = [
        (each if isinstance(each, bytes) else write_message(each), secret, seq)
        for each, secret, seq in messages
    ]
    group = [Submitted(raw, secret, seq, Future()) for raw, secret, seq in raws]
    (intake or Intake()).take(group)
    return [each.answer.result(timeout=0) for each in group]


def test_message_is_in_the_log_byte_for_byte_once_it_is_acknowledged(secret: str) -> None:
    raw = write_message(a_result())
    (receipt,) = send((raw, secret, 1))
    row = LogEntry.objects.get(pk=receipt.position)
    assert (receipt.code, bytes(row.raw), row.competition, row.sender_seq) == (200, raw, made.GAMES, 1)


def test_same_number_and_bytes_are_taken_once_and_acknowledged_twice(secret: str) -> None:
    first, second = send((a_result(), secret, 1))[0], send((a_result(), secret, 1))[0]
    assert (second.code, second.repeated, second.position) == (200, True, first.position)
    assert LogEntry.objects.count() == 1


def test_repeats_within_one_group_are_taken_once(secret: str) -> None:
    receipts = send((a_result(), secret, 1), (a_result(), secret, 1), (a_result(), secret, None))
    assert [receipt.repeated for receipt in receipts] == [False, True, True]
    assert LogEntry.objects.count() == 1


def test_same_number_with_other_bytes_is_a_clash(secret: str) -> None:
    receipts = send((a_result(1), secret, 1), (a_result(2), secret, 1))
    assert [receipt.code for receipt in receipts] == [200, 409]
    assert "number" in receipts[1].findings[0].remedy


def test_same_version_with_other_bytes_is_refused_and_kept_in_quarantine(secret: str) -> None:
    receipts = send(
        (a_result(1), secret, 1), (a_result(1, mark="48.11"), secret, 2), (a_result(2), secret, 3)
    )
    assert [receipt.code for receipt in receipts] == [200, 409, 200]
    kept = Quarantined.objects.get()
    assert (kept.reason, bytes(kept.raw)) == ("clash", write_message(a_result(1, mark="48.11")))
    (told,) = set_aside()
    assert (told.where, told.what, told.competition) == ("venue", "clash", made.GAMES)


def test_an_invalidation_shares_the_version_of_what_it_ends(secret: str) -> None:
    taken_back = msgspec.structs.replace(a_result(), competition=None)
    assert [receipt.code for receipt in send((a_result(), secret, 1), (taken_back, secret, 2))] == [200, 200]


def test_day_frame_messages_repeat_without_a_clash(secret: str) -> None:
    alive = made.message("DT_KA", made.ALL, Competition(), version=1)
    later = msgspec.structs.replace(alive, header=msgspec.structs.replace(alive.header, time="120000000"))
    assert [receipt.code for receipt in send((alive, secret, 1), (later, secret, 2))] == [200, 200]


def test_bad_message_gets_every_finding_and_the_others_of_its_group_are_taken(secret: str) -> None:
    bad = (
        write_message(a_result())
        .replace(b'Version="1"', b'Version="0"')
        .replace(b'FeedFlag="P"', b'FeedFlag="X"')
    )
    receipts = send((bad, secret, 1), (b"<OdfBody", secret, 2), (a_result(), secret, 3))
    assert [receipt.code for receipt in receipts] == [400, 400, 200]
    for receipt in receipts[:2]:
        assert all(finding.rule and finding.text and finding.remedy for finding in receipt.findings)
    assert {finding.rule for finding in receipts[0].findings} >= {"version", "feed-flag"}
    assert Quarantined.objects.count() == 2


def test_unknown_and_revoked_keys_are_refused_and_leave_no_trace(secret: str) -> None:
    revoke_key("venue")
    assert [receipt.code for receipt in send((a_result(), secret, 1), (a_result(), "guess", 1))] == [401, 401]
    assert LogEntry.objects.count() == Quarantined.objects.count() == 0


def test_key_sends_for_its_sources_only() -> None:
    secret = create_key("pool", "STASWM*")
    receipts = send((a_result(), secret, 1), (a_result(source="STAATH1"), secret, 2))
    assert [receipt.code for receipt in receipts] == [200, 403]


def test_same_bytes_of_two_senders_are_taken_once(secret: str) -> None:
    other = create_key("backup")
    receipts = send((a_result(), secret, 1), (a_result(), other, 1))
    assert [(receipt.code, receipt.repeated) for receipt in receipts] == [(200, False), (200, True)]


def test_test_feed_is_another_games(secret: str) -> None:
    rehearsed = a_result()
    rehearsed = msgspec.structs.replace(
        rehearsed, header=msgspec.structs.replace(rehearsed.header, feed_flag="T")
    )
    send((a_result(), secret, 1), (rehearsed, secret, 2))
    assert set(LogEntry.objects.values_list("competition", flat=True)) == {made.GAMES, f"{made.GAMES}~T"}


def test_positions_follow_the_order_of_submission(secret: str) -> None:
    receipts = send(*((a_result(version), secret, version) for version in range(1, 20)))
    positions = [receipt.position for receipt in receipts]
    assert positions == sorted(positions)
    assert last_seq("venue") == 19


def test_log_that_cannot_be_written_acknowledges_nothing(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setattr(room, "append", fail)
    (receipt,) = send((a_result(), secret, 1))
    assert receipt.code == 503
    assert LogEntry.objects.count() == 0


def test_commit_that_fails_acknowledges_nothing(
    secret: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(Quarantined.objects, "bulk_create", fail)
    receipts = send((a_result(), secret, 1), (a_result(mark="48.20"), secret, 2), (b"<no xml", secret, 3))
    assert [receipt.code for receipt in receipts] == [503, 503, 400]
    assert LogEntry.objects.count() == 0
    # One line: a full disk must not be filled by what is said about it.
    assert caplog.text.splitlines()[-1].endswith("the log cannot be written: disk full")


def test_message_the_database_refuses_does_not_stop_the_others(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = room.Ledger.place

    def refuse(self: room.Ledger, each: Submitted, header: Header) -> tuple[LogEntry, bool]:
        if header.version == 2:
            raise DataError("value too long")
        return place(self, each, header)

    monkeypatch.setattr(room.Ledger, "place", refuse)
    receipts = send(*((a_result(version), secret, version) for version in (1, 2, 3)))
    assert [receipt.code for receipt in receipts] == [200, 500, 200]
    assert Quarantined.objects.count() == 0
    assert list(LogEntry.objects.values_list("version", flat=True)) == [1, 3]


def test_sender_that_has_gone_does_not_stop_the_writer(secret: str) -> None:
    raws = [write_message(a_result(version)) for version in (1, 2)]
    gone, waiting = (Submitted(raw, secret, None, Future()) for raw in raws)
    gone.answer.cancel()
    Intake().take([gone, waiting])
    assert waiting.answer.result(timeout=0).code == 200
    assert LogEntry.objects.count() == 2


def test_intake_reads_of_a_long_story_only_what_it_needs(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(*((a_result(version), secret, version) for version in range(1, 51)))
    read: list[int] = []
    from_db = LogEntry.from_db.__func__  # type: ignore[attr-defined]

    def count(cls: type[LogEntry], *args: Any) -> LogEntry:
        read.append(1)
        return from_db(cls, *args)  # type: ignore[no-any-return]

    monkeypatch.setattr(LogEntry, "from_db", classmethod(count))
    (receipt,) = send((a_result(51), secret, 51))
    assert (receipt.code, read) == (200, [])


def test_poke_comes_after_the_commit_with_the_newest_position(secret: str) -> None:
    poked: list[int] = []
    (receipt,) = send((a_result(), secret, 1), intake=Intake(poked.append))
    assert poked == [receipt.position]


def test_key_names_are_unique_and_secrets_are_not_kept(secret: str) -> None:
    with pytest.raises(KeyExistsError):
        create_key("venue")
    (line,) = keys()
    assert secret not in repr(line)
    assert len(secret) == 32


def send_batch(intake: Intake, *messages: tuple[Message | bytes, str, int | None]) -> list[Receipt]:
    raws = [(each if isinstance(each, bytes) else write_message(each), seq) for each, secret, seq in messages]
    answer = intake.submit_batch(raws, messages[0][1])
    group = intake._queue.get_nowait()
    assert group is not None
    intake.take(group)
    return answer.result(timeout=0)


def test_batch_is_taken_in_its_order_with_a_receipt_for_each(secret: str) -> None:
    messages = [(a_result(version), secret, version) for version in range(1, 20)]
    receipts = send_batch(Intake(), *messages)
    assert [receipt.code for receipt in receipts] == [200] * 19
    positions = [receipt.position for receipt in receipts]
    assert positions == sorted(positions)
    again = send_batch(Intake(), *messages)
    assert [(r.position, r.repeated) for r in again] == [(position, True) for position in positions]


def test_batch_is_never_split_over_two_commits(secret: str) -> None:
    intake = Intake()
    groups: list[int] = []
    intake.take = lambda group: groups.append(len(group))  # type: ignore[method-assign, assignment]
    for _ in range(3):
        intake.submit_batch([(b"", None)] * 200, secret)
    intake._queue.put(None)
    intake._run()
    assert groups == [400, 200]


def test_what_is_refused_for_good_does_not_hold_the_rest_of_its_batch(secret: str) -> None:
    receipts = send_batch(
        Intake(),
        (a_result(1), secret, 1),
        (b"<no xml", secret, 2),
        (a_result(1, mark="48.20"), secret, 3),
        (a_result(2), secret, 4),
    )
    assert [receipt.code for receipt in receipts] == [200, 400, 409, 200]


def test_nothing_of_a_batch_is_stored_after_a_number_used_for_another_message(secret: str) -> None:
    send((a_result(1), secret, 2))
    batch = [(a_result(version), secret, version) for version in (5, 6, 7)]
    batch[1] = (a_result(6), secret, 2)
    receipts = send_batch(Intake(), *batch)
    assert [receipt.code for receipt in receipts] == [200, 409, 503]
    assert (receipts[1].number_used, LogEntry.objects.count()) == (True, 2)


def test_nothing_of_a_batch_is_stored_after_a_key_that_could_not_be_read(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, looked = room.queries.key, []

    def fail_once(asked: str) -> object:
        looked.append(asked)
        if len(looked) == 2:
            raise OperationalError("database is locked")
        return look(asked)

    monkeypatch.setattr(room.queries, "key", fail_once)
    monkeypatch.setattr(room, "KEY_GOOD_FOR", -1.0)
    receipts = send_batch(Intake(), *((a_result(version), secret, version) for version in (1, 2, 3)))
    assert [receipt.code for receipt in receipts] == [200, 503, 503]
    assert list(LogEntry.objects.values_list("version", flat=True)) == [1]


@pytest.mark.parametrize(("lost", "codes"), [(False, [200, 500, 200]), (True, [503, 503, 503])])
def test_message_the_database_refuses_does_not_stop_its_batch_nor_split_it(
    secret: str, monkeypatch: pytest.MonkeyPatch, lost: bool, codes: list[int]
) -> None:
    place = room.Ledger.place

    def refuse(self: room.Ledger, each: Submitted, header: Header) -> tuple[LogEntry, bool]:
        if header.version == 2:
            raise DataError("value too long")
        if header.version == 3 and lost:
            raise OperationalError("the database has gone")
        return place(self, each, header)

    monkeypatch.setattr(room.Ledger, "place", refuse)
    receipts = send_batch(Intake(), *((a_result(version), secret, version) for version in (1, 2, 3)))
    assert [receipt.code for receipt in receipts] == codes
    assert list(LogEntry.objects.values_list("version", flat=True)) == ([] if lost else [1, 3])
