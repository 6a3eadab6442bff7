"""The fold: messages in, documents and changes out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from kotinos.games.terms import Value
from kotinos.live.patch import Patch, diff_bytes
from kotinos.odf.message import Message

from .apply import apply
from .board import Board, Make
from .state import State

_encoder = msgspec.json.Encoder(order="sorted")


class Document(msgspec.Struct, frozen=True):
    """A topic's new document. ``patch`` is the JSON merge patch from the one before, ``changed`` the
    same as a value.

    A document nobody tells of any more has an empty body and the patch ``null``."""

    topic: str
    body: bytes
    patch: bytes
    changed: Patch | None
    view: Value


class Failure(msgspec.Struct, frozen=True):
    """A document that could not be made; the one before stands."""

    topic: str
    error: str


class Flushed(msgspec.Struct, frozen=True):
    """What a flush found changed."""

    documents: tuple[Document, ...]
    state: dict[tuple[str, str], bytes | None]
    failures: tuple[Failure, ...] = ()


def encode(view: Value) -> bytes:
    """A value as its snapshot's bytes: sorted keys, nothing that holds its default."""
    return _encoder.encode(view)


Stored = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Gives the present bytes of topics, of those that have any."""


class Fold:
    """Folds the messages of one Games."""

    def __init__(self, games: str, stored: Stored = lambda topics: {}) -> None:
        self.games = games
        self.state = State()
        self.board = Board(games, self.state)
        self._stored = stored
        self._bodies: dict[str, bytes] = {}

    def apply(self, message: Message) -> None:
        """Fold one message. An exception leaves everything as it was."""
        self.board.touch(apply(self.state, message))

    def load(self, kind: str, key: str, packed: bytes) -> None:
        """Put back a piece of kept state; ``warm`` comes after the last."""
        self.state.load(kind, key, packed)

    def warm(self) -> None:
        """Make ready after loading."""
        self.board.names.refresh_codes()
        for topic, make in self.board.warm():
            _made(topic, make)  # what cannot be made was flagged when it first could not

    def flush(self) -> Flushed:
        """The documents that differ from before, and the state to keep."""
        made = {topic: _made(topic, make) for topic, make in self.board.render()}
        self._bodies |= self._stored([topic for topic in made if topic not in self._bodies])
        failures = tuple(each for each in made.values() if isinstance(each, Failure))
        documents = (
            self._document(topic, *each) for topic, each in made.items() if not isinstance(each, Failure)
        )
        return Flushed(tuple(filter(None, documents)), self.state.take_dirty(), failures)

    def _document(self, topic: str, view: Value, body: bytes) -> Document | None:
        old = self._bodies.get(topic, b"")
        self._bodies[topic] = body
        if old == body:
            return None
        if not body:
            return Document(topic, b"", b"null", None, view)
        changed = diff_bytes(old, body)
        return Document(topic, body, _encoder.encode(changed), changed, view)


def _made(topic: str, make: Make) -> tuple[Value, bytes] | Failure:
    """A document's view and bytes; empty bytes for one nobody tells of."""
    try:
        view = make()
        return view, _encoder.encode(view) if view.told else b""
    except Exception as error:  # noqa: BLE001 - one broken document must not stop the stream
        return Failure(topic, f"{type(error).__name__}: {error}")
