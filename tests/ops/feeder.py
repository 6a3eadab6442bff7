"""Believable figures: a week of a Games for the history, and processes that report on the real bus."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kotinos.live import meters
from kotinos.live.bus import SyncBus
from kotinos.live.reports import Teller
from kotinos.ops.meters.figures import Figures, Use
from kotinos.ops.meters.ranges import TICK

STARTED = time.time()
PARTS = ("fold", "front", "intake", "pages")


def busy(at: int) -> float:
    """How much goes on at a moment, 0 to 1: three sessions a day, little at night.

    It is always the evening: a page to look at should not show the night."""
    hour = (19.8 + (at - STARTED) / 3600) % 24
    sessions = ((10.8, 1.5, 0.55), (16.0, 1.4, 0.5), (20.0, 1.3, 1.0))
    return min(
        1.0, 0.015 + sum(most * math.exp(-(((hour - mid) / wide) ** 2)) for mid, wide, most in sessions)
    )


def figures(at: int, trouble_at: int = 0) -> Figures:
    """The figures of ten seconds; around ``trouble_at`` the fold falls behind for some minutes."""
    by = random.Random(at)
    load, noise = busy(at), by.uniform(0.8, 1.2)
    behind = max(0.0, 1 - abs(at - trouble_at) / 200)
    messages = 26 * load * noise
    streams = 180 + 4600 * busy(at - 600) * (0.97 + 0.03 * noise)
    changes = messages * 3.1 * (1 - behind)
    lag = 0.03 * by.random() + 42 * behind
    spike = 8.0 if by.random() < 0.0004 else 1.0
    return Figures(
        at=at,
        messages=messages,
        refused=0.05 if by.random() < 0.02 else 0.0,
        ack_p50=0.0031 * noise + 0.002 * load,
        ack_p99=(0.011 + 0.014 * load) * noise * spike,
        folded=messages * (1 - behind),
        changes=changes,
        lag_messages=round(lag * messages),
        lag_seconds=lag,
        streams_media=40 + 90 * load,
        streams_public=streams,
        connections=streams * 1.1 + 60,
        deliveries=changes * streams * 0.04,
        bytes=changes * streams * 0.04 * 520,
        publish_p50=0.004 + 0.006 * load * noise,
        publish_p99=(0.009 + 0.05 * load) * noise,
        loop_p99=(0.002 + 0.012 * load) * noise,
        snaps_whole=55 * load * noise,
        snaps_unchanged=140 * load * noise,
        snaps_absent=0.2 * load,
        pages=14 * load * noise + 0.1,
        page_p50=0.012 * noise,
        page_p99=(0.035 + 0.06 * load) * noise,
        files_share=0.02 + 0.08 * load,
        disk_free=0.61,
        use={
            "fold": Use(0.02 + 0.4 * load * noise, 165e6 + 12e6 * load),
            "front": Use(0.03 + 0.62 * load * noise, 120e6 + 70e6 * load),
            "intake": Use(0.01 + 0.16 * load * noise, 92e6),
            "pages": Use(0.01 + 0.2 * load * noise, 140e6 + 5e6 * noise),
        },
        parts=PARTS,
    )


def week(now: int, days: float = 7.0) -> Iterator[Figures]:
    """A history up to now. Hours ago the fold was behind for a while; a day before the server stood still."""
    trouble = now - 5 * 3600
    for at in range(now - now % TICK - int(days * 86_400), now, TICK):
        if not trouble - 90_000 < at < trouble - 86_400:
            yield figures(at, trouble)


class Feeder:
    """Moves this process's meters as a Games would, ten times a second."""

    def __init__(self, load: float = 0.8) -> None:
        self.load = load
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Count no more."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        by = random.Random(1)
        meters.front.streams = lambda: {"media": int(120 * self.load), "public": int(4700 * self.load)}
        while not self._stop.wait(0.1):
            self._step(by, self.load * by.uniform(0.6, 1.4))

    def _step(self, by: random.Random, load: float) -> None:
        for _ in range(round(2.5 * load)):
            meters.received.labels("200").inc()
            meters.acknowledged.observe(by.lognormvariate(-5.6, 0.5))
            meters.grouped.observe(1)
            meters.stepped.observe(by.lognormvariate(-5, 0.4))
            meters.folded.inc()
            meters.published.inc(3)
            meters.front.frames += round(560 * load)
            meters.front.bytes += round(560 * 520 * load)
            meters.delayed.labels("public").observe(by.lognormvariate(-4, 0.4))
        for _ in range(round(1.4 * load)):
            meters.answered.labels("2xx").inc()
            meters.rendered.observe(by.lognormvariate(-4.2, 0.5))
        meters.looped.observe(by.lognormvariate(-6, 0.6))
        meters.front.whole += round(5 * load)
        meters.front.unchanged += round(14 * load)


@contextmanager
def reporting(url: str, parts: tuple[str, ...] = PARTS, every: float = 2.0) -> Iterator[dict[str, Teller]]:
    """Processes that report on a bus at ``url``, one for each part; this process is its hub."""
    bus = SyncBus(url, serve=True)
    tellers = {part: Teller(part, [part], bus.publish, every=every).start() for part in parts}
    try:
        yield tellers
    finally:
        for teller in tellers.values():
            teller.stop()
        bus.close()
