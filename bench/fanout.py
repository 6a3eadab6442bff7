"""A change reaches the last of 1,000 and of 5,000 clients as soon as nchan's would, from the same commit.

Ours and nginx with nchan hold N streams each, all the time, and take turns: in our blocks a result goes to
``POST /odf``, is on disk, is folded, and its change goes to all who follow the unit. In nchan's blocks it
goes to ``POST /odf`` the same way (for a unit that nobody follows), and as soon as its receipt is in hand,
the same bytes of change are published to nchan. Both pay for the message and its commit; then ours pays for
its fold, a second commit and its fan-out, nchan for a publish and its fan-out.
"""

from __future__ import annotations

import re
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import figures
from .crowd import Crowd, gathered
from .loader import loading
from .peer_nchan import Nchan, nchan
from .processes import Meter
from .sender import GAMES, UNITS, Line, Post, make_games, paced, stamp
from .served import Server, ServerError, serving
from .trial import ROUNDS, SECONDS, method

CLIENTS = (1000, 5000)
RATE = 10.0
MOST = 1.1
"""Our p99 from the POST, of all deliveries, at the most as many times nchan's."""
AIMS = {1000: 25.0, 5000: 75.0}
CALM, DRAIN = 0.5, 30.0
"""Seconds between blocks, and how long what was sent may take to arrive before it counts as lost."""
PLACES = 5
"""Messages that a fold that is behind may take together and that are still seen one by one."""
FOLLOWED, UNFOLLOWED = UNITS[0], UNITS[1]
PATH = f"/live/{GAMES}?topic=unit/{FOLLOWED}&audience=media"


@dataclass
class Block:
    """What one block sent: by number, the moment before the POST and the moment of the receipt."""

    side: str
    sent: dict[int, int] = field(default_factory=dict)
    committed: dict[int, int] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)


class Stage:
    """Both servers with their crowds; publishes blocks of messages to one or the other."""

    def __init__(self, server: Server, post: Post, peer: Nchan) -> None:
        self._post, self._peer = post, peer
        self._lines = {"kotinos": Line(FOLLOWED, places=PLACES), "nchan": Line(UNFOLLOWED, places=PLACES)}
        make_games(post, server, self._lines.values())
        self._numbers = {"kotinos": 1, "nchan": 1}
        self.change = self._sample(server)
        self._first = dict(self._numbers)
        self.processes = {**server.processes(), "nchan": peer.worker}

    def _sample(self, server: Server) -> bytes:
        """The data of a change as our stream tells it, with a blank for the stamp."""
        with urllib.request.urlopen(server.url + PATH, timeout=30) as stream:
            line = self._lines["kotinos"]
            self._post.send(line.message(time.monotonic_ns(), 1))
            self._numbers["kotinos"] = 2
            for told in stream:
                if told.startswith(b"data: ") and b"S=00000001;" in told:
                    data = told[len(b"data: ") :].strip().replace(b"%", b"%%")
                    return re.sub(rb"T=\d{19};S=\d{8};", b"%b", data)
        raise ServerError("our stream told no change")

    def block(self, side: str, crowd: Crowd, seconds: float) -> Block:
        """Messages at the rate for so long; then wait until everybody has them."""
        done, meter, line = Block(side), Meter(self.processes), self._lines[side]
        for _ in paced(RATE, seconds):
            number = self._numbers[side]
            self._numbers[side] = number + 1
            sent = time.monotonic_ns()
            done.committed[number] = self._post.send(line.message(sent, number))
            if side == "nchan":
                self._peer.publish(self.change % stamp(sent, number))
            done.sent[number] = sent
        crowd.until(crowd.ready["clients"] * (self._numbers[side] - self._first[side]), DRAIN)
        done.cpu = meter.used()
        time.sleep(CALM)
        return done


def stage(server: Server, clients: int) -> tuple[list[Block], dict[str, Crowd], list[str]]:
    """All blocks of one size of crowd; the crowds are stopped and have their figures."""
    post = Post(server, server.key())
    with nchan(clients) as peer:
        scene = Stage(server, post, peer)
        with (
            gathered("fanout-kotinos", server.port, clients, [PATH]) as ours,
            gathered("fanout-nchan", peer.port, clients, ["/sub"]) as theirs,
        ):
            crowds = {"kotinos": ours, "nchan": theirs}
            with loading(server.port, f"/{GAMES}/") as pages:
                for side in crowds:  # the first messages find caches cold: told, but not counted
                    scene.block(side, crowds[side], 2)
                blocks = []
                for turn in range(ROUNDS):
                    for side in sorted(crowds, reverse=bool(turn % 2)):
                        blocks.append(scene.block(side, crowds[side], SECONDS))
            for crowd in crowds.values():
                crowd.stop()
        told = [f"a change is {len(scene.change) + 33 - 2} bytes of data; {pages}"]
    post.close()
    return blocks, crowds, told


