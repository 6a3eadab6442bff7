"""Reports made by hand."""

from __future__ import annotations

from kotinos.live.terms import Family, Report, Sample


def counter(name: str, *values: tuple[dict[str, str], float]) -> Family:
    """A counter with its values by labels."""
    return Family(
        name, "counter", "", tuple(Sample(f"{name}_total", labels, value) for labels, value in values)
    )


def gauge(name: str, value: float, **labels: str) -> Family:
    """A gauge with one value."""
    return Family(name, "gauge", "", (Sample(name, labels, value),))


def histogram(name: str, buckets: dict[float, float]) -> Family:
    """A histogram by upper bounds, each with how many are up to it."""
    samples = (Sample(f"{name}_bucket", {"le": str(bound)}, count) for bound, count in buckets.items())
    return Family(name, "histogram", "", tuple(samples))


def report(
    at: float, *families: Family, process: str = "intake", instance: str = "a", started: float = 0.0
) -> Report:
    """A report of a process that does what it is called."""
    return Report(process, instance, 7, started, at, (process,), families)


def messages(at: float, count: float, **of: str) -> Report:
    """A report of an intake that has taken so many messages."""
    return report(at, counter("kotinos_intake_messages", ({"code": "200"}, count)), **of)  # type: ignore[arg-type]
