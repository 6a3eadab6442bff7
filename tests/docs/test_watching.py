"""The limits that the page on watching a server tells are those that are held."""

from __future__ import annotations

import re

from kotinos.ops.meters.rules import ENOUGH, RULES
from kotinos.site.web.ops.troubles import SAID

from . import reading

TEXT = (reading.DOCS / "howto" / "watch-a-server.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", TEXT, re.M))


def test_every_trouble_has_its_row() -> None:
    parts = {rule.code for rule in RULES if rule.unit == "parts"}
    said = {str(what) for code, (_, what, _) in SAID.items() if code not in parts}
    told = set(ROWS) - {"it says", "---"}
    assert told - said == {"No front, intake, fold or process for pages is heard"}
    assert said - told == set()


def test_limits_and_how_long_they_are_said_are_told() -> None:
    shown = {
        "seconds": lambda n: f"{n:g} s" if n >= 1 else f"{1000 * n:g} ms",
        "share": lambda n: f"{100 * n:g} %",
    }
    for rule in RULES:
        if rule.unit == "parts":
            continue
        row = ROWS[str(SAID[rule.code][1])]
        if rule.limit and rule.unit in shown:
            assert shown[rule.unit](rule.limit) in row, rule.code
        elif rule.limit:
            assert rule.limit == 1 and "more than one" in row
        else:
            assert row.startswith("any")
        if rule.hold > 60:
            assert f"{rule.hold // 60} minutes" in row, rule.code
    assert ENOUGH == 1 and "from one page a second on" in TEXT
