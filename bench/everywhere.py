"""Confirmed is everywhere: page, API, feed and medal table are true within 1 s (p99) under a peak day's load.

A server of our own takes the messages of ``hangzhou-day`` at a held rate of 375 a second (109,393 in five
minutes are 365). Beside them, once a second, a result is confirmed: a DT_RESULT of status OFFICIAL and,
right after its receipt, the DT_MEDALLISTS that gives the gold. The clock starts with the receipt of the
result and stops for each of these when it is first seen true, by one reader that asks again 15 ms after each
answer:

* ``page``: the unit's page by Django shows the mark;
* ``api``: ``/api/v1/…/results`` has the mark, officially;
* ``feed``: a subscriber (audience ``media``) has been told the mark;
* ``medals``: the snapshot of the medal table counts the gold;
* ``table``: so does the page of the medal table.

The verdict is the p99 over all confirmed results of the slowest of the five. Load, readers and server share
the machine's cores. ``WINDOWS`` of 40 results each are told apart, for a look at the noise.
"""

from __future__ import annotations

import http.client
import re
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, Competitor, Medal, Result
from kotinos.odf.writer import write_message
from kotinos.site.addresses import words

from .day_feed import Mix, kept
from .day_load import Store, publishing, sent
from .day_publisher import Ask, Sent
from .figures import percentile
from .served import Server, ServerError, serving

RATE, MARKERS, EVERY, WINDOWS = 375.0, 120, 1.0, 3
AGAIN, PATIENCE = 0.015, 20.0
BAR = 1.0
HELD = 109_393 / 300
"""Messages a second below which the load was not what is promised."""
ORGANISATION, DAY = "MRK", "2026-10-20"
PLACES = ("page", "api", "feed", "medals", "table")


class Marker(msgspec.Struct):
    """A result to be confirmed: an event of its own, with one unit and one gold."""

    number: int

    @property
    def event(self) -> str:
        """Its event's code."""
        return f"ATHMMARK{self.number:04d}".ljust(34, "-")

    @property
    def unit(self) -> str:
        """Its unit's code."""
        return f"{self.event[:22]}FNL-000100--"

    @property
    def mark(self) -> str:
        """What nobody else has."""
        return f"7.{self.number:04d}"

    def messages(self) -> list[bytes]:
        """The result, and the medal."""
        who = Competitor(code=f"MARKER{self.number}", type="A", organisation=ORGANISATION, order="1")
        line = Result(rank="1", sort_order="1", result=self.mark, result_type="TIME", competitors=(who,))
        gold = Medal(code="ME_GOLD", date=DAY, unit=self.unit, competitors=(who,))
        return [
            self._written("DT_RESULT", self.unit, Competition(results=(line,))),
            self._written("DT_MEDALLISTS", self.event, Competition(medals=(gold,))),
        ]

    def _written(self, kind: str, code: str, body: Competition) -> bytes:
        header = Header(
            competition="CONT2026", document_type=kind, document_code=code, result_status="OFFICIAL",
            date=DAY, time="120000000", logical_date=DAY, source="MARKER1",
        )  # fmt: skip
        return write_message(Message(header=header, competition=body))


class Asker:
    """A kept connection that asks until it likes the answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        for left in (1, 0):
            try:
                self._connection.request(method, path, body or None, headers)
                answer = self._connection.getresponse()
                return answer.status, answer.read()
            except (ConnectionError, http.client.HTTPException):
                self._connection.close()
                if not left:
                    raise
        raise AssertionError

    def until(self, path: str, true: Callable[[bytes], bool]) -> float:
        """When the answer is first true. Raises ServerError when it does not come."""
        begin = time.monotonic()
        while time.monotonic() - begin < PATIENCE:
            _, body = self.ask(path)
            if true(body):
                return time.monotonic()
            time.sleep(AGAIN)
        raise ServerError(f"{path} does not tell what was confirmed")


class Feed(threading.Thread):
    """A subscriber of the markers' units: when it was told each mark."""

    def __init__(self, port: int, games: str) -> None:
        super().__init__(daemon=True)
        self.told: dict[str, float] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", f"/live/{games}?topic=unit/ATHMMARK*&audience=media")
        self._answer = self._connection.getresponse()

    def run(self) -> None:
        """Listen for ever."""
        while line := self._answer.fp.readline():
            for mark in re.findall(rb'"result":"(7\.\d{4})"', line):
                self.told.setdefault(mark.decode(), time.monotonic())

    def until(self, mark: str) -> float:
        """When it was told a mark. Raises ServerError when it is not."""
        begin = time.monotonic()
        while mark not in self.told:
            if time.monotonic() - begin > PATIENCE:
                raise ServerError(f"the feed does not tell {mark}")
            time.sleep(0.005)
        return self.told[mark]


class Golds(msgspec.Struct):
    """The part of a medal line that is looked at."""

    gold: int = 0


