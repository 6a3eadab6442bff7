"""Hangzhou's busiest day: 109,393 messages in, 358,567 deliveries out, in 5 minutes and 1.5 GB, all compared.

The published count of 27 September 2023 at the Asian Games of Hangzhou, replayed at once. A server of our
own takes a continental Games' messages (``bench/day_feed.py`` says of what they are made) by ``POST /odf``,
a kept connection a source, each message after the receipt of the one before. The evening before comes
first; then subscribers with different filters fetch the snapshots of them and follow the streams from there
(audience ``media``: each change by itself), each folding what it hears onto those documents. Counted and
compared at the end:

* every message acknowledged, in the log, none set aside, none broken in the fold;
* every subscriber's documents equal the snapshots of its filter, as canonical JSON byte for byte, and it
  has a document for every snapshot its filter means;
* every id heard once: those of the stream of everything without a gap, and each other stream's are those
  of that stream whose topics its filter means;
* from the first POST to the last delivery; the sum of PSS over the server's processes, every 2 seconds.

Publisher, subscribers and server share the machine's cores.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec

from .day_feed import Mix, kept
from .day_load import Memory, Readers, Store, publishing, remembering, sent
from .day_publisher import Ask, Sent
from .day_readers import Ask as Filters
from .day_readers import Found
from .processes import Meter
from .served import Server, serving

MESSAGES, DELIVERIES, SUBSCRIBERS = 109_393, 358_567, 20
SECONDS, MEMORY = 300.0, 1.5e9


def filters(mix: Mix) -> list[list[str]]:
    """What the subscribers follow; everything first."""
    kinds = ["*"], ["unit/*"], ["event/*"], ["participant/*"], ["games", "day/*"]
    counted = ["medals", "organisation/*", "records"]
    return [*kinds, counted, *([f"unit/{code}*", f"event/{code}*"] for code in mix.disciplines)]


class Played(msgspec.Struct):
    """What came of it: the publisher's word of the evening and of the day, seconds from the first POST to the
    last delivery, what the subscribers found, the store's counts, and its seq when they began."""

    evening: Sent
    day: Sent
    seconds: float
    found: list[Found]
    counts: dict[str, int]
    begun: int

    @property
    def codes(self) -> Counter[str]:
        """How often each code was answered."""
        return Counter(self.evening.codes) + Counter(self.day.codes)

    @property
    def deliveries(self) -> int:
        """Changes heard by all subscribers together."""
        return sum(each.changes for each in self.found)


def played(server: Server, path: Path, mix: Mix) -> Played:
    """The evening before; then, with everybody following, the day; then the comparison."""
    key, store = server.key(), Store(server)
    begin = time.monotonic()
    evening = sent(publishing(Ask(str(path), server.port, key, end=mix.early)))
    begun = store.until_folded()["seq"]
    readers = Readers(Filters(server.port, mix.games, filters(mix), store.point(), store.topics()))
    try:
        day = sent(publishing(Ask(str(path), server.port, key, begin=mix.early)))
        counts = store.until_folded()
        last, found = readers.finish(store.topics())
    finally:
        readers.stop()
    return Played(evening, day, last - begin, found, counts, begun)


def shown(found: list[Found]) -> None:
    """A line a subscriber."""
    for each in found:
        wrong = f"{each.resyncs} resyncs, {each.repeated} repeated, {each.missed} missed"
        told = f"{each.changes:7} changes {each.megabytes:6.1f} MB {each.documents:6} documents"
        print(f"{each.filter[:44]:44} {told}; {wrong}, {each.unequal} unequal")


def judged(done: Played, mix: Mix) -> int:
    """How much is not as it must be."""
    taken, again, counts = done.codes["200"], done.codes["repeated"], done.counts
    wrong = sum(each.resyncs + each.repeated + each.missed + each.unequal for each in done.found)
    wrong += abs(done.found[0].changes - (counts["seq"] - done.begun)) + counts["broken"] + counts["aside"]
    return wrong + abs(mix.messages - taken - again) + abs(counts["log"] - taken)


def run() -> tuple[str, bool]:
    """Measure; the figures, and whether the promise holds."""
    path, mix = kept()
    print(*mix.told(), sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="kotinos-day-") as folder, serving(Path(folder)) as server:
        meter = Meter(server.processes())
        with remembering(server) as memory:
            done = played(server, path, mix)
        _costs(meter, memory)
    shown(done.found)
    print(f"receipts {dict(done.codes)}; evening {done.evening.seconds:.0f} s, day {done.day.seconds:.0f} s")
    print(f"the store at the end: {done.counts}")
    wrong = judged(done, mix)
    held = (
        mix.messages >= MESSAGES and done.deliveries >= DELIVERIES and len(done.found) >= SUBSCRIBERS
        and not wrong and done.seconds < SECONDS and memory.peak < MEMORY
    )  # fmt: skip
    figures = (
        f"{mix.messages} messages in, {done.deliveries} deliveries to {len(done.found)} subscribers of "
        f"different filters, {wrong} wrong, {done.seconds:.0f} s, peak {memory.peak / 1e6:.0f} MB"
    )
    return figures, held


def _costs(meter: Meter, memory: Memory) -> None:
    used = ", ".join(f"{name} {seconds:.0f}" for name, seconds in meter.used().items())
    parts = ", ".join(f"{name} {size / 1e6:.0f}" for name, size in memory.parts.items())
    print(f"processor seconds: {used}; memory at its peak, MB: {parts}")
