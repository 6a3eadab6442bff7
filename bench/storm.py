"""8,000 clients come back at once, caught up in 5 s, nothing missed or doubled; 500 slow ones harm nobody.

*Storm.* 8,000 streams, media and public by turns, each follow one of four units that get 10 messages a
second together; four other senders send 20 a second. All streams are dropped at one moment and opened
again at once, each with its own Last-Event-ID, while all senders go on. A client has caught up when it
has had a message that was sent after its stream had opened again, and so everything before it. Each
message stands in a place of its own in the document, so that gathered ones are seen one by one too.
Intake is timed from when a message was due.

*Slow readers.* 1,000 streams follow one unit while another gets big frames, with and without 500 more clients
that follow the big one and never read.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from . import figures
from .crowd import Crowd, gathered
from .flow import Flow, Sender, flowing, waited
from .loader import loading
from .processes import resident, socket_memory
from .sender import GAMES, UNITS, Line, Post, make_games
from .served import Server, ServerError, serving
from .trial import ROUNDS, SECONDS, method

CLIENTS = 8_000
RATE = 2.5
"""Messages a second of each followed unit."""
OTHERS, OTHER_RATE = 4, 5.0
CAUGHT_MS, INTAKE_MS = 5_000.0, 100.0
PLACES = 50
"""Messages of a unit that may be told together and still be seen one by one: 20 s of them."""
FOLLOWED = UNITS[:4]
AUDIENCES = ("media", "public")
PATHS = [f"/live/{GAMES}?topic=unit/{unit}&audience={each}" for unit in FOLLOWED for each in AUDIENCES]

READERS, SLOW, SLOW_RATE = 1_000, 500, 10.0
NORMAL, BIG = UNITS[0], UNITS[1]
BIG_PAD = 20_000
EACH_MB = 0.75
"""Memory for a reader that does not read: 256 KB of backlog, 128 KB of send buffer (the kernel doubles it),
and its own receive buffer; more than this together, or growing on, is not bounded."""
HARM, HARM_MS = 1.25, 10.0
"""Others' p99 with slow readers: so many times that without, or so many ms more, at the most."""
MB = 1 << 20


def senders() -> list[Sender]:
    """The followed units', and the others."""
    followed = [Sender(Line(unit, pad=0, places=PLACES), RATE) for unit in FOLLOWED]
    return [*followed, *(Sender(Line(unit), OTHER_RATE) for unit in UNITS[4 : 4 + OTHERS])]


def storms(server: Server) -> tuple[list[dict[str, Any]], Crowd, list[str]]:
    """Every storm's figures, with the intake's; the stopped crowd; what was said of the page."""
    key, work, found = server.key(), senders(), []
    post = Post(server, key)
    make_games(post, server, [sender.line for sender in work])
    post.close()
    with gathered("storm", server.port, CLIENTS, PATHS) as crowd, loading(server.port, f"/{GAMES}/") as pages:
        with flowing(server, key, work) as flows:
            for _ in range(ROUNDS):
                time.sleep(SECONDS / 2)
                found.append(one_storm(crowd, flows))
            time.sleep(SECONDS / 2)
        time.sleep(2)
        crowd.stop()
    return found, crowd, [str(pages)]


def one_storm(crowd: Crowd, flows: list[Flow]) -> dict[str, Any]:
    """Drop all; what fans says once they are back, and the intake's waits until then."""
    crowd.say("drop")
    told = crowd.heard()
    began, last = told["began"], told["began"] + int(max(told["caught_max_ms"], 1000) * figures.MS)
    time.sleep(1)  # messages that were due meanwhile have their receipts
    during = waited(flows, began, last)
    before = waited(flows, began - int(SECONDS / 2 * 1e9), began)
    return told | {
        "intake_p99": figures.percentile(during, 0.99), "intake_max": max(during, default=0.0),
        "intake_n": len(during), "calm_p99": figures.percentile(before, 0.99),
    }  # fmt: skip


class Memory(threading.Thread):
    """Looks at a server's memory twice a second: its processes' together, and the kernel's for sockets."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._processes = server.processes()
        self._over = threading.Event()
        self.seen: list[tuple[float, int, int]] = []
        self.start()

    def run(self) -> None:
        """Look, until stopped."""
        while not self._over.wait(0.5):
            held = sum(resident(pid) for pid in self._processes.values())
            self.seen.append((time.monotonic(), held, socket_memory()))

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()


def slow_block(server: Server, key: str, lines: tuple[Line, Line], slow: bool) -> dict[str, Any]:
    """One block: others' p99, and the memory it took."""
    normal, big = lines
    path = f"/live/{GAMES}?topic=unit/{NORMAL}&audience=media"
    big_path = f"/live/{GAMES}?topic=unit/{BIG}&audience=media"
    with ExitStack() as stack:
        crowd = stack.enter_context(gathered("storm-others", server.port, READERS, [path]))
        memory = Memory(server)
        time.sleep(1)
        if slow:
            words = ("--trickle", "0", "--rcvbuf", "16384")
            stalled = stack.enter_context(
                gathered("storm-slow", server.port, SLOW, [big_path], *words, whole=False)
            )
        work = [Sender(normal, SLOW_RATE), Sender(big, SLOW_RATE)]
        with flowing(server, key, work) as flows:
            time.sleep(max(SECONDS, 5))
        time.sleep(1)
        cut = stalled.stop()["retries"] if slow else 0
        seen = crowd.stop()
        memory.end()
    waits = figures.by_number(crowd.deliveries())
    late = figures.late(waits, flows[0].sent)
    return {"p99": figures.percentile(late, 0.99), "cut": cut, "memory": memory.seen} | {
        name: seen[name] for name in ("missed", "doubled", "resyncs", "closed_early")
    }


