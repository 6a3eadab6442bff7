"""Files of positions: what is taken, and what is said of what is wrong."""

from __future__ import annotations

import json

import pytest

from kotinos.formats.positions import PositionsError, read

GEO = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-31.5, 36.2]},
            "properties": {"associated_names": ["Quay Arena", "Arena"], "place": "Harbour"},
        }
    ],
}


def test_csv_in_any_order_of_columns() -> None:
    found = read("\ufeffLon,Name,lat,Note\n-31.5,Quay Arena,36.2,Gate B\n".encode(), "v.csv")
    assert [(each.names, each.lat, each.lon, each.note) for each in found] == [
        (("Quay Arena",), 36.2, -31.5, "Gate B")
    ]


def test_geojson_has_longitude_first() -> None:
    found = read(json.dumps(GEO).encode(), "v.geojson")[0]
    assert (found.names, found.lat, found.lon, found.note) == (
        ("Quay Arena", "Arena"), 36.2, -31.5, "Harbour",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code,lat\nA,1\n", "line 1: write the columns"),
        (b"code,lat,lon\nA,north,2\n", "line 2: 'north', '2' are no degrees"),
        (b"code,lat,lon\nA,95,2\n", "line 2: 95.0, 2.0 is not on the globe"),
        (b"code,lat,lon\nA,1\n", "line 2: '1', None are no degrees"),
        (b"code,lat,lon\n,1,2\n", "line 2: neither code nor name"),
        (b"code,lat,lon\nA,nan,2\n", "not on the globe"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{", "no JSON"),
        (b"{}", "no FeatureCollection"),
        (b'{"features": [3]}', "feature 1: not an object"),
        (b'{"features": [{"geometry": {"type": "Polygon"}}]}', "feature 1: not a Point"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(PositionsError, match=said):
        read(content, "v.csv")
