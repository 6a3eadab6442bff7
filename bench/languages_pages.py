"""An example of every kind of page, found from the addresses of the site.

A new kind of page needs one, or the bench says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .served import Server, ServerError

NO_PAGES = (
    ".ics",
    ".png",
    ".webmanifest",
    ".js",
    ".atom",
    ".json",
    ".xml",
    ".txt",
    ".svg",
    "metrics",
    "api/",
    "ops/",
)
"""How an address begins or ends that is no page of the site's readers; ``ops/`` has no language in it."""

ALIASES = {"participant-called": "participant", "reported": "the page of a report that somebody wrote"}
"""Addresses whose page is seen under another, or cannot be made from the feed."""


def examples(server: Server, games: str) -> dict[str, str]:
    """Address without a language of an example by the page's name; units and events one of each format."""
    found: dict[str, str] = {}
    told = _told(server, games)
    for name, given in sorted(_patterns(get_resolver().url_patterns)):
        if name in ALIASES or name in found:
            continue
        if not given:
            found[name] = reverse(name)
            continue
        key = (
            f"{name}s" if name in ("unit", "event") else next((each for each in given if each != "games"), "")
        )
        for kind, value in _values(told, name, key):
            parts = [games if each == "games" else value for each in given]
            found[f"{name}{kind}"] = reverse(name, args=parts)
    return found


def _patterns(
    found: list[Any], before: str = "", given: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in found:
        route = before + str(each.pattern)
        names = (*given, *each.pattern.converters)
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, route, names)
        elif isinstance(each, URLPattern) and not any(
            route.endswith(end) or route.startswith(end) for end in NO_PAGES
        ):
            if not each.name:
                raise ServerError(f"an address without a name: {route}")
            yield each.name, names


def _values(told: dict[str, dict[str, str]], name: str, key: str) -> Iterator[tuple[str, str]]:
    if not key:
        yield "", ""
        return
    known = told.get(name if key in ("code", "rsc") else key, told.get(key, {}))
    if not known:
        raise ServerError(f"no example for the page {name!r} ({key}): add one to bench/languages_pages.py")
    for kind, value in known.items():
        yield f"-{kind}" if kind else "", value


def _told(server: Server, games: str) -> dict[str, dict[str, str]]:
    """Codes to make addresses of, by the page's name."""
    whole = server.snapshot(games, "games")
    rows = server.client.get(f"/api/v1/games/{games}/units", params={"limit": 500, "status": "FINISHED"})
    units: dict[str, str] = {}
    events: dict[str, str] = {}
    people: dict[str, str] = {}
    for row in rows.json()["rows"]:
        unit = server.snapshot(games, f"unit/{row['rsc']}")
        for line in unit.get("competitors", {}).values():
            people.setdefault("team" if line.get("kind") == "T" else "person", line["code"])
        if unit.get("competitors"):
            form = unit.get("format", "list")
            units.setdefault(form, row["rsc"])
            events.setdefault(form, row["event"])
        elif unit:
            units.setdefault("ceremony", row["rsc"])
    for code in whole.get("live", {}):
        units.setdefault("live", code)
    for code in whole.get("next", {}):
        units.setdefault("next", code)
    day = whole["now"][:10]
    venue = next(iter(whole["venues"]))
    discipline = next(iter(whole["disciplines"]))
    return {
        "units": units,
        "unit": units,
        "events": events,
        "event": events,
        "participant": people,
        "day": {"": day},
        "discipline": {"": discipline},
        "organisation": {"": _decorated(server, games)},
        "venue": {"": venue},
    }


def _decorated(server: Server, games: str) -> str:
    lines = server.snapshot(games, "medals").get("lines", {})
    return max(lines, key=lambda code: lines[code].get("total", 0))
