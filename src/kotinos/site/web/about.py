"""What the data is and is not, and the file for crawlers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from .respond import page


def data(request: HttpRequest) -> HttpResponse:
    """Where the data comes from, what its states mean, what is derived and how it is marked."""
    return page(request, "site/about.html", None, [], {})


def robots(request: HttpRequest) -> HttpResponse:
    """Pages are open to all; streams, the intake and how the server does are no reading matter."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/live/", "/odf", "/ops/", "/metrics"))
    return HttpResponse(f"User-agent: *\n{closed}", content_type="text/plain")
