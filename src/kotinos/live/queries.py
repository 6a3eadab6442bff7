"""Reads: the log, snapshots, changes, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

import msgspec
from django.conf import settings
from django.db import Error, connections
from django.db.models import Max
from django.utils import timezone

from . import models, terms
from .terms import Change, Snapshot

P = ParamSpec("P")
Answer = TypeVar("Answer")

FAR = 100_000
"""A reader more than this many changes behind fetches snapshots anew."""

MUCH = 20_000
"""More changes than these cost more to look through than their documents."""


def mend() -> bool:
    """Let go of connections that have been lost, so that the next question opens new ones; whether any was.

    Django does so between requests; threads that serve none must do it themselves."""
    used = [connections[alias] for alias in {"default", str(settings.LOG_DB)}]
    lost = [each for each in used if each.errors_occurred and not each.is_usable()]
    for each in lost:
        each.close()
    return bool(lost)


def asked_again(question: Callable[P, Answer]) -> Callable[P, Answer]:
    """The question, asked once more where the connection was lost since the last one."""

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return question(*args, **kwargs)
        except Error:
            if not mend():
                raise
        return question(*args, **kwargs)

    return ask


def cursor() -> models.Cursor:
    """Where the fold stands; an unsaved cursor when it has never run."""
    return models.Cursor.objects.first() or models.Cursor(epoch="none")


MANY = 1000
"""Topics of one statement: SQLite takes 32,766 parameters, and a plan stays small."""


@asked_again
def head() -> tuple[str, int]:
    """The epoch and the newest sequence number."""
    row = cursor()
    return row.epoch, row.seq


@asked_again
def snapshot(competition: str, topic: str) -> Snapshot | None:
    """A topic's stored document. ``seq`` is read before the body, so changes after it may be followed."""
    epoch, seq = head()
    row = models.Snapshot.objects.filter(competition=competition, topic=topic).first()
    return Snapshot(competition, topic, bytes(row.body), row.etag, epoch, seq) if row else None


@asked_again
def snapshots(competition: str, topics: Sequence[str]) -> dict[str, bytes]:
    """The bodies of many topics, those that are there; a statement for each thousand."""
    found: dict[str, bytes] = {}
    for start in range(0, len(topics), MANY):
        rows = models.Snapshot.objects.filter(
            competition=competition, topic__in=topics[start : start + MANY]
        ).values_list("topic", "body")
        found.update((topic, bytes(body)) for topic, body in rows)
    return found


@asked_again
def topics(competition: str, start: str) -> list[str]:
    """The topics that begin with ``start``, in order. Bounds, not LIKE: they are answered from the index."""
    rows = models.Snapshot.objects.filter(
        competition=competition, topic__gte=start, topic__lt=start + "\U0010ffff"
    )
    return list(rows.order_by("topic").values_list("topic", flat=True))


@asked_again
def changed(competition: str, epoch: str, after: int) -> tuple[str, int, set[str] | None]:
    """The point now, and the topics of a Games that changed since a point; ``None`` when that is so far
    back, or so much, that reading everything is cheaper."""
    epoch_now, newest = head()
    if epoch_now != epoch or after > newest or newest - after > MUCH:
        return epoch_now, newest, None
    since = models.Change.objects.filter(seq__gt=after)
    first = since.order_by("seq").values_list("seq", flat=True).first()
    if after < newest and first != after + 1:
        return epoch_now, newest, None
    found = since.filter(competition=competition).values_list("topic", flat=True).distinct()
    return epoch_now, newest, set(found)


@asked_again
def changes(after: int, limit: int) -> Sequence[Change] | None:
    """Changes after a sequence number, oldest first; ``None`` when they are kept no longer."""
    _, newest = head()
    if after > newest or newest - after > FAR:
        return None
    rows = list(models.Change.objects.filter(seq__gt=after).order_by("seq")[:limit])
    if after < newest and (not rows or rows[0].seq != after + 1):
        return None
    return [Change(row.seq, row.competition, row.topic, bytes(row.patch)) for row in rows]


class _Now(msgspec.Struct):
    now: str = ""


def games() -> list[str]:
    """The Games there are, the one whose clock is furthest on first; test feeds last."""
    rows = models.Snapshot.objects.filter(topic="games").values_list("competition", "body")
    clocks = {competition: _decode_now(bytes(body)).now for competition, body in rows}
    latest_first = sorted(clocks, key=lambda each: (clocks[each], each), reverse=True)
    return sorted(latest_first, key=lambda each: "~" in each)


_decode_now = msgspec.json.Decoder(_Now).decode


def log_after(position: int, limit: int) -> list[models.LogEntry]:
    """Log rows after a position, in order."""
    return list(models.LogEntry.objects.filter(pk__gt=position).order_by("pk")[:limit])


def last_seq(sender: str) -> int:
    """The highest sequence number taken from a sender, 0 for none."""
    return models.LogEntry.objects.filter(sender=sender).aggregate(last=Max("sender_seq"))["last"] or 0


@asked_again
def lag() -> tuple[int, float]:
    """How many messages are not folded yet, and the age of the oldest of them in seconds."""
    position = cursor().position
    waiting = models.LogEntry.objects.filter(pk__gt=position).order_by("pk")
    first = waiting.values_list("pk", "received").first()
    if first is None:
        return 0, 0.0
    # Positions are given nearly without holes (but for the one after a restore); counting rows reads them.
    last = waiting.reverse().values_list("pk", flat=True).first() or first[0]
    return last - first[0] + 1, max((timezone.now() - first[1]).total_seconds(), 0.0)


@asked_again
def key(secret: str) -> models.Key | None:
    """The key that stands for a secret, unless it was revoked."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return models.Key.objects.filter(digest=digest, revoked=None).first()


def keys() -> list[terms.KeyLine]:
    """All keys, without their secrets."""
    return [
        terms.KeyLine(
            row.name, row.source, row.created.isoformat(), row.revoked.isoformat() if row.revoked else ""
        )
        for row in models.Key.objects.order_by("name")
    ]


def close() -> None:
    """Let go of this thread's database connections."""
    for alias in {"default", str(settings.LOG_DB)}:
        connections[alias].close()


def set_aside(limit: int = 50) -> list[terms.SetAside]:
    """The newest refused messages, then what the fold could not use; ``limit`` of each."""
    refused = models.Quarantined.objects.defer("raw").order_by("-pk")[:limit]
    flagged = models.Flagged.objects.order_by("-pk")[:limit]
    return [
        terms.SetAside(row.competition, row.sender, row.reason, row.detail, row.received.isoformat())
        for row in refused
    ] + [
        terms.SetAside(row.competition, row.topic or f"position {row.position}", "fold", row.error)
        for row in flagged
    ]