class Table(msgspec.Struct):
    """The part of the medal table that is looked at."""

    lines: dict[str, Golds] = {}


def _counts(number: int) -> Callable[[bytes], bool]:
    def true(body: bytes) -> bool:
        line = msgspec.json.decode(body, type=Table).lines.get(ORGANISATION)
        return line is not None and line.gold >= number

    return true


def _shows(number: int) -> Callable[[bytes], bool]:
    row = re.compile(rb'<tr[^>]*data-key="%s".*?</tr>' % ORGANISATION.encode(), re.DOTALL)
    gold = re.compile(rb'data-t="gold[^>]*>(\d+)<')

    def true(body: bytes) -> bool:
        found = (line := row.search(body)) and gold.search(line.group())
        return bool(found) and int(found[1]) >= number  # type: ignore[index]

    return true


class Watch:
    """Five readers, one for each place."""

    def __init__(self, server: Server, games: str, key: str) -> None:
        self._games, self._poster, self._key = games, Asker(server.port), key
        self._feed = Feed(server.port, games)
        self._feed.start()
        self._askers = {place: Asker(server.port) for place in PLACES}

    def confirm(self, marker: Marker) -> dict[str, float]:
        """Post a marker; seconds until each place tells it."""
        result, medal = marker.messages()
        self._post(result)
        begin = time.monotonic()
        self._post(medal)
        found: dict[str, float] = {}
        threads = [threading.Thread(target=self._look, args=(place, marker, found)) for place in PLACES]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if missing := set(PLACES) - set(found):
            raise ServerError(f"never true: {', '.join(sorted(missing))}")
        return {place: at - begin for place, at in found.items()}

    def _post(self, raw: bytes) -> None:
        status, body = self._poster.ask("/odf", "POST", raw, **{"X-API-Key": self._key})
        if status != 200:
            raise ServerError(f"a marker is refused: {body.decode()[:300]}")

    def _look(self, place: str, marker: Marker, found: dict[str, float]) -> None:
        games, asker, mark = self._games, self._askers[place], marker.mark.encode()
        if place == "feed":
            found[place] = self._feed.until(marker.mark)
        elif place == "page":
            found[place] = asker.until(f"/{games}/{words(marker.unit)}/", lambda body: mark in body)
        elif place == "api":
            path = f"/api/v1/games/{games}/results?unit={marker.unit}"
            found[place] = asker.until(path, lambda body: mark in body and b"OFFICIAL" in body)
        elif place == "medals":
            found[place] = asker.until(f"/snap/{games}/medals", _counts(marker.number))
        else:
            found[place] = asker.until(f"/{games}/medals/", _shows(marker.number))


def measured(server: Server, path: Path, mix: Mix) -> tuple[list[dict[str, float]], Sent]:
    """All markers under load; the seconds of each, and what the load was."""
    key, store = server.key(), Store(server)
    first = mix.early + 2000
    sent(publishing(Ask(str(path), server.port, key, 0.0, 0, first)))
    store.until_folded()
    watch = Watch(server, mix.games, key)
    load = publishing(
        Ask(str(path), server.port, key, RATE, first, first + int(RATE * (MARKERS * EVERY + 5)))
    )
    found = []
    begin = time.monotonic() + 2.0
    for number in range(1, MARKERS + 1):
        time.sleep(max(0.0, begin + number * EVERY - time.monotonic()))
        found.append(watch.confirm(Marker(number)))
    return found, sent(load)


def run() -> tuple[str, bool]:
    """Measure; the figures, and whether the promise holds."""
    path, mix = kept()
    with tempfile.TemporaryDirectory(prefix="kotinos-day-") as folder, serving(Path(folder)) as server:
        found, load = measured(server, path, mix)
    for place in PLACES:
        seconds = [each[place] for each in found]
        half, most = (percentile(seconds, share) * 1e3 for share in (0.5, 0.99))
        print(f"{place:7} p50 {half:5.0f} ms, p99 {most:5.0f} ms")
    slowest = [max(each.values()) for each in found]
    size = MARKERS // WINDOWS
    windows = [percentile(slowest[at : at + size], 0.99) for at in range(0, MARKERS, size)]
    print("p99 of each window:", ", ".join(f"{each * 1e3:.0f} ms" for each in windows))
    taken = sum(load.codes.values())
    seconds = load.seconds - load.evening
    rate = taken / seconds
    print(f"load: {taken} messages in {seconds:.0f} s, {rate:.0f} a second, receipts {load.codes}")
    worst = percentile(slowest, 0.99)
    held = worst < BAR and rate >= HELD and len(found) >= 100 and set(load.codes) <= {"200", "repeated"}
    figures = (
        f"{len(found)} results confirmed under {rate:.0f} messages/s: all five true p50 "
        f"{percentile(slowest, 0.5) * 1e3:.0f} ms, p99 {worst * 1e3:.0f} ms"
    )
    return figures, held
