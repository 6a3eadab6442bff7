"""What the benches send is what the intake takes, and every message says which it is."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

from bench.sender import GAMES, PEOPLE, UNITS, Line, bulk, paced, stamp
from kotinos.live.fold import Fold
from kotinos.odf.checks import check
from kotinos.odf.reader import read_message
from kotinos.odf.writer import write_message


def test_every_message_passes_the_checks() -> None:
    line = Line(UNITS[0])
    for raw in [*map(write_message, bulk()), line.message(1, 1), line.message(2, 2)]:
        assert [each for each in check(raw).findings if each.severity == "error"] == []


def test_line_raises_its_version_and_carries_the_stamp() -> None:
    line = Line(UNITS[0])
    messages = [read_message(line.message(sent, sent * 10))[0] for sent in (7, 8)]
    assert [each.header.version for each in messages] == [1, 2]
    fold = Fold(GAMES)
    for message in messages:
        fold.apply(message)
    patches = [each.patch for each in fold.flush().documents if each.topic == f"unit/{UNITS[0]}"]
    assert len(patches) == 1
    assert stamp(8, 80) in patches[0]
    assert stamp(7, 70) not in patches[0]


def test_changes_told_together_show_every_number_where_there_are_places() -> None:
    line = Line(UNITS[0], pad=0, places=4)
    fold = Fold(GAMES)
    for number in range(1, 5):
        fold.apply(read_message(line.message(number, number))[0])
    patch = next(each.patch for each in fold.flush().documents if each.topic == f"unit/{UNITS[0]}")
    assert all(stamp(number, number) in patch for number in range(1, 5))
    assert PEOPLE[0].encode() in patch


def test_pace_leaves_nothing_out_and_ends_when_told() -> None:
    due = list(paced(1000, 0.02))
    assert len(due) == 20
    assert {round((after - before) / 1e6, 3) for before, after in pairwise(due)} == {1.0}
    stop = threading.Event()
    given = []
    for moment in paced(1000, stop=stop):
        given.append(moment)
        if len(given) == 3:
            stop.set()
    assert len(given) == 3
    assert given[0] <= time.monotonic_ns()
