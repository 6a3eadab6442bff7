"""What the lines of a result say of their attempts, and of places nobody stands in."""

from __future__ import annotations

from kotinos.games.terms import CompetitorLine
from kotinos.live.fold.lines import competitor_lines
from kotinos.live.fold.names import Names
from kotinos.live.fold.state import State
from kotinos.odf.nodes import Competitor, ExtendedResult, Extension, Result


def told(kind: str, result: str, *values: str, discipline: str = "ATH", **more: str) -> CompetitorLine:
    """The line of a competitor with these attempts; ``N=discard`` in ``more`` discards the Nth."""
    attempts = tuple(
        ExtendedResult(type="ER", code="ATTEMPT", pos=str(pos), value=value, discard=more.get(f"d{pos}", ""))
        for pos, value in enumerate(values, 1)
    )
    lines = competitor_lines(
        [
            Result(
                result=result,
                result_type=kind,
                extended_results=attempts,
                competitors=(Competitor(code="1", type="A"),),
            )
        ],
        Names(State()),
        discipline,
    )
    return lines["1"]


def best(line: CompetitorLine) -> list[str]:
    """Positions of the attempts that made the result."""
    return [pos for pos, attempt in line.attempts.items() if attempt.best]


def test_attempt_that_made_the_result_is_marked() -> None:
    assert best(told("DISTANCE", "8.21", "8.01", "X", "8.21", "8.21")) == ["3"]
    assert best(told("DISTANCE", "", "X", "X")) == []
    assert best(told("POINTS", "14.5", "14.5")) == []  # one round only: nothing to choose from


def test_best_of_each_lift_is_marked() -> None:
    line = told("WEIGHT", "301", "132", "134", "X", "160", "167", "X", discipline="WLF")
    assert best(line) == ["2", "5"]
    assert best(told("WEIGHT", "", "X", "X", "X", discipline="WLF")) == []


def test_discarded_attempt_is_told() -> None:
    line = told("POINTS", "5", "2", "9", "3", discipline="SAL", d2="Y")
    assert [attempt.discarded for attempt in line.attempts.values()] == [False, True, False]


def test_dropped_marks_are_told_by_the_rule_of_the_discipline() -> None:
    marks = tuple(Extension(code="MARK", pos=f"J{n}", value=str(n)) for n in range(1, 6))
    round_ = ExtendedResult(type="ER", code="ATTEMPT", pos="1", value="27", extensions=marks)
    result = Result(extended_results=(round_,), competitors=(Competitor(code="1", type="A"),))
    assert competitor_lines([result], Names(State()), "DIV")["1"].attempts["1"].dropped == "J1 J5"
    assert competitor_lines([result], Names(State()), "GAR")["1"].attempts["1"].dropped == ""


def test_place_nobody_stands_in_has_no_code() -> None:
    sides = [
        Result(sort_order=str(at), competitors=(Competitor(code=code, type="A"),))
        for at, code in enumerate(("7", "TBD"), 1)
    ]
    lines = competitor_lines(sides, Names(State()))
    assert {key: (line.code, line.name) for key, line in lines.items()} == {
        "7": ("7", "7"),
        "#2": ("", "TBD"),
    }
