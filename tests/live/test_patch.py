"""Merge patches: the RFC's own examples, and laws that hold for every document."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live.patch import apply, compose, diff, diff_bytes

SCALARS = st.one_of(st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.sampled_from(["", "a", "b"]))
NAMES = st.sampled_from("abc")
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3))
)
DOCS = st.dictionaries(NAMES, VALUES, max_size=3)
PATCHES = st.recursive(
    st.dictionaries(NAMES, st.one_of(st.none(), SCALARS), max_size=3),
    lambda inner: st.dictionaries(NAMES, st.one_of(st.none(), SCALARS, inner), max_size=3),
)


# RFC 7396, appendix A (the rows whose document has no null).
@pytest.mark.parametrize(
    ("doc", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_apply_follows_the_rfc(doc, patch, result):
    assert apply(doc, patch) == result


@given(DOCS, DOCS)
def test_diff_leads_from_old_to_new(old, new):
    patch = diff(old, new)
    assert repr_sorted(apply(old, patch or {})) == repr_sorted(new)


@given(DOCS)
def test_diff_of_a_document_with_itself_is_none(doc):
    assert diff(doc, doc) is None


@pytest.mark.parametrize(("old", "new"), [(1, True), (1, 1.0), (0, False), ([1], [True])])
def test_diff_tells_apart_what_json_tells_apart(old, new):
    assert diff({"a": old}, {"a": new}) is not None


@given(DOCS, PATCHES, PATCHES)
def test_compose_does_what_both_do_in_turn(doc, first, second):
    both = compose(first, second)
    if both is not None:
        assert repr_sorted(apply(doc, both)) == repr_sorted(apply(apply(doc, first), second))


@given(PATCHES, PATCHES)
def test_compose_gives_up_only_where_an_object_follows_something_else(first, second):
    assert (compose(first, second) is None) == clashes(first, second)


def test_compose_gives_up_where_an_object_is_put_back():
    assert compose({"a": None}, {"a": {"b": 1}}) is None
    assert compose({"x": {"a": 5}}, {"x": {"a": {"b": 1}}}) is None
    assert compose({"a": {"b": 1}}, {"a": None}) == {"a": None}


@given(DOCS, st.lists(PATCHES, max_size=5), st.integers(0, 5))
def test_following_again_from_an_older_point_ends_the_same(doc, patches, back):
    """Why a client may safely be told some changes twice, as long as none is left out."""
    once = doc
    for patch in patches:
        once = apply(once, patch)
    again = once
    for patch in patches[-back:]:
        again = apply(again, patch)
    assert repr_sorted(again) == repr_sorted(once)


def clashes(first, second):
    return any(
        not isinstance(first[name], dict) or clashes(first[name], later)
        for name, later in second.items()
        if name in first and isinstance(later, dict)
    )


def repr_sorted(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{repr_sorted(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(repr_sorted, value)) + "]"
    return repr(value)


@given(DOCS, DOCS)
def test_diff_of_bytes_is_the_diff_of_what_they_say(old: dict[str, object], new: dict[str, object]) -> None:
    encode = msgspec.json.Encoder(order="sorted").encode
    assert diff_bytes(encode(old), encode(new)) == (diff(old, new) or {})
