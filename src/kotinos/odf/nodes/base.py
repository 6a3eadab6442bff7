"""How an XML element becomes a frozen value. Pure.

A node's fields, in order, are its XML: a ``str`` is an attribute, a node or a tuple of nodes are
children, ``text`` is the element's own text. The XML name is the field's name in PascalCase, or
the ``name=`` of ``msgspec.field``; a name with a slash (``"ExtendedResults/ExtendedResult"``) is a
list inside a wrapper element. An absent and an empty attribute are both ``""``
(ODF Foundation Principles: empty equals absent in a full message).
"""

from __future__ import annotations

import msgspec


class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="pascal"):
    """One XML element of a message."""


class Description(Node, frozen=True):
    """Names carried inside a result for consumers that know no participants."""

    team_name: str = ""
    given_name: str = ""
    family_name: str = ""
    gender: str = ""
    organisation: str = ""
    birth_date: str = ""
    if_id: str = msgspec.field(name="IFId", default="")
    class_: str = msgspec.field(name="Class", default="")
    horse: str = ""


class Extension(Node, frozen=True):
    """A detail below an extended value."""

    code: str = ""
    pos: str = ""
    value: str = ""


class Entry(Node, frozen=True):
    """``EventUnitEntry``, ``EventEntry``, ``DisciplineEntry``: typed, coded extra facts."""

    type: str = ""
    code: str = ""
    pos: str = ""
    value: str = ""


class ExtendedInfo(Node, frozen=True):
    """A typed, coded fact about the whole message."""

    type: str = ""
    code: str = ""
    pos: str = ""
    value: str = ""
    extensions: tuple[Extension, ...] = msgspec.field(name="Extension", default=())


class ExtendedStat(Node, frozen=True):
    """A detail below a statistic."""

    code: str = ""
    pos: str = ""
    value: str = ""


class StatsItem(Node, frozen=True):
    """One statistic."""

    type: str = ""
    code: str = ""
    pos: str = ""
    value: str = ""
    attempt: str = ""
    avg: str = ""
    percent: str = ""
    rank: str = ""
    rank_equal: str = ""
    sort_order: str = ""
    extended_stats: tuple[ExtendedStat, ...] = msgspec.field(name="ExtendedStat", default=())


class Text(Node, frozen=True):
    """A text in one language (``ItemName``, ``SessionName``, ``StartText``)."""

    language: str = ""
    value: str = ""
    text: str = ""
