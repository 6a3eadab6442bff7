"""Reports: every process tells its meters on the bus; whoever wants hears them. Pure.

A report is a moment's reading of all meters of one process, as MessagePack. Nothing is kept and nothing is
asked for: a process that is not heard for some seconds is not there."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence

import msgspec
from prometheus_client.metrics_core import Metric

from . import meters
from .bus import METERS, Bus
from .terms import Family, Report, Sample

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two reports of a process."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Report).decode


def report(process: str, parts: Sequence[str], started: float, instance: str = "") -> Report:
    """This process's meters as they stand; a part whose meters cannot be read is left out and logged."""
    families: list[Family] = []
    for part in (*parts, "bus", "process"):
        try:
            families += map(_family, meters.PARTS[part].collect())
        except Exception:
            log.exception("the meters of %s cannot be read", part)
    pid = os.getpid()
    return Report(
        process=process,
        instance=instance or f"{socket.gethostname()}:{pid}",
        pid=pid,
        started=started,
        at=time.time(),
        parts=tuple(parts),
        families=tuple(families),
    )


def _family(metric: Metric) -> Family:
    samples = tuple(
        Sample(each.name, dict(each.labels), float(each.value))
        for each in metric.samples
        if not each.name.endswith("_created")  # when a meter was made says nothing of the Games
    )
    return Family(metric.name, metric.type, metric.documentation, samples)


def read(payload: bytes) -> Report | None:
    """The report in a bus message; ``None`` for one that cannot be read (another version's)."""
    if not payload:  # the bus's word for "something was missed": the next report comes by itself
        return None
    try:
        return _decode(payload)
    except msgspec.DecodeError as error:
        log.warning("a report cannot be read: %s", error)
        return None


async def tell(process: str, parts: Sequence[str], bus: Bus, every: float = EVERY) -> None:
    """Tell this process's meters for ever, where an event loop runs; they are read in a thread."""
    started = time.time()
    while True:
        try:
            packed = await asyncio.to_thread(lambda: _encode(report(process, parts, started)))
            await bus.publish(METERS, packed)
        except Exception:
            log.exception("the meters of %s were not told", process)
        await asyncio.sleep(every)


class Teller:
    """Tells this process's meters every two seconds, in a thread of its own."""

    def __init__(
        self, process: str, parts: Sequence[str], publish: Callable[[str, bytes], object],
        close: Callable[[], object] = lambda: None, every: float = EVERY,
    ) -> None:  # fmt: skip
        self._process, self._parts, self._publish = process, tuple(parts), publish
        self._close, self._every = close, every
        self._started = time.time()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="meters", daemon=True)

    def start(self) -> Teller:
        """Begin to tell."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Tell no more; the thread lets go of what it holds (``close``)."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._publish(METERS, _encode(report(self._process, self._parts, self._started)))
                self._stop.wait(self._every)
        finally:
            self._close()
