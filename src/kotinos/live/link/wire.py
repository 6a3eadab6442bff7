"""The frames of a link: length (4 bytes, big-endian), then one value in MessagePack. Pure.

A request is one :class:`Request` and, while ``more`` says so, pieces of its body; an answer is one
:class:`Answer` and, while ``more`` says so, pieces. Then the next request may follow."""

from __future__ import annotations

import asyncio
import struct
from typing import TypeVar

import msgspec

PIECE = 256 << 10
"""Bytes of a request's body in one frame."""

_HEAD = struct.Struct(">I")
_encode = msgspec.msgpack.Encoder().encode
Value = TypeVar("Value")


class Request(msgspec.Struct, array_like=True):
    """A request as ASGI's scope tells it, with the first piece of its body."""

    method: str
    path: str
    raw_path: bytes
    query_string: bytes
    headers: list[tuple[bytes, bytes]]
    http_version: str
    scheme: str
    client: tuple[str, int] | None
    server: tuple[str, int | None] | None
    body: bytes
    more: bool


class Answer(msgspec.Struct, array_like=True):
    """Status, headers and the first piece of an answer."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    more: bool


class Piece(msgspec.Struct, array_like=True):
    """A further piece of a body."""

    body: bytes
    more: bool


requests = msgspec.msgpack.Decoder(Request)
answers = msgspec.msgpack.Decoder(Answer)
pieces = msgspec.msgpack.Decoder(Piece)


def frame(value: msgspec.Struct) -> bytes:
    """A value's frame."""
    packed = _encode(value)
    return _HEAD.pack(len(packed)) + packed


async def read(reader: asyncio.StreamReader, decoder: msgspec.msgpack.Decoder[Value]) -> Value:
    """The next frame's value. Raises IncompleteReadError at the end."""
    (size,) = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return decoder.decode(await reader.readexactly(size))
