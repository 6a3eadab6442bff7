"""From reports to figures: rates, quantiles and levels of all processes together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from kotinos.live.terms import Report

Labels = frozenset[tuple[str, str]]


class Use(msgspec.Struct, frozen=True, array_like=True):
    """What the processes of a name use together: ``cpu`` in cores, ``memory`` in bytes."""

    cpu: float = 0.0
    memory: float = 0.0


class Figures(msgspec.Struct, frozen=True, array_like=True):
    """The figures of ten seconds. Rates are per second, times in seconds; a field is only ever added last.

    A time that nobody measured (no message, no page) is 0."""

    at: int = 0
    messages: float = 0.0
    refused: float = 0.0
    failed: float = 0.0
    ack_p50: float = 0.0
    ack_p99: float = 0.0
    queue: float = 0.0
    folded: float = 0.0
    changes: float = 0.0
    flagged: float = 0.0
    lag_messages: float = 0.0
    lag_seconds: float = 0.0
    streams_media: float = 0.0
    streams_public: float = 0.0
    connections: float = 0.0
    deliveries: float = 0.0
    bytes: float = 0.0
    resyncs: float = 0.0
    dropped: float = 0.0
    publish_p50: float = 0.0
    publish_p99: float = 0.0
    loop_p99: float = 0.0
    snaps_whole: float = 0.0
    snaps_unchanged: float = 0.0
    snaps_absent: float = 0.0
    pages: float = 0.0
    pages_failed: float = 0.0
    pages_refused: float = 0.0
    page_p50: float = 0.0
    page_p99: float = 0.0
    missed: float = 0.0
    files_share: float = 0.0
    """Open files of the process that is nearest to its limit, as a share of that limit."""
    disk_free: float = 1.0
    """Free share of the disk that holds the data folder."""
    use: dict[str, Use] = {}
    parts: tuple[str, ...] = ()
    """What was heard of: front, intake, fold, pages; forward at an edge."""
    forward_seconds: float = 0.0
    forward_halted: float = 0.0

    @property
    def streams(self) -> float:
        """All open streams."""
        return self.streams_media + self.streams_public


class Span(NamedTuple):
    """A process between two of its reports; ``then`` is missing for one heard of for the first time."""

    then: Report | None
    now: Report


class Reading:
    """What all processes together did over their spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._rates: defaultdict[tuple[str, str, Labels], float] = defaultdict(float)
        self._levels: defaultdict[tuple[str, str, Labels], float] = defaultdict(float)
        for span in spans:
            self._add(span)

    def rate(self, name: str, process: str = "", **labels: str) -> float:
        """How much a counter rises in a second, over all that carry these labels."""
        return sum(value for _, value in _chosen(self._rates, name, process, labels))

    def level(self, name: str, process: str = "", **labels: str) -> float:
        """What a gauge shows, all processes added up."""
        return sum(value for _, value in _chosen(self._levels, name, process, labels))

    def quantile(self, name: str, q: float) -> float:
        """A quantile of what a histogram measured meanwhile; 0 when nothing was."""
        buckets: defaultdict[float, float] = defaultdict(float)
        for labels, value in _chosen(self._rates, f"{name}_bucket", "", {}):
            buckets[float(dict(labels)["le"])] += value
        return quantile(sorted(buckets.items()), q)

    def _add(self, span: Span) -> None:
        before = _values(span.then) if span.then else {}
        since = span.then.at if span.then else span.now.started
        seconds = max(span.now.at - since, 0.001)
        process = span.now.process
        for family in span.now.families:
            into = self._levels if family.kind == "gauge" else self._rates
            for sample in family.samples:
                labels = frozenset(sample.labels.items())
                value = sample.value
                if into is self._rates:
                    value = max(value - before.get((sample.name, labels), 0.0), 0.0) / seconds
                into[process, sample.name, labels] += value


def quantile(buckets: Sequence[tuple[float, float]], q: float) -> float:
    """The ``q`` quantile from (upper bound, how many up to it), read straight between two bounds.

    What lies beyond the last finite bound is told as that bound (as Prometheus does)."""
    if not buckets or buckets[-1][1] <= 0:
        return 0.0
    wanted = q * buckets[-1][1]
    below, count = 0.0, 0.0
    for bound, upto in buckets:
        if upto >= wanted:
            if bound == float("inf"):
                return below
            return below + (bound - below) * (wanted - count) / max(upto - count, 1e-12)
        below, count = bound, upto
    return below


