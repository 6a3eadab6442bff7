"""Readers without a browser: each opens a page, keeps its documents by the stream as the page's script does,
and holds them against the API. Run as a process of its own: ``python -m bench.site_followers JSON``.

A figure that differs from the API is asked for again; what agrees within ``PATIENCE`` was on its way, what
does not is wrong or stale. Says one line of JSON at the end.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from typing import Any

import httpx
import msgspec

BLOCK = re.compile(r'<script type="application/json" id="live">(.*?)</script>', re.S)
PATIENCE, AGAIN = 5.0, 0.1
STAY = (15.0, 45.0)
"""Seconds a reader stays with a page."""
CHECK = (4.0, 10.0)
"""Seconds between two looks at the API."""


class Asked(msgspec.Struct):
    """What the crowd does: where, how many, how long, from which addresses (each with its weight)."""

    url: str
    games: str
    readers: int
    seconds: float
    paths: list[tuple[str, float]]


class Told(msgspec.Struct):
    """What the crowd saw. ``late``: seconds until a differing document agreed."""

    pages: int = 0
    changes: int = 0
    documents: int = 0
    figures: int = 0
    wrong: list[str] = []
    faults: list[str] = []
    late: list[float] = []


def merge(target: Any, patch: Any) -> Any:
    """RFC 7396, by our own hand."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge(result.get(name), value)
    return result


def leaves(value: Any) -> int:
    """Figures in a document."""
    if isinstance(value, dict):
        return sum(leaves(each) for each in value.values())
    if isinstance(value, list):
        return sum(leaves(each) for each in value)
    return 1


class Reader:
    """Somebody with a page open."""

    def __init__(self, asked: Asked, client: httpx.AsyncClient, told: Told, number: int) -> None:
        self.asked, self.client, self.told = asked, client, told
        self.chance = random.Random(number)
        self.topics: dict[str, Any] = {}
        self.fields: dict[str, set[str]] = {}
        self.after = ""

    async def read(self, until: float) -> None:
        """Page after page."""
        await asyncio.sleep(self.chance.random() * 10)
        while time.monotonic() < until:
            paths, weights = zip(*self.asked.paths, strict=True)
            path = self.chance.choices(paths, weights)[0]
            try:
                await self.stay(path, min(until, time.monotonic() + self.chance.uniform(*STAY)))
            except (httpx.HTTPError, ValueError) as error:
                self.told.faults.append(f"{path}: {type(error).__name__} {error}")
                await asyncio.sleep(1)

    async def stay(self, path: str, until: float) -> None:
        """One page, followed and held against the API now and then."""
        answer = await self.client.get(path)
        answer.raise_for_status()
        self.told.pages += 1
        found = BLOCK.search(answer.text)
        block = json.loads(found.group(1)) if found else {"topics": {}, "after": ""}
        self.topics, self.after = block["topics"], block["after"]
        self.fields = {name: set(document) for name, document in self.topics.items()}
        if not self.topics:
            await asyncio.sleep(2)
            return
        following = asyncio.create_task(self.follow())
        try:
            while time.monotonic() < until and not following.done():
                await asyncio.sleep(self.chance.uniform(*CHECK))
                await self.hold(self.chance.choice(list(self.topics)))
            if following.done():
                following.result()
        finally:
            following.cancel()

    async def follow(self) -> None:
        """Take the stream's changes."""
        query = [("topic", name) for name in self.topics] + [("after", self.after)]
        address = f"/live/{self.asked.games}"
        async with self.client.stream("GET", address, params=query, timeout=60) as answer:
            answer.raise_for_status()
            event = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    event = line[7:]
                elif line.startswith("data: ") and event == "change":
                    change = json.loads(line[6:])
                    name = change["topic"]
                    self.topics[name] = merge(self.topics[name], change["patch"])
                    self.told.changes += 1
                if event == "resync":
                    raise ValueError("told to begin again")
                if not line:
                    event = ""
        raise ValueError("the stream ended")

    async def hold(self, name: str) -> None:
        """A document of the page against the API's."""
        begin = time.monotonic()
        while True:
            answer = await self.client.get(f"/snap/{self.asked.games}/{name}")
            answer.raise_for_status()
            whole = answer.json()
            mine = {field: self.topics[name].get(field) for field in self.fields[name]}
            true = {field: whole.get(field) for field in self.fields[name]}
            waited = time.monotonic() - begin
            if mine == true:
                break
            if waited > PATIENCE:
                differing = [field for field in true if mine[field] != true[field]]
                self.told.wrong.append(f"{name}: {', '.join(differing)}")
                break
            await asyncio.sleep(AGAIN)
        self.told.documents += 1
        self.told.figures += leaves(true)
        self.told.late.append(waited)


async def crowd(asked: Asked) -> Told:
    """All readers until the time is over."""
    told = Told()
    until = time.monotonic() + asked.seconds
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=400)
    async with httpx.AsyncClient(base_url=asked.url, limits=limits, timeout=30) as client:
        readers = [Reader(asked, client, told, number) for number in range(asked.readers)]
        await asyncio.gather(*(reader.read(until) for reader in readers))
    return told


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(crowd(msgspec.json.decode(sys.argv[1], type=Asked)))).decode())
