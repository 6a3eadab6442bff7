"""Positions of venues: a CSV with a head line, or GeoJSON points. Pure.

CSV: columns ``code`` or ``name`` (or both), ``lat``, ``lon``, and perhaps ``note``, in any order. GeoJSON
(RFC 7946): a FeatureCollection of Points, longitude first; ``code``, ``name``, ``associated_names``, ``note``
or ``place`` of the properties say which venue it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import msgspec


class Position(msgspec.Struct, frozen=True):
    """Where something is, in degrees. ``names``: its codes or names; ``where``: line or feature."""

    names: tuple[str, ...]
    lat: float
    lon: float
    note: str = ""
    where: str = ""


class PositionsError(ValueError):
    """A file that cannot be read, with the place and what to do."""


def read(content: bytes, name: str) -> list[Position]:
    """The positions of a file. Raises ``PositionsError`` at the first thing that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PositionsError(f"{name}, byte {error.start}: not UTF-8; save it as UTF-8") from error
    return list(_geojson(text, name) if text.lstrip().startswith("{") else _csv(text, name))


def _csv(text: str, name: str) -> Iterator[Position]:
    rows = csv.DictReader(io.StringIO(text))
    head = {(column or "").strip().lower() for column in rows.fieldnames or ()}
    if not {"lat", "lon"} <= head or not head & {"code", "name"}:
        raise PositionsError(f"{name}, line 1: write the columns code or name, lat, lon (and note, if any)")
    for row in rows:
        told = {
            (key or "").strip().lower(): (value or "") for key, value in row.items() if isinstance(value, str)
        }
        where = f"{name}, line {rows.line_num}"
        names = tuple(
            value.strip() for value in (told.get("code", ""), told.get("name", "")) if value.strip()
        )
        yield _position(names, (told.get("lat"), told.get("lon")), told.get("note", "").strip(), where)


def _geojson(text: str, name: str) -> Iterator[Position]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise PositionsError(f"{name}: no JSON ({error}); a CSV must not begin with {{") from error
    features = told.get("features")
    if not isinstance(features, list):
        raise PositionsError(
            f"{name}: no FeatureCollection; write {{'type': 'FeatureCollection', 'features': […]}}"
        )
    for number, feature in enumerate(features, start=1):
        where = f"{name}, feature {number}"
        if not isinstance(feature, dict):
            raise PositionsError(f"{where}: not an object")
        geometry, told_of = feature.get("geometry") or {}, feature.get("properties") or {}
        point = geometry.get("coordinates")
        if geometry.get("type") != "Point" or not isinstance(point, list) or len(point) < 2:
            raise PositionsError(f"{where}: not a Point with longitude and latitude; give one point a venue")
        note = told_of.get("note") or told_of.get("place") or ""
        yield _position(_names(told_of), (point[1], point[0]), str(note), where)


def _names(told: dict[str, Any]) -> tuple[str, ...]:
    others = told.get("associated_names")
    found = [told.get("code"), told.get("name"), *(others if isinstance(others, list) else ())]
    return tuple(str(each).strip() for each in found if each)


def _position(names: tuple[str, ...], at: tuple[Any, Any], note: str, where: str) -> Position:
    if not names:
        raise PositionsError(f"{where}: neither code nor name; say which venue it is")
    try:
        lat, lon = float(at[0]), float(at[1])
    except (TypeError, ValueError) as error:
        raise PositionsError(
            f"{where}: {at[0]!r}, {at[1]!r} are no degrees; write 48.8566, 2.3522"
        ) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise PositionsError(f"{where}: {lat}, {lon} is not on the globe; latitude first, then longitude")
    return Position(names, lat, lon, note, where)
