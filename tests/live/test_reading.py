"""Reading many documents at once, and what changed since a point."""

from __future__ import annotations

import pytest

from kotinos.live import api, models, queries

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def stored() -> None:
    """Documents of two Games, and six changes."""
    models.Cursor.objects.create(epoch="one", position=9, seq=6)
    for games, topic in [("A", "day/1"), ("A", "day/2"), ("A", "dayx"), ("A", "games"), ("B", "day/3")]:
        models.Snapshot.objects.create(competition=games, topic=topic, body=topic.encode(), etag=topic)
    for seq, (games, topic) in enumerate(
        [("A", "day/1"), ("B", "day/3"), ("A", "games"), ("A", "day/1")], start=3
    ):
        models.Change.objects.create(seq=seq, competition=games, topic=topic, patch=b"{}")


def test_topics_are_those_that_begin_so(stored: None) -> None:
    assert api.topics("A", "day/") == ["day/1", "day/2"]
    assert api.topics("C", "day/") == []


def test_snapshots_are_those_there_are(stored: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MANY", 2)
    found = api.snapshots("A", ["day/2", "none", "games", "day/3"])
    assert found == {"day/2": b"day/2", "games": b"games"}


@pytest.mark.parametrize(
    ("point", "topics"),
    [
        (("one", 6), set()),
        (("one", 4), {"games", "day/1"}),
        (("one", 2), {"games", "day/1"}),
        (("one", 1), None),  # the change after it is kept no longer
        (("one", 7), None),
        (("two", 6), None),
        (("", 0), None),
    ],
)
def test_changed_tells_topics_or_that_it_cannot(
    stored: None, point: tuple[str, int], topics: set[str] | None
) -> None:
    assert api.changed("A", *point) == ("one", 6, topics)


def test_changed_gives_up_on_much(stored: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MUCH", 1)
    assert api.changed("A", "one", 4) == ("one", 6, None)
    assert api.changed("A", "one", 5) == ("one", 6, {"day/1"})
