"""A venue's edge as a process: the forwarder over this data folder's log, woken by the bus."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx

from . import queries
from .bus import LOG, SyncBus
from .centre import Centre
from .forward import Forwarder
from .outbox import Outbox
from .processes import bus_url


def run_forward(target: str, key: Callable[[], str], stop: threading.Event, after: int | None = None) -> None:
    """Forward the log to the intake at ``target`` until ``stop``. ``key`` gives the key to send under;
    ``after``: an earlier position from which to send again, else ValueError."""
    outbox = Outbox(target)
    if after is not None:
        outbox.again_after(after)
    bus = SyncBus(bus_url(), serve=False)
    try:
        with httpx.Client() as client:
            forwarder = Forwarder(outbox, Centre(client, target), key, stop)
            bus.on(LOG, lambda payload: forwarder.poke.set())
            forwarder.run()
    finally:
        bus.close()
        queries.close()
