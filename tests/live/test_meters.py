"""Meters: every process counts what it does, cheaply, and reports it on the bus."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from prometheus_client.metrics_core import Metric

from kotinos.live import meters, queries, reports
from kotinos.live.actions import create_key
from kotinos.live.bus import METERS, SyncBus
from kotinos.live.centre import NotNowError
from kotinos.live.forward import Forwarder
from kotinos.live.front.audience import _count
from kotinos.live.intake import Intake, Submitted
from kotinos.live.reports import Teller
from kotinos.live.terms import Receipt, Report
from kotinos.live.worker import Worker
from kotinos.odf.writer import write_message

from .front_kit import eventually, running
from .test_intake import a_result


def value(name: str, process: str = "test", **labels: str) -> float:
    """A meter of this process as a report tells it, all that carry the labels added up."""
    report = reports.report(
        process, tuple(part for part in meters.PARTS if part not in ("bus", "process")), 0
    )
    return sum(
        sample.value
        for family in report.families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_report_travels_whole() -> None:
    report = reports.report("front", ["front"], 5.0, "here:1")
    again = reports.read(msgspec.msgpack.encode(report))
    assert again == report
    assert (report.process, report.instance, report.parts, report.started) == (
        "front",
        "here:1",
        ("front",),
        5.0,
    )
    names = {family.name for family in report.families}
    assert {"kotinos_front_streams", "kotinos_bus_missed", "process_resident_memory_bytes"} <= names
    assert not any(name.startswith(("kotinos_fold", "kotinos_intake", "kotinos_pages")) for name in names)
    assert not any(s.name.endswith("_created") for family in report.families for s in family.samples)


@pytest.mark.parametrize("payload", [b"", b"\xc1", b"\x81\xa1x\x01", msgspec.msgpack.encode([1, 2])])
def test_what_is_no_report_is_none(payload: bytes) -> None:
    assert reports.read(payload) is None


def test_part_that_cannot_be_read_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> tuple[int, float]:
        raise RuntimeError("no database")

    monkeypatch.setattr(meters.lag, "ask", away)
    report = reports.report("fold", ["fold"], 0)
    assert "meters of fold cannot be read" in caplog.text
    assert {family.name for family in report.families} >= {"process_open_fds", "kotinos_bus_missed"}
    assert report.parts == ("fold",)


def test_teller_is_heard_again_and_again_until_it_stops(tmp_path: Path) -> None:
    bus = SyncBus(f"unix://{tmp_path}/bus.sock", serve=True)
    other = SyncBus(f"unix://{tmp_path}/bus.sock", serve=False)
    heard: list[Report] = []
    closed = threading.Event()
    bus.on(METERS, lambda payload: heard.append(report) if (report := reports.read(payload)) else None)
    teller = Teller("intake", ["intake"], other.publish, closed.set, every=0.05).start()
    eventually(lambda: len(heard) >= 3)
    teller.stop()
    assert closed.is_set()
    other.close()
    bus.close()
    assert {(each.process, each.parts) for each in heard} == {("intake", ("intake",))}
    assert heard[-1].at > heard[0].at and len({each.started for each in heard}) == 1


def test_what_never_happened_is_told_as_nothing() -> None:
    found: dict[str, Metric] = {each.name: each for each in meters.INTAKE.collect()}
    codes = {sample.labels["code"] for sample in found["kotinos_intake_messages"].samples}
    assert {"200", "400", "401", "403", "409", "413", "503"} <= codes


@pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
def test_intake_and_fold_count_their_messages() -> None:
    secret = create_key("venue")
    worker = Worker()
    names = (
        ("kotinos_intake_messages_total", {"code": "200"}),
        ("kotinos_intake_messages_total", {"code": "401"}),
        ("kotinos_intake_repeated_total", {}),
        ("kotinos_intake_acknowledge_seconds_count", {}),
        ("kotinos_intake_group_messages_count", {}),
        ("kotinos_fold_messages_total", {}),
        ("kotinos_fold_changes_total", {}),
        ("kotinos_fold_step_seconds_count", {}),
    )
    before = [value(name, **labels) for name, labels in names]
    raw = write_message(a_result())
    group = [
        Submitted(raw, key, seq, Future(), time.perf_counter())
        for key, seq in ((secret, 1), (secret, 2), ("nobody", None))
    ]
    Intake().take(group)
    assert queries.lag()[0] == 1 and 0 <= queries.lag()[1] < 60
    worker.step()
    assert queries.lag() == (0, 0.0)
    gone = [value(name, **labels) - was for (name, labels), was in zip(names, before, strict=True)]
    assert gone[:6] == [2, 1, 1, 3, 1, 1]
    assert gone[6] >= 1 and gone[7] == 1


@pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
def test_message_that_breaks_the_fold_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = create_key("venue")
    Intake().take([Submitted(write_message(a_result()), secret, 1, Future())])
    worker, before = Worker(), value("kotinos_fold_flagged_total")

    def broken(message: Any) -> None:
        raise ValueError("cannot be")

    monkeypatch.setattr(worker._fold(a_result().header.games), "apply", broken)
    worker.step()
    assert value("kotinos_fold_flagged_total") - before == 1


def test_front_counts_streams_frames_and_snapshots_and_reports(tmp_path: Path) -> None:
    with running(tmp_path) as front:
        heard: list[Report] = []
        front.bus.on(METERS, lambda payload: heard.append(r) if (r := reports.read(payload)) else None)
        front.change("a", {"n": 1})
        eventually(lambda: front.streams.seq == 1)
        before = {name: value(name) for name in ("kotinos_front_frames_total", "kotinos_front_bytes_total")}
        first = value("kotinos_front_publish_seconds_count", audience="media")
        with front.follow("G?topic=a&audience=media") as one, front.follow("G?topic=a") as two:
            one.opened()
            two.opened()
            assert value("kotinos_front_streams", audience="media") == 1
            assert value("kotinos_front_streams", audience="public") == 1
            front.change("a", {"n": 2})
            told = one.event(), two.event()
            assert [each[2]["patch"] for each in told] == [{"n": 2}, {"n": 2}]
            eventually(
                lambda: value("kotinos_front_frames_total") - before["kotinos_front_frames_total"] == 2
            )
            assert value("kotinos_front_bytes_total") - before["kotinos_front_bytes_total"] > 80
            eventually(lambda: value("kotinos_front_publish_seconds_count", audience="media") - first == 1)
        eventually(lambda: value("kotinos_front_streams") == 0)

        def snapshots() -> list[float]:
            return [value("kotinos_front_snapshots_total", status=each) for each in ("200", "304", "404")]

        was = snapshots()
        ask = b"GET /snap/G/%s HTTP/1.1\r\nHost: x\r\n%s\r\n"
        etag = b""
        for topic, extra in ((b"a", b""), (b"a", b""), (b"none", b"")):
            got = front.talk(ask % (topic, extra), b"\r\n\r\n")
            etag = next((x for x in got.split(b"\r\n") if x.lower().startswith(b"etag")), etag)
        known = b"If-None-Match: " + etag.partition(b": ")[2] + b"\r\n"
        for _ in range(2):
            assert front.talk(ask % (b"a", known), b"\r\n\r\n").startswith(b"HTTP/1.1 304")
        assert [now - then for now, then in zip(snapshots(), was, strict=True)] == [2, 2, 1]
        eventually(lambda: bool(heard), 5)
        assert heard[-1].process == "front"
        eventually(lambda: value("kotinos_front_loop_delay_seconds_count") > 0)


def test_flush_is_counted_once_for_all_who_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meters, "front", meters.FrontTally())
    _count(3, b"12345")
    _count(2, b"1234567")
    _count(0, b"123")
    assert (meters.front.frames, meters.front.bytes) == (5, 3 * 5 + 2 * 7)


def test_slow_streams_and_resyncs_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(meters, "front", meters.FrontTally())
    with running(tmp_path) as front:
        with front.follow("G?topic=a&after=elsewhere:5") as follower:
            assert follower.event()[1] == "resync"
        assert meters.front.resyncs["unknown"] == 1


def test_pages_are_counted_by_status(tmp_path: Path) -> None:
    before, times = value("kotinos_pages_requests_total", status="2xx"), value("kotinos_pages_seconds_count")
    with running(tmp_path) as front:
        assert front.talk(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n", b"hello").startswith(b"HTTP/1.1 200")
        eventually(lambda: value("kotinos_pages_requests_total", status="2xx") - before == 1)
    assert value("kotinos_pages_seconds_count") - times == 1


def test_forwarding_counts_what_was_answered() -> None:
    before = value("kotinos_forward_messages_total")
    log, stop = FakeLog([(b"a", 1), (b"b", 2), (b"c", 3)]), threading.Event()
    answers = [Receipt(200, position=1), Receipt(400), Receipt(503)]
    forwarder = Forwarder(log, FakeCentre(answers), lambda: "key", stop)  # type: ignore[arg-type]
    with pytest.raises(NotNowError):
        forwarder.step()
    assert value("kotinos_forward_messages_total") - before == 2


class FakeLog:
    """Three messages that wait."""

    def __init__(self, messages: list[tuple[bytes, int]]) -> None:
        self.messages = messages

    def next(self, count: int, size: int) -> list[tuple[bytes, int]]:
        return self.messages

    def trusts(self, key: str) -> bool:
        return False

    def passed(self, *told: object) -> None:
        """Nothing is kept."""


class FakeCentre:
    """Answers what it is told to."""

    def __init__(self, answers: list[Receipt]) -> None:
        self.answers = answers

    def post(self, messages: object, key: str) -> list[Receipt]:
        return self.answers
