"""The API described in OpenAPI 3.1, from the types that answer and ask: nothing is written twice."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from ninja import NinjaAPI

from kotinos.games.terms.asked import Asked

from .examples import EXAMPLES
from .problems import Problem

ABOUT = """\
Schedule, results, medals and records of a multi-sport Games, as they happen. Read only, no key needed.

**Documents** are given byte for byte as they are stored: the same bytes as `/snap/{games}/{topic}`, and
what the stream `/live/{games}?topic=…` sends JSON merge patches (RFC 7396) of. **Lists** give a page of
`rows`, with the `total` and how many were skipped (`after`); while there are more, the header `Link`
leads to the next page.

What holds its default is not sent: a missing text is `""`, a missing number `0`, a missing object `{}`.
`X-Kotinos-Seq` is the point from which the stream may be followed after this answer.\
"""
REF = "#/components/schemas/{name}"
ANSWERED = {
    "ETag": "Send it back in If-None-Match: 304 without a body while nothing has changed.",
    "X-Kotinos-Seq": "epoch:seq. The stream may be followed from here (after=…).",
}
NEXT = {"Link": 'The next page, rel="next", while there is one.'}
PROBLEMS = {
    400: "The request cannot be understood.",
    404: "There is no such Games, or nothing under this code.",
    422: "A parameter that is not known here, or a value out of its bounds.",
    503: "The results cannot be read just now.",
}
_kinds: list[Any] = [Problem]


def described(kind: Any, asks: type[Asked] | None, topic: str) -> dict[str, Any]:
    """What ninja cannot know of an operation: its answer's schema, examples, errors and questions."""
    _kinds.append(kind)
    headers = {name: _header(text) for name, text in {**ANSWERED, **(NEXT if asks else {})}.items()}
    content = {"schema": schema(kind), "example": msgspec.to_builtins(EXAMPLES[kind], str_keys=True)}
    answers: dict[int, Any] = {
        200: {"description": "OK", "headers": headers, "content": {"application/json": content}},
        304: {"description": "The client has it already."},
    }
    problem = {"application/problem+json": {"schema": schema(Problem)}}
    answers |= {status: {"description": text, "content": problem} for status, text in PROBLEMS.items()}
    extra: dict[str, Any] = {"responses": answers, "tags": ["Lists" if asks else "Documents"]}
    if asks:
        extra["parameters"] = parameters(asks)
    if topic:
        extra["x-kotinos-topic"] = topic
    return extra


def schema(kind: Any) -> dict[str, Any]:
    """A reference to the schema of a type."""
    (reference,), _ = msgspec.json.schema_components([kind], ref_template=REF)
    return reference


def parameters(asks: type[Asked]) -> list[dict[str, Any]]:
    """The query parameters of a question."""
    fields = msgspec.json.schema(asks)["$defs"][asks.__name__]["properties"]
    return [
        {
            "in": "query",
            "name": name,
            "required": False,
            "description": field["description"],
            # The default "" means not given; as a value it would break the field's own bounds.
            "schema": {
                key: part
                for key, part in field.items()
                if key != "description" and (key, part) != ("default", "")
            },
        }
        for name, field in fields.items()
    ]


@cache
def whole(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    for operations in document["paths"].values():
        for parameter in operations["get"]["parameters"]:
            # OpenAPI 3.1 wants a map here; ninja puts the schema's list. The schema keeps its own.
            parameter.pop("examples", None)
    _, components = msgspec.json.schema_components(_kinds, ref_template=REF)
    document["components"] = {"schemas": components}
    return document


@cache
def encoded(api: NinjaAPI) -> bytes:
    """The OpenAPI document as JSON."""
    return msgspec.json.encode(whole(api))


def _header(text: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}}
