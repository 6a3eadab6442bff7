"""Many messages in one body, byte for byte: before each a line with its number and its length. Pure.

``17 1234`` and a newline, 1234 bytes, a newline, and so on; ``-`` stands for no number."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 200
"""Messages of a batch."""

_HEAD = re.compile(rb"(-|\d{1,18}) (\d{1,9})\n")


class BadBatchError(ValueError):
    """The body is no batch; says where and what it should be."""


def pack(messages: Iterable[tuple[bytes, int | None]]) -> bytes:
    """The body of messages, each with its number."""
    return b"".join(
        b"%s %d\n%s\n" % (b"-" if seq is None else b"%d" % seq, len(raw), raw) for raw, seq in messages
    )


def unpack(body: bytes) -> list[tuple[bytes, int | None]]:
    """The messages of a body. Raises ``BadBatchError``."""
    found: list[tuple[bytes, int | None]] = []
    at = 0
    while at < len(body):
        head = _HEAD.match(body, at)
        if head is None:
            raise BadBatchError(f"byte {at}: expected a line 'NUMBER LENGTH' (or '- LENGTH')")
        if len(found) == MOST:
            raise BadBatchError(f"byte {at}: at most {MOST} messages in a batch; send the rest in the next")
        end = head.end() + int(head[2])
        if body[end : end + 1] != b"\n":
            raise BadBatchError(
                f"byte {head.end()}: expected {int(head[2])} bytes of a message and a newline"
            )
        found.append((body[head.end() : end], None if head[1] == b"-" else int(head[1])))
        at = end + 1
    if not found:
        raise BadBatchError("the batch is empty: expected a line 'NUMBER LENGTH' and a message")
    return found
