"""Every meter of a running Games, declared in one place. Pure.

A process counts with the meters of its own parts; :mod:`kotinos.live.reports` tells them on the bus. Where
a meter would be touched for each delivery or snapshot, plain numbers are kept instead (:class:`FrontTally`)
and read only when somebody collects. What each meter means stands in docs/reference/metrics.md."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable, Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

INTAKE, FOLD, FRONT, PAGES, FORWARD, BUS, PROCESS = (CollectorRegistry(auto_describe=False) for _ in range(7))
PARTS = {
    "intake": INTAKE, "fold": FOLD, "front": FRONT, "pages": PAGES, "forward": FORWARD, "bus": BUS,
    "process": PROCESS,
}  # fmt: skip
"""The meters of each part; every process has ``bus`` and ``process``."""

SECONDS = (
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075,
    0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10,
)  # fmt: skip
"""Bounds close enough together that a quantile read between two of them is right within a quarter."""
GROUPS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

AUDIENCES = ("media", "public")
RESYNCS = ("restart", "slow", "too-old", "unknown")
DOORS = ("intake", "pages")

# The intake

received = Counter("kotinos_intake_messages", "Messages answered.", ["code"], registry=INTAKE)
repeated = Counter("kotinos_intake_repeated", "Messages taken that were there already.", registry=INTAKE)
grouped = Histogram(
    "kotinos_intake_group_messages", "Messages in a commit.", registry=INTAKE, buckets=GROUPS
)  # fmt: skip
acknowledged = Histogram(
    "kotinos_intake_acknowledge_seconds", "From handing in to the receipt.", registry=INTAKE, buckets=SECONDS
)
queued = Gauge("kotinos_intake_queue_messages", "Messages that wait for a commit.", registry=INTAKE)

# The fold

folded = Counter("kotinos_fold_messages", "Messages folded.", registry=FOLD)
published = Counter("kotinos_fold_changes", "Changes published.", registry=FOLD)
flagged = Counter(
    "kotinos_fold_flagged", "Messages and documents that the fold could not use.", registry=FOLD
)
stepped = Histogram(
    "kotinos_fold_step_seconds", "Folding and keeping a group of messages.", registry=FOLD, buckets=SECONDS
)

# The front

delayed = Histogram(
    "kotinos_front_publish_seconds", "From the bus to the last socket.", ["audience"], registry=FRONT,
    buckets=SECONDS,
)  # fmt: skip
looped = Histogram(
    "kotinos_front_loop_delay_seconds", "How late the loop wakes.", registry=FRONT, buckets=SECONDS
)

# Pages

answered = Counter(
    "kotinos_pages_requests", "Requests answered by the application.", ["status"], registry=PAGES
)
rendered = Histogram(
    "kotinos_pages_seconds", "From a request's arrival to its answer.", registry=PAGES, buckets=SECONDS
)
waiting = Gauge("kotinos_pages_waiting", "Requests inside or waiting for a thread.", registry=PAGES)
refused = Counter("kotinos_pages_refused", "Requests refused because too many wait.", registry=PAGES)

# An edge's forwarding

forwarded = Counter("kotinos_forward_messages", "Messages that the centre has answered.", registry=FORWARD)

# The bus and the process

missed = Counter("kotinos_bus_missed", "Times that bus messages may have been lost.", registry=BUS)
ProcessCollector(registry=PROCESS)

for _code in ("200", "400", "401", "403", "409", "413", "500", "503"):
    received.labels(_code)  # what has never happened is told as 0, so that a rate can be taken at once
for _audience in AUDIENCES:
    delayed.labels(_audience)
for _status in ("2xx", "3xx", "4xx", "5xx"):
    answered.labels(_status)


class Door(Protocol):
    """Whatever hands requests on."""

    inside: int
    refused: int


class FrontTally(Collector):
    """What a front counts in its inner loops, as plain numbers of one thread."""

    def __init__(self) -> None:
        self.frames = self.bytes = self.dropped = 0
        self.whole = self.unchanged = self.absent = 0
        """Snapshots answered 200, 304 and 404."""
        self.at_hand = [0] * 256
        """Those answered with the bytes at hand, by the first figure of the status as a byte."""
        self.resyncs: Count[str] = Count()
        self.doors: dict[str, Door] = {}
        """What is handed on, by whom it goes to."""
        self.streams: Callable[[], dict[str, int]] = dict
        """Open streams by audience, asked for only when somebody collects."""
        self.connections: Callable[[], int] = int

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        open_now = self.streams()
        yield _levels(
            "kotinos_front_streams", "Open streams.", {each: open_now.get(each, 0) for each in AUDIENCES}
        )
        yield GaugeMetricFamily("kotinos_front_connections", "Open connections.", self.connections())
        yield CounterMetricFamily("kotinos_front_frames", "Frames given to streams.", self.frames)
        yield CounterMetricFamily("kotinos_front_bytes", "Bytes given to streams.", self.bytes)
        yield CounterMetricFamily("kotinos_front_dropped", "Streams closed as too slow.", self.dropped)
        resyncs = CounterMetricFamily(
            "kotinos_front_resyncs", "Streams told to fetch anew.", labels=["reason"]
        )  # fmt: skip
        for reason in RESYNCS:
            resyncs.add_metric([reason], self.resyncs[reason])
        yield resyncs
        snapshots = CounterMetricFamily("kotinos_front_snapshots", "Snapshots answered.", labels=["status"])
        for status, count in zip(
            ("200", "304", "404"),
            (self.whole + self.at_hand[ord("2")], self.unchanged + self.at_hand[ord("3")], self.absent),
            strict=True,
        ):
            snapshots.add_metric([status], count)
        yield snapshots
        yield from self._doors()

    def _doors(self) -> Iterator[Metric]:
        inside = GaugeMetricFamily(
            "kotinos_front_handed_on", "Requests handed on and not answered yet.", labels=["to"]
        )
        refused = CounterMetricFamily("kotinos_front_refused", "Requests told to come back.", labels=["to"])
        for name in DOORS:
            door = self.doors.get(name)
            inside.add_metric([name], door.inside if door else 0)
            refused.add_metric([name], door.refused if door else 0)
        yield inside
        yield refused


class FoldLag(Collector):
    """How far the fold is behind, asked of the database when somebody collects."""

    def __init__(self) -> None:
        self.ask: Callable[[], tuple[int, float]] = lambda: (0, 0.0)
        """Messages not folded yet, and the age of the oldest of them in seconds."""

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        messages, seconds = self.ask()
        yield GaugeMetricFamily("kotinos_fold_lag_messages", "Messages not folded yet.", messages)
        yield GaugeMetricFamily("kotinos_fold_lag_seconds", "Age of the oldest message not folded.", seconds)


class Backlog(Collector):
    """How far forwarding is behind, asked of the database when somebody collects."""

    def __init__(self) -> None:
        self.ask: Callable[[], tuple[int, float, bool]] = lambda: (0, 0.0, False)
        """Messages not answered yet, the age of the oldest in seconds, whether forwarding has stopped."""

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        messages, seconds, halted = self.ask()
        yield GaugeMetricFamily("kotinos_forward_lag_messages", "Messages not forwarded yet.", messages)
        yield GaugeMetricFamily("kotinos_forward_lag_seconds", "Age of the oldest of them.", seconds)
        yield GaugeMetricFamily("kotinos_forward_halted", "1: it has stopped and wants a key.", int(halted))


def _levels(name: str, text: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=["audience"])
    for label, value in values.items():
        family.add_metric([label], value)
    return family


front = FrontTally()
FRONT.register(front)
lag = FoldLag()
FOLD.register(lag)
backlog = Backlog()
FORWARD.register(backlog)


def declared() -> dict[str, str]:
    """Name and kind of every meter there is."""
    return {
        family.name + ("_total" if family.type == "counter" else ""): family.type
        for registry in PARTS.values()
        for family in registry.collect()
    }
