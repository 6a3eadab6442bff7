"""From an address to a bus. Pure."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from kotinos.live.bus.base import Bus
from kotinos.live.bus.local import LocalBus
from kotinos.live.bus.nats import NatsBus


async def open_bus(url: str, *, serve: bool) -> Bus:
    """The bus at ``unix:///run/kotinos/bus.sock`` or ``nats://host:4222/prefix`` (prefix: ``kotinos``).

    With ``serve`` this process is the hub of a local bus; a NATS server is the hub of its own. Raises
    ValueError for another kind of address, OSError where a local hub cannot be made."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return await LocalBus(unquote(parts.path), serve=serve).open()
    if parts.scheme in ("nats", "tls"):
        server = parts._replace(path="", query="", fragment="").geturl()
        return await NatsBus(server, parts.path.strip("/") or "kotinos").open()
    raise ValueError(f"no bus at {url!r}: want unix:///path/bus.sock or nats://host:port")
