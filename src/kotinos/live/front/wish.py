"""What the request for a stream asks for. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs

import msgspec

from kotinos.live.front.answers import Headers, Refused
from kotinos.live.front.snapshots import GAMES, TOPIC
from kotinos.live.front.topics import disjoint

TOPICS = 50
"""Topics and patterns one stream may follow."""


class Wish(msgspec.Struct, frozen=True):
    """What a stream's request asks for. ``keys`` hold topics and patterns (``topics.disjoint``)."""

    keys: tuple[tuple[str, str], ...]
    audience: str
    after: str


def read_wish(path: str, query: bytes, headers: Headers) -> Wish:
    """Read ``/live/{games}?topic=…&audience=…&after=…``. Raises Refused."""
    wish = _asked(path, query)
    # A browser that comes back sends the header along with its old address: the header is newer.
    last = next((value.decode("latin-1") for name, value in headers if name == b"last-event-id"), "")
    return msgspec.structs.replace(wish, after=last) if last else wish


@lru_cache(1024)
def _asked(path: str, query: bytes) -> Wish:
    """What the address asks for: of a crowd that comes back, the same again and again."""
    games = path.removeprefix("/live/")
    if not re.fullmatch(GAMES, games):
        raise Refused(404, "want /live/{games}?topic=…")
    try:
        fields = parse_qs(query.decode("ascii"), max_num_fields=TOPICS + 5)
    except ValueError:
        raise Refused(400, f"at most {TOPICS} topics on one stream") from None
    topics = disjoint(fields.get("topic", ()))
    if not 1 <= len(topics) <= TOPICS:
        raise Refused(400, f"want 1 to {TOPICS} topics")
    if not all(re.fullmatch(TOPIC, topic) for topic in topics):
        raise Refused(400, "a topic has characters no topic has")
    audience = fields.get("audience", ["public"])[-1]
    if audience not in ("public", "media"):
        raise Refused(400, "audience is public or media")
    after = fields.get("after", [""])[-1]
    return Wish(tuple((games, topic) for topic in topics), audience, after)
