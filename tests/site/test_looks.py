"""Which sheet shows a unit."""

from __future__ import annotations

import pytest

from kotinos.games.terms import UnitView
from kotinos.site.web.looks import by_position, look_of


@pytest.mark.parametrize(
    ("rsc", "format", "attempts", "look"),
    [
        ("SWMW200MFR", "race", {}, "lanes"),
        ("ATHM100M", "race", {}, "lanes"),
        ("ATHM4X400M", "race", {}, "lanes"),
        ("ATHW10000M", "race", {}, "race"),
        ("CRDMTT", "race", {}, "race"),
        ("ATHMLJ", "attempts", {"1": "1", "2": "2"}, "trials"),
        ("ATHMHJ", "attempts", {"1": "1.95", "2": "2.00"}, "heights"),
        ("WLFM61KG", "attempts", {"1": "Snatch 1"}, "lifts"),
        ("WLFM61KG", "attempts", {}, "list"),
        ("SHOMAR10M", "attempts", {"1": "Series 1"}, "rounds"),
        ("SALXDINGHY", "list", {"1": "Race 1"}, "rounds"),
        ("SALXDINGHY", "list", {}, "list"),
        ("DIVM3MSB", "judged", {"1": "Dive 1"}, "judged"),
        ("HBLMTEAM7", "match", {}, "game"),
        ("TENMSINGLES", "match", {}, "sets"),
        ("JUDM60KG", "match", {}, "bout"),
    ],
)
def test_sheet_is_chosen_by_code_format_and_columns(
    rsc: str, format: str, attempts: dict[str, str], look: str
) -> None:
    code = f"{rsc.ljust(22, '-')}FNL-000100--"
    view = UnitView(rsc=code, name="", discipline=rsc[:3], format=format, attempts=attempts)
    assert look_of(view) == look


def test_columns_stand_by_number() -> None:
    assert by_position({"10": "a", "2": "b", "X": "c"}.items()) == [("2", "b"), ("10", "a"), ("X", "c")]
