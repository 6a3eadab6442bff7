"""Rebuilding from the log: every log-derived snapshot again, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from kotinos.games import api as games_api
from kotinos.odf.reader import read_message

from . import keeper, models, queries
from .fold import Fold
from .lock import only_fold

CHUNK = 1000


def refold(
    competition: str | None, end: int, on_progress: Callable[[int], None] = lambda done: None
) -> dict[str, Fold]:
    """Fold the log in memory up to the position ``end``. Nothing is written."""
    folds: dict[str, Fold] = {}
    position = 0
    while rows := [row for row in queries.log_after(position, CHUNK) if row.pk <= end]:
        position = rows[-1].pk
        for row in rows:
            if competition in (None, row.competition):
                fold = folds.setdefault(row.competition, Fold(row.competition))
                try:
                    fold.apply(read_message(bytes(row.raw))[0])
                except Exception:  # noqa: BLE001, S112
                    continue  # it was flagged when first folded; passing it over again makes both equal
        on_progress(position)
    return folds


def differences(competition: str | None = None) -> list[str]:
    """Topics whose stored snapshot is not what the log gives, as "games topic: how"."""
    found: list[str] = []
    end, kept = _stored(competition)
    for games, fold in refold(competition, end).items():
        made = {
            document.topic: keeper.etag(document.body) for document in fold.flush().documents if document.body
        }
        stored = kept.get(games, {})
        for topic in sorted(made.keys() | stored.keys()):
            if made.get(topic) != stored.get(topic):
                how = (
                    "missing" if topic not in stored else "left over" if topic not in made else "other bytes"
                )
                found.append(f"{games} {topic}: {how}")
    return found


def _stored(competition: str | None) -> tuple[int, dict[str, dict[str, str]]]:
    """Where the fold stands, and the digest of every snapshot at that very moment: by Games and topic."""
    kept: dict[str, dict[str, str]] = {}
    with transaction.atomic(using="default"):
        # A fold worker that runs meanwhile commits nothing while the cursor is held.
        cursor = models.Cursor.objects.select_for_update().first()
        rows = models.Snapshot.objects.filter(**{"competition": competition} if competition else {})
        for games, topic, body in rows.values_list("competition", "topic", "body").iterator(500):
            kept.setdefault(games, {})[topic] = keeper.etag(bytes(body))
    return cursor.position if cursor else 0, kept


def rebuild(competition: str | None = None, on_progress: Callable[[int], None] = lambda done: None) -> int:
    """Write state, projections and snapshots anew from the log; returns how many documents.

    Readers follow a new epoch and fetch snapshots again. Raises ``BusyError`` while a fold worker runs."""
    with only_fold():
        return _rebuild(competition, on_progress)


def _rebuild(competition: str | None, on_progress: Callable[[int], None]) -> int:
    position = queries.cursor().position
    flushed = {games: fold.flush() for games, fold in refold(competition, position, on_progress).items()}
    with transaction.atomic(using="default"):
        for games in flushed:
            models.Kept.objects.filter(competition=games).delete()
            models.Snapshot.objects.filter(competition=games).delete()
            games_api.forget(games)
        keeper.keep(position, flushed, (), publish=False)
    return sum(len(result.documents) for result in flushed.values())
