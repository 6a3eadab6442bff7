"""The least that answers HTTP: an asyncio protocol on uvloop that writes one stored answer to all that comes.

``python -m bench.bare PORT FILE``: FILE holds the whole answer, head and body. It reads no request, so it is
the ceiling of what a process of Python can do with one socket write an answer.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import cast

import uvloop


class Bare(asyncio.Protocol):
    """Answers every read with the same bytes."""

    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        self._write = cast(asyncio.Transport, transport).write

    def data_received(self, data: bytes) -> None:
        """One request, one answer."""
        self._write(self.answer)


async def serve(port: int, answer: bytes) -> None:
    """Until killed."""
    Bare.answer = answer
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=1024)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
