"""The pages' one way to the data: stored snapshots, decoded into the values of ``games.terms``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

import msgspec
from django.http import Http404
from django.utils.translation import gettext as _

from kotinos.games.terms import GamesView
from kotinos.live import api as live

V = TypeVar("V")


class Read(msgspec.Struct, Generic[V], frozen=True):
    """A topic as read: its value, and the point from which its changes may be followed."""

    topic: str
    value: V
    epoch: str
    seq: int
    etag: str

    def document(self, fields: tuple[str, ...] = ()) -> dict[str, Any]:
        """The topic as the page's script keeps it: whole, or those fields of it that are bound."""
        whole = cast(dict[str, Any], msgspec.to_builtins(self.value))
        return {name: whole[name] for name in fields if name in whole} if fields else whole


@lru_cache(maxsize=128)
def _decoded(body: bytes, kind: Any) -> Any:
    return msgspec.json.decode(body, type=kind)


def games() -> list[str]:
    """Keys of the known Games, the newest first."""
    return list(live.games())


def topic(key: str, name: str, kind: type[V]) -> Read[V]:
    """A topic of a Games as a value of ``kind``. Raises ``Http404`` when it is not there."""
    found = maybe(key, name, kind)
    if found is None:
        raise Http404(_("The Games has nothing under this address."))
    return found


def maybe(key: str, name: str, kind: type[V]) -> Read[V] | None:
    """A topic that need not be there yet."""
    stored = live.snapshot(key, name)
    if stored is None:
        return None
    value = cast(V, _decoded(stored.body, cast(Any, kind)))
    return Read(name, value, stored.epoch, stored.seq, stored.etag)


def rows(name: str, value: V) -> Read[V]:
    """Rows asked of ``games`` as a part of a page that does not move: its ETag then knows them."""
    return Read(name, value, "", 0, hashlib.sha256(msgspec.msgpack.encode(value)).hexdigest()[:20])


def many(key: str, names: Sequence[str], kind: type[V]) -> dict[str, V]:
    """Those of the topics that are there, by name, as values of ``kind``."""
    bodies = live.snapshots(key, names)
    return {name: cast(V, _decoded(body, cast(Any, kind))) for name, body in bodies.items()}


def once(key: str, names: Sequence[str], kind: type[V]) -> dict[str, V]:
    """The same, decoded for this once: many at a time would push out what pages ask for."""
    decode = msgspec.json.Decoder(cast(Any, kind)).decode
    return {name: cast(V, decode(body)) for name, body in live.snapshots(key, names).items()}


def topics(key: str, start: str) -> list[str]:
    """Names of the topics that begin so."""
    return live.topics(key, start)


def changed(key: str, epoch: str, seq: int) -> tuple[str, int, set[str] | None]:
    """The point now, and the topics that changed since one; ``None``: any may have."""
    return live.changed(key, epoch, seq)


class Frame(msgspec.Struct, frozen=True):
    """What every page of a Games shows around its main part."""

    key: str
    name: str
    days: tuple[str, ...]
    disciplines: Mapping[str, str]
    organisations: Mapping[str, str]
    now: str
    own: str = ""

    @property
    def today(self) -> str:
        """The Games' own day: the newest message's, kept within its days; nothing without days."""
        if self.own:
            return self.own
        earlier = [day for day in self.days if day <= self.now[:10]]
        return earlier[-1] if earlier else (self.days[0] if self.days else "")


def frame(key: str) -> Frame:
    """The frame of a Games. Raises ``Http404`` when there is no such Games."""
    return framed(key, topic(key, "games", GamesView).value)


def framed(key: str, view: GamesView) -> Frame:
    """The frame out of a Games' view."""
    return Frame(
        key=key,
        name=view.name or view.competition,
        days=tuple(sorted(view.days)),
        disciplines={code: line.name for code, line in view.disciplines.items()},
        organisations=view.organisations,
        now=view.now,
        own=view.today,
    )
