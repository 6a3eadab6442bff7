"""The laws of the 34-character code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.odf.rsc import LENGTH, RSC, Level, discipline_rsc, event_rsc, phase_rsc

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
codes = st.text(_SIGNS, min_size=1, max_size=LENGTH)


def _part(width: int) -> st.SearchStrategy[str]:
    return st.text(_SIGNS, max_size=width).map(lambda text: text.rstrip("-"))


parsed = st.builds(RSC, _part(3), _part(1), _part(8), _part(10), _part(4), _part(8))


@given(codes)
def test_printing_what_was_parsed_pads_it(code: str) -> None:
    assert str(RSC.parse(code)) == code.ljust(LENGTH, "-")


@given(parsed)
def test_parsing_what_was_printed_gives_it_back(code: RSC) -> None:
    assert len(str(code)) == LENGTH
    assert RSC.parse(str(code)) == code


@given(parsed)
def test_parents_climb_to_the_top_and_contain_what_is_below(code: RSC) -> None:
    above, steps = code.parent, 0
    before = code
    while above is not None:
        assert above.level < before.level
        assert above.contains(code)
        assert above != before
        above, before, steps = above.parent, above, steps + 1
        assert steps <= Level.UNIT


@given(parsed, parsed)
def test_containing_is_an_order(one: RSC, other: RSC) -> None:
    assert one.contains(one)
    if one.contains(other) and other.contains(one):
        assert one == other


@given(parsed, st.sampled_from(Level), st.sampled_from(Level))
def test_cutting_twice_is_cutting_at_the_higher(code: RSC, one: Level, other: Level) -> None:
    assert code.at(one).at(other) == code.at(min(one, other))
    assert code.at(one).contains(code)
    assert code.at(Level.UNIT) == code


@given(parsed)
def test_text_helpers_agree_with_values(code: RSC) -> None:
    text = str(code)
    assert discipline_rsc(text) == str(code.at(Level.DISCIPLINE))
    assert event_rsc(text) == str(code.at(Level.EVENT))
    assert phase_rsc(text) == str(code.at(Level.PHASE))


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("-" * LENGTH, Level.GAMES),
        ("ALP".ljust(LENGTH, "-"), Level.DISCIPLINE),
        ("ALPM".ljust(LENGTH, "-"), Level.GENDER),
        ("ALPMDH".ljust(LENGTH, "-"), Level.EVENT),
        ("FRSWHP----------------QUAL--------", Level.PHASE),
        ("BOBOTEAM4-------------FNL-000300--", Level.UNIT),
    ],
)
def test_level_is_the_deepest_part(code: str, level: Level) -> None:
    assert RSC.parse(code).level == level


@pytest.mark.parametrize("code", ["", "x" * LENGTH, "A" * (LENGTH + 1), "ATH M", "ÄTH", "ATH\n"])
def test_faulty_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="RSC"):
        RSC.parse(code)