def slow_readers(server: Server) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Blocks without and with slow readers, in turns."""
    key = server.key()
    post = Post(server, key)
    lines = (Line(NORMAL), Line(BIG, pad=BIG_PAD))
    make_games(post, server, lines)
    post.close()
    pairs = []
    with loading(server.port, f"/{GAMES}/") as pages:
        for _ in range(ROUNDS):
            without = slow_block(server, key, lines, False)
            pairs.append((without, slow_block(server, key, lines, True)))
    print(f"  {pages}")
    return pairs


def grown(block: Mapping[str, Any]) -> tuple[float, float, float]:
    """Megabytes a block's memory grew by: processes and kernel at the most, and both in its last third."""
    seen = block["memory"]
    base, start = seen[0], seen[len(seen) * 2 // 3]
    processes = max(held for _, held, _ in seen) - base[1]
    kernel = max(sockets for *_, sockets in seen) - base[2]
    later = max(held + sockets for _, held, sockets in seen) - (start[1] + start[2])
    return processes / MB, kernel / MB, later / MB


def show_storm(told: Mapping[str, Any]) -> None:
    """One storm."""
    print(
        f"  back {told['back']} of {told['clients']}: p50 {told['back_p50_ms']:.0f} last "
        f"{told['back_max_ms']:.0f} ms; caught up {told['caught']}: p50 {told['caught_p50_ms']:.0f} last "
        f"{told['caught_max_ms']:.0f} ms; tried again {told['retries']}, refused {told['refused']}; "
        f"intake p99 {told['intake_p99']:.0f} ms, worst {told['intake_max']:.0f} of {told['intake_n']} "
        f"(p99 before {told['calm_p99']:.0f})"
    )


def judge_storm(found: list[dict[str, Any]], seen: Mapping[str, Any]) -> tuple[str, bool]:
    """The storms' part of the verdict."""
    caught = figures.median(told["caught_max_ms"] for told in found)
    intake = figures.median(told["intake_p99"] for told in found)
    everyone = all(told["caught"] == CLIENTS for told in found)
    wrong = {name: seen[name] for name in ("missed", "doubled", "stale_ids", "resyncs", "epochs")}
    faults = ", ".join(f"{name} {count}" for name, count in wrong.items())
    print(f"  by path (media, public of each unit): missed {seen['missed_on']}, doubled {seen['doubled_on']}")
    words = (
        f"{CLIENTS} back at once: all caught up in {caught:.0f} ms (under {CAUGHT_MS:.0f}), "
        f"{faults} of {seen['deliveries']} deliveries; "
        f"intake p99 {intake:.0f} ms (under {INTAKE_MS:.0f})"
    )
    held = caught < CAUGHT_MS and intake < INTAKE_MS and everyone and not any(wrong.values())
    return words, held and seen["newest"] == CLIENTS


def judge_slow(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> tuple[str, bool]:
    """The slow readers' part of the verdict."""
    for without, with_slow in pairs:
        processes, kernel, later = grown(with_slow)
        print(
            f"  others' p99 {without['p99']:.1f} ms without, {with_slow['p99']:.1f} with {SLOW} that do not "
            f"read (cut off {with_slow['cut']} times); grown: processes {processes:.0f} MB, "
            f"kernel {kernel:.0f} MB, in the last third {later:.0f} MB"
        )
    without, with_slow = (figures.median(pair[side]["p99"] for pair in pairs) for side in (0, 1))
    sums = [sum(grown(pair[1])[:2]) for pair in pairs]
    memory, room = figures.median(sums), SLOW * EACH_MB
    later = figures.median(grown(pair[1])[2] for pair in pairs)
    whole = not any(
        block[name]
        for pair in pairs
        for block in pair
        for name in ("missed", "doubled", "resyncs", "closed_early")
    )
    words = (
        f"{SLOW} slow readers: memory +{memory:.0f} MB (at most {room:.0f}; +{later:.0f} in the last third), "
        f"others' p99 {without:.0f} ms without, {with_slow:.0f} with"
    )
    unharmed = with_slow <= max(without * HARM, without + HARM_MS)
    return words, memory <= room and later <= room / 10 and unharmed and whole


def run() -> tuple[str, bool]:
    """Storms, then slow readers, each on a server of its own."""
    print(method())
    try:
        with tempfile.TemporaryDirectory(prefix="kotinos-storm-") as data, serving(Path(data)) as server:
            found, crowd, words = storms(server)
        print("  " + "; ".join(words))
        for told in found:
            show_storm(told)
        storm, held = judge_storm(found, crowd.figures)
        with tempfile.TemporaryDirectory(prefix="kotinos-slow-") as data, serving(Path(data)) as server:
            pairs = slow_readers(server)
        slow, unharmed = judge_slow(pairs)
    except ServerError as error:
        return str(error), False
    return f"{storm}; {slow}", held and unharmed
