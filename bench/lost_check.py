"""What a log must be after everything that was done to it: held against what was sent and acknowledged."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from .lost_program import Program, until
from .lost_senders import Sender

ROWS = "SELECT id, sender, sender_seq, digest, raw FROM live_logentry ORDER BY id"


def log_of(folder: Path) -> list[tuple[int, str, int, str]]:
    """Position, sender, number and digest of every row; the digest is taken from the bytes anew."""
    with contextlib.closing(sqlite3.connect(folder / "log.sqlite3", timeout=20)) as database:
        found = []
        for position, sender, seq, digest, raw in database.execute(ROWS):
            made = hashlib.sha256(raw).hexdigest()
            found.append((position, sender, seq, digest if digest == made else f"{digest} but {made}"))
        return found


def faults_of(folder: Path, senders: Sequence[Sender]) -> list[str]:
    """What is wrong in a log that may still be growing."""
    acked = {sender.sender: dict(sender.acked) for sender in senders}  # before the log is read
    return faults(log_of(folder), senders, acked)


def faults(
    rows: Sequence[tuple[int, str, int, str]],
    senders: Sequence[Sender],
    acked: Mapping[str, Mapping[int, int]],
) -> list[str]:
    """What is wrong in a log: lost, doubled, changed, out of order, never sent."""
    found: list[str] = [text for sender in senders for text in list(sender.wrong)]
    told: dict[str, dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    last: dict[str, int] = defaultdict(int)
    for position, sender, seq, digest in rows:
        told[sender][seq].append((position, digest))
        if seq <= last[sender]:
            found.append(f"{sender} {seq} at {position} stands behind {last[sender]}: out of order")
        last[sender] = max(last[sender], seq)
    by_name = {sender.sender: sender for sender in senders}
    found += [f"{name} never sent anything" for name in told if name not in by_name]
    for name, sender in by_name.items():
        found += _of_sender(sender, acked[name], told[name])
    return found


def _of_sender(sender: Sender, acked: Mapping[int, int], told: dict[int, list[tuple[int, str]]]) -> list[str]:
    name, found = sender.sender, []
    for seq, places in told.items():
        if len(places) > 1:
            found.append(f"{name} {seq}: {len(places)} times, {places}")
        if any(digest != sender.sent.get(seq) for _, digest in places):
            found.append(f"{name} {seq}: other bytes than were sent")
    for seq, position in acked.items():
        if seq not in told:
            found.append(f"{name} {seq}: acknowledged at {position} and LOST")
        elif told[seq][0][0] != position:
            found.append(f"{name} {seq}: acknowledged at {position}, is at {told[seq]}")
    return found


def snapshot_faults(program: Program) -> list[str]:
    """What a rebuild finds different once the fold has caught up, and what was set aside."""
    until(program.caught_up, "the fold has read the whole log")
    last = program.kotinos("rebuild", "--check").splitlines()[-1]
    found = [] if last == "0 differences" else [f"rebuild --check: {last}"]
    for file, table in (("log.sqlite3", "live_quarantined"), ("kotinos.sqlite3", "live_flagged")):
        if rows := program.ask(file, f"SELECT * FROM {table} LIMIT 3"):
            found.append(f"{table}: {rows}")
    return found


def forwarded_faults(edge: Program, centre: Program) -> list[str]:
    """Whether the centre's log is the edge's, once the backlog is gone: same messages, order and numbers."""
    until(lambda: forwarded(edge) == edge.newest(), "the edge has forwarded all")
    venue = [(position, digest) for position, _, _, digest in log_of(edge.data)]
    taken = [(seq, digest) for _, _, seq, digest in log_of(centre.data)]
    found = (
        [] if venue == taken else [f"the centre has {len(taken)} messages, the venue {len(venue)}: unlike"]
    )
    if refused := edge.ask("log.sqlite3", "SELECT position, code FROM live_nottaken LIMIT 3"):
        found.append(f"the centre refused {refused}")
    return found


def forwarded(edge: Program) -> int:
    """The position up to which an edge has its answers."""
    found = edge.ask("log.sqlite3", "SELECT position FROM live_forwarding")
    return int(str(found[0][0])) if found else 0
