"""Percentiles, and what ``fans`` wrote of every delivery."""

from __future__ import annotations

import math
import statistics
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

MS = 1e6
Waits = dict[int, list[int]]
"""Nanoseconds at which a message's readers had it, by the message's number."""


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else 0.0


def deliveries(path: Path) -> array[int]:
    """What fans wrote: received (ns), sent (ns), client << 32 | number, for each delivery in its order."""
    found = array("Q")
    with path.open("rb") as file:
        found.frombytes(file.read())
    return found


def by_number(raw: array[int]) -> Waits:
    """When each message was received, by its number."""
    found: Waits = defaultdict(list)
    for received, who in zip(raw[0::3], raw[2::3], strict=True):
        found[who & 0xFFFFFFFF].append(received)
    return found


def late(waits: Mapping[int, Sequence[int]], since: Mapping[int, int]) -> list[float]:
    """Milliseconds of every delivery from a message's moment, for the messages that have one."""
    return [(at - moment) / MS for number, moment in since.items() for at in waits.get(number, ())]


def slowest(waits: Mapping[int, Sequence[int]], since: Mapping[int, int]) -> list[float]:
    """Milliseconds until a message's last reader had it."""
    return [(max(waits[number]) - moment) / MS for number, moment in since.items() if waits.get(number)]


def everybody_has(raw: array[int], since: Mapping[int, int], clients: int) -> dict[int, float]:
    """Milliseconds until every client had a message *or a newer one*; a number that some never reached is
    left out."""
    newest = [-1] * clients
    having = [0] * (max(since, default=0) + 2)
    order = sorted(since)
    found: dict[int, float] = {}
    place = {number: index for index, number in enumerate(order)}
    for received, who in sorted(zip(raw[0::3], raw[2::3], strict=True)):
        client, number = who >> 32, who & 0xFFFFFFFF
        if number not in place or place[number] <= newest[client]:
            continue
        for index in range(newest[client] + 1, place[number] + 1):
            having[index] += 1
            if having[index] == clients:
                found[order[index]] = (received - since[order[index]]) / MS
        newest[client] = place[number]
    return found


def median(values: Iterable[float]) -> float:
    """The median; 0 of nothing."""
    held = list(values)
    return statistics.median(held) if held else 0.0
