"""Keeping what a fold made: state, projections, snapshots, changes and cursor in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from django.db import transaction

from kotinos.games import api as games_api

from . import meters, models
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
    fold = Fold(competition, partial(stored, competition))
    rows = models.Kept.objects.filter(competition=competition)
    for kind, key, packed in rows.values_list("kind", "key", "packed").iterator(2000):
        fold.load(kind, key, bytes(packed))
    fold.warm()
    return fold


def stored(competition: str, topics: Sequence[str]) -> dict[str, bytes]:
    """The bytes of the topics' snapshots, of those that are stored."""
    found: dict[str, bytes] = {}
    for start in range(0, len(topics), ROWS):
        rows = models.Snapshot.objects.filter(competition=competition, topic__in=topics[start : start + ROWS])
        found |= {topic: bytes(body) for topic, body in rows.values_list("topic", "body")}
    return found


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
            views = (document.view for document in result.documents)
            games_api.project(competition, views, (document.changed for document in result.documents))
            failed += [_flag(competition, failure) for failure in result.failures]
            for document in result.documents if publish else ():
                cursor.seq += 1
                changes.append(Change(cursor.seq, competition, document.topic, document.patch))
        _changes(changes)
        models.Flagged.objects.bulk_create(failed)
        cursor.position = position
        cursor.save()
    meters.flagged.inc(len(failed))
    return Batch(cursor.epoch, tuple(changes))


def _flag(competition: str, failure: Failure) -> models.Flagged:
    return models.Flagged(competition=competition, topic=failure.topic, error=failure.error)


def _state(competition: str, state: Mapping[tuple[str, str], bytes | None]) -> None:
    rows = (
        {"competition": competition, "kind": kind, "key": key, "packed": packed}
        for (kind, key), packed in state.items()
        if packed is not None
    )
    games_api.upsert(models.Kept, ("competition", "kind", "key"), rows)
    for (kind, key), packed in state.items():
        if packed is None:
            models.Kept.objects.filter(competition=competition, kind=kind, key=key).delete()


def _snapshots(competition: str, documents: Sequence[Document]) -> None:
    gone = [each.topic for each in documents if not each.body]
    for start in range(0, len(gone), ROWS):
        topics = gone[start : start + ROWS]
        models.Snapshot.objects.filter(competition=competition, topic__in=topics).delete()
    rows = (
        {"competition": competition, "topic": each.topic, "body": each.body, "etag": etag(each.body)}
        for each in documents
        if each.body
    )
    games_api.upsert(models.Snapshot, ("competition", "topic"), rows)


def _changes(changes: list[Change]) -> None:
    rows = (
        {"seq": each.seq, "competition": each.games, "topic": each.topic, "patch": each.patch}
        for each in changes
    )
    games_api.upsert(models.Change, (), rows)
    if changes and changes[-1].seq // 1000 != (changes[0].seq - 1) // 1000:
        models.Change.objects.filter(seq__lte=changes[-1].seq - RETAINED).delete()
