"""A continental Games pressed into a day, as a file of messages: for ``hangzhou-day`` and ``everywhere``.

No share of message types is published for any day of a Games, Hangzhou's included, and no whole production
message of results is public. So types, sizes and order are our rehearsal's, whose types and order follow the
standard (ODF Foundation Principles 4 and 5; what it tells of a contest is what the contest's style has to
tell). One day of it alone reaches the published count only with results of nothing else; so all its days,
of 480 events (Hangzhou had 481), come one after the other, with the evening before (codes, people, teams,
schedules) first: more units, people and medals than any one day has. A unit tells at most ``LIVE`` of its
moments (points, goals, crossings, attempts); the rehearsal alone would tell 3 to 25, by its style. That is
our choice, made to reach the published count.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from kotinos.odf.writer import write_message
from kotinos.rehearsal.api import plan, stream

SEED, LIVE = 1, 40
ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out"
HEAD = struct.Struct(">BHI")


class Body(NamedTuple):
    """A message's bytes, the number of its source, and whether it belongs to the evening before."""

    early: bool
    source: int
    raw: bytes


class Mix(msgspec.Struct):
    """What a file holds: messages and bytes by type, the Games' code and its disciplines."""

    games: str
    disciplines: list[str]
    sources: int
    early: int
    counts: dict[str, int]
    sizes: dict[str, int]

    @property
    def messages(self) -> int:
        """How many."""
        return sum(self.counts.values())

    def told(self) -> Iterator[str]:
        """A line a type: how many, their share, their mean size."""
        for kind, count in sorted(self.counts.items(), key=lambda item: -item[1]):
            yield f"{kind:26} {count:7} {count / self.messages:6.1%} {self.sizes[kind] // count:7} bytes each"
        whole = sum(self.sizes.values())
        yield f"{'all':26} {self.messages:7} 100.0% {whole // self.messages:7} bytes each"


def write(path: Path) -> Mix:
    """Make the messages and write them to a file."""
    made = msgspec.structs.replace(plan("continental", SEED), live=LIVE)
    counts, sizes = Counter[str](), Counter[str]()
    sources: dict[str, int] = {}
    early = 0
    with path.open("wb") as file:
        for timed in stream(made):
            header, raw = timed.message.header, write_message(timed.message)
            before = header.logical_date < made.days[0].isoformat()
            early += before
            counts[header.document_type] += 1
            sizes[header.document_type] += len(raw)
            source = sources.setdefault(header.source, len(sources))
            file.write(HEAD.pack(before, source, len(raw)) + raw)
    return Mix(made.competition, sorted(made.disciplines), len(sources), early, dict(counts), dict(sizes))


def kept() -> tuple[Path, Mix]:
    """The day's file, made where it is not there yet: once for each state of what makes it."""
    digest = hashlib.sha256()
    for folder in ("src/kotinos/rehearsal", "src/kotinos/odf", "src/kotinos/sport", "bench/day_feed.py"):
        for path in sorted((ROOT / folder).rglob("*")) if (ROOT / folder).is_dir() else [ROOT / folder]:
            if path.suffix in (".py", ".csv", ".json"):
                digest.update(path.read_bytes())
    OUT.mkdir(exist_ok=True)
    path = OUT / f"day-{digest.hexdigest()[:16]}.bin"
    told = path.with_suffix(".json")
    if not told.exists():
        for old in OUT.glob("day-*"):
            old.unlink()
        told.write_bytes(msgspec.json.encode(write(path)))
    return path, msgspec.json.decode(told.read_bytes(), type=Mix)


def read(path: Path) -> Iterator[Body]:
    """The messages of a file."""
    with path.open("rb") as file:
        while head := file.read(HEAD.size):
            early, source, size = HEAD.unpack(head)
            yield Body(bool(early), source, file.read(size))


if __name__ == "__main__":
    print("\n".join(kept()[1].told()))
