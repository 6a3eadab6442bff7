"""The API's description: made of the types, whole, true, and on a page that loads nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from kotinos.games.terms import rows
from kotinos.site.api import pages
from kotinos.site.api.examples import EXAMPLES
from kotinos.site.api.openapi import whole
from kotinos.site.api.operations import api
from kotinos.site.api.problems import KINDS

DOCUMENT: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole(api)))
OPERATIONS = {path: operations["get"] for path, operations in DOCUMENT["paths"].items()}
SCHEMAS = DOCUMENT["components"]["schemas"]


def references(value: Any) -> Iterator[str]:
    """Every $ref in a document."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_paths_are_the_promised_ones() -> None:
    below = [
        "", "/days/{day}", "/units", "/units/{rsc}", "/events", "/events/{rsc}", "/medals", "/medals/list",
        "/organisations", "/organisations/{code}", "/participants", "/participants/{code}", "/entries",
        "/results", "/records", "/feeds", "/notices", "/news",
    ]  # fmt: skip
    assert set(OPERATIONS) == {"/api/v1/games", *(f"/api/v1/games/{{games}}{path}" for path in below)}


def test_document_is_served(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert msgspec.json.decode(response.content) == DOCUMENT
    assert DOCUMENT["openapi"] == "3.1.0"
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert {reference.rpartition("/")[2] for reference in found} <= set(SCHEMAS)
    assert len(found) > 20


def test_every_name_is_used_once() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", OPERATIONS)
def test_operation_is_described(path: str) -> None:
    operation = OPERATIONS[path]
    assert operation["summary"] and operation["description"]
    inside = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
    assert inside == re.findall(r"{(\w+)}", path)
    for each in operation["parameters"]:
        assert each["description"] and each["schema"]["type"] in ("string", "integer")
        assert "examples" not in each or isinstance(each["examples"], dict)
    assert set(operation["responses"]) == {"200", "304", "400", "404", "422", "503"}
    answer = operation["responses"]["200"]
    assert {"ETag", "X-Kotinos-Seq"} <= set(answer["headers"])
    assert ("Link" in answer["headers"]) == (operation["tags"] == ["Lists"])
    assert ("x-kotinos-topic" in operation) == (operation["tags"] == ["Documents"])


@pytest.mark.parametrize("kind", EXAMPLES, ids=str)
def test_example_is_of_its_kind(kind: Any) -> None:
    told = msgspec.json.encode(EXAMPLES[kind])
    assert msgspec.json.encode(msgspec.json.decode(told, type=kind)) == told
    assert len(told) > 40


def test_every_example_is_shown() -> None:
    shown = [
        each["responses"]["200"]["content"]["application/json"]["example"] for each in OPERATIONS.values()
    ]
    assert len(shown) == len(EXAMPLES)
    assert all(msgspec.json.decode(msgspec.json.encode(example)) in shown for example in EXAMPLES.values())


def test_schema_tells_bounds_and_defaults() -> None:
    limit = next(each for each in OPERATIONS["/api/v1/games"]["parameters"] if each["name"] == "limit")
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 200}
    row = SCHEMAS[rows.UnitRow.__name__]
    assert row["required"] == ["rsc", "name"]
    assert row["properties"]["medal"] == {"type": "integer", "default": 0}


class Reader(HTMLParser):
    """The ids of a page, and the addresses it loads or leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.inline = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.inline += "style" in given or tag in ("style", "script")
        leads = tag == "a" or given.get("rel") in ("canonical", "alternate")
        (self.leads if leads else self.loads).extend(given[name] for name in ("href", "src") if name in given)


@pytest.fixture
def page(client: Client) -> Reader:
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    return Reader(response.content.decode())


def test_page_loads_nothing_from_elsewhere(page: Reader) -> None:
    assert page.loads and all(address.startswith("/static/site/") for address in page.loads)
    assert page.inline == 0


def test_page_has_every_operation_schema_and_problem(page: Reader) -> None:
    wanted = (
        {each["operationId"] for each in OPERATIONS.values()}
        | {f"schema-{name}" for name in SCHEMAS}
        | set(KINDS)
    )
    assert wanted <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_page_leads_nowhere_that_is_not_there(page: Reader) -> None:
    inside = [address[1:] for address in page.leads if address.startswith("#")]
    assert len(inside) > 50
    assert set(inside) <= set(page.ids)


def test_page_shows_parameters_and_examples(client: Client) -> None:
    text = client.get("/api/v1/docs").content.decode()
    assert "curl -i http://testserver/api/v1/games/CITY2026/units/ATHM100M--------------FNL-000100--" in text
    assert "integer 1 to 1,000" in text
    assert "/live/{games}?topic=participant/{code}" in text
    assert "<code>Page_UnitRow_</code>" in text


def test_root_leads_to_the_page(client: Client) -> None:
    assert client.get("/api/v1/").headers["Location"] == "/api/v1/docs"
    assert client.get("/api/v1").headers["Location"] == "/api/v1/"


def test_text_of_the_page_is_escaped() -> None:
    assert pages.coded("a < b in ``x<y`` and `z`, **not**") == (
        "a &lt; b in <code>x&lt;y</code> and <code>z</code>, <strong>not</strong>"
    )


def test_reference_page_tells_every_path_parameter_and_problem(root: Path) -> None:
    text = (root / "docs" / "reference" / "api.md").read_text("utf-8")
    assert [path for path in OPERATIONS if f"`{path}`" not in text] == []
    names = {each["name"] for operation in OPERATIONS.values() for each in operation["parameters"]}
    assert sorted(name for name in names | set(KINDS) if f"`{name}`" not in text) == []


def test_reference_page_tells_no_path_that_is_not_there(root: Path) -> None:
    text = (root / "docs" / "reference" / "api.md").read_text("utf-8")
    told = set(re.findall(r"`(/api/v1/games[^`?]*)`", text))
    assert told == set(OPERATIONS)
