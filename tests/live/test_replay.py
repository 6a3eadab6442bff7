"""The player: what it sends, in which order, and what it survives."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live.replay import KeyRefusedError, Pace, Player, Wire
from kotinos.odf.message import Header, Message
from kotinos.odf.reader import read_message
from kotinos.odf.stream import Timed

START = datetime(2026, 11, 22, 10, tzinfo=UTC)


def stream(sources: list[str], step: float = 1.0) -> list[Timed]:
    return [
        Timed(
            START + timedelta(seconds=n * step),
            Message(
                header=Header(
                    competition="TST2026",
                    document_code="ATH".ljust(34, "-"),
                    document_type="DT_KA",
                    version=n + 1,
                    source=source,
                    date="2026-11-22",
                    time="100000000",
                )
            ),
        )
        for n, source in enumerate(sources)
    ]


class Intake:
    """A twin of the intake's wire: takes each (source, number) once, can be down for a while."""

    def __init__(self, down: int = 0, code: int = 200) -> None:
        self.down, self.code = down, code
        self.taken: dict[tuple[str, int], int] = {}
        self.order: dict[str, list[int]] = {}
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            if self.down:
                self.down -= 1
                if self.down % 2:
                    raise httpx.ConnectError("refused")
                return httpx.Response(503)
            source = read_message(request.content)[0].header.source
            number = int(request.headers["X-Kotinos-Seq"])
            repeated = (source, number) in self.taken
            self.taken[source, number] = 1
            self.order.setdefault(source, []).append(number)
        return httpx.Response(self.code, json={"code": self.code, "repeated": repeated})

    def player(self, pace: Pace | None = None, **more: object) -> Player:
        client = httpx.Client(transport=httpx.MockTransport(self))
        return Player(Wire(client, "http://test/odf", "k"), pace or Pace(), **more)  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=200), st.integers(0, 220))
def test_play_sends_everything_once_in_the_order_of_each_source(sources: list[str], start: int) -> None:
    intake = Intake()
    intake.player().play(stream(sources), start)
    assert set(intake.taken) >= {(s, n) for n, s in enumerate(sources, 1) if n > start}
    assert all(numbers == sorted(set(numbers)) for numbers in intake.order.values())


def test_play_outlives_an_intake_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kotinos.live.replay.FIRST_WAIT", 0.001)
    intake = Intake(down=7)
    tally = intake.player().play(stream(["A", "B"] * 20))
    assert (tally.sent, tally.refused, len(intake.taken)) == (40, 0, 40)


def test_played_again_from_the_last_number_repeats_at_most_a_window() -> None:
    intake = Intake()
    intake.player().play(stream(["A", "B"] * 100))
    tally = intake.player().play(stream(["A", "B"] * 120), start_after=200)
    assert (tally.sent, tally.repeated, tally.number) == (104, 64, 240)


def test_refused_messages_are_kept_and_the_play_goes_on() -> None:
    tally = Intake(code=400).player().play(stream(["A"] * 3))
    assert (tally.sent, tally.refused, [number for number, _ in tally.refusals]) == (3, 3, [1, 2, 3])


def test_an_unknown_key_ends_the_play() -> None:
    with pytest.raises(KeyRefusedError, match="401"):
        Intake(code=401).player().play(stream(["A"]))


def test_speed_paces_and_long_pauses_are_cut() -> None:
    messages = stream(["A"] * 3, step=10.0)
    begin = time.monotonic()
    Intake().player(Pace(speed=100)).play(messages)
    assert 0.2 <= time.monotonic() - begin < 1.0
    begin = time.monotonic()
    Intake().player(Pace(speed=1, longest=0.05)).play(messages)
    assert 0.1 <= time.monotonic() - begin < 1.0


def test_what_was_sent_before_is_not_waited_for_again() -> None:
    begin = time.monotonic()
    tally = Intake().player(Pace(speed=100)).play(stream(["A"] * 41, step=10.0), start_after=40)
    assert (tally.sent, 0.1 <= time.monotonic() - begin < 1.0) == (41, True)


def test_stop_ends_a_wait() -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    begin = time.monotonic()
    tally = Intake().player(Pace(speed=1), stop=stop).play(stream(["A"] * 2, step=60))
    assert (tally.sent, time.monotonic() - begin < 2) == (1, True)
