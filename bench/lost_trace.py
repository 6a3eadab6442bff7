"""Reads strace of a whole server: was the log on disk before the 200 left?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CALLS = "pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg"
STRACE = ("strace", "-f", "-ttt", "-y", "-T", "-s", "64", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o")
LINE = re.compile(r"(\d+) +(\d+\.\d+) (.*)")
LOG_SYNC = re.compile(r"f(?:data)?sync\(\d+<[^>]*/log\.sqlite3-wal>")
LOG_WRITE = re.compile(r"pwrite64\(\d+<[^>]*/log\.sqlite3-wal>")
OK = re.compile(r"(?:write|writev|sendto|sendmsg)\(\d+<(?:TCP|socket)[^>]*>.*HTTP/1\.1 200")
TOOK = re.compile(r"= 0 <(\d+\.\d+)>$")


@dataclass
class Traced:
    """Moments of the calls that matter, in seconds of the day's clock."""

    writes: list[float]
    synced: list[float]
    answers: list[float]


def read(path: Path) -> Traced:
    """The calls of a trace: when the log was written, when a sync of it had returned, when a 200 left."""
    found = Traced([], [], [])
    begun: dict[str, bool] = {}
    for line in path.read_text("utf-8", "replace").splitlines():
        if not (match := LINE.match(line)):
            continue
        pid, moment, call = match[1], float(match[2]), match[3]
        if LOG_WRITE.match(call):
            found.writes.append(moment)
        elif OK.match(call):
            found.answers.append(moment)
        elif LOG_SYNC.match(call):
            if took := TOOK.search(call):
                found.synced.append(moment + float(took[1]))
            else:
                begun[pid] = True
        elif "sync resumed>" in call and begun.pop(pid, False) and TOOK.search(call):
            found.synced.append(moment)
    return found


def order(traced: Traced, sent: float, answered: float) -> float | None:
    """For a lone message between two moments: seconds from the log's sync to the 200, if they came in the
    order write, sync, 200; else ``None``."""

    def within(moments: list[float]) -> list[float]:
        return [each for each in moments if sent <= each <= answered]

    writes, synced, answers = within(traced.writes), within(traced.synced), within(traced.answers)
    if not (writes and synced and answers):
        return None
    after = [each for each in synced if each > max(each for each in writes if each < answers[-1])]
    return answers[-1] - after[0] if after and after[0] < answers[-1] else None
