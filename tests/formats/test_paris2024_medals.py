"""Medals by the rows alone, format by format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.formats.paris2024 import load
from kotinos.formats.paris2024.medals import Held, decide, recompute
from kotinos.formats.paris2024.plan import Stage
from kotinos.formats.paris2024.rows import ResultRow
from kotinos.sport.medals import BRONZE, GOLD, SILVER

SMALL = Path(__file__).parent / "paris2024_small"


def stage(*rows: tuple[str, str]) -> Stage:
    """A stage of (competitor, rank, W/L or result): ``2`` is a rank, ``W`` a win, ``=12.5`` a result."""
    made = []
    for name, told in rows:
        column = "result_WLT" if told in ("W", "L") else "result" if told.startswith("=") else "rank"
        made.append(ResultRow(participant_code=name, participant_type="Person", **{column: told.lstrip("=")}))
    return Stage("", tuple(made), None)


def held(gold: str = "", silver: str = "", bronze: str = "") -> Held:
    return frozenset(
        (name, medal) for names, medal in ((gold, GOLD), (silver, SILVER), (bronze, BRONZE)) for name in names
    )


CASES = [
    ("SWM", {"FNL-000100--": stage(("a", "1.0"), ("b", "2.0"), ("c", "2.0"))}, "final", held("a", "bc")),
    ("ATH", {"FNL-000100--": stage(("a", "1"), ("b", "1"), ("c", "3"))}, "final", held("ab", "", "c")),
    (
        "ATH",
        {"------------": stage(("a", "2"), ("b", "1"), ("c", "3"))},
        "total of the event",
        held("b", "a", "c"),
    ),
    (
        "TTE",
        {"FNL-000100--": stage(("a", "L"), ("b", "W")), "FNL-000200--": stage(("c", "W"), ("d", "L"))},
        "head to head",
        held("b", "a", "c"),
    ),
    (
        "WRE",
        {
            "FNL-000100--": stage(("a", "W"), ("b", "L")),
            "REPF000100--": stage(("c", "L"), ("d", "W")),
            "REPF000200--": stage(("e", "W"), ("f", "L")),
        },
        "head to head",
        held("a", "b", "de"),
    ),
    (
        "BOX",
        {"SFNL000100--": stage(("a", "W"), ("b", "L")), "SFNL000200--": stage(("c", "L"), ("d", "W"))},
        "head to head",
        held("", "", "bc"),
    ),
    (
        "CTR",
        {
            "FNL-000100--": stage(("a", "1.0"), ("b", "2.0")),
            "FNL-000200--": stage(("c", "4.0"), ("d", "3.0")),
            "FNL-000300--": stage(("e", "5.0"), ("f", "6.0")),
        },
        "head to head",
        held("a", "b", "d"),
    ),
    (
        "GLF",
        {
            "FNL-000100--": stage(("a", "=70"), ("b", "=69"), ("c", "=71"), ("d", "=60")),
            "FNL-000200--": stage(("a", "=68"), ("b", "=70"), ("c", "=72")),
        },
        "sum of rounds",
        held("a", "b", "c"),
    ),
    (
        "SWA",
        {
            "FNL-000100--": stage(("a", "=300.5"), ("b", "=301.25"), ("c", "=1")),
            "FNL-000200--": stage(("a", "=300.5"), ("b", "=300"), ("c", "=1")),
        },
        "sum of rounds",
        held("b", "a", "c"),
    ),
    (
        "SAL",
        {
            "PREL000100--": stage(("a", "=1"), ("b", "=2"), ("c", "=9")),
            "PREL000200--": stage(("a", "=20"), ("b", "=2"), ("c", "=3")),
            "FNL-000100--": stage(("a", "=4"), ("b", "=2"), ("c", "=6")),
        },
        "sailing series",
        held("b", "a", "c"),
    ),
    (
        "EQU",
        {
            "FNL-000100--": stage(("a", "1"), ("b", "1"), ("c", "1"), ("d", "4")),
            "FNL-0002RR--": stage(("b", "1"), ("c", "2"), ("a", "3")),
        },
        "jump-off",
        held("b", "c", "a"),
    ),
    (
        "EQU",
        {
            "DRSS000100--": stage(("a", "=20.1"), ("b", "=22"), ("c", "=30"), ("d", "=10")),
            "XC--000100--": stage(("a", "=4"), ("b", "=0"), ("c", "=0")),
            "JUMP000100--": stage(("a", "=0"), ("b", "=0.4"), ("c", "=0")),
        },
        "sum of rounds",
        held("b", "a", "c"),
    ),
    ("EQU", {"GPFR000100--": stage(("a", "1"), ("b", "2"), ("c", "3"))}, "last phase", held("a", "b", "c")),
]


@pytest.mark.parametrize(("discipline", "tails", "rule", "expected"), CASES)
def test_decide_finds_the_rule_of_the_format(discipline, tails, rule, expected):
    assert decide(discipline, tails) == (rule, expected)


@pytest.mark.parametrize(
    ("discipline", "tails", "reason"),
    [
        ("JUD", {}, "no results"),
        ("GAR", {"FNL-000001--": stage(("a", "=14.1"), ("b", "=14.2"))}, "one apparatus"),
        ("SAL", {"FNL-000100--": stage(("a", "1")), "FNL-000200--": stage(("a", "1"))}, "series of races"),
        ("SWM", {"HEAT000100--": stage(("a", "1"), ("b", "2"), ("c", "3"))}, "no final"),
        ("TTE", {"FNL-000100--": stage(("a", ""), ("b", ""))}, "no final"),
    ],
)
def test_decide_says_why_it_cannot(discipline, tails, reason):
    told, found = decide(discipline, tails)
    assert found is None
    assert reason in told


def test_recompute_puts_every_event_with_medals_in_one_place():
    found = recompute(load(SMALL))
    agreed = {each.rsc.rstrip("-") for each in found.agreements}
    assert agreed == {"ATHMDECA", "BOXM60KG", "CSLWX1", "SWMW100M", "TTEXDBLS"}
    assert found.disagreements == ()
    assert {gap.rsc[:3] for gap in found.not_computable} == {"JUD", "ROW"}


def test_recompute_tells_a_disagreement(tmp_path):
    paris = load(SMALL)
    wrong = tuple(row for row in paris.medals if row.code != "9000003" or row.discipline != "Swimming")
    found = recompute(type(paris)(results=paris.results, schedule=paris.schedule, medals=wrong))
    assert [each.rsc[:8] for each in found.disagreements] == ["SWMW100M"]
    assert found.disagreements[0].computed - found.disagreements[0].told == {("9000003", SILVER)}


@given(st.lists(st.integers(1, 8), min_size=3, max_size=8), st.randoms())
def test_final_gives_the_same_medals_in_any_order_of_rows(ranks, random):
    rows = [(f"c{at}", str(each)) for at, each in enumerate(ranks)]
    before = decide("ATH", {"FNL-000100--": stage(*rows)})
    random.shuffle(rows)
    assert decide("ATH", {"FNL-000100--": stage(*rows)}) == before
