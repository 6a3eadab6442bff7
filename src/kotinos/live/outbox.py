"""The log as an outbox: what a target has not had yet, how far it is, what it refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Forwarding, LogEntry, NotTaken
from .terms import Backlog, NotTakenLine, Receipt

REFUSED_SHOWN = 50
READ = 20
"""Rows read at a time: the largest have 10 MB."""


class Outbox:
    """The log as seen from one target. Not for use by several threads."""

    def __init__(self, target: str) -> None:
        self._state = Forwarding.objects.get_or_create(target=target)[0]

    def again_after(self, position: int) -> None:
        """Go on after an earlier position, for a centre that has been put back: what it has is a repeat.
        Raises ``ValueError`` for a position that was not reached yet, since none may be passed over."""
        if position > self._state.position:
            raise ValueError(
                f"{self._state.target} has answered up to position {self._state.position} only; "
                "none after it may be passed over"
            )
        self._state.position = position
        self._state.save()

    def next(self, count: int, size: int) -> list[tuple[bytes, int]]:
        """The next messages (bytes, position), ``size`` bytes together at the most, but one at least."""
        rows = LogEntry.objects.filter(pk__gt=self._state.position).order_by("pk").values_list("raw", "pk")
        found: list[tuple[bytes, int]] = []
        for raw, position in rows[:count].iterator(chunk_size=READ):
            size -= len(raw)
            if found and size < 0:
                break
            found.append((bytes(raw), position))
        return found

    def trusts(self, key: str) -> bool:
        """Whether the target has taken a message under this key, so that the key cannot be the wrong one."""
        return self._state.key == _digest(key)

    def passed(self, position: int, taken_under: str, refused: Sequence[tuple[int, Receipt]]) -> None:
        """Keep that all up to ``position`` is answered, ``refused`` for good; ``taken_under``: the key of
        those that were taken, "" when none was."""
        now, state = timezone.now(), self._state
        state.position = position
        state.answered, state.trouble, state.since, state.halted = now, "", None, False
        if taken_under:
            state.key = _digest(taken_under)
        with transaction.atomic(using=str(settings.LOG_DB)):
            NotTaken.objects.bulk_create(
                [_not_taken(state.target, number, receipt) for number, receipt in refused],
                ignore_conflicts=True,
            )
            state.save()

    def troubled(self, text: str, *, halted: bool = False) -> bool:
        """Keep what stands in the way; whether it is news."""
        state = self._state
        if (state.trouble, state.halted) == (text, halted):
            return False
        state.since = state.since or timezone.now()
        state.trouble, state.halted = text, halted
        state.save()
        return True


def backlogs() -> list[Backlog]:
    """How forwarding goes, for every target there ever was."""
    return [_backlog(state) for state in Forwarding.objects.order_by("target")]


def _backlog(state: Forwarding) -> Backlog:
    waiting = LogEntry.objects.filter(pk__gt=state.position).order_by("pk")
    first = waiting.values_list("received", flat=True).first()
    return Backlog(
        target=state.target,
        position=state.position,
        waiting=waiting.count(),
        oldest=max(0.0, (timezone.now() - first).total_seconds()) if first else 0.0,
        refused=NotTaken.objects.filter(target=state.target).count(),
        answered=state.answered.isoformat() if state.answered else "",
        trouble=state.trouble,
        since=state.since.isoformat() if state.since else "",
        halted=state.halted,
    )


def not_taken(target: str, limit: int = REFUSED_SHOWN) -> list[NotTakenLine]:
    """The newest messages that a target refused for good."""
    rows = NotTaken.objects.filter(target=target).order_by("-position")[:limit]
    return [NotTakenLine(row.position, row.code, _receipt(row.receipt).why) for row in rows]


_receipt = msgspec.json.Decoder(Receipt).decode


def _not_taken(target: str, position: int, receipt: Receipt) -> NotTaken:
    told = msgspec.json.encode(receipt).decode()
    return NotTaken(target=target, position=position, code=receipt.code, receipt=told, at=timezone.now())


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
