"""Keeping what a fold made: state, projections, snapshots, changes and cursor in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from kotinos.games import api as games_api

from . import models
from .fold import Document, Failure, Flushed, Fold
from .terms import Batch, Change

ROWS = 300
RETAINED = 100_000
"""Changes kept for readers that come back."""


def etag(body: bytes) -> str:
    """The strong ETag of a document, without quotes."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def load(competition: str) -> Fold:
    """The fold of a Games as it was last kept."""
    # Only the fold makes snapshots, and it remembers those it has made since.
    kept = set(models.Snapshot.objects.filter(competition=competition).values_list("topic", flat=True))
    fold = Fold(competition, lambda topic: stored(competition, topic) if topic in kept else None)
    rows = models.Kept.objects.filter(competition=competition)
    for kind, key, packed in rows.values_list("kind", "key", "packed").iterator(2000):
        fold.load(kind, key, bytes(packed))
    fold.warm()
    return fold


def stored(competition: str, topic: str) -> bytes | None:
    """The bytes of a stored snapshot."""
    body = models.Snapshot.objects.filter(competition=competition, topic=topic).values_list("body", flat=True)
    found = body.first()
    return None if found is None else bytes(found)


def keep(
    position: int, flushed: Mapping[str, Flushed], flags: Iterable[models.Flagged], *, publish: bool
) -> Batch:
    """Commit what folds made up to a log position; returns the changes to publish.

    Without ``publish`` no changes are kept and the epoch is a new one, so that every reader
    fetches snapshots anew: for seeding and rebuilding."""
    with transaction.atomic(using="default"):
        cursor = models.Cursor.objects.select_for_update().first() or models.Cursor(
            epoch=secrets.token_hex(4)
        )
        if not publish:
            cursor.epoch = secrets.token_hex(4)
        changes: list[Change] = []
        failed = list(flags)
        for competition, result in flushed.items():
            _state(competition, result.state)
            _snapshots(competition, result.documents)
            games_api.project(competition, (document.view for document in result.documents))
            failed += [_flag(competition, failure) for failure in result.failures]
            for document in result.documents if publish else ():
                cursor.seq += 1
                changes.append(Change(cursor.seq, competition, document.topic, document.patch))
        _changes(changes)
        models.Flagged.objects.bulk_create(failed)
        cursor.position = position
        cursor.save()
    return Batch(cursor.epoch, tuple(changes))


def _flag(competition: str, failure: Failure) -> models.Flagged:
    return models.Flagged(competition=competition, topic=failure.topic, error=failure.error)


def _state(competition: str, state: Mapping[tuple[str, str], bytes | None]) -> None:
    rows = [
        models.Kept(competition=competition, kind=kind, key=key, packed=packed)
        for (kind, key), packed in state.items()
        if packed is not None
    ]
    models.Kept.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["competition", "kind", "key"],
        update_fields=["packed"], batch_size=ROWS,
    )  # fmt: skip
    for (kind, key), packed in state.items():
        if packed is None:
            models.Kept.objects.filter(competition=competition, kind=kind, key=key).delete()


def _snapshots(competition: str, documents: Sequence[Document]) -> None:
    standing = [each for each in documents if each.body]
    gone = [each.topic for each in documents if not each.body]
    for start in range(0, len(gone), ROWS):
        topics = gone[start : start + ROWS]
        models.Snapshot.objects.filter(competition=competition, topic__in=topics).delete()
    rows = [
        models.Snapshot(competition=competition, topic=each.topic, body=each.body, etag=etag(each.body))
        for each in standing
    ]
    models.Snapshot.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["competition", "topic"],
        update_fields=["body", "etag"], batch_size=ROWS,
    )  # fmt: skip


def _changes(changes: list[Change]) -> None:
    models.Change.objects.bulk_create(
        [
            models.Change(seq=each.seq, competition=each.games, topic=each.topic, patch=each.patch)
            for each in changes
        ],
        batch_size=ROWS,
    )
    if changes and changes[-1].seq // 1000 != (changes[0].seq - 1) // 1000:
        models.Change.objects.filter(seq__lte=changes[-1].seq - RETAINED).delete()
