"""The collector on the real bus and database: what it hears, keeps, and says when it cannot."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from kotinos.live import meters, reports
from kotinos.live.bus import METERS, SyncBus
from kotinos.ops import api as ops
from kotinos.ops.meters import collector as room
from kotinos.ops.meters import history
from kotinos.ops.meters.collector import Collector
from kotinos.ops.meters.figures import Figures
from kotinos.ops.meters.ranges import KEPT, RANGES, SLOT, TICK
from kotinos.ops.models import History
from tests.live.front_kit import eventually

from . import feeder, made

NOW = 1_800_000_000 - 1_800_000_000 % 7200


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = NOW) -> None:
        self.now = float(now)

    def __call__(self) -> float:
        return self.now


def kept(step: int) -> list[int]:
    return list(History.objects.filter(step=step).order_by("at").values_list("at", flat=True))


@pytest.mark.django_db
def test_row_is_written_each_ten_seconds_once() -> None:
    history.keep([Figures(at=NOW + 3, messages=1), Figures(at=NOW + 11, messages=2)])
    history.keep([Figures(at=NOW + 9, messages=9)])
    assert kept(TICK) == [NOW, NOW + 10]
    assert [each.messages for each in history.since(NOW, NOW + 20)] == [1, 2]


@pytest.mark.django_db
def test_rows_are_put_together_when_their_five_minutes_are_over() -> None:
    history.keep(Figures(at=NOW + n, messages=n, ack_p99=n) for n in range(0, SLOT + 20, TICK))
    history.roll(NOW + SLOT - 1)
    assert kept(SLOT) == []
    history.roll(NOW + SLOT)
    history.roll(NOW + SLOT + 10)
    assert kept(SLOT) == [NOW]
    (told,) = history.since(NOW, NOW + SLOT, SLOT)
    assert (told.messages, told.ack_p99) == (145, 290)


@pytest.mark.django_db
def test_what_is_old_is_deleted() -> None:
    for step in (TICK, SLOT):
        old, young = NOW - KEPT[step] - 1, NOW - KEPT[step]
        history._write(step, [(old, Figures()), (young, Figures())])
    history.prune(NOW)
    assert [kept(step) for step in (TICK, SLOT)] == [[NOW - KEPT[TICK]], [NOW - KEPT[SLOT]]]


@pytest.mark.django_db
@pytest.mark.parametrize("code", RANGES)
def test_course_has_a_point_each_step_and_holes_where_nothing_was_kept(code: str) -> None:
    range_ = RANGES[code]
    hole = NOW - range_.seconds // 2
    begins = range(NOW - range_.seconds, NOW + 10, TICK if range_.seconds <= 86_400 else 60)
    history.keep(Figures(at=at, messages=5) for at in begins if abs(at - hole) > 2 * range_.step)
    history.roll(NOW)
    begin, points = history.points(range_, NOW + 5)
    assert len(points) == range_.seconds // range_.step
    assert begin == NOW - range_.seconds + range_.step
    assert points[-1] is not None and points[-1].messages == 5
    at = {begin + place * range_.step: point for place, point in enumerate(points)}
    holes = [start for start, point in at.items() if point is None]
    assert 2 <= len(holes) <= 5 and all(abs(start - hole) <= 3 * range_.step for start in holes)


@pytest.mark.django_db
def test_newest_point_is_there_before_its_time_is_over() -> None:
    history.keep([Figures(at=NOW + 30, messages=7)])
    assert history.points(RANGES["7d"], NOW + 40)[1][-1] == Figures(at=NOW, messages=7)


@pytest.mark.django_db
def test_tick_judges_and_keeps() -> None:
    clock = Clock()
    collector = Collector(clock)
    collector.tick()
    state = collector.state()
    assert {each.rule.code for each in state.troubles} >= {"no-front", "no-intake", "no-fold", "no-pages"}
    for part in ("front", "intake", "fold", "pages"):
        collector.take(made.report(clock.now, process=part, started=clock.now - 5))
    clock.now += 5
    collector.tick()
    state = collector.state()
    assert [each.rule.code for each in state.troubles if each.rule.unit == "parts"] == []
    assert [each.name for each in state.processes] == ["fold", "front", "intake", "pages"]
    assert kept(TICK) == [NOW]


@pytest.mark.django_db
def test_busy_database_fails_nobody_and_loses_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    collector = Collector(clock)
    real: Callable[..., None] = history.keep

    def busy(figures: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(room.connection, "close", lambda: None)
    monkeypatch.setattr(history, "keep", busy)
    for _ in range(3):
        collector.tick()
        clock.now += TICK
    assert collector.state().unkept == "database is locked" and kept(TICK) == []
    monkeypatch.setattr(history, "keep", real)
    collector.tick()
    assert collector.state().unkept == ""
    assert kept(TICK) == [NOW, NOW + 10, NOW + 20, NOW + 30]


@pytest.mark.django_db
def test_rows_that_wait_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = Collector(Clock())

    def busy(figures: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(room.connection, "close", lambda: None)
    monkeypatch.setattr(history, "keep", busy)
    for _ in range(room.WAITING + 5):
        collector.tick()
    assert len(collector._waiting) == room.WAITING


@pytest.mark.django_db
def test_trouble_from_before_a_start_is_known_again() -> None:
    history.keep(feeder.figures(NOW - n) for n in range(600, 300, -TICK))
    late = {"lag_seconds": 30.0, "parts": feeder.PARTS}
    history.keep(Figures(at=NOW - n, **late) for n in range(300, 0, -TICK))  # type: ignore[arg-type]
    collector = Collector(Clock())
    collector.remember()
    assert [(each.rule.code, each.since) for each in collector.state().troubles] == [("lag", NOW - 300)]


def test_metrics_are_prometheus_text_of_every_process(tmp_path: Path) -> None:
    """Through the real bus, from reports of real meters."""
    collector = Collector()
    url = f"unix://{tmp_path}/bus.sock"
    with feeder.reporting(url, (*feeder.PARTS, "forward"), every=0.1):
        bus = SyncBus(url, serve=False)
        bus.on(METERS, lambda payload: collector.take(r) if (r := reports.read(payload)) else None)
        eventually(lambda: len(collector.state().processes) == 5)
        bus.close()
    families = {each.name: each for each in text_string_to_metric_families(collector.metrics().decode())}
    told = {name + ("_total" if each.type == "counter" else "") for name, each in families.items()}
    assert told - {"kotinos_ops_report_age_seconds"} == set(meters.declared())
    streams = families["kotinos_front_streams"].samples
    assert {sample.labels["process"] for sample in streams} == {"front"}
    assert all(sample.labels["instance"] for sample in streams)
    memory = families["process_resident_memory_bytes"].samples
    assert sorted(sample.labels["process"] for sample in memory) == [
        "fold",
        "forward",
        "front",
        "intake",
        "pages",
    ]
    assert all(family.documentation for family in families.values())


@pytest.mark.django_db(transaction=True)
def test_collecting_hears_what_the_processes_of_this_server_report(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BUS_URL = f"unix://{tmp_path}/bus.sock"
    monkeypatch.setattr(room, "SETTLE", 0.3)
    monkeypatch.setattr(room, "TICK", 0.2)
    assert not ops.state().collecting and ops.running() is None
    with feeder.reporting(settings.BUS_URL, every=0.1), ops.collecting():
        eventually(lambda: len(ops.state().processes) == 4)
        eventually(lambda: ops.state().turned > 0)
        assert ops.state().figures.parts == ("fold", "front", "intake", "pages")
        assert abs(ops.state().now - time.time()) < 5
    assert not ops.state().collecting
    assert History.objects.exists()  # asked for now: a database in memory has no reader beside its writer
