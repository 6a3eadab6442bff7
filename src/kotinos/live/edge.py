"""A venue's edge as a process: the forwarder over this data folder's log, woken by the bus."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx

from . import meters, queries
from .bus import LOG, SyncBus
from .centre import Centre
from .forward import Forwarder
from .outbox import Outbox, backlogs
from .processes import bus_url
from .reports import Teller


def run_forward(target: str, key: Callable[[], str], stop: threading.Event, after: int | None = None) -> None:
    """Forward the log to the intake at ``target`` until ``stop``. ``key`` gives the key to send under;
    ``after``: an earlier position from which to send again, else ValueError."""
    outbox = Outbox(target)
    if after is not None:
        outbox.again_after(after)
    bus = SyncBus(bus_url(), serve=False)
    meters.backlog.ask = lambda: _backlog(target)
    teller = Teller("forward", ["forward"], bus.publish, queries.close).start()
    try:
        with httpx.Client() as client:
            forwarder = Forwarder(outbox, Centre(client, target), key, stop)
            bus.on(LOG, lambda payload: forwarder.poke.set())
            forwarder.run()
    finally:
        teller.stop()
        bus.close()
        queries.close()


def _backlog(target: str) -> tuple[int, float, bool]:
    """Messages not answered yet, the age of the oldest, whether forwarding has stopped."""
    for each in backlogs():
        if each.target == target:
            return each.waiting, each.oldest, each.halted
    return 0, 0.0, False
