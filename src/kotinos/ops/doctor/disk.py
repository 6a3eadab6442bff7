"""What the disk under the data folder can promise: what it is, how soon it keeps, how much. Pure."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kotinos.kit.privacy import open_to_others
from kotinos.ops.doctor import saying
from kotinos.ops.doctor.saying import bad, note, ok
from kotinos.ops.doctor.terms import Advice

MOUNTS = Path("/proc/self/mountinfo")
BLOCK = b"\x55" * 512
SYNCS, SECONDS = 400, 3.0
"""Appends measured, and how long that may take."""
SLOW, TOO_SLOW = 0.010, 0.100
"""Median seconds of a sync from which senders notice, and from which a busy hour is not kept up with."""
UNBELIEVABLE = 15e-6
"""Median seconds of a sync that no disk reaches that really keeps what it is given."""
NOTE_FREE, BAD_FREE = 10 << 30, 1 << 30
NETWORK = re.compile(r"nfs4?|cifs|smb.*|9p|afs|ceph|glusterfs|lustre|fuse\.(sshfs|glusterfs|s3fs|rclone)")
GONE = frozenset({"tmpfs", "ramfs", "rootfs"})
LAYERS = frozenset({"overlay", "aufs"})


def file_system(folder: Path, *, embedded: bool) -> list[Advice]:
    """Whether what is written there stays, and whether SQLite may be there at all (``embedded``)."""
    if not MOUNTS.exists():
        return [note("file system", "cannot be told on this system")]
    return [judged(kind_of(folder.resolve(), MOUNTS.read_text()), embedded=embedded)]


def judged(kind: str, *, embedded: bool) -> Advice:
    """What a kind of file system means for a data folder."""
    about = "file system"
    if kind in GONE:
        told = f"{kind} is memory: all is lost at the next start of the machine"
        return bad(about, told, "choose a data folder on a disk (KOTINOS_DATA_DIR, or --data)")
    if NETWORK.fullmatch(kind):
        if embedded:
            told = f"{kind} is a network's: SQLite's locks do not hold there"
            return bad(about, told, "choose a disk of this machine, or PostgreSQL")
        return note(about, f"{kind} is a network's; the database is elsewhere")
    if kind in LAYERS:
        told = f"{kind} is a container's layer: it goes when the container is removed"
        return Advice("BAD" if embedded else "NOTE", about, told, "mount a volume for the data folder")
    return ok(about, kind)


def kind_of(folder: Path, mounts: str) -> str:
    """The kind of the file system a folder is on; ``mounts`` is Linux's table, the last of a place counts."""
    best, kind = -1, "unknown"
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        place = Path(re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), before.split(" ")[4]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), after.split(" ")[0]
    return kind


def privacy(folder: Path) -> list[Advice]:
    """Who but this user may read what is kept."""
    files = [path.name for path in open_to_others(folder)]
    return [private(files, folder.stat().st_mode)]


def private(files: Sequence[str], folder: int) -> Advice:
    """What it means that everybody may read these files, in a data folder of that mode."""
    about = "private files"
    if not folder & 0o005:
        return ok(about, "nobody else may look into the data folder")
    if files and folder & 0o001:
        told = f"everybody on this machine may read {', '.join(files)}"
        return bad(about, told, "kotinos migrate takes that from them, as each start does")
    told = "everybody on this machine may look into the data folder; its files are closed to them"
    return note(about, told, "chmod o= the folder, if that is not wanted")


def syncs(folder: Path, group: int) -> list[Advice]:
    """How long a 512-byte append takes to be on disk, and what follows for the intake."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:

        def append() -> None:
            file.write(BLOCK)
            os.fsync(file.fileno())

        return [told_of(measure(append), group)]


def measure(keep: Callable[[], object]) -> list[float]:
    """Seconds that something takes to be kept, time and again."""
    times: list[float] = []
    begin = time.perf_counter()
    while len(times) < SYNCS and time.perf_counter() - begin < SECONDS:
        before = time.perf_counter()
        keep()
        times.append(time.perf_counter() - before)
    return times


def told_of(times: Sequence[float], group: int) -> Advice:
    """``pace`` by the median and the 99th percentile of what was measured."""
    return pace(statistics.median(times), sorted(times)[int(0.99 * (len(times) - 1))], group)


def pace(median: float, worst: float, group: int) -> Advice:
    """What a sync's time means for the intake; ``group``: messages that may share one."""
    about = "durable writes"
    told = (
        f"a sync takes {median * 1000:.2f} ms (99 % within {worst * 1000:.2f} ms): some "
        f"{saying.about(1 / median)} durable messages a second sent one by one; up to {group} that wait "
        f"share one sync, so the disk would keep {saying.about(group / median)}, and checking sets the pace"
    )
    faster = "choose a solid-state disk, or one with a protected write cache"
    if median > TOO_SLOW:
        return bad(about, told, faster)
    if median > SLOW:
        return note(about, told, faster)
    if median < UNBELIEVABLE:
        told += ". No disk is that fast"
        return note(
            about, told, "make sure that it survives a power loss; a cache that only says so does not"
        )
    return ok(about, told)


def room(folder: Path, each: int) -> list[Advice]:
    """How many messages of ``each`` bytes the free disk holds."""
    return [enough(shutil.disk_usage(folder).free, each)]


def enough(free: int, each: int) -> Advice:
    """What so many free bytes are good for."""
    about = "free disk"
    told = f"{free / 1e9:.1f} GB: some {saying.about(free / each)} messages with all that is made of them"
    remedy = "make room, or choose another disk"
    if free < BAD_FREE:
        return bad(about, told, remedy)
    return note(about, told, remedy) if free < NOTE_FREE else ok(about, told)
