"""Which judges' marks do not count."""

from __future__ import annotations

import pytest

from kotinos.sport.judging import dropped


def panel(*marks: str) -> dict[str, str]:
    """Judges' marks as a document holds them."""
    return {f"MARK/J{number}": mark for number, mark in enumerate(marks, 1)}


@pytest.mark.parametrize(
    ("discipline", "marks", "out"),
    [
        ("DIV", ("8.0", "7.5", "8.0", "7.5", "7.5", "8.5", "7.0"), "J2 J3 J6 J7"),
        ("DIV", ("8.0", "7.5", "9.0", "7.0", "7.5"), "J3 J4"),
        ("FSK", ("3", "2", "2", "0", "1", "0", "2", "1", "-1"), "J1 J9"),
        ("SKB", ("92.09", "90.60", "100.00", "92.65", "91.50"), "J2 J3"),
        ("DIV", ("8.0", "7.5", "8.0", "7.5"), ""),  # a judge is missing
        ("DIV", ("8.0", "7.5", "8.0", "7.5", "-"), ""),  # no number
        ("GAR", ("8.0", "7.5", "8.0", "7.5", "7.5"), ""),  # no rule by the panel alone
    ],
)
def test_highest_and_lowest_of_a_panel_do_not_count(
    discipline: str, marks: tuple[str, ...], out: str
) -> None:
    assert dropped(discipline, {"DIFFICULTY": "3.0", **panel(*marks)}) == out


def test_equal_marks_drop_one_at_each_end() -> None:
    assert dropped("DIV", panel("8.0", "8.0", "8.0", "8.0", "8.0")) == "J1 J5"
