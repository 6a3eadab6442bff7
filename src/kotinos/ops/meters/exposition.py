"""The newest reports of all processes as the text that Prometheus reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from kotinos.live.terms import Report

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class _Told(Collector):
    def __init__(self, heard: Iterable[tuple[float, Report]], now: float) -> None:
        self._heard, self._now = list(heard), now

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        families: dict[str, Metric] = {}
        age = families["age"] = Metric("kotinos_ops_report_age_seconds", "Since its last report.", "gauge")
        for last, report in self._heard:
            own = {"process": report.process, "instance": report.instance}
            age.add_sample(age.name, own, max(self._now - last, 0.0))
            for family in report.families:
                metric = families.setdefault(family.name, Metric(family.name, family.text, family.kind))
                for sample in family.samples:
                    metric.add_sample(sample.name, {**sample.labels, **own}, sample.value)
        yield from families.values()


def text(heard: Iterable[tuple[float, Report]], now: float) -> bytes:
    """All meters of all processes, each with ``process`` and ``instance``; (when heard, report) in."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(heard, now))
    return generate_latest(registry)
