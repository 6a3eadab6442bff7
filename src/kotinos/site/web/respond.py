"""How a page is answered: an ETag from what it was made of, 304 when it is known, and a shelf of
finished pages, so that a crowd that asks for the same page costs one rendering."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from kotinos.games.terms import NewsView, NoticesView

from . import names
from .flags.views import flags
from .found.places import whole
from .read import Frame, Read, maybe

ROOM = Path(__file__).resolve().parents[1]
CACHE = "public, max-age=1, stale-while-revalidate=10, stale-if-error=86400"
SHELF_SIZE = 256
AROUND: dict[str, type[Any]] = {"notices": NoticesView, "news": NewsView}
"""Topics that every page of a Games reads."""


def _code_version() -> str:
    """Changes when anything that makes a page changes."""
    files = sorted(
        path for path in ROOM.rglob("*") if path.suffix in {".py", ".html", ".css", ".js", ".mo", ".csv"}
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


CODE = _code_version()


class Part(msgspec.Struct, frozen=True):
    """A topic of a page, and which of its fields the page binds (none: all; ``still``: no changes;
    ``passing``: hardly anybody else asks for the same page, so it is not put on the shelf)."""

    read: Read[Any]
    fields: tuple[str, ...] = ()
    still: bool = False
    passing: bool = False


class Shelf:
    """The newest finished pages by address and ETag; safe between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pages: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str], make: Callable[[], bytes]) -> bytes:
        """The page under ``key``, made when it is not there."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        page = make()
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > self._size:
                self._pages.popitem(last=False)
        return page


_shelf = Shelf(SHELF_SIZE)


def page(
    request: HttpRequest, template: str, frame: Frame | None, parts: Sequence[Part], context: dict[str, Any]
) -> HttpResponse:
    """The page, or 304. ``context`` goes to the template beside the frame and the live block."""
    parts = (*parts, *_around(frame, parts))
    around = {part.read.topic: part.read.value for part in parts if part.read.topic in AROUND}
    shown = names.of(frame)
    etag = _etag(request, frame, parts, shown.version if shown else "")
    known = get_conditional_response(request, etag=etag)
    if known is not None and known.status_code == 304:
        return _labelled(HttpResponse(status=304), etag)
    root = reverse("home", args=[frame.key]) if frame else reverse("start")
    subject = parts[0].read.topic if parts else ""
    told = {"frame": frame, "root": root, "live": live_block(frame, parts), "subject": subject}
    everything = {**told, **around, **context}

    def make() -> bytes:
        return render(request, template, everything, using=None).content

    with names.speaking(shown):
        passing = any(part.passing for part in parts)
        body = make() if passing else _shelf.get((request.get_full_path(), etag), make)
    return _labelled(HttpResponse(body), etag)


def private(
    request: HttpRequest, template: str, frame: Frame, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page for one reader: kept by nobody, found by no search engine, followed by no stream."""
    around = {part.read.topic: part.read.value for part in _around(frame, ())}
    root = reverse("home", args=[frame.key])
    everything = {"frame": frame, "root": root, "live": None, "subject": "", **around, **context}
    response = render(request, template, everything, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _around(frame: Frame | None, parts: Sequence[Part]) -> Iterator[Part]:
    """What every page of a Games shows besides its own: notices, which change in place, and news, which do
    so on the home page."""
    if frame is None:
        return
    home = bool(parts) and parts[0].read.topic == "games" and not parts[0].still
    for topic, kind in AROUND.items():
        if (found := maybe(frame.key, topic, kind)) is not None:
            yield Part(found, still=topic == "news" and not home)


def live_block(frame: Frame | None, parts: Sequence[Part]) -> dict[str, Any] | None:
    """What the page's script starts from: documents, and the point to follow their changes from."""
    moving = [part for part in parts if not part.still]
    if frame is None or not moving:
        return None
    first = min(moving, key=lambda part: part.read.seq).read
    return {
        "games": frame.key,
        "after": f"{first.epoch}:{first.seq}",
        "topics": {part.read.topic: part.read.document(part.fields) for part in moving},
    }


def _etag(request: HttpRequest, frame: Frame | None, parts: Sequence[Part], shown: str) -> str:
    around = (frame.key, frame.name, frame.days, frame.disciplines, frame.organisations) if frame else ()
    read = [(part.read.topic, part.read.etag) for part in parts]
    around = (*around, flags(frame).sheet)
    made_of = (CODE, get_language(), whole(request, request.get_full_path()), around, read, shown)
    return f'"{hashlib.sha256(msgspec.msgpack.encode(made_of)).hexdigest()[:20]}"'


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE
    return response
