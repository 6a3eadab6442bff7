"""Pages for what went wrong: what happened, and where to go from here."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import elsewhere


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or nothing there yet; 301 where another address was meant."""
    meant = elsewhere.better(request.path)
    if meant:
        return elsewhere.moved(request, meant)
    return _page(request, 404, _("Not here"), _("There is no page under this address. It may come later: a "
        "unit, a participant or a day appears as soon as its message has arrived."))  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a host that makes no sense."""
    if isinstance(exception, DisallowedHost):
        told = _(
            "This server does not answer to the name in the address. "
            "Whoever runs it adds names with the setting KOTINOS_HOSTS."
        )
        return _page(request, 400, _("Not under this name"), told)
    return _page(request, 400, _("That did not make sense"), _("The request could not be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this visitor."""
    return _page(request, 403, _("Not for you"), _("This page is not open to you."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from our own page, or whose page was opened too long ago."""
    return _page(request, 403, _("Please send it once more"), _("This form was not opened here, or too long "
        "ago, or the browser keeps no cookies. Go back, load the page again and send it."))  # fmt: skip


def broken(request: HttpRequest) -> HttpResponse:
    """500: our mistake."""
    return _page(request, 500, _("Something broke"), _("The mistake is ours and has been written down. The "
        "results are safe; try again in a moment."))  # fmt: skip


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database cannot answer now."""
    response = _page(request, 503, _("One moment"), _("The results cannot be read just now. Nothing is lost; "
        "try again in a few seconds."))  # fmt: skip
    response.headers["Retry-After"] = "5"
    return response


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"frame": None, "live": None, "title": title, "text": text, "status": status}
    response = render(request, "site/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
