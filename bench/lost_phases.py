"""The four trials of ``nothing-lost``: kills, power losses, link cuts, and the order of sync and answer."""

from __future__ import annotations

import random
import shutil
import statistics
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from . import lost_trace
from .lost_check import faults_of, forwarded, forwarded_faults, snapshot_faults
from .lost_disk import Mounted
from .lost_link import KINDS, Link
from .lost_program import Program, until
from .lost_senders import Sender, story

BATCHES = (1, 1, 1, 1, 5, 20)
"""How many messages each of the senders gives at once."""
LONE = 20
CHECK_EVERY = 25


@dataclass
class Told:
    """What a trial counted, and what was wrong."""

    figures: str
    faults: list[str] = field(default_factory=list)


def senders_for(program: Program) -> list[Sender]:
    """Senders, each with a key made on the spot; not started yet."""
    names = [f"venue-{place}" for place in range(len(BATCHES))]
    keys = program.keys(names)
    return [Sender(name, place, program.url, keys[place], BATCHES[place]) for place, name in enumerate(names)]


@contextmanager
def sending(senders: list[Sender], program: Program) -> Iterator[None]:
    """While senders send; at the end each has all its acknowledgements."""
    for sender in senders:
        sender.start()
    try:
        yield
        for sender in senders:
            sender.end()
        until(
            lambda: not any(each.is_alive() for each in senders), f"all is acknowledged; see {program.said}"
        )
    finally:
        for sender in senders:
            sender.end()


def acked(senders: list[Sender]) -> int:
    """Messages acknowledged so far."""
    return sum(len(sender.acked) for sender in senders)


def more_acked(senders: list[Sender], count: int) -> None:
    """Wait until that many more messages are acknowledged."""
    wanted = acked(senders) + count
    until(lambda: acked(senders) >= wanted, f"{count} more acknowledgements")


def sums(senders: list[Sender]) -> str:
    """How much was sent."""
    return (
        f"{acked(senders)} acknowledged in {sum(each.tries for each in senders)} requests, "
        f"{sum(each.repeats for each in senders)} sent again on purpose"
    )


def kills(folder: Path, count: int, chance: random.Random) -> Told:
    """kill -9 at random moments: one process of the server, sometimes all of them at once."""
    program = Program(folder / "data", folder / "said.log")
    program.start()
    senders, victims, found = senders_for(program), Counter[str](), list[str]()
    with sending(senders, program):
        more_acked(senders, 20)
        while sum(victims.values()) < count:
            time.sleep(chance.uniform(0, 0.6))
            parts = sorted(program.parts())
            victim = "all" if chance.random() < 0.05 or not parts else chance.choice(parts)
            if victim == "all":
                program.kill_all()
                program.start()
            elif not program.kill_part(victim):
                continue
            victims[victim] += 1
            if chance.random() < 0.7:
                more_acked(senders, 1)
            if sum(victims.values()) % CHECK_EVERY == 0:
                found += faults_of(program.data, senders)
                print(
                    f"  {sum(victims.values())} kills, {acked(senders)} acknowledged, {len(found)} faults",
                    flush=True,
                )
    found += faults_of(program.data, senders) + snapshot_faults(program)
    program.stop()
    told = ", ".join(f"{name} {number}" for name, number in sorted(victims.items()))
    return Told(f"{sum(victims.values())} kills ({told}): {sums(senders)}", found)


def losses(folder: Path, count: int, chance: random.Random, settings: str = "") -> Told:
    """Power losses: all that was not synced is gone, or any part of it. What the disk still has is read
    before it is used again. Ends at the first fault."""
    disk = Mounted(folder)
    program = Program(disk.mount, folder / "said.log")
    if settings:
        program.env["DJANGO_SETTINGS_MODULE"] = settings
    disk.on(0, 0.0)
    try:
        program.start()
        senders, found, done = senders_for(program), list[str](), 0
        secret = (disk.mount / "secret-key").read_bytes()
        with sending(senders, program):
            while done < count and not found:
                more_acked(senders, 30)
                time.sleep(chance.uniform(0, 0.4))
                disk.power_off()
                program.kill_all()
                disk.off()
                done += 1
                found += faults_of(copied(disk.kept, folder / "looked-at"), senders)
                if (disk.kept / "secret-key").read_bytes() != secret:
                    found.append("secret-key is not what it was")
                disk.on(chance.randrange(1 << 30), 0.5 * (done % 2))
                program.start()
                if done % 10 == 0:
                    found += snapshot_faults(program)
                    print(f"  {done} losses, {acked(senders)} acknowledged, {len(found)} faults", flush=True)
        if not found:
            found += faults_of(program.data, senders) + snapshot_faults(program)
        program.stop()
        return Told(f"{done} power losses: {sums(senders)}", found)
    finally:
        program.sweep()
        disk.off()


