"""Acknowledged means in the log: once, in order, through 200 kills, 50 power losses and 50 link cuts.

Real processes (``kotinos run --no-rehearsal``, ``kotinos edge``) under six senders that post without end,
each message until it is acknowledged, some once more on purpose; two of them in batches. Every
acknowledgement is noted with its position by this process, which nobody kills.

1. *Order.* A server under strace: for lone messages the log's file is written, its sync returns, and only
   then is the 200 written to the socket, whichever process does which.
2. *Kills.* kill -9 of a random process of the server at random moments, one in twenty of all at once.
3. *Power.* The data folder lies on a file system of this bench that forgets what was never synced; in every
   second loss it keeps any part of that instead, torn sectors too. What is left is read before the next
   start. The same with a database that does not wait for the disk (``synchronous=NORMAL``) must fail.
4. *Link.* An edge sends to a centre through a proxy that resets, goes silent, breaks answers off in the
   middle, slows down or forgets its connections; processes of both sides are killed meanwhile.

Checked after each, and now and then during it: every acknowledged (sender, number) is in the log once, at
the position that was acknowledged, with the bytes that were sent; nothing is there that was not sent;
positions rise with each sender's numbers; the centre's log is the edge's; nothing is in quarantine or
flagged; and when the fold has caught up, a rebuild gives every snapshot byte for byte.

``KOTINOS_BENCH_SEED`` repeats a run's choices; ``KOTINOS_BENCH_KILLS``, ``…_LOSSES``, ``…_CUTS`` try fewer.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import lost_phases
from .lost_phases import Told
from .lost_program import Program

KILLS, LOSSES, CUTS = 200, 50, 50
CONTROL = 5
NEEDED = {"strace": "strace", "fusermount3": "fuse3"}
SHOWN = 10


def asked(name: str, usual: int) -> int:
    """A number from the environment."""
    return int(os.environ.get(f"KOTINOS_BENCH_{name}", usual))


def trial(name: str, work: Callable[..., Told], count: int, chance: random.Random, *more: str) -> Told:
    """Run one trial in a folder of its own and say what came of it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"kotinos-bench-{name}-") as folder:
        try:
            told = work(Path(folder), count, chance, *more)
        finally:
            Program.sweep()
    print(f"{name} ({time.monotonic() - began:.0f} s): {told.figures}; {len(told.faults)} faults", flush=True)
    for fault in told.faults[:SHOWN]:
        print(f"  {fault}", flush=True)
    return told


def run() -> tuple[str, bool]:
    """Try everything; the figures, and whether nothing was lost."""
    for needed, package in NEEDED.items():
        if shutil.which(needed) is None:
            raise SystemExit(f"{needed} is not here; on Debian: apt-get install {package}")
    seed = asked("SEED", random.SystemRandom().randrange(1 << 30))
    print(
        f"seed {seed}; senders, servers, disk and link share this machine's {os.cpu_count()} cores",
        flush=True,
    )
    chance = random.Random(seed)
    wanted = {"kills": asked("KILLS", KILLS), "losses": asked("LOSSES", LOSSES), "cuts": asked("CUTS", CUTS)}
    trials = [
        trial("order", lost_phases.traced, 0, chance),
        trial("kills", lost_phases.kills, wanted["kills"], chance),
        trial("losses", lost_phases.losses, wanted["losses"], chance),
        trial("cuts", lost_phases.cuts, wanted["cuts"], chance),
    ]
    control = trial("control", lost_phases.losses, CONTROL, chance, "bench.lost_settings")
    bites = any("LOST" in fault for fault in control.faults)
    print(f"with synchronous=NORMAL acknowledged messages are lost, as they must be: {bites}")
    faults = sum(len(each.faults) for each in trials)
    whole = wanted == {"kills": KILLS, "losses": LOSSES, "cuts": CUTS}
    figures = "; ".join(each.figures for each in trials)
    fewer = "" if whole else "fewer trials than promised; "
    return (
        f"seed {seed}; {fewer}{figures}; {faults} faults; control fails: {bites}",
        bites and whole and not faults,
    )
