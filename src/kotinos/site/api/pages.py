"""The API's documentation page, rendered here from the OpenAPI document: it loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from markupsafe import Markup, escape

from .openapi import whole
from .operations import api
from .problems import KINDS

CACHE = "public, max-age=300"


class Field(msgspec.Struct, frozen=True):
    """A parameter of an operation, or a field of a schema. ``of`` is the schema it leads to, if any."""

    name: str
    type: str
    of: str
    text: Markup
    required: bool
    default: str


def start(request: HttpRequest) -> HttpResponse:
    """The API's root leads to its documentation."""
    return redirect("api-docs")


def docs(request: HttpRequest) -> HttpResponse:
    """The page: operations with parameters and examples, schemas, problems."""
    document = whole(api)
    context = {
        "frame": None,
        "live": None,
        "about": [coded(part) for part in document["info"]["description"].split("\n\n")],
        "groups": groups(document),
        "schemas": {name: _schema(each) for name, each in sorted(document["components"]["schemas"].items())},
        "problems": KINDS,
        "base": request.build_absolute_uri("/").rstrip("/"),
    }
    response = render(request, "site/api.html", context)
    response.headers["Cache-Control"] = CACHE
    return response


def groups(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations as the page shows them, by tag."""
    found: dict[str, list[dict[str, Any]]] = {"Documents": [], "Lists": []}
    for path, operations in document["paths"].items():
        each = operations["get"]
        content = each["responses"][200]["content"]["application/json"]
        found[each["tags"][0]].append(
            {
                "path": path,
                "id": each["operationId"],
                "summary": each["summary"],
                "text": coded(each.get("description", "")),
                "parameters": [_parameter(one) for one in each["parameters"]],
                "topic": each.get("x-kotinos-topic", ""),
                "gives": _name(content["schema"]["$ref"]),
                "example": json.dumps(content["example"], indent=2, ensure_ascii=False),
                "try": _filled(path, each["parameters"]),
            }
        )
    return found


def coded(text: str) -> Markup:
    """Text with its `code` marked up, whether in single or double backticks or stars."""
    safe = str(escape(" ".join(text.split())))
    safe = re.sub(r"(``?)(.+?)\1", r"<code>\2</code>", safe)
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe))  # noqa: S704 - escaped above


def _parameter(one: dict[str, Any]) -> Field:
    schema = one["schema"]
    kind, of = _type(schema)
    default = str(schema.get("default", ""))
    return Field(one["name"], kind, of, coded(one.get("description", "")), one["required"], default)


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    needed = schema.get("required", ())
    fields = []
    for name, each in schema.get("properties", {}).items():
        kind, of = _type(each)
        default = "" if name in needed else json.dumps(each.get("default", ""))
        fields.append(Field(name, kind, of, coded(each.get("description", "")), name in needed, default))
    return {"text": coded(schema.get("description", "")), "fields": fields}


def _type(schema: dict[str, Any]) -> tuple[str, str]:
    """A schema in words, and the name of the one it leads to."""
    if "$ref" in schema:
        name = _name(schema["$ref"])
        return name, name
    if "anyOf" in schema:  # a value or nothing
        return _type(schema["anyOf"][0])
    if schema["type"] == "array":
        kind, of = _type(schema["items"])
        return f"array of {kind}", of
    if schema["type"] == "object":
        kind, of = _type(schema["additionalProperties"])
        return f"{kind} by key", of
    return f"{schema['type']}{_bounds(schema)}", ""


def _bounds(schema: dict[str, Any]) -> str:
    if "minimum" in schema:
        return f" {schema['minimum']:,} to {schema['maximum']:,}"
    if schema.get("minLength"):
        return f" of {schema['minLength']} characters"
    return ""


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _filled(path: str, parameters: list[dict[str, Any]]) -> str:
    """The path with its examples put in."""
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", one["schema"]["examples"][0])
    return path
