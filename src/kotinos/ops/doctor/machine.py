"""What the machine can promise: its clock, its strength, how many connections it lets be open. Pure."""

from __future__ import annotations

import ctypes
import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from kotinos.ops.doctor.saying import bad, note, ok
from kotinos.ops.doctor.terms import Advice

BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No Kotinos ran before: an earlier clock is wrong."""
COARSE = 0.001
UNSYNCHRONISED = 0x40
"""STA_UNSYNC of Linux's adjtimex(2)."""
OWN_FILES = 200
"""Files a front has open besides its connections, generously."""
STREAMS = 12_000
"""Streams a front serves at the most."""
FEW_FILES = 1_024
SMALL = 1 << 30


class Timex(ctypes.Structure):
    """Linux's ``struct timex``, to the end of what is read of it, and room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_long * 32),
    )


def clock() -> list[Advice]:
    """Whether the clock is sane and fine enough, and whether something keeps it right."""
    return [sane(datetime.now(UTC)), _fine(), kept(_status())]


def sane(now: datetime) -> Advice:
    """Whether it can be that moment."""
    told = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if now < BUILT:
        return bad("clock", f"{told} is before this program was made", "set the clock, start NTP")
    return ok("clock", told)


def _fine() -> Advice:
    step = time.get_clock_info("monotonic").resolution
    told = f"counts in steps of {step * 1e9:,.0f} ns"
    if step > COARSE:
        return note("steady clock", told, "latencies cannot be told finer than that")
    return ok("steady clock", told)


def _status() -> tuple[int, int] | None:
    """The kernel's word on its clock: status bits, and greatest error in microseconds; ``None``: none."""
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except AttributeError:  # not Linux
        return None
    told = Timex()
    if adjtimex(ctypes.byref(told)) < 0:
        return None
    return told.status, told.maxerror


def kept(status: tuple[int, int] | None) -> Advice:
    """Whether something keeps the clock right."""
    about, remedy = "clock kept right", "run an NTP client (chrony, systemd-timesyncd)"
    if status is None:
        return note(about, "the system does not tell", f"make sure of it: {remedy}")
    bits, error = status
    if bits & UNSYNCHRONISED:
        told = "the kernel is not told the time by anybody"
        return note(about, told, f"{remedy}; in a virtual machine the host may do it unseen")
    return ok(about, f"by the kernel's word, to within {error / 1000:.1f} ms")


def strength() -> list[Advice]:
    """Cores and memory that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    spare = "with one for the front and one for the rest, pages do not delay streams"
    told = note("cores", str(cores), spare) if cores < 2 else ok("cores", str(cores))
    return [told, memory(*_memory())]


def _memory() -> tuple[int, int]:
    """Bytes of memory there are and that are free, within this process's limit."""
    path = Path("/proc/meminfo")
    if not path.exists():
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return total, total
    lines = dict(line.split(":", 1) for line in path.read_text().splitlines())
    total, free = (int(lines[name].split()[0]) << 10 for name in ("MemTotal", "MemAvailable"))
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.exists() and (told := limit.read_text().strip()).isdigit():
        total, free = min(total, int(told)), min(free, int(told))
    return total, free


def memory(total: int, free: int) -> Advice:
    """What that much memory is good for."""
    told = f"{total / 1e9:.1f} GB, {free / 1e9:.1f} GB free"
    if free < SMALL:
        return note("memory", told, "1 GB free carries an olympic Games and some thousand streams")
    return ok("memory", told)


def open_files() -> list[Advice]:
    """How many streams the limit of open files allows."""
    return [streams(resource.getrlimit(resource.RLIMIT_NOFILE)[1])]


def streams(limit: int) -> Advice:
    """What a limit of open files (the hard one: a front takes all of it) is good for."""
    if limit in (resource.RLIM_INFINITY, -1):
        return ok("open files", f"no limit: {STREAMS:,} streams a front")
    streams = max(0, min(limit - OWN_FILES, STREAMS))
    told = f"{limit:,}: {streams:,} streams a front"
    remedy = "raise the hard limit (ulimit -Hn, LimitNOFILE= of a systemd service)"
    if limit < FEW_FILES:
        return bad("open files", told, remedy)
    return note("open files", told, remedy) if streams < STREAMS else ok("open files", told)
