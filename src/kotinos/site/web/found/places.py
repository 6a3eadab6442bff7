"""Whole addresses: what leaves the site (a canonical link, a feed, a card) must say where it is."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def base(request: HttpRequest) -> str:
    """``https://host`` as readers know this server: the setting's, else as it was asked."""
    return str(settings.PUBLIC_URL) or f"{request.scheme}://{request.get_host()}"


def whole(request: HttpRequest, path: str) -> str:
    """The address of a path of ours, with all that is not ASCII escaped once."""
    return base(request) + quote(path, safe="/~!*'()%?=&;,:@+-._")


def snippet(request: HttpRequest, title: str) -> str:
    """The lines that show the page of this request in a frame on another site."""
    query = request.META.get("QUERY_STRING", "")
    at = whole(request, f"/embed{request.path_info}{f'?{query}' if query else ''}")
    frame = f'<iframe src="{escape(at)}" title="{escape(title)}" width="100%" height="520"'
    return f'{frame} loading="lazy"></iframe>'


def whole_url(request: HttpRequest, name: str, *parts: str) -> str:
    """The address of a page by its name in ``urls``."""
    return whole(request, reverse(name, args=parts))
