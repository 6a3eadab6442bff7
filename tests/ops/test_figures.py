"""Figures: rates, quantiles and levels of all processes together."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live import meters
from kotinos.ops.meters.board import Board
from kotinos.ops.meters.figures import Figures, Reading, Span, Use, figures, quantile
from kotinos.ops.meters.ranges import KEPT, RANGES, SLOT, TICK, WORST, together

from . import made

INF = float("inf")


@pytest.mark.parametrize(
    ("buckets", "q", "wanted"),
    [
        ([], 0.5, 0.0),
        ([(1, 0), (INF, 0)], 0.5, 0.0),
        ([(1, 10), (INF, 10)], 0.5, 0.5),
        ([(1, 10), (2, 20), (INF, 20)], 0.75, 1.5),
        ([(1, 0), (2, 4), (INF, 4)], 1.0, 2.0),
        ([(1, 0), (2, 1), (INF, 4)], 0.99, 2.0),
    ],
)
def test_quantile_is_read_straight_between_bounds(
    buckets: list[tuple[float, float]], q: float, wanted: float
) -> None:
    assert quantile(buckets, q) == pytest.approx(wanted)


@given(st.lists(st.floats(0.0004, 9.9), min_size=1, max_size=200), st.sampled_from([0.5, 0.9, 0.99]))
def test_quantile_lies_in_the_bucket_of_the_true_one(values: list[float], q: float) -> None:
    bounds = (*meters.SECONDS, INF)
    buckets = [(bound, float(sum(value <= bound for value in values))) for bound in bounds]
    ordered = sorted(values)
    rank = next(n for n in range(1, len(ordered) + 1) if n >= q * len(ordered))
    true = ordered[rank - 1]
    upper = next(bound for bound in bounds if true <= bound)
    lower = max((bound for bound in bounds if bound < upper), default=0.0)
    assert lower - 1e-9 <= quantile(buckets, q) <= upper + 1e-9


@given(st.lists(st.floats(0.0004, 9.9), min_size=1, max_size=60))
def test_quantiles_do_not_cross(values: list[float]) -> None:
    buckets = [(bound, float(sum(value <= bound for value in values))) for bound in (*meters.SECONDS, INF)]
    found = [quantile(buckets, q / 20) for q in range(1, 21)]
    assert found == sorted(found)


def test_rate_is_over_the_processes_own_time_and_adds_up() -> None:
    spans = [
        Span(made.messages(100, 50), made.messages(110, 150)),
        Span(made.messages(200, 0, instance="b"), made.messages(205, 25, instance="b")),
    ]
    assert Reading(spans).rate("kotinos_intake_messages_total", code="200") == pytest.approx(15)
    assert figures(spans, 110).messages == pytest.approx(15)


def test_process_that_has_just_begun_counts_from_its_start() -> None:
    assert figures([Span(None, made.messages(104, 20, started=100))], 104).messages == pytest.approx(5)


def test_counter_that_went_back_counts_as_nothing() -> None:
    assert figures([Span(made.messages(100, 50), made.messages(110, 3))], 110).messages == 0


def test_codes_are_told_apart() -> None:
    family = "kotinos_intake_messages"
    codes = {"200": 30.0, "400": 10.0, "409": 10.0, "503": 20.0, "500": 5.0}
    now = made.report(10, made.counter(family, *(({"code": code}, n) for code, n in codes.items())))
    then = made.report(0, made.counter(family, *(({"code": code}, 0.0) for code in codes)))
    told = figures([Span(then, now)], 10)
    assert (told.messages, told.refused, told.failed) == pytest.approx((3, 2, 2.5))


def test_levels_and_use_are_by_process() -> None:
    def one(at: float, process: str, cpu: float) -> object:
        return made.report(
            at,
            made.counter("process_cpu_seconds", ({}, cpu)),
            made.gauge("process_resident_memory_bytes", 100),
            made.gauge("process_open_fds", 40 if process == "front" else 10),
            made.gauge("process_max_fds", 50),
            made.gauge("kotinos_front_streams", 3, audience="public"),
            process=process,
        )

    spans = [Span(one(0, name, 1), one(10, name, 6)) for name in ("front", "fold")]  # type: ignore[arg-type]
    told = figures(spans, 10, disk_free=0.4)
    assert told.use == {"fold": Use(0.5, 100), "front": Use(0.5, 100)}
    assert (told.streams_public, told.streams, told.parts) == (6, 6, ("fold", "front"))
    assert (told.files_share, told.disk_free) == (0.8, 0.4)


def test_times_are_of_what_was_measured_between_the_reports() -> None:
    name = "kotinos_intake_acknowledge_seconds"
    then = made.report(0, made.histogram(name, {0.01: 100, 0.02: 100, INF: 100}))
    now = made.report(10, made.histogram(name, {0.01: 100, 0.02: 150, INF: 150}))
    told = figures([Span(then, now)], 10)
    assert told.ack_p50 == pytest.approx(0.015)
    assert told.ack_p99 == pytest.approx(0.0199)


def test_figures_of_an_older_version_can_be_read() -> None:
    packed = msgspec.msgpack.encode([100, 1.5, 0.0, 0.0, 0.002])
    assert msgspec.msgpack.decode(packed, type=Figures) == Figures(at=100, messages=1.5, ack_p50=0.002)


def test_together_tells_means_and_the_worst_times() -> None:
    many = [
        Figures(at=10, messages=2, ack_p50=0.01, ack_p99=0.1, use={"fold": Use(1, 10)}, parts=("fold",)),
        Figures(at=20, messages=4, ack_p50=0.0, ack_p99=0.5, use={"fold": Use(0, 30)}, parts=("front",)),
    ]
    told = together(many, 0)
    assert (told.messages, told.ack_p50, told.ack_p99) == (3, 0.01, 0.5)
    assert (told.use, told.parts, told.at) == ({"fold": Use(0.5, 20)}, ("fold", "front"), 0)
    with pytest.raises(ValueError, match="no figures"):
        together([], 0)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_together_stays_between_the_least_and_the_most(values: list[float]) -> None:
    told = together([Figures(at=n, changes=value, lag_seconds=value) for n, value in enumerate(values)], 0)
    assert min(values) * 0.999999 <= told.changes <= max(values) * 1.000001
    assert told.lag_seconds == max(values)


def test_ranges_are_whole() -> None:
    assert set(Figures.__struct_fields__) >= WORST
    for each in RANGES.values():
        assert each.seconds % each.step == 0 and each.seconds // each.step <= 100
        assert each.step == TICK or each.step % SLOT == 0
        assert each.seconds <= KEPT[TICK if each.step == TICK else SLOT]


def test_board_forgets_who_is_silent() -> None:
    board = Board()
    board.take(made.messages(100, 0), 100)
    board.take(made.messages(107, 7, instance="b"), 107)
    assert [span.now.instance for _, span in board.heard(109)] == ["a", "b"]
    assert [span.now.instance for _, span in board.heard(111)] == ["b"]
    assert board.heard(120) == [] and board.figures(120) == Figures(at=120)


def test_board_takes_rates_over_ten_seconds() -> None:
    board = Board()
    for at in range(0, 60, 2):
        board.take(made.messages(1000 + at, at * 3), at)
    ((last, span),) = board.heard(58)
    assert (last, span.then.at if span.then else 0, span.now.at) == (58, 1048, 1058)
    assert board.figures(58).messages == pytest.approx(3)


def test_board_does_not_take_an_old_count_for_news() -> None:
    board = Board()
    board.take(made.messages(5000, 1_000_000, started=1), 50)
    assert board.figures(50).messages == 0
    board.take(made.messages(5002, 1_000_010, started=1), 52)
    assert board.figures(52).messages == pytest.approx(5)


def test_board_counts_a_process_anew_that_was_started_again() -> None:
    board = Board()
    board.take(made.messages(100, 1000, started=1), 100)
    board.take(made.messages(104, 8, started=102), 104)
    assert board.figures(104).messages == pytest.approx(4)
