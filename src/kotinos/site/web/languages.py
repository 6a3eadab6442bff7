"""The same page in another language: an address is one text for everybody, its language in front."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix, translate_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header


class Choice(msgspec.Struct, frozen=True):
    """A language a page can be read in: its tag, its own name for itself, and the page's address in it."""

    tag: str
    name: str
    address: str
    current: bool


def choices(address: str) -> list[Choice]:
    """The page at ``address`` in each of our languages, in the order of the settings; none where the address
    knows no language."""
    now, dress = get_language(), get_script_prefix()[:-1]  # which translate_url would not know
    found = [(tag, dress + _in(address.removeprefix(dress), tag)) for tag, _ in settings.LANGUAGES]
    if len({address for _, address in found}) == 1:
        return []
    return [Choice(tag, get_language_info(tag)["name_local"], address, tag == now) for tag, address in found]


def _in(address: str, tag: str) -> str:
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        return translate_url(address, tag)
    finally:
        set_script_prefix(before)


def asked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view in the language the browser asks for, for a page whose address says none."""

    @wraps(view)
    def inside(request: HttpRequest, **parts: Any) -> HttpResponse:
        with override(wanted(request)):
            response = view(request, **parts)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return inside


def wanted(request: HttpRequest) -> str:
    """The visitor's language among ours, by what the browser asks for; English where it asks for none."""
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)
