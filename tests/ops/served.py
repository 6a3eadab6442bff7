"""The operations page on a port of its own, with a made-up week behind it and processes that report.

``python -m tests.ops.served 20099 7`` serves seven days until stopped, and prints the address to open.
"""

from __future__ import annotations

import sys
import threading
import time
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve(application: Any, port: int = 0) -> WSGIServer:
    """A server in a thread; ``server_port`` tells its port, ``shutdown`` stops it."""
    server = make_server("127.0.0.1", port, application, _Server, _Quiet)  # type: ignore[type-var]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kotinos.live.processes import bus_url
    from kotinos.ops import api as ops
    from kotinos.ops.meters import history
    from kotinos.site.wsgi import application

    from . import feeder

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    history.keep(feeder.week(int(time.time()), float(sys.argv[2])))
    history.roll(int(time.time()))
    with feeder.reporting(bus_url()), ops.collecting():
        feeding = feeder.Feeder()
        running = serve(application, int(sys.argv[1]))
        print(f"http://127.0.0.1:{running.server_port}/ops/?key={settings.OPS_KEY}", flush=True)  # noqa: T201
        sys.stdin.read()  # until whoever started this ends or says so
        feeding.stop()
        running.shutdown()
