"""What every long-running command does: stop when told, and when its supervisor is gone. Pure."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import threading
from pathlib import Path

LOOK_EVERY = 1.0


def stop_event() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, and the death of the supervisor too."""
    stop = threading.Event()
    reading, writing = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Event.set takes a lock: in a handler it would wait for ever when this thread holds it already.
        signal.signal(number, lambda *_: os.write(writing, b"."))
    threading.Thread(target=_set_when_told, args=(stop, reading), daemon=True).start()
    end_with_supervisor()
    return stop


def _set_when_told(stop: threading.Event, reading: int) -> None:
    os.read(reading, 1)
    stop.set()


def tell_ready() -> None:
    """Tell the supervisor, where one waits for it, that this process does its work now; once."""
    number = os.environ.pop("KOTINOS_READY_FD", "")
    if number:
        os.write(int(number), b".")
        os.close(int(number))


def stand_back(by: int) -> None:
    """Let other processes go first where the cores are too few: ``by`` is nice's, 0 to 19."""
    os.nice(by)
    # Linux gives each login its share first, and nice counts only within it; this is a login of its own.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(by))


def end_with_supervisor() -> None:
    """Send this process SIGTERM when the supervisor that started it no longer runs (it was killed).

    When it ends, however that comes, it ends at once."""
    # An interpreter that ends looks through all its objects for rings, several times: on a busy machine that
    # takes seconds, for memory that goes back as a whole anyway.
    atexit.register(gc.freeze)
    parent = int(os.environ.get("KOTINOS_PARENT", "0"))
    if parent:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
