"""Forward a log to a centre: in its order, each message taken once, for as long as it takes. Pure.

Messages carry their position as their number; the centre takes a (key, number) once. One request is on
its way at a time, and the cursor moves only over messages that were answered: whatever is cut, killed or
repeated, the centre's log has every message once, in order."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from . import meters
from .batch import MOST
from .centre import Centre, NotNowError
from .terms import Receipt

log = logging.getLogger(__name__)

SIZE = 2 << 20
"""Bytes of a batch before it is packed: also a slow link carries it within a request's time."""

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
LOOK_EVERY = 0.2
"""Seconds between two looks whether a centre that could not be reached answers again."""

NOT_NOW = frozenset({408, 429, 502, 503, 504})
BROKEN = 500
"""The centre failed at a message, or fails at all of them: which of both, what follows tells."""
TELL_EVERY = 60.0
KEY_EVERY = 2.0


Outgoing = tuple[bytes, int]
"""A message of the log, and its position."""


class HaltError(Exception):
    """The key is the wrong one, or its numbers are used: going on would mix or lose messages."""


class Log(Protocol):
    """What is forwarded, and how far it is."""

    def next(self, count: int, size: int) -> list[Outgoing]:
        """The next messages, in order."""

    def trusts(self, key: str) -> bool:
        """Whether a message was taken under this key before."""

    def passed(self, position: int, taken_under: str, refused: Sequence[tuple[int, Receipt]]) -> None:
        """Keep that all up to a position is answered."""

    def troubled(self, text: str, *, halted: bool = False) -> bool:
        """Keep what stands in the way; whether it is news."""


class Forwarder:
    """Runs until ``stop``; ``poke`` says that the log has grown. ``key`` is asked again after a halt."""

    def __init__(self, outbox: Log, centre: Centre, key: Callable[[], str], stop: threading.Event) -> None:
        self._outbox, self._centre, self._ask, self._stop = outbox, centre, key, stop
        self.poke = threading.Event()
        self._key = key()
        self._most, self._tries = MOST, 0

    def run(self, every: float = 0.25) -> None:
        """Forward what there is and what comes. Looks by itself ``every`` seconds, for a lost poke."""
        while not self._stop.is_set():
            self.poke.clear()
            try:
                if not self.step():
                    self.poke.wait(every)
            except NotNowError as error:
                self._wait(error)
            except HaltError as error:
                self._halt(str(error))

    def step(self) -> int:
        """Send the next messages; how many were answered. Raises NotNowError, HaltError."""
        messages = self._outbox.next(self._most, SIZE)
        if not messages:
            return 0
        self._note(messages, self._centre.post(messages, self._key))
        self._most, self._tries = min(MOST, 2 * self._most), 0
        return len(messages)

    def _note(self, messages: Sequence[Outgoing], receipts: Sequence[Receipt]) -> None:
        refused: list[tuple[int, Receipt]] = []
        answered, taken, ends = 0, False, None
        # Up to the last that was taken no trouble is the key's or the centre's: it is that message's own.
        last = max((place for place, each in enumerate(receipts) if each.code == 200), default=-1)
        for place, ((_, position), receipt) in enumerate(zip(messages, receipts, strict=True)):
            if ends := self._ends(receipt, own=place < last, taken=taken):
                break
            answered = position
            taken = taken or receipt.code == 200
            if receipt.code != 200:
                refused.append((answered, receipt))
        meters.forwarded.inc(sum(position <= answered for _, position in messages))
        if answered:
            self._outbox.passed(answered, self._key if taken else "", refused)
        for position, receipt in refused:
            log.error("the centre refuses position %s for good (%s): %s", position, receipt.code, receipt.why)
        if ends:
            self._most = min(MOST, 2 * self._most)  # a link that brings receipts carries more
            raise ends

    def _ends(self, receipt: Receipt, *, own: bool, taken: bool) -> Exception | None:
        """Why nothing from this receipt on may be passed over, if so. ``own``: a message after it was taken,
        ``taken``: one before it."""
        if receipt.code in NOT_NOW or (receipt.code == BROKEN and not own):
            return NotNowError(f"the centre answers {receipt.code}: {receipt.message}")
        if receipt.code == 401:
            return HaltError("the centre does not know this key: it was revoked, or belongs elsewhere")
        if receipt.code == 403 and not (own or taken) and not self._outbox.trusts(self._key):
            return HaltError(f"this key may not send what is in the log ({receipt.message})")
        if receipt.number_used:
            return HaltError(
                "the centre has other messages under this key's numbers: this data folder was emptied or "
                "put back, or the key is used by another venue"
            )
        return None

    def _wait(self, error: NotNowError) -> None:
        """Wait longer each time, never as long as another venue that lost the same centre (full jitter)."""
        if self._outbox.troubled(str(error)):
            log.warning("forwarding waits: %s", error)
        if error.smaller:
            self._most = max(1, self._most // 2)
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0**self._tries)
        self._tries = min(self._tries + 1, 10)
        left = random.uniform(0, longest)  # noqa: S311 - no secret
        while left > 0 and not self._stop.wait(min(left, LOOK_EVERY)):
            left -= LOOK_EVERY
            if error.gone and self._centre.answers():
                self._tries = 0
                return

    def _halt(self, why: str) -> None:
        """Wait for another key, saying so again and again."""
        text = (
            f"{why}. Nothing is lost, and nothing more is forwarded. Make a new key at the centre (kotinos "
            "key create NAME) and put it in this edge's key file; where it is in the environment, start again"
        )
        self._outbox.troubled(text, halted=True)
        waited = 0.0
        while not self._stop.is_set():
            if waited % TELL_EVERY < KEY_EVERY:
                log.critical("FORWARDING HAS STOPPED: %s", text)
            if self._stop.wait(KEY_EVERY):
                return
            waited += KEY_EVERY
            if (key := self._ask()) != self._key:
                self._key = key
                log.warning("forwarding goes on with another key")
                return
