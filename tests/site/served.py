"""The site on a port of its own, over the gallery: for tests in a browser, and to look at.

``python -m tests.site.served 8099`` serves until stopped.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import msgspec

from kotinos.live.patch import apply

from .gallery import GAMES, Reader, topics


class Hub:
    """The live front, made small: snapshots and one stream of changes over a gallery's reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.open: list[queue.Queue[bytes | None]] = []
        self.sent: list[bytes] = []
        self.asked: list[str] = []
        self.refuse = False
        self.base = ""

    def change(self, topic: str, patch: dict[str, Any], quiet: bool = False) -> None:
        """Change a topic, and tell every stream (``quiet``: nobody, as if the line were cut)."""
        before = msgspec.json.decode(self.reader.bodies[topic])
        self.reader.bodies[topic] = msgspec.json.encode(apply(before, patch), order="sorted")
        self.reader.seq += 1
        data = msgspec.json.encode({"topic": topic, "patch": patch})
        frame = b"event: change\ndata: %s\nid: %s:%d\n\n" % (
            data,
            self.reader.epoch.encode(),
            self.reader.seq,
        )
        self.sent.append(frame)
        if not quiet:
            self._tell(frame)

    def resync(self) -> None:
        """Tell every stream to fetch the snapshots again."""
        self._tell(b"event: resync\ndata: {}\nid: %s:%d\n\n" % (self.reader.epoch.encode(), self.reader.seq))

    def cut(self) -> None:
        """End every stream."""
        self._tell(None)

    def stream(self, query: str) -> Iterator[bytes]:
        """A stream: what came after the point, then what comes."""
        after = int(parse_qs(query)["after"][0].rpartition(":")[2])
        self.asked.append(query)
        mine: queue.Queue[bytes | None] = queue.Queue()
        self.open.append(mine)
        yield b"retry: 100\n\n" + b"".join(self.sent[len(self.sent) - (self.reader.seq - after) :])
        while (frame := mine.get()) is not None:
            yield frame

    def _tell(self, frame: bytes | None) -> None:
        for each in self.open:
            each.put(frame)
        if frame is None:
            self.open.clear()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve(hub: Hub, application: Any, port: int = 0) -> WSGIServer:
    """A server in a thread; ``server_port`` tells its port, ``shutdown`` stops it."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == f"/live/{GAMES}":
            if hub.refuse:
                start("503 Service Unavailable", [])
                return [b""]
            start("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
            return hub.stream(environ["QUERY_STRING"])
        if path.startswith(f"/snap/{GAMES}/"):
            stored = hub.reader.snapshot(GAMES, path.removeprefix(f"/snap/{GAMES}/"))
            assert stored is not None
            start(
                "200 OK",
                [("Content-Type", "application/json"), ("X-Kotinos-Seq", f"{stored.epoch}:{stored.seq}")],
            )
            return [stored.body]
        return application(environ, start)

    server = make_server("127.0.0.1", port, answer, _Server, _Quiet)  # type: ignore[type-var]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def of_this_test(application: Any) -> Any:
    """The application with the test's own database connection in each of the server's threads: what the test
    has written is seen there, and is undone with it."""
    from django.db import connections

    own = connections["default"]
    own.inc_thread_sharing()
    one_at_a_time = threading.Lock()

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with one_at_a_time:
            connections["default"] = own
            return list(application(environ, start))

    return answer


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from kotinos.site.web import read
    from kotinos.site.wsgi import application

    made_up = Reader(topics())
    read.live = made_up  # type: ignore[assignment]
    running = serve(Hub(made_up), application, int(sys.argv[1]))
    print(f"http://127.0.0.1:{running.server_port}/")  # noqa: T201
    threading.Event().wait()
