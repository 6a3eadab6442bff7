"""What can be set about a front. Pure."""

from __future__ import annotations

import msgspec

from kotinos.kit.listening import SEND_BUFFER, STALL


class FrontSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Address and limits. Sizes are in bytes, times in seconds unless the name says otherwise."""

    host: str = "127.0.0.1"
    port: int = 8000
    """0 takes a free port."""
    trusted_proxies: str = "127.0.0.1"
    """Whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses, comma-separated."""

    max_connections: int = 15_000
    keep_alive: float = 20
    """An open connection without a whole request is closed after this."""
    stall: float = STALL
    """A reader that takes nothing for this long is cut off."""
    grace: float = 10
    """At the end running requests may take this long to finish."""
    drain: float = 5
    """A front that hands over lets its streams go over this time: not all come back at once."""
    send_buffer: int = SEND_BUFFER
    head_limit: int = 16 << 10
    """Request line and headers together."""

    snapshot_cache: int = 256 << 20

    max_streams: int = 12_000
    media_ms: int = 0
    public_ms: int = 100
    """How long changes are gathered into one for each audience."""
    heartbeat: float = 15
    stream_buffer: int = 256 << 10
    """A stream's backlog beyond which it is dropped for a ``resync``."""
    ring_changes: int = 50_000
    ring_bytes: int = 64 << 20
    """Changes kept in memory for streams that resume."""
    replay_limit: int = 5_000
    """Changes read from the store for a stream that resumes from further back than the ring."""
    poll: float = 2
    """How often the store is asked for changes the bus did not tell."""

    odf_limit: int = 10 << 20
    """One message, before and after decompression."""
    odf_memory: int = 128 << 20
    """All messages being received."""
    body_limit: int = 32 << 20
    """A request body for the application."""
    body_seconds: float = 60
    """A body must have come whole within this."""

    under_way: int = 256
    """Requests that may be under way to the intake, and as many to the pages; more are answered 503."""
    threads: int = 2
    """Threads of the pages."""
    waiting: int = 64
    """Requests that may wait for a thread; more are answered 503."""
    stream_threads: int = 4
    """Threads of the application's streaming responses."""
    stream_deadline: float = 60
