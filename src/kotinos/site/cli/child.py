"""What every long-running command does: stop when told, and when its supervisor is gone. Pure."""

from __future__ import annotations

import os
import signal
import threading

LOOK_EVERY = 1.0


def stop_event() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, and the death of the supervisor too."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    end_with_supervisor()
    return stop


def end_with_supervisor() -> None:
    """Send this process SIGTERM when the supervisor that started it no longer runs (it was killed)."""
    parent = int(os.environ.get("KOTINOS_PARENT", "0"))
    if parent:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
