"""Venues that send without end: each message until it is acknowledged, and every acknowledgement is noted."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import threading
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import urlsplit

from kotinos.live.batch import pack
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    Competition,
    Competitor,
    Participant,
    Result,
    Text,
    Unit,
)
from kotinos.odf.nodes.people import Discipline, RegisteredEvent
from kotinos.odf.writer import write_message

EVENTS = (
    "SWMM100MFR",
    "SWMW100MFR",
    "ATHM100M",
    "ATHW100M",
    "SWMM200MFR",
    "SWMW200MFR",
    "ATHM200M",
    "ATHW200M",
)
UNITS, STARTERS = 4, 8
AGAIN = 0.05
"""How often something is sent once more although it was acknowledged."""
TIMEOUT = 15.0

Numbered = tuple[bytes, int]


class Sender(threading.Thread):
    """One venue system with its own key and numbers; ``batch`` messages go together (1: each by itself)."""

    def __init__(self, name: str, place: int, url: str, key: str, batch: int = 1) -> None:
        super().__init__(name=name, daemon=True)
        self.sender, self.url, self.key, self.batch = name, url, key, batch
        self.pause = 0.15 if batch == 1 else 0.6
        self.sent: dict[int, str] = {}
        """Number to digest of all that ever left."""
        self.acked: dict[int, int] = {}
        """Number to position of all that was acknowledged."""
        self.wrong: list[str] = []
        self.repeats = self.tries = 0
        self._place, self._chance = place, random.Random(name)
        self._end = threading.Event()
        self._link: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Send until told to end, and the last message is acknowledged."""
        numbered = zip(story(self._place), count(1), strict=False)
        previous: list[Numbered] = []
        while not self._end.is_set():
            following = [next(numbered) for _ in range(self.batch)]
            self._until_acked(following)
            if previous and self._chance.random() < AGAIN:
                self.repeats += len(previous)
                self._until_acked(previous)
            previous = following
            self._end.wait(self.pause * self._chance.uniform(0.5, 1.5))

    def end(self) -> None:
        """Send nothing new."""
        self._end.set()

    def _until_acked(self, messages: Sequence[Numbered]) -> None:
        for raw, seq in messages:
            self.sent[seq] = hashlib.sha256(raw).hexdigest()
        waiting = list(messages)
        while waiting:
            self.tries += 1
            receipts = self._post(waiting)
            for receipt in receipts:
                if receipt["code"] in (429, 502, 503, 504):
                    break
                self._note(waiting.pop(0)[1], receipt)
            if waiting:
                threading.Event().wait(0.1)

    def _note(self, seq: int, receipt: dict[str, int]) -> None:
        if receipt["code"] != 200:
            self.wrong.append(f"{self.sender} {seq}: answered {receipt}")
        elif self.acked.setdefault(seq, receipt["position"]) != receipt["position"]:
            self.wrong.append(f"{self.sender} {seq}: two positions, {self.acked[seq]} and {receipt}")

    def _post(self, messages: Sequence[Numbered]) -> list[dict[str, int]]:
        """The receipts; none when no answer came."""
        headers = {"X-API-KEY": self.key}
        if self.batch == 1:
            ((body, seq),) = messages
            path, headers["X-Kotinos-Seq"] = "/odf", str(seq)
        else:
            path, body = "/odf/batch", pack(messages)
        try:
            if self._link is None:
                self._link = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT)
            self._link.request("POST", path, body, headers)
            found = json.loads(self._link.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            if self._link is not None:
                self._link.close()
            self._link = None
            return []
        if isinstance(found, list):
            return found
        return (
            [found] if self.batch == 1 or found["code"] in (429, 502, 503, 504) else [found] * len(messages)
        )


def story(place: int) -> Iterator[bytes]:
    """Messages of one venue: who swims or runs where, then results that change without end."""
    event = EVENTS[place].ljust(22, "-")
    units = [f"{event}HEAT{number:04}00--" for number in range(1, UNITS + 1)]
    day = {"date": "2026-11-22", "logical_date": "2026-11-22", "time": "090000000"}
    head = {"competition": "BENCH2026", "source": f"STABEN{place}", **day}
    people = [f"{place + 1}{lane:03}" for lane in range(1, STARTERS + 1)]
    yield _written(
        Header(document_code=event[:3].ljust(34, "-"), document_type="DT_SCHEDULE_UPDATE", **head),
        Competition(units=tuple(_unit(unit) for unit in units)),
    )
    yield _written(
        Header(document_code=event[:3].ljust(34, "-"), document_type="DT_PARTIC_UPDATE", **head),
        Competition(participants=tuple(_person(code, event) for code in people)),
    )
    chance = random.Random(place)
    for version in count(1):
        for unit in units:
            status = "OFFICIAL" if version % 10 == 0 else "LIVE"
            header = Header(
                document_code=unit, document_type="DT_RESULT", result_status=status, version=version,
                **head,
            )  # fmt: skip
            yield _written(header, Competition(results=_results(people, chance)))


def _written(header: Header, body: Competition) -> bytes:
    return write_message(Message(header=header, competition=body))


def _unit(code: str) -> Unit:
    return Unit(
        code=code, phase_type="3", schedule_status="RUNNING", start_date="2026-11-22T10:00:00+01:00",
        names=(Text(language="ENG", value=f"Heat {code[26:30]}"),),
    )  # fmt: skip


def _person(code: str, event: str) -> Participant:
    registered = RegisteredEvent(event=event.ljust(34, "-"), bib=code[-2:])
    return Participant(
        code=code, status="ACTIVE", family_name="RUNNER", print_name=f"RUNNER {code}", organisation="FIJ",
        gender="M",
        disciplines=(Discipline(code=event[:3].ljust(34, "-"), events=(registered,)),),
    )  # fmt: skip


def _results(people: Sequence[str], chance: random.Random) -> tuple[Result, ...]:
    order = sorted(people, key=lambda code: chance.random())
    return tuple(
        Result(
            rank=str(rank), result=f"{10 + rank}.{chance.randrange(100):02}", result_type="TIME",
            sort_order=str(rank), competitors=(Competitor(code=code, type="A"),),
        )
        for rank, code in enumerate(order, 1)
    )  # fmt: skip
