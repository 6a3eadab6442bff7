"""Between XML and nodes, both ways, driven by the nodes' own fields. Pure.

Reading walks lxml elements; writing appends text, which costs a fifth of building elements.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from lxml import etree

from .nodes import Node

Report = Callable[[str, etree._Element, str], None]
"""Called with (what, element, name) for what the nodes cannot hold: an ``attribute`` or ``element`` they
do not know, ``padding`` around a value, an ``empty`` wrapper, a single child that is ``repeated``."""


class Child(msgspec.Struct, frozen=True):
    """Where child elements of one field live."""

    field: str
    wrapper: str
    tag: str
    node: type[Node]
    many: bool


class Shape(msgspec.Struct, frozen=True):
    """A node's XML: attributes (XML name to field), its text field, its children in document order."""

    node: type[Node]
    attributes: dict[str, str]
    text: bool
    children: tuple[Child, ...]
    by_tag: dict[str, Child]
    by_wrapper: dict[str, Child]
    openings: tuple[tuple[str, str], ...]


def _child(name: str, path: str, hint: Any) -> Child:
    many = typing.get_origin(hint) is tuple
    inner = typing.get_args(hint)
    node = inner[0] if many else next(part for part in inner if part is not types.NoneType)
    wrapper, _, tag = path.rpartition("/")
    return Child(name, wrapper, tag, node, many)


@cache
def shape(node: type[Node]) -> Shape:
    """The XML shape of a node class."""
    hints = typing.get_type_hints(node)
    attributes: dict[str, str] = {}
    children: list[Child] = []
    text = False
    for item in msgspec.structs.fields(node):
        hint = hints[item.name]
        if hint is not str:
            children.append(_child(item.name, item.encode_name, hint))
        elif item.name == "text":
            text = True
        else:
            attributes[item.encode_name] = item.name
    return Shape(
        node,
        attributes,
        text,
        tuple(children),
        {child.tag: child for child in children if not child.wrapper},
        {child.wrapper: child for child in children if child.wrapper},
        tuple((f' {name}="', field) for name, field in attributes.items()),
    )


def local_name(tag: Any) -> str:
    """An element's name without its namespace; ``""`` for what is no element (an unresolved entity)."""
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def read(element: etree._Element, node: type[Node], report: Report) -> Any:
    """Turn an element into a ``node``; whatever it has that the node cannot hold goes to ``report``."""
    form = shape(node)
    attributes: dict[Any, str] = form.attributes
    values: dict[str, Any] = {}
    for name, value in element.items():
        field = attributes.get(name)
        if field is None:
            report("attribute", element, str(name))
            continue
        text = value.strip()
        if text:
            values[field] = text
        if len(text) != len(value):
            report("padding", element, str(name))
    if form.text and element.text and (text := element.text.strip()):
        values["text"] = str(text)
    if len(element):
        _read_children(element, form, values, report)
    return node(**values)


def _read_children(element: etree._Element, form: Shape, values: dict[str, Any], report: Report) -> None:
    for below in element:
        tag = local_name(below.tag)
        if child := form.by_tag.get(tag):
            _read_direct(below, child, values, report)
        elif child := form.by_wrapper.get(tag):
            _read_wrapped(below, child, values, report)
        elif tag:
            report("element", below, tag)
    for child in form.children:
        if child.many and child.field in values:
            values[child.field] = tuple(values[child.field])


def _read_direct(below: etree._Element, child: Child, values: dict[str, Any], report: Report) -> None:
    if child.many:
        values.setdefault(child.field, []).append(read(below, child.node, report))
        return
    if child.field in values:
        report("repeated", below, child.tag)
    values[child.field] = read(below, child.node, report)


def _read_wrapped(below: etree._Element, child: Child, values: dict[str, Any], report: Report) -> None:
    for name, _ in below.items():
        report("attribute", below, str(name))
    if not len(below):
        report("empty", below, child.tag)
    kept = values.setdefault(child.field, [])
    for inner in below:
        tag = local_name(inner.tag)
        if tag == child.tag:
            kept.append(read(inner, child.node, report))
        elif tag:
            report("element", inner, tag)


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\t\n\r]|' + _ILLEGAL.pattern)
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escape(text: str) -> str:
    """Text as it may stand in an attribute or element. Raises ``ValueError`` for what XML cannot carry."""
    if not _SPECIAL.search(text):
        return text
    if found := _ILLEGAL.search(text):
        raise ValueError(f"XML cannot carry the character {found.group()!r} of {text[:60]!r}")
    return text.translate(_ESCAPES)


def write(value: Node, tag: str, out: list[str]) -> None:
    """Append a node as an element called ``tag`` to ``out``; empty attributes are left out."""
    form = shape(type(value))
    out.append("<" + tag)
    for opening, field in form.openings:
        if text := getattr(value, field):
            out.append(opening + escape(text) + '"')
    start = len(out)
    out.append(">")
    if form.text:
        out.append(escape(value.text))  # type: ignore[attr-defined]
    for child in form.children:
        if found := getattr(value, child.field):
            _write_child(found, child, out)
    if len(out) == start + 1 or (form.text and len(out) == start + 2 and not out[-1]):
        del out[start:]
        out.append("/>")
    else:
        out.append(f"</{tag}>")


def _write_child(found: Any, child: Child, out: list[str]) -> None:
    if child.wrapper:
        out.append(f"<{child.wrapper}>")
    if child.many:
        for inner in found:
            write(inner, child.tag, out)
    else:
        write(found, child.tag, out)
    if child.wrapper:
        out.append(f"</{child.wrapper}>")
