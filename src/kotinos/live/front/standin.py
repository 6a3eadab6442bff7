"""What stands in uvicorn's books for a request that the front answered by itself. Pure."""

from __future__ import annotations


class StandIn:
    """Stands where uvicorn keeps the cycle of a request that was answered here."""

    class _Nobody:
        def set(self) -> None:
            """Nobody waits."""

    response_started = True
    keep_alive = True
    more_body = False
    message_event = _Nobody()

    def __init__(self, complete: bool) -> None:
        self.response_complete = complete
        self.disconnected = False
        self.body = bytearray()


ANSWERED = StandIn(True)
STREAMING = StandIn(False)
