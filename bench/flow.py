"""Messages that keep coming from several senders at once, and how long each waited for its receipt."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from .figures import MS
from .sender import Line, Post, paced
from .served import Server


@dataclass(frozen=True)
class Sender:
    """Who sends what: messages of a line, so many a second, numbered from ``first``."""

    line: Line
    rate: float
    first: int = 1


class Flow(threading.Thread):
    """One sender on one kept-alive connection, in a thread, until stopped.

    ``sent`` tells when each number was sent; ``waits`` when it was due and when its receipt was in hand: a
    message that was held up by the one before it is not excused."""

    def __init__(self, server: Server, key: str, sender: Sender) -> None:
        super().__init__(daemon=True)
        self._post, self._sender = Post(server, key), sender
        self._over = threading.Event()
        self.sent: dict[int, int] = {}
        self.waits: list[tuple[int, int]] = []
        self.error: Exception | None = None

    def run(self) -> None:
        """Send."""
        sender = self._sender
        try:
            for number, due in enumerate(paced(sender.rate, stop=self._over), sender.first):
                sent = time.monotonic_ns()
                receipt = self._post.send(sender.line.message(sent, number))
                self.sent[number] = sent
                self.waits.append((due, receipt))
        except Exception as error:  # noqa: BLE001 - raised again where the flow is ended
            self.error = error

    def end(self) -> None:
        """Send no more. Raises what stopped it before."""
        self._over.set()
        self.join()
        self._post.close()
        if self.error:
            raise self.error


@contextmanager
def flowing(server: Server, key: str, senders: Sequence[Sender]) -> Iterator[list[Flow]]:
    """All senders at work."""
    flows = [Flow(server, key, sender) for sender in senders]
    for flow in flows:
        flow.start()
    try:
        yield flows
    finally:
        for flow in flows:
            flow.end()


def waited(flows: Sequence[Flow], since: int, until: int) -> list[float]:
    """Milliseconds from due to receipt, of what was due between two moments."""
    return [(end - due) / MS for flow in flows for due, end in tuple(flow.waits) if since <= due <= until]
