"""The parts of a day: readers fold and are judged, markers pass the checks, the file keeps its order."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bench import day_feed
from bench.day_readers import Subscriber, canonical, judged, merge
from bench.everywhere import Marker, _counts, _shows
from kotinos.live.fold import Fold
from kotinos.odf.checks import check
from kotinos.odf.reader import read_message


class Known:
    """Snapshots that need no server."""

    def __init__(self, **documents: object) -> None:
        self.topics = list(documents)
        self._documents = documents

    def of(self, topic: str) -> bytes:
        return canonical(self._documents[topic]) if topic in self._documents else b""


def heard(topics: list[str], *events: tuple[int, str, str]) -> Subscriber:
    reader = Subscriber(topics)
    for seq, topic, patch in events:
        text = f'id: e:{seq}\nevent: change\ndata: {{"topic":"{topic}","patch":{patch}}}\n\n'.encode()
        reader.data_received(text[:20])
        reader.data_received(text[20:])
    return reader


EVENTS = ((1, "ab", '{"x":1,"y":{"z":1}}'), (2, "b", '{"x":1}'), (3, "ab", '{"x":null,"y":{"w":2}}'))
SNAPSHOTS = Known(ab={"y": {"w": 2, "z": 1}}, b={"x": 1})


def wrong(reader: Subscriber, snapshots: Known = SNAPSHOTS) -> tuple[int, ...]:
    found = judged(reader, heard(["*"], *EVENTS).heard, snapshots)  # type: ignore[arg-type]
    return found.resyncs, found.repeated, found.missed, found.unequal


def test_reader_that_heard_all_of_its_filter_is_right() -> None:
    assert wrong(heard(["*"], *EVENTS)) == (0, 0, 0, 0)
    assert wrong(heard(["a*"], EVENTS[0], EVENTS[2])) == (0, 0, 0, 0)
    assert wrong(heard(["b"], EVENTS[1])) == (0, 0, 0, 0)


def test_reader_that_missed_repeated_or_was_told_wrong_is_found_out() -> None:
    assert wrong(heard(["*"], *EVENTS[:2])) == (0, 0, 1, 1)
    assert wrong(heard(["*"], EVENTS[0], *EVENTS))[1] == 1
    assert wrong(heard(["a*"], *EVENTS)) == (0, 0, 1, 0)
    assert wrong(heard(["b"]))[2:] == (1, 1)
    assert wrong(heard(["b"], EVENTS[1]), Known(ab={}, b={"x": 2}))[3] == 1
    reader = heard(["b"], EVENTS[1])
    reader.data_received(b'id: e:2\nevent: resync\ndata: {"reason":"slow"}\n\n')
    assert wrong(reader)[0] == 1


def test_merging_in_place_is_what_the_standard_says() -> None:
    document = {"a": {"b": 1, "c": [1]}, "d": 2}
    merge(document, {"a": {"b": None, "c": [2], "e": {"f": 1}}, "d": {"g": 1}})
    assert document == {"a": {"c": [2], "e": {"f": 1}}, "d": {"g": 1}}


def test_markers_pass_the_checks_and_each_adds_a_gold() -> None:
    fold = Fold("CONT2026")
    for number in (1, 2):
        marker = Marker(number)
        for raw in marker.messages():
            assert [each for each in check(raw).findings if each.severity == "error"] == []
            fold.apply(read_message(raw)[0])
        bodies = {each.topic: each.body for each in fold.flush().documents}
        assert _counts(number)(bodies["medals"]) and not _counts(number + 1)(bodies["medals"])
        unit = msgspec.json.decode(bodies[f"unit/{marker.unit}"])
        assert [line["result"] for line in unit["competitors"].values()] == [marker.mark]


def test_page_of_the_table_is_read_by_its_row() -> None:
    row = b'<tr data-key="%s"><td data-t="rank">1</td><td class="num" data-t="gold|=0">%d</td></tr>'
    page = row % (b"LUM", 9) + row % (b"MRK", 3)
    assert _shows(3)(page) and not _shows(4)(page)
    assert not _shows(1)(row % (b"LUM", 9))


def test_file_gives_back_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = day_feed.plan("test", 1)
    monkeypatch.setattr(day_feed, "plan", lambda size, seed: small)
    mix = day_feed.write(tmp_path / "day")
    bodies = list(day_feed.read(tmp_path / "day"))
    assert len(bodies) == mix.messages
    assert [each.early for each in bodies] == [True] * mix.early + [False] * (mix.messages - mix.early)
    assert read_message(bodies[0].raw)[0].header.games == mix.games
    assert sum(len(each.raw) for each in bodies) == sum(mix.sizes.values())
    assert list(mix.told())[-1].split()[:2] == ["all", str(mix.messages)]
