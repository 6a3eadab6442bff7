"""The bus of one machine: a hub on a Unix socket, which one process serves. Pure.

Frame: length of the rest (4 bytes, big-endian), length of the subject (1 byte), subject, payload. The hub
passes what a peer sends to every other peer; a peer too slow to read is cut off and comes back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import struct
from collections.abc import AsyncIterator
from pathlib import Path

from kotinos.live.bus.base import MISSED, Subscriptions

log = logging.getLogger(__name__)

FRAME_LIMIT = 16 << 20
BUFFER_LIMIT = 8 << 20
"""Bytes that may wait for a slow peer, beyond one frame."""
BACK_OFF = (0.02, 2.0)
"""First and longest pause between attempts to connect, in seconds."""

_HEAD = struct.Struct(">I")


class LocalBus:
    """See :class:`kotinos.live.bus.base.Bus`; ``serve`` makes this process the hub."""

    def __init__(self, path: str | Path, *, serve: bool) -> None:
        self._path = Path(path)
        self._serves = serve
        self._subscriptions = Subscriptions()
        self._peers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._closed = False

    async def open(self) -> LocalBus:
        """Start serving or connecting. Raises OSError when the socket cannot be made or is served already."""
        if self._serves:
            await _clear_stale(self._path)
            # The mask is for the moment of binding: only this user may speak on the bus.
            mask = os.umask(0o177)
            try:
                self._server = await asyncio.start_unix_server(self._receive, self._path)
            finally:
                os.umask(mask)
        else:
            self._keep(asyncio.create_task(self._stay_connected()))
        return self

    async def publish(self, subject: str, payload: bytes) -> None:
        """See :class:`Bus`. A payload beyond the limit is sent as ``MISSED``: look for yourself."""
        name = subject.encode()
        if 1 + len(name) + len(payload) > FRAME_LIMIT:
            payload = MISSED
        size = 1 + len(name) + len(payload)
        self._pass_on(b"".join((_HEAD.pack(size), bytes((len(name),)), name, payload)), None)
        self._subscriptions.deliver(subject, payload)

    def subscribe(self, subject: str) -> AsyncIterator[bytes]:
        """See :class:`Bus`."""
        return self._subscriptions.subscribe(subject)

    async def close(self) -> None:
        """See :class:`Bus`."""
        self._closed = True
        self._subscriptions.end()
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
            for _ in range(10):  # a peer let in this very moment reaches its task, which sends it off again
                await asyncio.sleep(0)
        for task in self._tasks:
            task.cancel()
        for peer in set(self._peers):
            # What was published just before must still go out, unless the peer does not read.
            peer.close()
            with contextlib.suppress(TimeoutError, OSError):
                await asyncio.wait_for(peer.wait_closed(), 0.5)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stay_connected(self) -> None:
        first, longest = BACK_OFF
        pause = first
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(self._path)
            except OSError as error:
                await asyncio.sleep(pause)
                if pause < longest <= pause * 2:
                    log.warning("no bus at %s: %s; trying on", self._path, error)
                pause = min(pause * 2, longest)
                continue
            pause = first
            self._subscriptions.missed()
            await self._receive(reader, writer)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read a peer's frames until it leaves."""
        self._peers.add(writer)
        try:
            while not self._closed:
                head = await reader.readexactly(_HEAD.size)
                (size,) = _HEAD.unpack(head)
                if not 1 <= size <= FRAME_LIMIT:
                    log.error("a bus frame of %d bytes: not one of ours", size)
                    return
                rest = await reader.readexactly(size)
                if self._serves:
                    self._pass_on(head + rest, writer)
                at = 1 + rest[0]
                self._subscriptions.deliver(rest[1:at].decode(), rest[at:])
        except (asyncio.IncompleteReadError, OSError):
            return
        finally:
            self._peers.discard(writer)
            writer.close()

    def _pass_on(self, frame: bytes, sender: asyncio.StreamWriter | None) -> None:
        for peer in self._peers:
            if peer is sender or peer.is_closing():
                continue
            if peer.transport.get_write_buffer_size() > BUFFER_LIMIT:
                log.warning("a bus peer does not read; cut off")
                peer.transport.abort()
            else:
                peer.write(frame)


async def _clear_stale(path: Path) -> None:
    """Remove a socket left by a process that was killed; a living hub is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(probe, str(path))
        except FileNotFoundError:
            return
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
    raise OSError(f"another process serves the bus at {path}")
