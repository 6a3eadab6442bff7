"""Subscribers with different filters: each folds what it is told onto its first snapshots (RFC 7396).

A process of its own. It fetches the snapshots of its filters, opens its streams (audience ``media``) from the
point before them, says so, and after a line on its standard input compares: every document with its snapshot
of then, and every stream's ids with those the stream of everything heard of its filter."""

from __future__ import annotations

import asyncio
import http.client
import sys
import time
from typing import Any
from urllib.parse import quote

import msgspec
import uvloop

QUIET = 2.0
"""Seconds without a word after which nothing more is to come."""
canonical = msgspec.json.Encoder(order="sorted").encode


class Told(msgspec.Struct):
    """The data of a change."""

    topic: str
    patch: Any


decode = msgspec.json.Decoder(Told).decode


class Found(msgspec.Struct):
    """What one subscriber makes of it: changes heard, and all that is not as it must be."""

    filter: str
    changes: int
    megabytes: float
    documents: int
    resyncs: int
    repeated: int
    missed: int
    unequal: int


def merge(into: dict[str, Any], patch: dict[str, Any]) -> None:
    """Apply a merge patch in place."""
    for name, value in patch.items():
        if value is None:
            into.pop(name, None)
        elif isinstance(value, dict):
            inner = into.get(name)
            if not isinstance(inner, dict):
                inner = into[name] = {}
            merge(inner, value)
        else:
            into[name] = value


class Subscriber(asyncio.Protocol):
    """One stream."""

    def __init__(self, topics: list[str]) -> None:
        self.topics = topics
        self.documents: dict[str, dict[str, Any]] = {}
        self.heard: list[tuple[int, str]] = []
        self.resyncs = self.bytes = 0
        self.opened = self.closed = False
        self.last = time.monotonic()
        self._rest = b""

    def follows(self, topic: str) -> bool:
        """Whether the filter means this topic."""
        return any(topic.startswith(each[:-1]) if each[-1] == "*" else topic == each for each in self.topics)

    def data_received(self, data: bytes) -> None:
        """Take whole events."""
        self.last = time.monotonic()
        self.bytes += len(data)
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for event in events:
            self._take(event)

    def connection_lost(self, error: Exception | None) -> None:
        """It is over."""
        self.closed = True

    def _take(self, event: bytes) -> None:
        seq, kind = -1, b""
        for line in event.split(b"\n"):
            if line.startswith(b"id: "):
                seq = int(line.rpartition(b":")[2])
                self.opened = True
            elif line.startswith(b"event: "):
                kind = line[7:]
            elif line.startswith(b"data: ") and kind == b"change":
                self._change(seq, decode(line[6:]))
        self.resyncs += kind == b"resync"

    def _change(self, seq: int, told: Told) -> None:
        self.heard.append((seq, told.topic))
        if told.patch is None:
            self.documents.pop(told.topic, None)
        else:
            merge(self.documents.setdefault(told.topic, {}), told.patch)


def judged(each: Subscriber, everything: list[tuple[int, str]], snapshots: Snapshots) -> Found:
    """A subscriber held against the stream of everything and the snapshots."""
    seqs = [seq for seq, _ in each.heard]
    due = {seq for seq, topic in everything if each.follows(topic)}
    unequal = sum(canonical(doc) != snapshots.of(topic) for topic, doc in each.documents.items())
    unequal += sum(topic not in each.documents for topic in snapshots.topics if each.follows(topic))
    repeated = len(seqs) - len(set(seqs)) + (seqs != sorted(seqs))
    return Found(
        " ".join(each.topics), len(seqs), each.bytes / 1e6, len(each.documents), each.resyncs + each.closed,
        repeated, len(due ^ set(seqs)), unequal,
    )  # fmt: skip


class Snapshots:
    """The server's snapshots of given topics, each asked for once."""

    def __init__(self, port: int, games: str, topics: list[str]) -> None:
        self.topics = topics
        self._games = games
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._known: dict[str, bytes] = {}

    def of(self, topic: str) -> bytes:
        """A topic's snapshot as canonical JSON; empty when there is none."""
        if topic not in self._known:
            self._connection.request("GET", f"/snap/{self._games}/{quote(topic)}")
            answer = self._connection.getresponse()
            body = answer.read()
            self._known[topic] = canonical(msgspec.json.decode(body)) if answer.status == 200 else b""
        return self._known[topic]


class Ask(msgspec.Struct):
    """What the process is asked: where, which Games, the filters, of which the first is everything; from
    which point, and which topics there are then."""

    port: int
    games: str
    filters: list[list[str]]
    after: str
    topics: list[str]


async def follow(ask: Ask) -> list[Subscriber]:
    """Open all streams, say so, and read until told that everything has been published."""
    loop = asyncio.get_running_loop()
    readers = []
    first = Snapshots(ask.port, ask.games, ask.topics)
    for topics in ask.filters:
        reader = Subscriber(topics)
        reader.documents = {
            topic: msgspec.json.decode(first.of(topic)) for topic in ask.topics if reader.follows(topic)
        }
        transport, _ = await loop.create_connection(lambda made=reader: made, "127.0.0.1", ask.port)  # type: ignore[misc]
        asked = "&".join(f"topic={quote(topic, safe='*/')}" for topic in topics)
        path = f"/live/{ask.games}?audience=media&after={ask.after}&{asked}"
        transport.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        readers.append(reader)
    while not all(reader.opened for reader in readers):
        await asyncio.sleep(0.01)
    print("open", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    while any(time.monotonic() - reader.last < QUIET for reader in readers if reader.heard):
        await asyncio.sleep(0.1)
    return readers


def main() -> None:
    """Read what is asked from standard input, follow, compare, print what was found."""
    ask = msgspec.json.decode(sys.stdin.readline(), type=Ask)
    readers = uvloop.run(follow(ask))
    last = max((reader.last for reader in readers if reader.heard), default=0.0)
    print(last, flush=True)
    topics = msgspec.json.decode(sys.stdin.readline(), type=list[str])
    snapshots = Snapshots(ask.port, ask.games, topics)
    found = [judged(each, readers[0].heard, snapshots) for each in readers]
    print(msgspec.json.encode(found).decode(), flush=True)


if __name__ == "__main__":
    main()
