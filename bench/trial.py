"""How long the timed benches measure, and the words they all say first."""

from __future__ import annotations

import os

SECONDS = float(os.environ.get("KOTINOS_BENCH_SECONDS", "10"))
"""Of one block. Shorter than 10 is for trying a bench out: its verdict then counts for nothing."""
ROUNDS = int(os.environ.get("KOTINOS_BENCH_ROUNDS", "3"))
FULL = SECONDS >= 10 and ROUNDS >= 3

METHOD = (
    "method: server, clients (bench/fans.c) and publisher share this machine's {cores} cores, over loopback; "
    "latencies are from just before the POST to the client's read (CLOCK_MONOTONIC of one machine); "
    "medians of {rounds} rounds of {seconds:.0f} s{short}"
)


def method() -> str:
    """What a reader must know of every figure."""
    short = "" if FULL else " - SHORTENED: a trial, no verdict"
    return METHOD.format(cores=os.cpu_count(), rounds=ROUNDS, seconds=SECONDS, short=short)
