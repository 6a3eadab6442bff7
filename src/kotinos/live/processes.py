"""The two processes of a running Games, joined by the bus: the fold worker and the front."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import msgspec
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from . import queries
from .bus import CHANGES, LOG, SyncBus
from .front import Front, FrontSettings
from .intake import Intake
from .lock import only_fold
from .terms import Batch
from .worker import Worker, follow

_encode = msgspec.msgpack.Encoder().encode


LONGEST = 100
"""Bytes of a socket's path: the system's address holds 108, on some systems 104."""


def bus_url() -> str:
    """``settings.BUS_URL``, by default a socket in the data folder. Raises PermissionError, see below."""
    path = Path(settings.DATA_DIR) / "bus.sock"
    if len(os.fsencode(path)) > LONGEST:
        path = _nearby(path)
    return str(settings.BUS_URL or f"unix://{quote(str(path))}")


def _nearby(path: Path) -> Path:
    """A short path that stands for a long one, in a folder that only this user can have made."""
    folder = Path(tempfile.gettempdir()) / f"kotinos-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(f"{folder} is not ours: remove it, or choose a shorter data folder")
    return folder / f"{hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()}.sock"


def run_fold(stop: threading.Event) -> None:
    """Fold the log until ``stop``. Raises ``BusyError`` when another process folds it."""
    with only_fold():
        bus = SyncBus(bus_url(), serve=True)
        poke = threading.Event()
        bus.on(LOG, lambda payload: poke.set())

        def publish(batch: Batch) -> None:
            bus.publish(CHANGES, _encode(batch))

        try:
            worker = Worker(publish)
            worker.warm()
            follow(worker, poke, stop)
        finally:
            bus.close()
            queries.close()


def run_front(host: str, port: int, ready: Callable[[int], None] = lambda port: None) -> None:
    """Serve snapshots, the live stream, the intake and the site until told to stop."""
    bus = SyncBus(bus_url(), serve=False)
    intake = Intake(lambda position: bus.publish(LOG, str(position).encode()))
    intake.start()
    try:
        front = Front(
            FrontSettings(host=host, port=port),
            reader=queries,
            intake=intake,
            wsgi=get_wsgi_application(),
            bus_url=bus_url(),
        )
        front.run(ready)
    finally:
        intake.stop()
        bus.close()
