"""A results desk for the benches: a small Games, and messages that say when they were sent.

The stamp ``T=<19 digits>;S=<8 digits>;`` (CLOCK_MONOTONIC in nanoseconds, number) is the text of an extended
result, so it is published in the unit's change; ``bench/fans.c`` finds it there.
"""

from __future__ import annotations

import http.client
import math
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    Competition,
    Competitor,
    Discipline,
    ExtendedResult,
    Participant,
    RegisteredEvent,
    Result,
    Text,
    Unit,
)
from kotinos.odf.writer import write_message

from .served import Server, ServerError

GAMES = "BENCH2026"
DISCIPLINE = "SWM".ljust(34, "-")
EVENT = "SWMM100MFR".ljust(34, "-")
UNITS = tuple(f"SWMM100MFR------------FNL-000{number}00--" for number in range(1, 10))
"""Units of the bench's Games; a bench says which of them its clients follow."""
PEOPLE = tuple(str(code) for code in range(1001, 1009))
DAY = datetime.now(UTC).date().isoformat()
SOURCE = "STASWM1"
PAD = 262
"""Characters beside the stamp: they make the change some 500 bytes long as it goes out."""
FILLER = "a split, a reaction time, a wind reading and a remark of the referee, as venues send them. " * 300
FOLDED_WITHIN = 30.0
VERSION = 987654321
TIME = "235959999"
"""What a message is written with before its blanks are cut: no other text of it is like these."""


def stamp(sent: int, number: int) -> bytes:
    """The stamp as text: when it was sent (ns), and its number."""
    return b"T=%019d;S=%08d;" % (sent, number)


def header(document_type: str, code: str, version: int, **more: str) -> Header:
    """What every message of the bench says of itself."""
    return Header(
        competition=GAMES, document_code=code, document_type=document_type, version=version, date=DAY,
        time=more.pop("time", "000000000"), logical_date=DAY, source=SOURCE, **more,
    )  # fmt: skip


def bulk() -> list[Message]:
    """The Games: its people, and its units, all running."""
    registered = (Discipline(code=DISCIPLINE, events=(RegisteredEvent(event=EVENT),)),)
    people = tuple(
        Participant(
            code=code, status="ACTIVE", print_name=f"SWIMMER {code}", organisation="GBR", gender="M",
            given_name="A", family_name=f"SWIMMER {code}", main_function_id="AA01", disciplines=registered,
        )
        for code in PEOPLE
    )  # fmt: skip
    units = tuple(
        Unit(
            code=code, phase_type="3", schedule_status="RUNNING", start_date=f"{DAY}T10:00:00+00:00",
            end_date=f"{DAY}T20:00:00+00:00", medal="0", venue="POL", location="POL",
            names=(Text(language="ENG", value=f"Men's 100m Freestyle Final {code[-6]}"),),
        )
        for code in UNITS
    )  # fmt: skip
    return [
        Message(header=header("DT_PARTIC", DISCIPLINE, 1), competition=Competition(participants=people)),
        Message(header=header("DT_SCHEDULE", DISCIPLINE, 1), competition=Competition(units=units)),
    ]


def template(unit: str, pad: int, places: int) -> bytes:
    """A DT_RESULT with blanks for ``%``: version, time, mark, and a stamp for each place."""
    told = tuple(
        ExtendedResult(type="ER", code="STAMP", pos=str(place + 1), value=f"%(stamp{place})b{FILLER[:pad]}")
        for place in range(places)
    )
    results = tuple(
        Result(
            sort_order=str(place), start_order=str(place), rank=str(place), result_type="TIME",
            result="%(mark)b" if place == 1 else f"1:0{place}.00",
            competitors=(Competitor(code=code, type="A", organisation="GBR"),),
            extended_results=told if place == 1 else (),
        )
        for place, code in enumerate(PEOPLE, 1)
    )  # fmt: skip
    head = header("DT_RESULT", unit, VERSION, result_status="LIVE", time=TIME)
    written = write_message(Message(header=head, competition=Competition(results=results)))
    return written.replace(b"%d" % VERSION, b"%(version)d").replace(TIME.encode(), b"%(time)b")


class Line:
    """The messages of one unit, one after the other: each with another mark, and the stamp of its number.

    With several ``places`` number n stands at n % places and the others keep theirs, so that changes that are
    told together still show every number."""

    def __init__(self, unit: str, *, pad: int = PAD, places: int = 1) -> None:
        self.unit, self._places = unit, places
        self._template = template(unit, pad, places)
        self._blanks: dict[bytes, object] = {b"stamp%d" % place: b"" for place in range(places)}
        self._version = 0

    def message(self, sent: int, number: int) -> bytes:
        """The next message's bytes."""
        self._version += 1
        now = datetime.now(UTC)
        time_of_day = b"%s%03d" % (now.strftime("%H%M%S").encode(), now.microsecond // 1000)
        mark = b"%02d:%02d.%02d" % (number // 6000 % 60, number // 100 % 60, number % 100)
        self._blanks |= {b"version": self._version, b"time": time_of_day, b"mark": mark}
        self._blanks[b"stamp%d" % (number % self._places)] = stamp(sent, number)
        return self._template % self._blanks


class Post:
    """One kept-alive connection to ``POST /odf``."""

    def __init__(self, server: Server, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._headers = {"X-API-KEY": key, "Content-Type": "application/xml"}

    def send(self, message: bytes) -> int:
        """Send one; when its receipt was in hand (CLOCK_MONOTONIC, ns). Raises ServerError if refused."""
        self._connection.request("POST", "/odf", message, self._headers)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise ServerError(f"POST /odf answered {answer.status}: {told[:600]!r}")
        return time.monotonic_ns()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def paced(rate: float, seconds: float = math.inf, stop: threading.Event | None = None) -> Iterator[int]:
    """Moments (CLOCK_MONOTONIC, ns) at a rate, each given when it is due, until ``stop``; one that is late is
    given at once, and none is left out."""
    begin, given = time.monotonic(), 0
    stop = stop or threading.Event()
    while given < rate * seconds:
        due = begin + given / rate
        given += 1
        if stop.wait(max(due - time.monotonic(), 0)):
            return
        yield int(due * 1e9)


def make_games(post: Post, server: Server, lines: Iterable[Line]) -> None:
    """Send the Games, and one message of each line, numbered 0; wait until all of it is served."""
    for message in bulk():
        post.send(write_message(message))
    for line in lines:
        post.send(line.message(time.monotonic_ns(), 0))
        end = time.monotonic() + FOLDED_WITHIN
        while "competitors" not in server.snapshot(GAMES, f"unit/{line.unit}"):
            if time.monotonic() > end:
                raise ServerError(f"{line.unit} is not served {FOLDED_WITHIN:.0f} s after it was taken")
            time.sleep(0.05)
