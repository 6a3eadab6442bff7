"""All that the messages of one Games have told, kept so that order and repetition do not matter. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from kotinos.odf.message import Message
from kotinos.odf.nodes import Participant, Record, Session, Team, Unit
from kotinos.odf.rsc import LENGTH, event_rsc


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source last said in a slot; without ``message`` it took it back (invalidation)."""

    version: int
    message: Message | None = None


class Slot(msgspec.Struct, frozen=True):
    """A place for one document, by source: replaced whole (ODF Foundation Principles 5)."""

    sources: dict[str, Told]

    @property
    def message(self) -> Message | None:
        """The newest message that stands; between sources the later stamp wins, then the name."""
        standing = [told.message for told in self.sources.values() if told.message]
        return max(standing, key=lambda each: (each.header.stamp, each.header.source), default=None)


class Entity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit, session, participant, team or record as last told, with who told it.

    ``owner`` is the document whose bulk message wipes it; ``by`` and ``version`` the identity and
    version that carried it; ``stamp`` the message's; ``derived`` what of a unit was made up, and how."""

    owner: str
    by: str
    version: int
    stamp: str
    unit: Unit | None = None
    session: Session | None = None
    person: Participant | None = None
    team: Team | None = None
    record: Record | None = None
    derived: dict[str, str] = {}


class Seen(msgspec.Struct, frozen=True):
    """Versions of an identity that have been applied, as closed ranges in order."""

    ranges: tuple[tuple[int, int], ...] = ()

    def __contains__(self, version: int) -> bool:
        return any(low <= version <= high for low, high in self.ranges)

    @property
    def highest(self) -> int:
        """The highest version applied, 0 for none."""
        return self.ranges[-1][1] if self.ranges else 0

    def add(self, version: int) -> Seen:
        """These ranges and ``version``."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted((*self.ranges, (version, version))):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return Seen(tuple(merged))


class Feed(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether a source is on, by its newest day-frame message."""

    on: bool = False
    switched: str = ""
    last: str = ""


class Clock(msgspec.Struct, frozen=True):
    """The newest stamp of all messages."""

    stamp: str = ""


KINDS: dict[str, type[Any]] = {
    "slot": Slot, "unit": Entity, "session": Entity, "person": Entity, "team": Entity,
    "record": Entity, "seen": Seen, "feed": Feed, "clock": Clock,
}  # fmt: skip

_packer = msgspec.msgpack.Encoder()
_unpackers = {kind: msgspec.msgpack.Decoder(shape) for kind, shape in KINDS.items()}


class State:
    """Tables of values by kind and key, with undo for a message that breaks, and dirty tracking."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self.owned: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.slots: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.documents: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.people: dict[str, set[str]] = defaultdict(set)
        self.dirty: set[tuple[str, str]] = set()
        self._journal: list[tuple[str, str, Any]] = []

    def get(self, kind: str, key: str) -> Any:
        """The value, or ``None``."""
        return self.tables[kind].get(key)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Set a value, or remove it with ``None``."""
        self._journal.append((kind, key, self.tables[kind].get(key)))
        self._set(kind, key, value)
        self.dirty.add((kind, key))

    def begin(self) -> None:
        """Start a message: from here on ``undo`` goes back."""
        self._journal.clear()

    def undo(self) -> None:
        """Take back everything since ``begin``."""
        for kind, key, old in reversed(self._journal):
            self._set(kind, key, old)
        self._journal.clear()

    def told(self, document_type: str, code: str) -> Message | None:
        """The message that stands for a document, whatever its subtype; English before others."""
        found = (self.tables["slot"][key].message for key in self.slots.get((document_type, code), ()))
        return max(
            (message for message in found if message),
            key=lambda each: (each.header.language in ("", "ENG"), each.header.stamp, each.header.slot),
            default=None,
        )

    def all_told(self, document_type: str) -> Iterator[Message]:
        """Every message of a type that stands, by document code."""
        for kind, code in sorted(key for key in self.slots if key[0] == document_type):
            if message := self.told(kind, code):
                yield message

    def take_dirty(self) -> dict[tuple[str, str], bytes | None]:
        """What changed since last time, packed for keeping; ``None`` means removed."""
        packed = {
            (kind, key): None if (value := self.tables[kind].get(key)) is None else _packer.encode(value)
            for kind, key in self.dirty
        }
        self.dirty.clear()
        return packed

    def load(self, kind: str, key: str, packed: bytes) -> None:
        """Put back a kept value."""
        self._set(kind, key, _unpackers[kind].decode(packed))

    def _set(self, kind: str, key: str, value: Any) -> None:
        table = self.tables[kind]
        self._index(kind, key, table.pop(key, None), add=False)
        if value is not None:
            table[key] = value
            self._index(kind, key, value, add=True)

    def _index(self, kind: str, key: str, value: Any, *, add: bool) -> None:
        if value is None:
            return
        if isinstance(value, Entity):
            _member(self.owned[kind, value.owner], key, add=add)
            if kind in ("person", "team"):
                _member(self.people[key.partition("|")[0]], key, add=add)
        elif isinstance(value, Slot):
            document_type, code = key.split("|")[:2]
            _member(self.slots[document_type, code], key, add=add)
            if len(code) == LENGTH:
                self.documents[event_rsc(code)].add((document_type, code))


def _member(keys: set[str], key: str, *, add: bool) -> None:
    if add:
        keys.add(key)
    else:
        keys.discard(key)
