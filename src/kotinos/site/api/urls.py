"""The API's addresses, behind one door: read only, open to every page's script, problems as documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from . import answers, pages
from .openapi import encoded
from .operations import api
from .problems import ProblemError

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, X-Kotinos-Seq",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}
View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """The view, with what holds for all of them."""

    def inside(request: HttpRequest, **parts: Any) -> HttpResponse:
        method = request.method
        try:
            response = _method(request) or view(request, **parts)
        except ProblemError as error:
            response = error.response()
        except SuspiciousOperation as error:
            remedy = "Ask for less, or write the address as the documentation does."
            response = ProblemError("not-understood", str(error), remedy).response()
        except OperationalError:
            remedy = "Nothing is lost; try again in a few seconds."
            response = ProblemError("unavailable", "The database does not answer.", remedy).response()
        request.method = method  # whoever sends the answer leaves out the body of a HEAD
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return inside


def _method(request: HttpRequest) -> HttpResponse | None:
    """The answer that depends on the method alone. To ninja HEAD is a GET."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.method not in ("GET", "HEAD"):
        remedy = "Use GET or HEAD. Results are sent as messages, to POST /odf."
        raise ProblemError("method", f"{request.method} is not possible here.", remedy)
    if "\0" in request.path or any("\0" in value for value in request.GET.values()):
        raise ProblemError("not-understood", "The address holds a zero byte.", "Leave out %00.")
    request.method = "GET"
    return None


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    body = encoded(api)
    return answers.answer(request, body, answers.tag(body))


def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other path."""
    remedy = "The paths there are stand at /api/v1/docs and in /api/v1/openapi.json; none ends in a slash."
    raise ProblemError("no-such-path", f"There is no {request.path}.", remedy)


def _operations() -> list[URLPattern]:
    """ninja's patterns behind the door, without its root page."""
    patterns, _, _ = api.urls
    return [
        path(str(each.pattern), door(each.callback), name=f"api-{each.name}")
        for each in patterns
        if isinstance(each, URLPattern) and each.name != "api-root"
    ]


urlpatterns: list[Any] = [
    path("", pages.start, name="api"),
    path("docs", pages.docs, name="api-docs"),
    path("openapi.json", door(openapi), name="api-openapi"),
    *_operations(),
    re_path("", door(nowhere)),
]
