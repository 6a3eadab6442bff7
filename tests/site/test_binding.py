"""Bound lists: order, choice, limit, addresses."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.terms import Side, UnitLine
from kotinos.site.binding import BLANK, each, link, short


def unit(rsc: str, **more: object) -> UnitLine:
    """A line with little in it."""
    return UnitLine(rsc=rsc, name=rsc, discipline=str(more.pop("discipline", "ATH")), **more)  # type: ignore[arg-type]


members = st.dictionaries(
    st.text(max_size=3),
    st.builds(
        unit,
        st.text(max_size=3),
        order=st.integers(0, 3),
        start=st.sampled_from(["", "09", "10"]),
        discipline=st.sampled_from("AB"),
    ),
)


@given(members)
def test_order_does_not_depend_on_the_order_of_arrival(found: dict[str, UnitLine]) -> None:
    turned = dict(reversed(found.items()))
    for order in ("order", "-start order", "start -order", ""):
        assert list(each("x", found, order)) == list(each("x", turned, order))


@given(members)
def test_order_goes_by_its_fields_then_by_key(found: dict[str, UnitLine]) -> None:
    given_ = [(line.start, -line.order, key) for key, line in each("x", found, "start -order")]
    assert given_ == sorted(given_)


@given(members, st.integers(1, 4))
def test_choice_and_limit_hold(found: dict[str, UnitLine], limit: int) -> None:
    both = [line.discipline for _, line in each("x", found, where="discipline=A")]
    assert set(both) <= {"A"}
    others = list(each("x", found, where="discipline!=A"))
    assert len(both) + len(others) == len(found)
    limited = each("x", found, where="discipline!=A", limit=limit)
    assert list(limited) == others[:limit] and len(limited) == len(others[:limit])


def test_attributes_say_what_the_script_needs() -> None:
    found = each("units", {}, "-start", 'discipline="A', 3)
    assert (
        str(found.attrs)
        == 'data-each="units" data-order="-start" data-where="discipline=&#34;A" data-limit="3"'
    )
    assert str(each("units", {}).attrs) == 'data-each="units" data-order="order"'


def test_link_is_bound_and_safe() -> None:
    assert str(link("/G/units/*/", "A B<", "rsc")) == 'href="/G/units/A%20B%3C/" data-a="href:/G/{@rsc}/"'
    assert str(link("/G/units/*/", "", "rsc", "data-s:status")) == 'data-a="href:/G/{@rsc}/;data-s:status"'


def test_blanks_hold_nothing() -> None:
    assert all(
        not any(value for value in msgspec.to_builtins(blank).values())
        for blank in BLANK.values()
        if not isinstance(blank, Side)
    )


def test_name_under_its_event_is_short() -> None:
    assert short("Men's 100 m Heat 3", "Men's 100 m") == "Heat 3"
    assert short("Final", "Men's 100 m") == short("Men's 100 m Final", "Men's 100 m") == "Final"
    assert short("Stade - Track", "Stade") == "Track" and short("Dome 1", "Dome") == "Dome 1"
    assert short("Men's 100 m", "Men's 100 m") == "Men's 100 m" and short("Final", "") == "Final"
