"""Messages made up by hypothesis: any value the nodes can hold."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from kotinos.odf.binding import shape
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, Node, Note

_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_AWKWARD = st.sampled_from("&<>\"'\n\t;]")
texts = st.text(_LETTERS | _AWKWARD, max_size=8).map(str.strip)
"""Text as a value holds it: without blanks around it."""

words = texts.filter(bool)
_days = st.dates().map(str)


@st.composite
def nodes(draw: Any, node: type[Node], depth: int = 5) -> Any:
    """A node with a few of its fields filled, children included."""
    form = shape(node)
    fields = [field.name for field in msgspec.structs.fields(node)]
    children = {child.field: child for child in form.children}
    values: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(fields), max_size=4)):
        child = children.get(name)
        if child is None:
            values[name] = draw(texts)
        elif depth:
            inner = nodes(typing.cast(Any, child.node), depth - 1)
            values[name] = draw(st.lists(inner, max_size=2).map(tuple) if child.many else inner)
    return node(**values)


headers = st.builds(
    Header,
    competition=words,
    document_code=words,
    document_type=words,
    version=st.integers(0, 999_999_999),
    document_subcode=texts,
    document_subtype=texts,
    result_status=texts,
    language=texts,
    feed_flag=texts,
    date=_days,
    time=texts,
    logical_date=_days,
    source=texts,
    venue=texts,
    serial=texts,
    rt_serial=texts,
)

messages = st.builds(
    Message,
    header=headers,
    competition=st.none() | nodes(Competition),
    notes=st.lists(st.builds(Note, text=texts), max_size=2).map(tuple),
)
