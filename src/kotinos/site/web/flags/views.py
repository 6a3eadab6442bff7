"""The addresses of flags: all of a Games in one sheet, and one alone."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import brotli
import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import read
from . import drawing, sources

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


class Sheet(msgspec.Struct, frozen=True):
    """A Games' flags: their sheet, as it is and compressed, its version, and the flags by code."""

    version: str
    body: bytes
    small: bytes
    drawings: dict[str, drawing.Drawing]


class Flags(msgspec.Struct, frozen=True):
    """What a template asks: where the flags of a Games are. Without flags ``sheet`` is empty."""

    sheet: str
    alone: dict[str, str]


@lru_cache(maxsize=16)
def _sheet(codes: tuple[str, ...]) -> Sheet:
    found = sources.drawings(codes)
    body = drawing.sheet(found)
    version = hashlib.sha256(body).hexdigest()[:10]
    return Sheet(version, body, brotli.compress(body, quality=11) if found else b"", found)


def flags(frame: read.Frame | None) -> Flags:
    """The addresses of a Games' flags; none outside a Games."""
    if frame is None:
        return Flags("", {})
    sheet = _sheet(tuple(sorted(frame.organisations)))
    if not sheet.drawings:
        return Flags("", {})
    behind = f"?v={sheet.version}"
    return Flags(
        reverse("flags", args=[frame.key]) + behind,
        {code: reverse("flag", args=[frame.key, code]) + behind for code in sheet.drawings},
    )


def sheet(request: HttpRequest, games: str) -> HttpResponse:
    """All flags of a Games, each a symbol by its code."""
    found = _sheet(tuple(sorted(read.frame(games).organisations)))
    if not found.drawings:
        raise Http404(_("There are no flags."))
    small = "br" in request.headers.get("Accept-Encoding", "")
    response = _answer(request, found, found.small if small else found.body)
    response.headers["Vary"] = "Accept-Encoding"
    if small:
        response.headers["Content-Encoding"] = "br"
    return response


def flag(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """One flag. Raises ``Http404`` where the organisation has none."""
    found = _sheet(tuple(sorted(read.frame(games).organisations)))
    if code not in found.drawings:
        raise Http404(_("There is no flag for this organisation."))
    return _answer(request, found, drawing.alone(found.drawings[code]))


def _answer(request: HttpRequest, found: Sheet, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="image/svg+xml")
    response.headers["Cache-Control"] = FOR_EVER if request.GET.get("v") == found.version else A_MINUTE
    return response
