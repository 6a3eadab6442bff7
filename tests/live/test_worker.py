"""The fold worker: what it keeps can be read, followed, rebuilt and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.db import DatabaseError, DataError

from kotinos.games import api as games
from kotinos.games.terms.asked import MedalsAsked, ParticipantsAsked, ResultsAsked, UnitsAsked
from kotinos.live import keeper, models, queries, rebuild
from kotinos.live.actions import ensure_key
from kotinos.live.fold import Flushed, board
from kotinos.live.intake import Intake, Submitted
from kotinos.live.patch import apply as patched
from kotinos.live.terms import Batch
from kotinos.live.worker import Worker
from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition, Competitor, Medal, Participant, Result, Text, Unit
from kotinos.odf.writer import write_message

from . import made

pytestmark = pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])

SCHEDULE = Competition(
    units=(
        Unit(
            code=made.UNITS[0],
            phase_type="3",
            schedule_status="RUNNING",
            start_date="2026-11-22T10:00:00+01:00",
            venue="POL",
            names=(Text(language="ENG", value="Final"),),
        ),
    )
)
PEOPLE = Competition(
    participants=tuple(
        Participant(
            code=code, parent=code, status="ACTIVE", family_name=f"SWIMMER {code}",
            print_name=f"SWIMMER {code}",
            organisation="FIJ", gender="M",
        )
        for code in made.PEOPLE
    )
)  # fmt: skip


def result(version: int, *marks: str) -> Message:
    lines = tuple(
        Result(
            rank=str(place), result=mark, result_type="TIME", sort_order=str(place),
            competitors=(Competitor(code=code, type="A", organisation="FIJ"),),
        )
        for place, (code, mark) in enumerate(zip(made.PEOPLE, marks, strict=False), 1)
    )  # fmt: skip
    return made.message(
        "DT_RESULT", made.UNITS[0], Competition(results=lines), version=version, status="LIVE"
    )


def a_games() -> list[Message]:
    gold = Medal(
        code="ME_GOLD", date="2026-11-22", unit=made.UNITS[0],
        competitors=(Competitor(code="101", type="A", organisation="FIJ", order="1"),),
    )  # fmt: skip
    return [
        made.message("DT_PARTIC", made.DISCIPLINE, PEOPLE),
        made.message("DT_SCHEDULE", made.DISCIPLINE, SCHEDULE),
        result(1, "48.10", "48.20"),
        result(2, "48.10", "48.20", "48.30"),
        made.message("DT_MEDALLISTS", made.EVENT, Competition(medals=(gold,)), status="OFFICIAL"),
    ]


def log(messages: Sequence[Message]) -> None:
    secret = ensure_key("test")
    start = queries.last_seq("test") + 1
    group = [
        Submitted(write_message(each), secret, seq, Future()) for seq, each in enumerate(messages, start)
    ]
    Intake().take(group)
    assert [each.answer.result().code for each in group] == [200] * len(group)


def test_worker_keeps_snapshots_projections_and_changes() -> None:
    log(a_games())
    batches: list[Batch] = []
    assert Worker(batches.append).step() == 5
    found = queries.snapshot(made.GAMES, f"unit/{made.UNITS[0]}")
    assert found is not None
    unit = msgspec.json.decode(found.body)
    assert unit["competitors"]["103"] == {
        "code": "103", "name": "SWIMMER 103", "organisation": "FIJ", "order": 3, "rank": "3",
        "result": "48.30",
        "result_type": "TIME",
    }  # fmt: skip
    assert games.results(made.GAMES, ResultsAsked(competitor="103")).total == 1
    assert games.medals(made.GAMES, MedalsAsked()).rows[0].name == "SWIMMER 101"
    epoch, seq = queries.head()
    assert (batches[0].epoch, batches[0].changes[-1].seq) == (epoch, seq)
    assert queries.games() == [made.GAMES]


def test_followed_changes_lead_from_an_old_snapshot_to_the_new_one() -> None:
    log(a_games()[:3])
    worker = Worker()
    worker.step()
    topic = f"unit/{made.UNITS[0]}"
    old = queries.snapshot(made.GAMES, topic)
    log(a_games()[3:])
    while worker.step(limit=1):
        pass
    changes = queries.changes(old.seq, 100) if old else None
    assert old is not None and changes
    document = msgspec.json.decode(old.body)
    for change in changes:
        if change.topic == topic:
            document = patched(document, msgspec.json.decode(change.patch))
    new = queries.snapshot(made.GAMES, topic)
    assert new and document == msgspec.json.decode(new.body)


def test_worker_that_starts_again_goes_on_where_it_stopped() -> None:
    log(a_games()[:3])
    Worker().step()
    log(a_games()[3:])
    again = Worker()
    again.warm()
    assert again.step() == 2
    assert rebuild.differences() == []


def test_rebuild_gives_the_stored_bytes_and_a_new_epoch() -> None:
    log(a_games())
    worker = Worker()
    while worker.step(limit=1):
        pass
    assert rebuild.differences() == []
    before = {row.topic: bytes(row.body) for row in models.Snapshot.objects.all()}
    epoch, _ = queries.head()
    assert rebuild.rebuild() == len(before)
    assert {row.topic: bytes(row.body) for row in models.Snapshot.objects.all()} == before
    assert queries.head()[0] != epoch
    assert games.participants(made.GAMES, ParticipantsAsked()).total == 3


def test_rebuild_finds_a_snapshot_that_was_tampered_with() -> None:
    log(a_games())
    Worker().step()
    models.Snapshot.objects.filter(topic="medals").update(body=b"{}")
    assert rebuild.differences() == [f"{made.GAMES} medals: other bytes"]


def test_message_that_breaks_the_fold_is_flagged_and_the_stream_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log(a_games())
    row = models.LogEntry.objects.filter(document_type="DT_SCHEDULE").get()
    models.LogEntry.objects.filter(pk=row.pk).update(raw=b"<broken")
    assert Worker().step() == 5
    flag = models.Flagged.objects.get()
    assert (flag.position, flag.competition) == (row.pk, made.GAMES)
    assert [told.where for told in queries.set_aside()] == [f"position {row.pk}"]
    assert queries.snapshot(made.GAMES, "medals") is not None


def test_transaction_that_fails_leaves_nothing_and_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    log(a_games())
    worker = Worker()

    def fail(*args: object, **kwargs: object) -> Batch:
        raise DatabaseError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(keeper, "keep", fail)
        with pytest.raises(DatabaseError):
            worker.step()
    assert models.Snapshot.objects.count() == 0
    assert worker.step() == 5
    assert rebuild.differences() == []


def test_document_nobody_tells_of_any_more_is_removed() -> None:
    log(a_games()[1:2])
    worker = Worker()
    worker.step()
    topic = f"unit/{made.UNITS[0]}"
    assert queries.snapshot(made.GAMES, topic)
    log([made.message("DT_SCHEDULE", made.DISCIPLINE, Competition(), version=2)])
    worker.step()
    assert queries.snapshot(made.GAMES, topic) is None
    assert games.units(made.GAMES, UnitsAsked()).total == 0
    assert models.Change.objects.filter(topic=topic).latest("seq").patch == b"null"


def test_reader_too_far_back_is_told_so() -> None:
    log(a_games())
    Worker().step()
    _, seq = queries.head()
    assert queries.changes(seq, 10) == []
    assert queries.changes(seq + 1, 10) is None
    models.Change.objects.filter(seq__lte=2).delete()
    assert queries.changes(0, 10) is None


def test_document_that_cannot_be_made_is_flagged_and_made_when_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    topic = f"unit/{made.UNITS[0]}"
    log(a_games()[:3])
    with monkeypatch.context() as patch:
        patch.setattr(board, "unit_view", _fail)
        assert Worker().step() == 3
        assert topic in models.Flagged.objects.values_list("topic", flat=True)
        Worker().warm()
    again = Worker()
    again.warm()
    log(a_games()[3:])
    again.step()
    assert queries.snapshot(made.GAMES, topic) is not None
    rebuild.rebuild()
    assert rebuild.differences() == []


def test_message_the_database_refuses_is_flagged_and_the_others_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log(a_games())
    bad = models.LogEntry.objects.get(document_type="DT_RESULT", version=2)
    keep = keeper.keep

    def refuse(position: int, flushed: dict[str, Flushed], *rest: Any, publish: bool) -> Batch:
        if any(b"48.30" in document.body for each in flushed.values() for document in each.documents):
            raise DataError("value too long")
        return keep(position, flushed, *rest, publish=publish)

    monkeypatch.setattr(keeper, "keep", refuse)
    worker = Worker()
    while worker.step():
        pass
    assert models.Flagged.objects.get().position == bad.pk
    assert worker.position == models.LogEntry.objects.latest("pk").pk
    assert games.medals(made.GAMES, MedalsAsked()).total == 1


def test_view_of_a_family_that_breaks_between_documents_does_not_stop_the_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log(a_games())
    monkeypatch.setattr(board, "event_medals", _fail)
    worker = Worker()
    while worker.step():
        pass
    flagged = models.Flagged.objects.get()
    assert flagged.position == models.LogEntry.objects.get(document_type="DT_MEDALLISTS").pk
    assert queries.snapshot(made.GAMES, f"unit/{made.UNITS[0]}") is not None


@pytest.mark.parametrize(
    "start",
    [
        "0001-01-01T00:00:00+05:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-05:00",
        "2026-11-22T10:00:00+23:59",
    ],
)
def test_odd_times_and_numbers_are_kept(start: str) -> None:
    unit = msgspec.structs.replace(SCHEDULE.units[0], start_date=start, medal="99999999999999999999")
    log([made.message("DT_SCHEDULE", made.DISCIPLINE, Competition(units=(unit,)))])
    worker = Worker()
    assert worker.step() == 1
    assert not models.Flagged.objects.exists()
    assert games.units(made.GAMES, UnitsAsked()).total == 1


def test_check_of_a_running_games_compares_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    log(a_games()[:3])
    worker = Worker()
    worker.step()
    read = rebuild._stored

    def then_go_on(competition: str | None) -> tuple[int, dict[str, dict[str, str]]]:
        found = read(competition)
        log(a_games()[3:])
        worker.step()
        return found

    monkeypatch.setattr(rebuild, "_stored", then_go_on)
    assert rebuild.differences() == []


def _fail(*args: object) -> None:
    raise RuntimeError("a fault of ours")
