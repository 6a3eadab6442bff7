"""What the API answers when it cannot: problem documents (RFC 9457) that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

import msgspec
from django.http import HttpResponse

KINDS: Mapping[str, tuple[int, str]] = {
    "not-understood": (400, "The request cannot be understood"),
    "no-such-path": (404, "There is no such path in this API"),
    "no-such-games": (404, "There is no such Games"),
    "not-there": (404, "The Games has nothing under this code"),
    "method": (405, "The API is read only"),
    "unknown-parameter": (422, "This list has no such parameter"),
    "bad-value": (422, "A parameter's value is not allowed"),
    "unavailable": (503, "The results cannot be read just now"),
}
"""Each kind of problem: its status and title. ``type`` is its place on the documentation page."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why there is no answer (RFC 9457). ``type`` leads to the explanation, ``detail`` says what is wrong
    this time, ``remedy`` what to do, ``known`` the parameters there are."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    known: tuple[str, ...] = ()


class ProblemError(Exception):
    """Ends a request with a problem document."""

    def __init__(self, kind: str, detail: str, remedy: str, known: Iterable[str] = ()) -> None:
        super().__init__(detail)
        status, title = KINDS[kind]
        self.problem = Problem(
            type=f"/api/v1/docs#{kind}",
            title=title,
            status=status,
            detail=detail,
            remedy=remedy,
            known=tuple(known),
        )

    def response(self) -> HttpResponse:
        """The problem document; nobody keeps it, since what is missing may come the next second."""
        status = self.problem.status
        response = HttpResponse(msgspec.json.encode(self.problem), "application/problem+json", status)
        response.headers["Cache-Control"] = "no-store"
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "5"
        return response
