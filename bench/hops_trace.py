"""Which files of ours a read and a write open. ``python -m bench.hops_trace read|write``.

A process of its own, so that modules are set up but nothing is remembered: databases in a folder made
for the run hold one small message. Counted is every file of ours in which a function runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import FrameType
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
OURS = str(ROOT / "src" / "kotinos") + os.sep
FIXTURES = ROOT / "tests" / "odf" / "fixtures"


def traced(act: Callable[[], Any]) -> list[str]:
    """Files of ours whose functions run during ``act``, in the order they are first entered."""
    found: dict[str, None] = {}

    def look(frame: FrameType, event: str, arg: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(OURS) and frame.f_code.co_name != "<module>":
            found[name.removeprefix(OURS)] = None

    threading.setprofile(look)
    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return list(found)


def main(which: str) -> None:
    """Set up, do it once unseen so that caches and imports are warm, then trace it."""
    with tempfile.TemporaryDirectory(prefix="kotinos-hops-") as folder:
        os.environ.update(KOTINOS_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="kotinos.site.settings")
        os.environ.pop("KOTINOS_DATABASE_URL", None)
        django.setup()
        print(*traced(prepared(which)), sep="\n")


def prepared(which: str) -> Callable[[], Any]:
    """The act to trace, everything it stands on made ready."""
    from django.core.management import call_command  # slow: needs Django set up first
    from django.test import Client  # slow: needs Django set up first

    from kotinos.live import api as live  # slow: needs Django set up first
    from kotinos.live import intake  # slow: needs Django set up first
    from kotinos.live.worker import Worker  # slow: needs Django set up first

    for alias in ("default", "log"):
        call_command("migrate", database=alias, verbosity=0)
    secret = live.create_key("hops")
    bodies = [path.read_bytes() for path in sorted(FIXTURES.glob("*.xml"))]

    def send(body: bytes, number: int) -> None:
        intake.Intake().take([intake.Submitted(body, secret, number, Future())])

    for number, body in enumerate(bodies[1:], 1):
        send(body, number)
    Worker().step(publish=False)
    client = Client(HTTP_HOST="127.0.0.1")
    home = f"/{live.games()[0]}/"
    answer = client.get(home)
    if answer.status_code != 200:
        raise RuntimeError(f"{home} answers {answer.status_code}")
    return (lambda: client.get(home)) if which == "read" else (lambda: send(bodies[0], 0))


if __name__ == "__main__":
    main(sys.argv[1])
