"""The two processes of a running Games, joined by the bus: the fold worker and the front."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from . import queries
from .bus import CHANGES, LOG, SyncBus
from .front import Front, FrontSettings
from .intake import Intake
from .lock import only_fold
from .terms import Batch
from .worker import Worker, follow

_encode = msgspec.msgpack.Encoder().encode


def bus_url() -> str:
    """``settings.BUS_URL``, by default a socket in the data folder."""
    return str(settings.BUS_URL or f"unix://{settings.DATA_DIR}/bus.sock")


def run_fold(stop: threading.Event) -> None:
    """Fold the log until ``stop``. Raises ``BusyError`` when another process folds it."""
    with only_fold():
        bus = SyncBus(bus_url(), serve=True)
        poke = threading.Event()
        bus.on(LOG, lambda payload: poke.set())

        def publish(batch: Batch) -> None:
            bus.publish(CHANGES, _encode(batch))

        try:
            worker = Worker(publish)
            worker.warm()
            follow(worker, poke, stop)
        finally:
            bus.close()
            queries.close()


def run_front(host: str, port: int, ready: Callable[[int], None] = lambda port: None) -> None:
    """Serve snapshots, the live stream, the intake and the site until told to stop."""
    bus = SyncBus(bus_url(), serve=False)
    intake = Intake(lambda position: bus.publish(LOG, str(position).encode()))
    intake.start()
    try:
        front = Front(
            FrontSettings(host=host, port=port),
            reader=queries,
            intake=intake,
            wsgi=get_wsgi_application(),
            bus_url=bus_url(),
        )
        front.run(ready)
    finally:
        intake.stop()
        bus.close()
