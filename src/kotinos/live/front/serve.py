"""Running a front: one uvicorn server on one port, its feed and its streams. Pure."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import resource
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from email.utils import formatdate

import uvicorn
import uvloop

from kotinos.kit.listening import BACKLOG, bind_tcp
from kotinos.live import meters, reports
from kotinos.live.bus import open_bus
from kotinos.live.front.app import App, Door
from kotinos.live.front.feed import Feed
from kotinos.live.front.protocol import Parts, bind
from kotinos.live.front.settings import FrontSettings
from kotinos.live.front.snapshots import Snapshots
from kotinos.live.front.streams import Streams
from kotinos.live.terms import Reader

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
"""How long a thread that reads from the store may keep the interpreter from the loop."""


ACCEPTS = 8
"""Connections taken in between two looks at those that are there: a crowd that comes back at once must
neither wait for long nor keep everybody else waiting."""
COLLECT = (20_000, 20, 100)
"""Objects made before the youngest are looked at; every so many looks the middle-aged; then all."""


LATE_EVERY = 0.25
"""Seconds between looks at how late the loop wakes."""


class _Server(uvicorn.Server):
    """uvicorn's server, which here neither takes the process's signals nor keeps quiet about being ready."""

    ready: Callable[[], None]

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See the base class; signals are the front's own affair."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See the base class."""
        await super().startup(sockets)
        self.ready()


class Front:
    """A front that can be run once, and stopped from another thread."""

    def __init__(
        self, settings: FrontSettings, *, reader: Reader, odf: Door, pages: Door, bus_url: str
    ) -> None:
        """``odf`` takes what is sent to ``/odf``, ``pages`` answers everything but snapshots and streams."""
        self._settings, self._bus_url, self._reader = settings, bus_url, reader
        self._failure: BaseException | None = None
        self._leaving: list[asyncio.Task[None]] = []
        snapshots = Snapshots(reader.snapshot, settings.snapshot_cache)
        self._parts = Parts(settings, snapshots, Streams(settings))
        self._doors = (odf, pages)
        self._set_meters()
        self._server = _Server(self._config(App(self._parts, odf, pages)))

    def run(
        self, ready: Callable[[int], object] = lambda port: None, listener: socket.socket | None = None
    ) -> None:
        """Serve until SIGTERM, SIGINT or :meth:`stop`; ``ready`` is told the port once it listens.

        Without a ``listener`` it makes one of its own. SIGHUP tells it to hand over to another front on the
        same listener. Raises OSError when the port is taken, what the reader raises before the first answer,
        and RuntimeError when the news stopped coming for a fault of ours."""
        _raise_file_limit()
        with _patient_collector(), _short_turns():
            uvloop.run(self._run(ready, listener))
        if self._failure is not None:
            raise RuntimeError("the front lost its news") from self._failure

    def stop(self) -> None:
        """End as on SIGTERM; from any thread."""
        self._server.should_exit = True

    async def hand_over(self) -> None:
        """Leave everything to another front on the same listener; streams resume there from their points."""
        for server in self._server.servers:
            server.close()
        await self._parts.streams.let_go(self._settings.drain)
        self.stop()

    def _set_meters(self) -> None:
        tally, audiences = meters.front, self._parts.streams.audiences
        tally.streams = lambda: {name: each.members for name, each in audiences.items()}
        tally.connections = lambda: len(self._server.server_state.connections)

    def _config(self, app: App) -> uvicorn.Config:
        settings = self._settings
        config = uvicorn.Config(
            app,
            http=bind(self._parts),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings.trusted_proxies,
            backlog=BACKLOG,
        )
        # uvicorn counts in whole seconds; nothing in it needs them whole.
        config.timeout_keep_alive = settings.keep_alive  # type: ignore[assignment]
        config.timeout_graceful_shutdown = settings.grace  # type: ignore[assignment]
        return config

    async def _run(self, ready: Callable[[int], object], listener: socket.socket | None) -> None:
        settings = self._settings
        listener = listener or bind_tcp(
            settings.host, settings.port, send_buffer=settings.send_buffer, stall=settings.stall
        )
        port = listener.getsockname()[1]
        self._server.ready = lambda: (ready(port), None)[1]
        self._take_signals()
        # uvloop takes in one connection a listener in each turn of its loop, however many wait.
        listeners = [listener, *(listener.dup() for _ in range(1, ACCEPTS))]
        try:
            async with self._fed():
                await self._server.serve(listeners)
        finally:
            for each in listeners:
                each.close()

    @contextlib.asynccontextmanager
    async def _fed(self) -> AsyncIterator[None]:
        """With the bus open, and news coming in."""
        bus = await open_bus(self._bus_url, serve=False)
        feed = Feed(self._parts, self._reader, bus)
        try:
            await feed.start()
            streams, told = self._parts.streams.run(), reports.tell("front", ["front"], bus)
            works = (feed.run(), streams, self._clock(), _look_late(), told)
            tasks = [asyncio.create_task(work) for work in works]
            for task in tasks:
                task.add_done_callback(self._on_end)
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            await bus.close()
            for part in (feed, self._parts.snapshots, *self._doors):
                part.shutdown()

    def _on_end(self, task: asyncio.Task[None]) -> None:
        """A front without news must not go on serving what it has: end, and let the process be restarted."""
        if not task.cancelled() and (error := task.exception()):
            log.critical("the front ends: its news stopped", exc_info=error)
            self._failure = error
            self.stop()

    async def _clock(self) -> None:
        while True:
            self._parts.snapshots.stamp(formatdate(usegmt=True).encode())
            await asyncio.sleep(1)

    def _take_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self.stop)
            loop.add_signal_handler(
                signal.SIGHUP, lambda: self._leaving.append(loop.create_task(self.hand_over()))
            )


@contextlib.contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    yield
    sys.setswitchinterval(before)


@contextlib.contextmanager
def _patient_collector() -> Iterator[None]:
    """Look for rings of dead objects rarely: with 10,000 connections one look at all takes 0.1 seconds.

    What is here from the beginning stays to the end, and is looked at no more."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


async def _look_late() -> None:
    """Measure for ever how late the loop wakes: what everybody else here waits too."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LATE_EVERY
        await asyncio.sleep(LATE_EVERY)
        meters.looped.observe(max(loop.time() - due, 0.0))


def _raise_file_limit() -> None:
    """Every connection is an open file; take as many as the system gives."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Some systems name a limit they do not grant; then what there is must do.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