def measured(blocks: list[Block], crowds: Mapping[str, Crowd]) -> dict[str, dict[str, float]]:
    """Medians over the blocks of each side."""
    found = {}
    for side, crowd in crowds.items():
        waits = figures.by_number(crowd.deliveries())
        rows = [of_block(block, waits) for block in blocks if block.side == side]
        found[side] = {
            name: figures.median(row.get(name, 0.0) for row in rows) for row in rows for name in row
        }
        print(f"  {side:8} p99 from POST by block: {' '.join(format(row['p99'], '.1f') for row in rows)} ms")
    return found


def of_block(block: Block, waits: figures.Waits) -> dict[str, float]:
    """Milliseconds, and microseconds of processor time a delivery by process."""
    late = figures.late(waits, block.sent)
    after = figures.late(waits, block.committed)
    last = figures.slowest(waits, block.sent)
    row = {
        "p50": figures.percentile(late, 0.5), "p99": figures.percentile(late, 0.99),
        "last_p50": figures.percentile(last, 0.5), "last_p99": figures.percentile(last, 0.99),
        "commit_p50": figures.percentile(after, 0.5), "commit_p99": figures.percentile(after, 0.99),
        "acked_p99": figures.percentile(
            [(block.committed[number] - sent) / figures.MS for number, sent in block.sent.items()], 0.99
        ),
    }  # fmt: skip
    return row | {f"us_{name}": 1e6 * used / max(len(late), 1) for name, used in block.cpu.items()}


def whole(crowd: Crowd) -> bool:
    """Whether every client got every message once, in order, on one connection."""
    wrong = ("missed", "doubled", "disordered", "stale_ids", "resyncs", "closed_early", "beyond")
    return bool(crowd.figures["messages"]) and not any(crowd.figures[name] for name in wrong)


def show(clients: int, side: str, row: Mapping[str, float], seen: Mapping[str, Any]) -> None:
    """One side's figures."""
    print(
        f"  {side:8} from POST p50 {row['p50']:.1f} p99 {row['p99']:.1f} ms; slowest of {clients} "
        f"p50 {row['last_p50']:.1f} p99 {row['last_p99']:.1f} ms; from commit p50 {row['commit_p50']:.1f} "
        f"p99 {row['commit_p99']:.1f} ms; POST to receipt p99 {row['acked_p99']:.1f} ms"
    )
    used = ", ".join(f"{name[3:]} {value:.1f}" for name, value in row.items() if name.startswith("us_"))
    print(
        f"  {'':8} CPU µs a delivery: {used}; {seen['deliveries']} deliveries of {seen['messages']} "
        f"messages, lost {seen['missed']}, doubled {seen['doubled']}, out of order {seen['disordered']}, "
        f"cut off {seen['closed_early']}"
    )


def compare(clients: int) -> tuple[str, bool]:
    """One size of crowd."""
    with tempfile.TemporaryDirectory(prefix="kotinos-fanout-") as data, serving(Path(data)) as server:
        blocks, crowds, told = stage(server, clients)
    print(f"N = {clients} streams at each, {RATE:.0f} messages a second; {'; '.join(told)}")
    found = measured(blocks, crowds)
    for side, row in found.items():
        show(clients, side, row, crowds[side].figures)
    ours, theirs = found["kotinos"], found["nchan"]
    ratio = ours["p99"] / theirs["p99"] if theirs["p99"] else float("inf")
    last = ours["last_p99"] / theirs["last_p99"] if theirs["last_p99"] else float("inf")
    commit = ours["commit_p99"] / theirs["commit_p99"] if theirs["commit_p99"] else float("inf")
    seen = crowds["kotinos"].figures
    words = (
        f"N={clients}: p99 {ours['p99']:.0f} ms to nchan's {theirs['p99']:.0f} (ratio {ratio:.2f}, "
        f"at most {MOST}; from commit {commit:.2f}), slowest client p99 {ours['last_p99']:.0f} to "
        f"{theirs['last_p99']:.0f} ms (ratio {last:.2f}; aim {AIMS[clients]:.0f}), "
        f"lost {seen['missed']}, doubled {seen['doubled']}"
    )
    return words, ratio <= MOST and whole(crowds["kotinos"]) and whole(crowds["nchan"])


def run() -> tuple[str, bool]:
    """Measure both sizes; holds when the ratio does at both and nothing was lost or told twice."""
    print(method())
    try:
        parts = [compare(clients) for clients in CLIENTS]
    except ServerError as error:
        return str(error), False
    return "; ".join(words for words, _ in parts), all(held for _, held in parts)
