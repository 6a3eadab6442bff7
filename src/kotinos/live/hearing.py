"""Hearing what the processes of this Games report."""

from __future__ import annotations

from collections.abc import Callable

from . import reports
from .bus import METERS, SyncBus
from .processes import bus_url
from .terms import Report


def hear(take: Callable[[Report], object]) -> Callable[[], None]:
    """Call ``take`` with every report from now on, in a thread of the bus; call what comes back to leave.

    Raises what opening the bus raises."""
    bus = SyncBus(bus_url(), serve=False)

    def each(payload: bytes) -> None:
        if (report := reports.read(payload)) is not None:
            take(report)

    bus.on(METERS, each)
    return bus.close
