"""Between lxml elements and nodes, both ways, driven by the nodes' own fields. Pure."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec
from lxml import etree

from .nodes import Node

Report = Callable[[str, etree._Element, str], None]
"""Called with (what, element, name) for XML the nodes do not know: ``attribute`` or ``element``."""


class Child(msgspec.Struct, frozen=True):
    """Where child elements of one field live."""

    field: str
    wrapper: str
    tag: str
    node: type[Node]
    many: bool


class Shape(msgspec.Struct, frozen=True):
    """A node's XML: attributes, its text field, its children in document order."""

    node: type[Node]
    attributes: dict[str, str]
    text: bool
    children: tuple[Child, ...]
    by_tag: dict[str, Child]
    by_wrapper: dict[str, Child]


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
    )


def read(element: etree._Element, node: type[Node], report: Report) -> Any:
    """Turn an element into a ``node``; whatever it has that the node has not goes to ``report``."""
    form = shape(node)
    values: dict[str, Any] = {}
    for name, value in element.items():
        field = form.attributes.get(str(name))
        if field is None:
            report("attribute", element, str(name))
        elif value:
            values[field] = str(value).strip()
    if form.text and element.text and element.text.strip():
        values["text"] = element.text.strip()
    _read_children(element, form, values, report)
    return node(**values)


def _read_children(element: etree._Element, form: Shape, values: dict[str, Any], report: Report) -> None:
    for below in element:
        tag = etree.QName(below).localname if isinstance(below.tag, str) else ""
        if direct := form.by_tag.get(tag):
            _put(values, direct, (read(below, direct.node, report),))
        elif wrapped := form.by_wrapper.get(tag):
            for name in below.keys():
                report("attribute", below, str(name))
            kept = []
            for inner in below:
                if inner.tag == wrapped.tag:
                    kept.append(read(inner, wrapped.node, report))
                else:
                    report("element", inner, str(inner.tag))
            _put(values, wrapped, kept)
        elif tag:
            report("element", below, tag)


def _put(values: dict[str, Any], child: Child, found: Iterable[Any]) -> None:
    if child.many:
        values[child.field] = (*values.get(child.field, ()), *found)
    else:
        values[child.field] = next(iter(found))


def write(value: Node, tag: str) -> etree._Element:
    """Turn a node into an element called ``tag``; empty attributes are left out."""
    form = shape(type(value))
    element = etree.Element(tag)
    for name, field in form.attributes.items():
        if text := getattr(value, field):
            element.set(name, text)
    if form.text and (text := getattr(value, "text")):
        element.text = text
    for child in form.children:
        found = getattr(value, child.field)
        if not found:
            continue
        parent = etree.SubElement(element, child.wrapper) if child.wrapper else element
        for inner in found if child.many else (found,):
            parent.append(write(inner, child.tag))
    return element
