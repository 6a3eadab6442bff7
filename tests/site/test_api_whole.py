"""A whole made-up Games through the fold: what the API lists and what its documents say is the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from django.test import Client

from kotinos.live import keeper
from kotinos.live.fold import Fold
from kotinos.rehearsal.api import plan, stream

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def base(db: None) -> str:
    """The address of a small Games, told to its end."""
    messages = [timed.message for timed in stream(plan("test"))]
    games = messages[0].header.games
    fold = Fold(games)
    for message in messages:
        fold.apply(message)
    keeper.keep(1, {games: fold.flush()}, (), publish=True)
    return f"/api/v1/games/{games}"


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, (address, response.content)
    found: dict[str, Any] = msgspec.json.decode(response.content)
    return found


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    """All rows of a list, which must be more than one."""
    page = get(client, f"{address}?limit=1000")
    assert len(page["rows"]) == page["total"] > 1
    return list(page["rows"])


def test_lists_and_documents_say_the_same(client: Client, base: str) -> None:
    results: Counter[tuple[str, ...]] = Counter()
    for row in rows(client, f"{base}/units"):
        unit = get(client, f"{base}/units/{row['rsc']}")
        assert {name: unit[name] for name in row} == row
        for line in unit.get("competitors", {}).values():
            results[unit["rsc"], line["code"], line.get("rank", ""), line.get("result", "")] += 1
    assert results == Counter(
        (row["unit"], row["competitor"], row.get("rank", ""), row.get("result", ""))
        for row in rows(client, f"{base}/results")
    )
    held: list[dict[str, Any]] = []
    for row in rows(client, f"{base}/events"):
        event = get(client, f"{base}/events/{row['rsc']}")
        assert {name: event[name] for name in row} == row
        held += event.get("medals", {}).values()
    listed = rows(client, f"{base}/medals/list")
    assert sorted(held, key=repr) == sorted(listed, key=repr)
    table = get(client, f"{base}/medals")["lines"]
    assert Counter(each["organisation"] for each in listed) == {
        code: line["total"] for code, line in table.items()
    }


def test_people_and_organisations_listed_have_documents(client: Client, base: str) -> None:
    home = get(client, base)
    for row in rows(client, f"{base}/organisations"):
        organisation = get(client, f"{base}/organisations/{row['code']}")
        assert {name: organisation[name] for name in row} == row
        assert row["code"] in home["organisations"]
    people = rows(client, f"{base}/participants")
    for row in people[::7]:
        assert get(client, f"{base}/participants/{row['code']}")["name"] == row["name"]
    for day in home["days"]:
        assert get(client, f"{base}/days/{day}")["units"]
