"""What the data is and is not, and the file for crawlers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from .found.places import whole_url
from .respond import page


def data(request: HttpRequest) -> HttpResponse:
    """Where the data comes from, what its states mean, what is derived and how it is marked."""
    return page(request, "site/about.html", None, [], {})


def robots(request: HttpRequest) -> HttpResponse:
    """Pages are open to all; streams, the intake, the server's state and other dresses are not for robots."""
    shut = ("/live/", "/odf", "/ops/", "/metrics", "/text/", "/embed/", "/*/report/")
    closed = "".join(f"Disallow: {path}\n" for path in shut)
    at = whole_url(request, "sitemaps")
    return HttpResponse(f"User-agent: *\n{closed}\nSitemap: {at}\n", content_type="text/plain")