def copied(folder: Path, to: Path) -> Path:
    """A copy of a data folder that may be opened without changing the first."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def cuts(folder: Path, count: int, chance: random.Random) -> Told:
    """An edge and its centre, the link between them cut in all ways, processes of both killed meanwhile."""
    centre = Program(folder / "centre", folder / "centre.log")
    centre.start()
    link = Link(centre.port)
    (folder / "key").write_text(centre.kotinos("key", "create", "edge"))
    words = ("--to", f"http://127.0.0.1:{link.port}", "--key-file", str(folder / "key"))
    edge = Program(folder / "edge", folder / "edge.log", "edge", words)
    edge.start()
    senders, ways, killed = senders_for(edge), Counter[str](), Counter[str]()
    drained: list[tuple[int, float]] = []
    with sending(senders, edge):
        more_acked(senders, 20)
        for number in range(count):
            kind = KINDS[number % len(KINDS)] if number % 10 != 9 else "forgotten"
            ways[kind] += 1
            link.cut(kind)
            time.sleep(chance.uniform(0.2, 1.5))
            if number % 3 == 2:
                side = chance.choice(("edge", "centre"))
                program = edge if side == "edge" else centre
                killed[f"{side}'s {_killed(program, chance)}"] += 1
            waiting = edge.newest() - forwarded(edge)
            link.mend()
            drained.append((waiting, until_drained(edge)))
            if number % 10 == 9:
                print(f"  {number + 1} cuts, {acked(senders)} acknowledged", flush=True)
    found = faults_of(edge.data, senders) + forwarded_faults(edge, centre)
    found += snapshot_faults(edge) + snapshot_faults(centre)
    edge.stop()
    centre.stop()
    told = ", ".join(f"{name} {number}" for name, number in sorted((ways + killed).items()))
    seconds = [took for _, took in drained]
    return Told(
        f"{count} link cuts ({told}; {link.broken} connections broken): {sums(senders)}; backlog of "
        f"{statistics.median(waiting for waiting, _ in drained):.0f} messages (median) gone "
        f"{statistics.median(seconds):.2f} s (median; longest {max(seconds):.1f} s) after the link was back",
        found,
    )


def _killed(program: Program, chance: random.Random) -> str:
    """Kill a process, at an edge most often the one that forwards, or all of them; its name."""
    parts = sorted(program.parts())
    victim = chance.choice([*parts, *(["forward"] * 4 if "forward" in parts else []), "all"])
    if victim == "all":
        program.kill_all()
        program.start()
    elif not program.kill_part(victim):
        return "nothing"
    return victim


def until_drained(edge: Program) -> float:
    """Wait until all that is in the edge's log now is forwarded; the seconds."""
    wanted = edge.newest()
    return until(lambda: forwarded(edge) >= wanted, "the backlog is forwarded")


def traced(folder: Path, _count: int, _chance: random.Random) -> Told:
    """Lone messages under strace: the log's sync has returned before the 200 leaves, whoever does which."""
    program, trace = Program(folder / "data", folder / "said.log"), folder / "trace"
    program.wrapped = (*lost_trace.STRACE, str(trace))
    program.start()
    key = program.kotinos("key", "create", "lone")
    spans = []
    for seq, raw in enumerate(islice(story(0), LONE), 1):
        headers = {"X-API-KEY": key, "X-Kotinos-Seq": str(seq)}
        begin = time.time()
        with urllib.request.urlopen(urllib.request.Request(f"{program.url}/odf", raw, headers)):
            spans.append((begin, time.time()))
        time.sleep(0.1)
    program.stop()
    found = lost_trace.read(trace)
    gaps = [lost_trace.order(found, *span) for span in spans]
    good = [gap for gap in gaps if gap is not None]
    wrong = [
        f"message {number}: no sync of the log before its 200"
        for number, gap in enumerate(gaps, 1)
        if gap is None
    ]
    between = f"{1000 * statistics.median(good):.2f} ms (median) before the 200" if good else ""
    return Told(
        f"strace: in {len(good)} of {LONE} lone messages the log was written and synced {between}", wrong
    )
