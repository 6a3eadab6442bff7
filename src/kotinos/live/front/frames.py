"""The text of the live stream: points, change frames and the merging of changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import msgspec

from kotinos.live.patch import compose
from kotinos.live.terms import Change

Key = tuple[str, str]
"""Games and topic."""

BEAT = b": beat\n\n"

_json = msgspec.json.Encoder()


def point(epoch: str, seq: int) -> str:
    """A place in the stream, as clients see it: ``epoch:seq``."""
    return f"{epoch}:{seq}"


def read_point(text: str) -> tuple[str, int] | None:
    """Epoch and seq, or ``None`` for what is no point."""
    epoch, colon, seq = text.rpartition(":")
    if not colon or not epoch or not (seq.isascii() and seq.isdigit()) or len(seq) > 18:
        return None
    return epoch, int(seq)


def opening(epoch: str, seq: int, retry_ms: int) -> bytes:
    """The first frame: when to come back, and from where."""
    return b"retry: %d\nid: %s\n\n" % (retry_ms, point(epoch, seq).encode())


def resync(epoch: str, seq: int, reason: str) -> bytes:
    """The frame that says: what you hold may be wrong, fetch the snapshots again."""
    return b'id: %s\nevent: resync\ndata: {"reason":"%s"}\n\n' % (
        point(epoch, seq).encode(),
        reason.encode(),
    )


def beat(epoch: str, seq: int) -> bytes:
    """A heartbeat that also moves the client's point on."""
    return b": beat\nid: %s\n\n" % point(epoch, seq).encode()


class Flush(msgspec.Struct, frozen=True):
    """Frames that go out together. Only the last frame a stream gets of them bears the id, so that a stream
    cut in the middle resumes before them all; to be told a change twice does no harm, to miss one would."""

    seq: int
    id_line: bytes
    keys: tuple[Key, ...]
    blocks: tuple[tuple[bytes, ...], ...]

    def payload(self, chosen: Iterable[int]) -> bytes:
        """The bytes for a stream that follows the keys at these places; at least one."""
        parts = [block for place in chosen for block in self.blocks[place]]
        parts.insert(-1, self.id_line)
        return b"".join(parts)


def flush(changes: Iterable[Change], epoch: str, seq: int) -> Flush:
    """The changes up to ``seq``, those of one topic merged where a single patch can say it."""
    patches: dict[Key, list[bytes]] = {}
    for change in changes:
        key = (change.games, change.topic)
        # A topic's place is that of its newest change.
        patches[key] = [*patches.pop(key, ()), change.patch]
    return Flush(
        seq=seq,
        id_line=b"id: %s\n" % point(epoch, seq).encode(),
        keys=tuple(patches),
        blocks=tuple(
            tuple(_block(topic, patch) for patch in _merged(told)) for (_, topic), told in patches.items()
        ),
    )


def singly(changes: Iterable[Change], epoch: str) -> list[Flush]:
    """Every change for itself."""
    return [flush((change,), epoch, change.seq) for change in changes]


def _block(topic: str, patch: bytes) -> bytes:
    if b"\n" in patch or b"\r" in patch:
        patch = msgspec.json.format(patch, indent=-1)
    return b'event: change\ndata: {"topic":%s,"patch":%s}\n\n' % (_json.encode(topic), patch)


def _merged(patches: list[bytes]) -> list[bytes]:
    if len(patches) == 1:
        return patches

    def add(merged: list[Any], later: Any) -> list[Any]:
        whole = isinstance(merged[-1], dict) and isinstance(later, dict)  # null ends a document
        both = compose(merged[-1], later) if whole else None
        return [*merged, later] if both is None else [*merged[:-1], both]

    first, *rest = (msgspec.json.decode(patch) for patch in patches)
    return [_json.encode(patch) for patch in reduce(add, rest, [first])]
