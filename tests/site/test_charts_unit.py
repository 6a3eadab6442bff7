"""What is drawn of a unit, and who is drawn."""

from __future__ import annotations

from kotinos.games.terms import Attempt, CompetitorLine, PeriodView, Split, UnitView
from kotinos.site.web.charts.scale import Plot
from kotinos.site.web.charts.unit import charts, picked


def unit(lines: list[CompetitorLine], **more: object) -> UnitView:
    """A unit with these lines."""
    by_code = {line.code: line for line in lines}
    return UnitView(rsc="ATHM800M", name="", discipline="ATH", competitors=by_code, **more)  # type: ignore[arg-type]


def runner(number: int, *splits: tuple[str, str]) -> CompetitorLine:
    """A runner with times and places at the splits."""
    told = {str(at): Split(value=value, rank=rank) for at, (value, rank) in enumerate(splits, 1)}
    return CompetitorLine(code=str(number), name=f"R{number}", order=number, splits=told)


def tried(number: int, result: str, *values: str, kind: str = "DISTANCE") -> CompetitorLine:
    """A competitor with these attempts."""
    told = {str(at): Attempt(value=value, valid=value != "X") for at, value in enumerate(values, 1)}
    return CompetitorLine(
        code=str(number), name=f"T{number}", order=number, rank=str(number), result=result,
        result_type=kind, attempts=told,
    )  # fmt: skip


def rows(plot: Plot) -> list[tuple[str, ...]]:
    """The figures of a chart."""
    return list(plot.rows)


def test_race_is_drawn_as_places_and_gaps() -> None:
    lines = [runner(1, ("58.10", "2"), ("1:59.50", "1")), runner(2, ("57.60", "1"), ("2:00.25", "2"))]
    places, gaps = charts(unit(lines, splits={"1": "400 m", "2": "Finish"}), "race")
    assert rows(places) == [("R1", "2", "1"), ("R2", "1", "2")]
    assert places.up[0] == (0.0, "1") and places.series[0].path == "M0 100L100 0"
    assert rows(gaps) == [("R1", "0", "+0.5", "0"), ("R2", "0", "0", "+0.75")]
    assert gaps.head[1:] == ("Start", "400 m", "Finish")


def test_race_with_one_split_told_is_not_drawn() -> None:
    lines = [runner(1, ("58.10", "1")), runner(2)]
    assert charts(unit(lines, splits={"1": "400 m", "2": "Finish"}), "race") == []
    assert charts(unit([], splits={"1": "400 m", "2": "Finish"}), "race") == []


def test_who_has_no_time_yet_has_no_line_but_a_row() -> None:
    lines = [runner(1, ("58.10", "1"), ("1:59.50", "1")), runner(2, ("58.60", "2")), runner(3)]
    places, _ = charts(unit(lines, splits={"1": "400 m", "2": "Finish"}), "lanes")
    assert [series.name for series in places.series] == ["R1", "R2"]
    assert rows(places)[2] == ("R3", "", "")


def test_chosen_are_drawn_beside_the_first_six() -> None:
    lines = {str(n): runner(n) for n in range(1, 12)}
    assert [line.code for line in picked(lines, ["9", "11", "3", "none"])] == [*"123456", "9", "11"]
    assert len(picked(lines, [str(n) for n in range(7, 12)])) == 8


def test_best_so_far_is_drawn_where_the_best_makes_the_result() -> None:
    lines = [tried(1, "8.21", "8.01", "X", "8.21"), tried(2, "8.11", "X", "8.11", "7.90")]
    (plot,) = charts(unit(lines, attempts={"1": "1", "2": "2", "3": "3"}), "trials")
    assert rows(plot) == [("T1", "8.01", "8.01", "8.21"), ("T2", "", "8.11", "8.11")]


def test_points_behind_are_drawn_where_the_sum_makes_the_result() -> None:
    lines = [tried(1, "30", "9", "10", "11", kind="POINTS"), tried(2, "28", "10", "9", "9", kind="POINTS")]
    (plot,) = charts(unit(lines, attempts={"1": "1", "2": "2", "3": "3"}), "rounds")
    assert rows(plot) == [("T1", "+1", "0", "0"), ("T2", "0", "0", "+2")]


def test_attempts_that_do_not_make_the_result_are_not_drawn() -> None:
    lines = [tried(1, "99", "9", "10", kind="POINTS")]
    assert charts(unit(lines, attempts={"1": "1", "2": "2"}), "judged") == []
    assert charts(unit([tried(1, "", "X", "X")], attempts={"1": "1", "2": "2"}), "trials") == []


def test_score_is_drawn_period_by_period() -> None:
    sides = [CompetitorLine(code=code, name=code, kind="T", order=at) for at, code in enumerate("AB")]
    told = {
        f"Q{n}": PeriodView(code=f"Q{n}", home=home, away=away, order=n)
        for n, (home, away) in enumerate((("20", "18"), ("15", "25"), ("10", "")), 1)
    }
    (plot,) = charts(unit(sides, periods=told), "game")
    assert rows(plot) == [("A", "0", "20", "35", "45"), ("B", "0", "18", "43", "43")]
    told.pop("Q3")
    assert charts(unit(sides, periods=told), "game") == []
