"""What processes cost, read from /proc: processor time, memory, and the kernel's memory for sockets."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def stat_fields(text: str) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces and brackets: state is first."""
    return text.rpartition(")")[2].split()


def descendants(pid: int) -> dict[int, list[str]]:
    """Command lines of all processes below one."""
    parents: dict[int, int] = {}
    words: dict[int, list[str]] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(stat_fields((folder / "stat").read_text())[1])
            words[int(folder.name)] = (folder / "cmdline").read_text().split("\0")
        except (OSError, IndexError):
            continue  # it ended while we looked
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return {each: words[each] for each in below - {pid}}


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, its own and the kernel's for it; in steps of 10 ms."""
    fields = stat_fields((PROC / str(pid) / "stat").read_text())
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid: int) -> int:
    """Bytes of memory a process holds now."""
    return int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE


def socket_memory(text: str | None = None) -> int:
    """Bytes the kernel holds for TCP sockets of the whole machine, from /proc/net/sockstat."""
    shown = (PROC / "net" / "sockstat").read_text() if text is None else text
    line = next(line for line in shown.splitlines() if line.startswith("TCP:")).split()
    return int(line[line.index("mem") + 1]) * PAGE


class Meter:
    """Processor time of some processes since a moment, by name."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = dict(processes)
        self.start()

    def start(self) -> None:
        """Count from now."""
        self._began = time.monotonic()
        self._before = {name: cpu_seconds(pid) for name, pid in self._processes.items()}

    def used(self) -> dict[str, float]:
        """Seconds of processor time of each since the start."""
        return {name: cpu_seconds(pid) - self._before[name] for name, pid in self._processes.items()}

    def shares(self) -> dict[str, float]:
        """Share of one core of each since the start."""
        passed = time.monotonic() - self._began
        return {name: used / passed for name, used in self.used().items()}


def told(shares: Mapping[str, float]) -> str:
    """Shares of a core as text, and their sum."""
    parts = [f"{name} {100 * share:.0f} %" for name, share in shares.items()]
    return ", ".join([*parts, f"together {100 * sum(shares.values()):.0f} %"])
