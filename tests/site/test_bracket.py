"""How a bracket is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import Place, Slot
from kotinos.site.web.bracket import drawings


def slot(unit: str, stage: str, stage_order: int, order: int, *places: tuple[str, str]) -> Slot:
    """A match; places are (competitor, the unit it comes from)."""
    stand = {str(n): Place(code=code, from_unit=came, order=n) for n, (code, came) in enumerate(places, 1)}
    return Slot(unit=unit, stage=stage, stage_order=stage_order, bracket="FNL", order=order, places=stand)


def units(found: list[tuple[str, Slot]]) -> list[str]:
    """The keys of a column."""
    return [key for key, _ in found]


TREE = {
    "q1": slot("Q1", "QFNL", 1, 1, ("a", ""), ("b", "")),
    "q2": slot("Q2", "QFNL", 1, 2, ("c", ""), ("d", "")),
    "bye1": slot("", "QFNL", 1, 3, ("e", "RANKING"), ("BYE", "")),
    "bye2": slot("", "QFNL", 1, 4, ("f", "RANKING"), ("BYE", "")),
    "s1": slot("S1", "SFNL", 2, 1, ("e", "RANKING"), ("TBD", "Q2")),
    "s2": slot("S2", "SFNL", 2, 2, ("f", "RANKING"), ("TBD", "Q1")),
    "bronze": slot("B", "FNL", 3, 1, ("TBD", "S1"), ("TBD", "S2")),
    "gold": slot("G", "FNL", 3, 2, ("TBD", "S1"), ("TBD", "S2")),
}


def test_matches_stand_where_they_lead_to() -> None:
    tree, third = drawings(TREE, {"FNL/QFNL": "Quarter-finals"}, third={"B"})
    assert [units(stage.slots) for stage in tree.stages] == [
        ["bye1", "q2", "bye2", "q1"],
        ["s1", "s2"],
        ["gold"],
    ]
    assert [stage.joined for stage in tree.stages] == [True, True, False]
    assert [stage.name for stage in tree.stages] == ["Quarter-finals", "SFNL", "FNL"]
    assert units(third.stages[0].slots) == ["bronze"] and third.third and not tree.third


def test_repechage_stands_with_the_match_it_leads_to() -> None:
    repechage = slot("R", "REP", 3, 1, ("TBD", "Q1"), ("TBD", "Q2"))
    last = {
        "bronze": slot("B", "FNL", 4, 1, ("TBD", "R"), ("TBD", "S2")),
        "gold": slot("G", "FNL", 4, 2, ("TBD", "S1"), ("TBD", "S2")),
    }
    tree, third = drawings({**TREE, "rep": repechage, **last}, {}, third={"B"})
    assert [units(stage.slots) for stage in tree.stages][1:] == [["s1", "s2"], ["gold"]]
    assert [stage.joined for stage in tree.stages] == [True, True, False]
    assert [units(stage.slots) for stage in third.stages] == [["rep"], ["bronze"]]


def test_columns_that_do_not_halve_are_not_joined() -> None:
    (tree,) = drawings(TREE, {})
    assert [stage.joined for stage in tree.stages] == [True, False, False]


codes = st.sampled_from(["a", "b", "TBD", "BYE", ""])
places = st.tuples(codes, st.sampled_from(["", "A", "B"]))
slots = st.builds(
    slot,
    st.sampled_from(["", "A", "B"]),
    st.sampled_from("XYZ"),
    st.integers(1, 3),
    st.integers(0, 3),
    places,
    places,
)


@given(st.dictionaries(st.text(max_size=3), slots), st.sets(st.sampled_from("ABC")))
def test_every_match_is_drawn_once(bracket: dict[str, Slot], third: set[str]) -> None:
    drawn = [
        key for drawing in drawings(bracket, {}, third) for stage in drawing.stages for key, _ in stage.slots
    ]
    assert sorted(drawn) == sorted(bracket)
