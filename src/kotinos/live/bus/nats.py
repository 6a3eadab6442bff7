"""The bus of several machines: core NATS, through the extra ``[nats]``. Pure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from kotinos.live.bus.base import MISSED, Subscriptions

log = logging.getLogger(__name__)


class NatsBus:
    """See :class:`kotinos.live.bus.base.Bus`; subjects stand below ``prefix``."""

    def __init__(self, server: str, prefix: str) -> None:
        try:
            # Optional: only a Games on several machines needs it.
            import nats
        except ImportError as error:
            raise RuntimeError("the bus at nats://… needs the extra: pip install 'kotinos[nats]'") from error
        self._nats = nats
        self._server = server
        self._prefix = prefix
        self._subscriptions = Subscriptions()
        self._subjects: set[str] = set()
        self._client: Any = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> NatsBus:
        """Start connecting; returns at once, whether or not a server is there yet."""
        self._keep(asyncio.create_task(self._connect()))
        return self

    async def publish(self, subject: str, payload: bytes) -> None:
        """See :class:`Bus`. A payload beyond the server's limit is sent as ``MISSED``: look for yourself."""
        client = self._client
        if client is None or not client.is_connected:
            self._subscriptions.deliver(subject, payload)
            return
        if len(payload) > client.max_payload:
            payload = MISSED
        await client.publish(self._name(subject), payload)

    def subscribe(self, subject: str) -> AsyncIterator[bytes]:
        """See :class:`Bus`."""
        if subject not in self._subjects:
            self._subjects.add(subject)
            if self._client is not None:
                self._keep(asyncio.create_task(self._listen(subject)))
        return self._subscriptions.subscribe(subject)

    async def close(self) -> None:
        """See :class:`Bus`."""
        self._subscriptions.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            try:
                # What was published just before must still go out, if there is a link.
                await self._client.flush(timeout=1)
            except Exception as error:  # noqa: BLE001 - whatever it is, closing goes on
                log.warning("NATS: what was published last may not have gone out (%r)", error)
            await self._client.close()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _name(self, subject: str) -> str:
        return f"{self._prefix}.{subject}"

    async def _connect(self) -> None:
        self._client = await self._nats.connect(
            self._server,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,
            reconnected_cb=self._on_reconnected,
            error_cb=self._on_error,
        )
        for subject in tuple(self._subjects):
            await self._listen(subject)

    async def _listen(self, subject: str) -> None:
        async def on_message(message: Any) -> None:
            self._subscriptions.deliver(subject, message.data)

        await self._client.subscribe(self._name(subject), cb=on_message)
        await self._client.flush(timeout=5)
        self._subscriptions.missed()

    async def _on_reconnected(self) -> None:
        self._subscriptions.missed()

    async def _on_error(self, error: Exception) -> None:
        # A slow consumer has lost messages; a lost link is told again when it is back.
        log.warning("bus: %s", error or type(error).__name__)
        self._subscriptions.missed()