def figures(spans: Sequence[Span], at: int, disk_free: float = 1.0) -> Figures:
    """The figures of the processes' spans."""
    read = Reading(spans)
    codes = {code: read.rate("kotinos_intake_messages_total", code=code) for code in ("200", "500", "503")}
    names = sorted({span.now.process for span in spans})
    return Figures(
        at=at,
        messages=codes["200"],
        failed=codes["500"] + codes["503"] + read.rate("kotinos_front_refused_total", to="intake"),
        refused=max(read.rate("kotinos_intake_messages_total") - sum(codes.values()), 0.0),
        ack_p50=read.quantile("kotinos_intake_acknowledge_seconds", 0.5),
        ack_p99=read.quantile("kotinos_intake_acknowledge_seconds", 0.99),
        queue=read.level("kotinos_intake_queue_messages"),
        folded=read.rate("kotinos_fold_messages_total"),
        changes=read.rate("kotinos_fold_changes_total"),
        flagged=read.rate("kotinos_fold_flagged_total"),
        lag_messages=read.level("kotinos_fold_lag_messages"),
        lag_seconds=read.level("kotinos_fold_lag_seconds"),
        **_of_front(read),
        pages=read.rate("kotinos_pages_requests_total"),
        pages_failed=read.rate("kotinos_pages_requests_total", status="5xx"),
        pages_refused=read.rate("kotinos_pages_refused_total")
        + read.rate("kotinos_front_refused_total", to="pages"),
        page_p50=read.quantile("kotinos_pages_seconds", 0.5),
        page_p99=read.quantile("kotinos_pages_seconds", 0.99),
        missed=read.rate("kotinos_bus_missed_total"),
        files_share=max((files_share(span.now) for span in spans), default=0.0),
        disk_free=disk_free,
        use={name: _use(read, name) for name in names},
        parts=tuple(sorted({part for span in spans for part in span.now.parts})),
        forward_seconds=read.level("kotinos_forward_lag_seconds"),
        forward_halted=read.level("kotinos_forward_halted"),
    )


def _of_front(read: Reading) -> dict[str, float]:
    return {
        "streams_media": read.level("kotinos_front_streams", audience="media"),
        "streams_public": read.level("kotinos_front_streams", audience="public"),
        "connections": read.level("kotinos_front_connections"),
        "deliveries": read.rate("kotinos_front_frames_total"),
        "bytes": read.rate("kotinos_front_bytes_total"),
        "resyncs": read.rate("kotinos_front_resyncs_total"),
        "dropped": read.rate("kotinos_front_dropped_total"),
        "publish_p50": read.quantile("kotinos_front_publish_seconds", 0.5),
        "publish_p99": read.quantile("kotinos_front_publish_seconds", 0.99),
        "loop_p99": read.quantile("kotinos_front_loop_delay_seconds", 0.99),
        "snaps_whole": read.rate("kotinos_front_snapshots_total", status="200"),
        "snaps_unchanged": read.rate("kotinos_front_snapshots_total", status="304"),
        "snaps_absent": read.rate("kotinos_front_snapshots_total", status="404"),
    }


def _use(read: Reading, process: str) -> Use:
    return Use(
        read.rate("process_cpu_seconds_total", process), read.level("process_resident_memory_bytes", process)
    )


def level(report: Report, name: str) -> float:
    """One number of a report; 0 when it is not there."""
    return next((value for (each, _), value in _values(report).items() if each == name), 0.0)


def files_share(report: Report) -> float:
    """Open files as a share of the process's limit."""
    return level(report, "process_open_fds") / max(level(report, "process_max_fds"), 1.0)


def _values(report: Report) -> dict[tuple[str, Labels], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in report.families
        for sample in family.samples
    }


def _chosen(
    values: Mapping[tuple[str, str, Labels], float], name: str, process: str, labels: Mapping[str, str]
) -> Iterable[tuple[Labels, float]]:
    wanted = labels.items()
    for (of, each, has), value in values.items():
        if each == name and (not process or of == process) and wanted <= set(has):
            yield has, value
