"""The same pages in other dress, by what stands before their address: ``/text/…`` and ``/embed/…``.

``/text/`` keeps to itself: every link of ours leads on within it, no style, script or picture is left.
``/embed/`` is a page of a Games without what is around it, for a frame on any site; its links lead out of it.
An address, not a cookie, says which, so that a cache between us and the reader never mixes them up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from lxml import etree, html

from .middleware import POLICY

TEXT, EMBED = "text", "embed"
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
_DRESSED = re.compile(r"/(text|embed)(?=/)")
_OF_A_GAMES = re.compile(r"/(?:[a-z]{2}(?:-[a-z]+)?/)?[A-Z]")
_DROPPED = (
    "//script|//style|//template|//svg|//img|//*[@hidden]|//meta[@property]|//link[not(@rel='canonical')]"
)
_KEPT = frozenset(
    """href id lang dir hreflang scope colspan rowspan name value type for action method content charset rel
    selected checked open datetime title aria-label aria-labelledby aria-current placeholder maxlength cols
    rows readonly""".split()  # noqa: SIM905 - two dozen names are read more easily so
)


def of(request: HttpRequest) -> str:
    """How a page is dressed: ``text``, ``embed``, or nothing special."""
    return str(getattr(request, "dress", ""))


class Dress:
    """Takes the word in front off the address, and lets what is made inside lead on as it says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, in the dress that was asked for."""
        found = _DRESSED.match(request.path_info)
        rest = request.path_info[found.end() :] if found else ""
        if found is None or (found[1] == EMBED and not _OF_A_GAMES.match(rest)):
            return self.get_response(request)
        request.dress = found[1]  # type: ignore[attr-defined]
        request.path_info = rest
        before = get_script_prefix()
        if found[1] == TEXT:
            set_script_prefix(f"/{TEXT}/")
        try:
            response = self.get_response(request)
        finally:
            set_script_prefix(before)
        if found[1] == EMBED:
            response.headers["Content-Security-Policy"] = FRAMED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


class Plain:
    """Innermost: leaves of a page in ``/text/`` what can be read aloud or on paper."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, undressed where that was asked for."""
        response = self.get_response(request)
        if of(request) == TEXT and response.content and response["Content-Type"].startswith("text/html"):
            response.content = plain(response.content)
        return response


def plain(page: bytes) -> bytes:
    """A page without style sheets, scripts and pictures; what is hidden is gone."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    for node in cast(list[html.HtmlElement], tree.xpath(_DROPPED)):
        node.drop_tree()
    for node in tree.iter(etree.Element):
        for name in [name for name in node.attrib if name not in _KEPT]:
            del node.attrib[name]
    for table in tree.iter("table"):
        table.set("border", "1")
    return bytes(etree.tostring(tree, method="html", encoding="utf-8", doctype="<!doctype html>"))
