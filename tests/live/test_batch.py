"""Batches: whatever bytes the messages have, they come out as they went in; what is none is refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live.batch import MOST, BadBatchError, pack, unpack

numbers = st.none() | st.integers(0, 10**18 - 1)


@given(st.lists(st.tuples(st.binary(max_size=300), numbers), min_size=1, max_size=8))
def test_what_was_packed_is_unpacked(messages: list[tuple[bytes, int | None]]) -> None:
    assert unpack(pack(messages)) == messages


@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadBatchError):
        assert pack(unpack(body)) == body or b"0" in body  # "007 1" is read as 7


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "empty"),
        (b"<OdfBody/>", "byte 0: expected a line"),
        (b"1 5\nabcde", "byte 4: expected 5 bytes of a message and a newline"),
        (b"1 5\nabc\n", "byte 4: expected 5 bytes"),
        (b"1 3\nabc\n2 x\n", "byte 8: expected a line"),
        (b"-1 3\nabc\n", "byte 0"),
        (pack([(b"a", 1)] * (MOST + 1)), f"at most {MOST} messages"),
    ],
)
def test_what_is_no_batch_is_refused_with_its_place(body: bytes, told: str) -> None:
    with pytest.raises(BadBatchError, match=told):
        unpack(body)
