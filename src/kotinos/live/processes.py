"""The processes of a running Games, joined by the bus and by links: fold, intake, pages and fronts."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import uvloop
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kotinos.kit.listening import bind_unix, socket_path

from . import meters, queries
from .bus import CHANGES, LOG, SyncBus
from .front import Front, FrontSettings, OdfDoor, WsgiBridge
from .intake import Intake
from .link import Link, LinkSettings, serve_link
from .lock import BusyError, only_fold
from .reports import Teller
from .terms import Batch
from .worker import Worker, follow

_encode = msgspec.msgpack.Encoder().encode
Ready = Callable[[], object]

LOOK_EVERY = 0.05
"""Seconds between looks of a fold that stands by."""
INTAKE, PAGES = "intake.sock", "pages.sock"
"""Where the data folder's intake and pages listen."""


def bus_url() -> str:
    """``settings.BUS_URL``, by default a socket in the data folder. Raises PermissionError as socket_path."""
    return str(settings.BUS_URL or f"unix://{quote(_path('bus.sock'))}")


def _path(name: str) -> str:
    return socket_path(Path(settings.DATA_DIR), name)


def run_fold(stop: threading.Event, ready: Ready = lambda: None, *, stand_by: bool = False) -> None:
    """Fold the log until ``stop``. Where another process folds it: ``BusyError``, or stand by for its end."""
    while not stop.is_set():
        try:
            with only_fold():
                _fold(stop, ready)
        except BusyError:
            if not stand_by:
                raise
            ready()
            stop.wait(LOOK_EVERY)


def _fold(stop: threading.Event, ready: Ready) -> None:
    bus = SyncBus(bus_url(), serve=True)
    poke = threading.Event()
    bus.on(LOG, lambda payload: poke.set())

    def publish(batch: Batch) -> None:
        bus.publish(CHANGES, _encode(batch))

    meters.lag.ask = queries.lag
    teller = Teller("fold", ["fold"], bus.publish, queries.close).start()
    try:
        worker = Worker(publish)
        worker.warm()
        ready()
        follow(worker, poke, stop)
    finally:
        teller.stop()
        bus.close()
        queries.close()


def run_intake(listener: socket.socket | None = None, ready: Ready = lambda: None) -> None:
    """Take in what fronts send over the link, until told to stop; what has come is answered first."""
    bus = SyncBus(bus_url(), serve=False)
    intake = Intake(lambda position: bus.publish(LOG, str(position).encode()))
    intake.start()
    teller = Teller("intake", ["intake"], bus.publish).start()
    try:
        _serve(listener or bind_unix(_path(INTAKE)), OdfDoor(intake, FrontSettings()), ready)
    finally:
        intake.stop()
        teller.stop()
        bus.close()


def run_pages(listener: socket.socket | None = None, ready: Ready = lambda: None) -> None:
    """Answer with the site's pages what fronts ask for over the link, until told to stop."""
    bridge = WsgiBridge(get_wsgi_application(), FrontSettings())
    bus = SyncBus(bus_url(), serve=False)
    teller = Teller("pages", ["pages"], bus.publish).start()
    try:
        _serve(listener or bind_unix(_path(PAGES)), bridge, ready)
    finally:
        bridge.shutdown()
        teller.stop()
        bus.close()


def _serve(listener: socket.socket, app: Any, ready: Ready) -> None:
    """Serve one end of a link until SIGTERM or SIGINT."""

    async def serve() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        ready()
        await serve_link(listener, app, stop)

    uvloop.run(serve())


def run_front(
    host: str,
    port: int,
    listener: socket.socket | None = None,
    ready: Callable[[int], object] = lambda port: None,
) -> None:
    """Serve snapshots and the live stream until told to stop; pass on messages, and requests for pages."""
    limits = FrontSettings(host=host, port=port)
    # What a sender sends twice is taken once, so it may be asked twice too.
    odf = Link(_path(INTAKE), LinkSettings(
        body_limit=limits.odf_limit, body_seconds=limits.body_seconds, most=limits.under_way, repeatable=True
    ))  # fmt: skip
    pages = Link(_path(PAGES), LinkSettings(
        body_limit=limits.body_limit, body_seconds=limits.body_seconds, most=limits.under_way
    ))  # fmt: skip
    meters.front.doors = {"intake": odf, "pages": pages}
    Front(limits, reader=queries, odf=odf, pages=pages, bus_url=bus_url()).run(ready, listener)
