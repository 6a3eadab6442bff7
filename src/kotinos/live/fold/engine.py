"""The fold: messages in, documents and changes out. Pure."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kotinos.games.terms import Value
from kotinos.live.patch import diff_bytes
from kotinos.odf.message import Message

from .apply import apply
from .board import Board, Make
from .state import State

_encoder = msgspec.json.Encoder(order="sorted")


class Document(msgspec.Struct, frozen=True):
    """A topic's new document. ``patch`` is the JSON merge patch from the one before.

    A document nobody tells of any more has an empty body and the patch ``null``."""

    topic: str
    body: bytes
    patch: bytes
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


class Fold:
    """Folds the messages of one Games. ``stored`` gives a topic's present bytes, ``None`` for none."""

    def __init__(self, games: str, stored: Callable[[str], bytes | None] = lambda topic: None) -> None:
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
        documents: list[Document] = []
        failures: list[Failure] = []
        for topic, make in self.board.render():
            made = _made(topic, make)
            if isinstance(made, Failure):
                failures.append(made)
            elif document := self._document(topic, *made):
                documents.append(document)
        return Flushed(tuple(documents), self.state.take_dirty(), tuple(failures))

    def _document(self, topic: str, view: Value, body: bytes) -> Document | None:
        old = self._bodies.get(topic)
        if old is None:
            old = self._stored(topic) or b""
        self._bodies[topic] = body
        if old == body:
            return None
        if not body:
            return Document(topic, b"", b"null", view)
        return Document(topic, body, _encoder.encode(diff_bytes(old, body)), view)


def _made(topic: str, make: Make) -> tuple[Value, bytes] | Failure:
    """A document's view and bytes; empty bytes for one nobody tells of."""
    try:
        view = make()
        return view, _encoder.encode(view) if view.told else b""
    except Exception as error:  # noqa: BLE001 - one broken document must not stop the stream
        return Failure(topic, f"{type(error).__name__}: {error}")
