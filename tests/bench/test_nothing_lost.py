"""What judges ``nothing-lost`` sees each kind of fault, and none where there is none."""

from __future__ import annotations

import hashlib
import importlib
import os
import random
from pathlib import Path
from types import ModuleType

import pytest

from bench.lost_check import faults
from bench.lost_senders import Sender, story
from bench.lost_trace import Traced, order, read
from kotinos.odf.checks import check

DIGESTS = {seq: hashlib.sha256(b"%d" % seq).hexdigest() for seq in range(1, 6)}
ACKED = {"venue": {1: 11, 2: 12}}
GOOD = [(10 + seq, "venue", seq, DIGESTS[seq]) for seq in (1, 2, 3)]


def venue() -> Sender:
    sender = Sender("venue", 0, "http://127.0.0.1:1", "key")
    sender.sent = dict(DIGESTS)
    sender.acked = dict(ACKED["venue"])
    return sender


def test_good_log_has_no_fault_whether_or_not_the_last_was_acknowledged() -> None:
    assert faults(GOOD, [venue()], ACKED) == []
    assert faults(GOOD[:2], [venue()], ACKED) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (GOOD[:1], "venue 2: acknowledged at 12 and LOST"),
        ([*GOOD, (14, "venue", 3, DIGESTS[3])], "out of order"),
        ([*GOOD, (14, "venue", 3, DIGESTS[3])], "2 times"),
        ([GOOD[0], (12, "venue", 2, DIGESTS[3])], "other bytes than were sent"),
        ([*GOOD, (14, "venue", 9, "")], "other bytes than were sent"),
        ([(11, "venue", 2, DIGESTS[2]), (12, "venue", 1, DIGESTS[1])], "venue 1 at 12 stands behind 2"),
        ([(11, "venue", 1, DIGESTS[1]), (13, "venue", 2, DIGESTS[2])], "acknowledged at 12, is at"),
        ([*GOOD, (14, "stranger", 1, "")], "stranger never sent anything"),
    ],
)
def test_each_kind_of_fault_is_seen(rows: list[tuple[int, str, int, str]], told: str) -> None:
    assert any(told in fault for fault in faults(rows, [venue()], ACKED))


def test_answer_of_another_kind_is_a_fault() -> None:
    sender = venue()
    sender._note(3, {"code": 409})
    sender._note(1, {"code": 200, "position": 99})
    assert len(faults(GOOD, [sender], ACKED)) == 2


def test_story_passes_the_checks_and_never_repeats_itself() -> None:
    raws = [raw for _, raw in zip(range(40), story(2), strict=False)]
    assert [check(raw).findings for raw in raws if check(raw).refused] == []
    assert len(set(raws)) == 40


def disk() -> ModuleType:
    """The module of the disk, where its binding and the system's library are."""
    try:
        return importlib.import_module("bench.lost_disk")
    except (ImportError, OSError) as error:
        pytest.skip(f"no file system of our own without extra [bench] and libfuse: {error}")


TRACE = """\
7 100.100000 pwrite64(9</data/log.sqlite3-wal>, "x"..., 4120, 0) = 4120 <0.000010>
7 100.110000 fdatasync(9</data/log.sqlite3-wal> <unfinished ...>
8 100.111000 fdatasync(4</data/kotinos.sqlite3-wal>) = 0 <0.000900>
7 {back} <... fdatasync resumed>) = 0 <0.010000>
6 100.130000 write(12<TCP:[1->2]>, "HTTP/1.1 200 OK"..., 200) = 200 <0.000010>
"""


def test_order_of_sync_and_answer_is_read_from_a_trace(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(TRACE.format(back="100.120000"))
    assert order(read(trace), 100.0, 100.2) == pytest.approx(0.01)
    assert order(read(trace), 100.125, 100.2) is None  # another message's sync
    trace.write_text(TRACE.format(back="100.140000"))
    assert order(read(trace), 100.0, 100.2) is None
    trace.write_text(TRACE.format(back="100.120000").replace("pwrite64", "pread64"))
    assert order(read(trace), 100.0, 100.2) is None
    assert order(Traced([1.0], [0.5], [2.0]), 0.0, 3.0) is None


def test_disk_without_power_holds_what_was_synced_and_by_chance_parts_of_the_rest() -> None:
    lost_disk = disk()
    node = lost_disk.Node(0o100644)
    node.write(0, b"a" * 2000)
    node.sync()
    node.write(1000, b"b" * 2000)
    node.cut(2500)
    assert bytes(node.data) == b"a" * 1000 + b"b" * 1500
    node.lose(random.Random(1), 0.0)
    assert bytes(node.kept) == b"a" * 2000
    seen = set()
    for seed in range(30):
        other = lost_disk.Node(0o100644)
        other.kept, other.unsynced = bytearray(node.kept), list(node.unsynced)
        other.lose(random.Random(seed), 0.5)
        seen.add(bytes(other.kept))
    assert len(seen) > 3


@pytest.mark.skipif(not os.access("/dev/fuse", os.W_OK), reason="no /dev/fuse to mount")
def test_disk_forgets_files_and_names_that_were_not_synced() -> None:
    lost_disk = disk()
    assert lost_disk.trial() == "named=b'', synced=b'first'"
