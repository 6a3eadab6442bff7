"""What a stream follows: topics by name, and patterns, which end in ``*`` and mean all that begins so. Pure.

A topic's own name may end in ``*`` too; as a pattern it means that topic and those that begin like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kotinos.live.front.frames import Key


def is_pattern(topic: str) -> bool:
    """Whether it stands for all topics that begin so."""
    return topic.endswith("*")


def disjoint(topics: Iterable[str]) -> tuple[str, ...]:
    """The same topics and patterns, each once, without those that another pattern covers."""
    asked = tuple(dict.fromkeys(topics))
    patterns = [topic for topic in asked if is_pattern(topic)]
    return tuple(
        topic
        for topic in asked
        if not any(topic != pattern and _begin(topic).startswith(_begin(pattern)) for pattern in patterns)
    )


def _begin(topic: str) -> str:
    return topic[:-1] if is_pattern(topic) else topic


def split(keys: Iterable[Key]) -> tuple[list[Key], dict[str, tuple[str, ...]]]:
    """Keys of topics by name, and the beginnings that patterns ask for, by Games."""
    named: list[Key] = []
    begin: dict[str, tuple[str, ...]] = {}
    for games, topic in keys:
        if is_pattern(topic):
            begin[games] = (*begin.get(games, ()), topic[:-1])
        else:
            named.append((games, topic))
    return named, begin


def among(keys: Sequence[Key], key: Key) -> bool:
    """Whether a topic is among those that keys ask for."""
    _, begin = split(keys)
    return key in keys or key[1].startswith(begin.get(key[0], ()))


class Lengths:
    """How long the patterns are that somebody follows: to find those a topic matches, one look-up for each
    length will do, however many patterns there are."""

    def __init__(self) -> None:
        self._counted: dict[str, Counter[int]] = {}

    def add(self, key: Key, by: int = 1) -> None:
        """Count a key that is followed; with ``by`` -1 one that is followed no more."""
        games, topic = key
        if is_pattern(topic):
            counted = self._counted.setdefault(games, Counter())
            counted[len(topic) - 1] += by
            if not counted[len(topic) - 1]:
                del counted[len(topic) - 1]

    def names(self, key: Key) -> set[Key]:
        """Every key by which a topic may be followed."""
        games, topic = key
        found = {
            (games, f"{topic[:length]}*") for length in self._counted.get(games, ()) if length <= len(topic)
        }
        found.add(key)
        return found
