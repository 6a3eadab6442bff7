"""Handing a request on to another process of this machine, and its answer back. Pure.

The front keeps the sockets of thousands; what takes long or holds the interpreter runs in processes of its
own. ASGI stands at both ends of a link, frames of MessagePack on a Unix socket lie between."""

from __future__ import annotations

from kotinos.live.link.ask import Link, LinkSettings
from kotinos.live.link.serve import serve_link

__all__ = ["Link", "LinkSettings", "serve_link"]
