"""Figures of the benches are reckoned rightly from what was seen."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from bench import figures
from bench.pages import requests
from bench.processes import cpu_seconds, descendants, resident, socket_memory, stat_fields
from bench.served import ServerError, named


def test_percentile_is_the_nearest_rank() -> None:
    assert figures.percentile(range(1, 101), 0.99) == 99
    assert figures.percentile([3, 1, 2], 0.5) == 2
    assert figures.percentile([7], 0.001) == 7
    assert figures.percentile([], 0.99) == 0


def raw(*rows: tuple[int, int, int]) -> array[int]:
    """Deliveries: received (ms), client, number."""
    return array(
        "Q", [value for at, client, number in rows for value in (at * 10**6, 0, client << 32 | number)]
    )


def test_deliveries_are_read_as_they_were_written(tmp_path: Path) -> None:
    seen = raw((5, 0, 1), (6, 1, 1), (9, 0, 2))
    (tmp_path / "x").write_bytes(seen.tobytes())
    assert figures.deliveries(tmp_path / "x") == seen
    waits = figures.by_number(seen)
    assert figures.late(waits, {1: 10**6, 2: 2 * 10**6, 3: 0}) == [4.0, 5.0, 7.0]
    assert figures.slowest(waits, {1: 10**6, 2: 2 * 10**6, 3: 0}) == [5.0, 7.0]


def test_message_counts_as_had_when_a_newer_one_has_come_to_everybody() -> None:
    sent = {number: number * 10**6 for number in (1, 2, 3, 4)}
    seen = raw((10, 0, 1), (20, 0, 3), (12, 1, 2), (30, 1, 3), (31, 1, 1), (40, 0, 4))
    assert figures.everybody_has(seen, sent, 2) == {1: 11.0, 2: 18.0, 3: 27.0}


def test_processes_are_named_by_their_command() -> None:
    children = {
        5: ["python", "-m", "kotinos.site", "front", "--port", "1", ""],
        6: ["/x/bin/python", "/x/bin/kotinos", "fold", ""],
        7: ["python", "-m", "kotinos.site", "front", ""],
        8: ["sh", "-c", "true", ""],
    }
    assert named(children) == {"front": 5, "fold": 6, "front2": 7}


def test_proc_is_read_past_brackets_in_a_name() -> None:
    assert stat_fields("12 (a (b) c) S 34 5")[:2] == ["S", "34"]


def test_own_process_is_seen_in_proc() -> None:
    assert 1 not in descendants(1)
    assert any("pytest" in " ".join(words) for words in descendants(1).values())
    assert resident(1) > 0
    assert cpu_seconds(1) >= 0


def test_socket_memory_is_told_in_pages() -> None:
    text = "sockets: used 17\nTCP: inuse 2 orphan 0 tw 4 alloc 2 mem 3\nUDP: inuse 0 mem 9\n"
    assert socket_memory(text) % 3 == 0
    assert socket_memory(text) >= 3 * 4096


def test_requests_are_counted_only_when_all_were_answered() -> None:
    good = "Running 3s test\n  123456 requests in 3.10s, 300.00MB read\nRequests/sec: 1\n"
    assert requests(good) == 123456
    with pytest.raises(ServerError, match="Non-2xx"):
        requests(good + "  Non-2xx or 3xx responses: 7\n")
    with pytest.raises(ServerError, match="nothing to count"):
        requests("unable to connect")
