"""The bus for a program without an event loop: its own thread, plain calls. Pure."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from kotinos.live.bus.base import Bus
from kotinos.live.bus.opening import open_bus

log = logging.getLogger(__name__)


class SyncBus:
    """Publish from any thread; callbacks run in the bus's own thread and must not block."""

    def __init__(self, url: str, *, serve: bool) -> None:
        """Open the bus. Raises what :func:`open_bus` raises."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bus", daemon=True)
        self._thread.start()
        try:
            self._bus: Bus = self._call(open_bus(url, serve=serve))
        except BaseException:
            self._stop()
            raise

    def publish(self, subject: str, payload: bytes) -> None:
        """Send, without waiting for it and without failing for want of a link."""
        asyncio.run_coroutine_threadsafe(self._publish(subject, payload), self._loop)

    def on(self, subject: str, callback: Callable[[bytes], object]) -> None:
        """Call back with every payload from now on (``MISSED`` first: something may have gone before)."""
        asyncio.run_coroutine_threadsafe(self._listen(subject, callback), self._loop)

    def close(self) -> None:
        """Leave the bus; what was published before goes out first, where there is a link."""
        self._call(self._bus.close())
        self._stop()

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _stop(self) -> None:
        self._call(_cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _publish(self, subject: str, payload: bytes) -> None:
        try:
            await self._bus.publish(subject, payload)
        except Exception:
            log.exception("bus: a message about %s was not sent", subject)

    async def _listen(self, subject: str, callback: Callable[[bytes], object]) -> None:
        async for payload in self._bus.subscribe(subject):
            try:
                callback(payload)
            except Exception:
                log.exception("bus: the callback for %s failed", subject)


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*others, return_exceptions=True)
