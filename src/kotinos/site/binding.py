"""Binding: the attributes by which the page's script finds what to change. Pure.

A template writes a value and says once where it comes from; ``static/site/live.js`` follows these:

- ``data-topic``: the topic's document is the scope of what is inside
- ``data-in`` and ``data-key``: the member of a mapping is the scope of what is inside
- ``data-each``: a mapping's members, one child each (``data-key``), in the order of ``data-order`` (numbers
  in text count as numbers), those of ``data-where`` (see ``each``), at most ``data-limit``; its
  ``<template>`` is a blank child
- ``data-t``: text, the first of ``a|b|=literal`` that holds something (``$key``: the member's key,
  ``a~b``: a without b at its beginning);
- ``data-l``: text, the word of a set for a code, ``set:path``
- ``data-cut``: of the text or code only the hour and minute, or (``day``) the day
- ``data-a``: attributes, ``name:path`` or ``name:text with {path}``, separated by ``;``; ``{@path}``: the
  code in words (``addresses``)
- ``data-show``: shown while the path holds something; ``!path``: while it holds nothing
- ``data-say``: a change of the text is said aloud; ``data-leads``: so is a new first row
- ``data-shape``: paths of the topic that the page's structure was made from (``a*``: its keys only; ``a*.b``:
  of each member its b); when one changes, the page is fetched once more
- ``data-fresh``: paths that the server drew this element from (a chart); when one changes, the element is
  taken from the page fetched once more, at most every few seconds. It has an ``id``; a ``<details>`` in it
  that has one too stays open
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cmp_to_key
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from kotinos.games import terms

from .addresses import UNQUOTED, words

_CODED = re.compile(r"(?<=/)(?:units|events)/\*")

BLANK: Mapping[str, Any] = {
    "unit": terms.UnitLine(rsc="", name="", discipline=""),
    "side": terms.Side(code="", name=""),
    "competitor": terms.CompetitorLine(code="", name=""),
    "member": terms.MemberLine(code="", name=""),
    "split": terms.Split(),
    "attempt": terms.Attempt(),
    "period": terms.PeriodView(code=""),
    "medal": terms.MedalHeld(
        medal="", event="", event_name="", discipline="", competitor="", name="", organisation=""
    ),
    "count": terms.MedalCount(organisation="", name=""),
    "place": terms.Place(code=""),
    "pool_row": terms.PoolRow(code="", name=""),
    "result": terms.ResultLine(unit="", name=""),
    "entry": terms.EntryLine(event="", name=""),
    "participant": terms.ParticipantLine(code="", name=""),
    "record": terms.RecordView(code="", kind=""),
    "notice": terms.NoticeLine(code="", language="", title="", level=""),
    "news": terms.NewsLine(code="", language="", title=""),
}

SAFE = 15
"""Digits of a number that the page's script can hold."""


class Each(msgspec.Struct, frozen=True):
    """A bound list: its attributes, and its members in order."""

    path: str
    members: Mapping[str, Any]
    order: str
    where: str
    limit: int

    @property
    def attrs(self) -> Markup:
        """What the list's element carries."""
        given = {"each": self.path, "order": self.order, "where": self.where, "limit": self.limit or ""}
        return Markup(" ").join(
            Markup('data-{}="{}"').format(name, value) for name, value in given.items() if value
        )

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        chosen = [pair for pair in self.members.items() if all(_meets(*pair, w) for w in self.where.split())]
        chosen.sort(key=cmp_to_key(self._compare))
        return iter(chosen[: self.limit] if self.limit else chosen)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _compare(self, one: tuple[str, Any], two: tuple[str, Any]) -> int:
        for field in self.order.split():
            name = field.lstrip("-")
            a, b = (_sortable(_field(each[1], name)) for each in (one, two))
            if a != b:
                return (-1 if a < b else 1) * (-1 if field.startswith("-") else 1)
        return -1 if one[0] < two[0] else int(one[0] > two[0])


def each(
    path: str, members: Mapping[str, Any], order: str = "order", where: str = "", limit: int = 0
) -> Each:
    """The members of the mapping at ``path``. ``order``: fields, ``-`` before one turns it round;
    ``where``: conditions ``field=value`` or ``!=`` (``a|b``: any of them), ``>=`` and ``<`` for numbers;
    ``$key`` is the member's key, ``field@3`` a sign of the field. Both separated by blanks."""
    return Each(path, members, order, where, limit)


def link(address: str, value: str, path: str, also: str = "") -> Markup:
    """``href`` of an address whose ``*`` is ``value``, bound to ``path``; none while it is empty. That of a
    unit or event (``…/units/*/``) is said in words.
    ``also``: more ``data-a`` bindings of the same element."""
    coded = _CODED.sub("*", address)
    place = "{@" if coded != address else "{"
    bound = f"href:{coded.replace('*', place + path + '}')}" + (f";{also}" if also else "")
    if not value:
        return Markup('data-a="{}"').format(bound)
    if coded != address:
        return Markup('href="{}" data-a="{}"').format(coded.replace("*", words(value)), bound)
    return Markup('href="{}" data-a="{}"').format(address.replace("*", quote(value, safe=UNQUOTED)), bound)


def short(text: str, known: str) -> str:
    """``text`` without ``known`` and a blank (or " - ") at its beginning: a unit's name under its event's.

    Not where only a number would be left: "Copper Dome 1" stays so under "Copper Dome"."""
    rest = text.removeprefix(f"{known} ") if known else text
    return text if rest == text or rest.isdigit() else rest.removeprefix("- ")


def _field(value: Any, name: str) -> Any:
    return value if name == "." else getattr(value, name)


def _sortable(value: Any) -> Any:
    """A field as it is compared: numbers in text as numbers and before other texts, so that lane 10 comes
    after lane 2. ``live.js`` does the same."""
    if not isinstance(value, str):
        return value
    number = value.isascii() and value.isdigit() and len(value) <= SAFE
    return (1, int(value), value) if number else (2 if value else 0, 0, value)


_CONDITION = re.compile(r"([\w$]+)(?:@(\d+))?(!=|>=|<|=)(.*)")
_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda told, wanted: told in wanted.split("|"),
    "!=": lambda told, wanted: told not in wanted.split("|"),
    ">=": lambda told, wanted: float(told or 0) >= float(wanted),
    "<": lambda told, wanted: float(told or 0) < float(wanted),
}


def _meets(key: str, value: Any, condition: str) -> bool:
    found = _CONDITION.fullmatch(condition)
    if found is None:
        raise ValueError(f"no condition: {condition!r}; write field=value, !=, >= or <")
    name, at, sign, wanted = found.groups()
    told = key if name == "$key" else str(getattr(value, name))
    return _TESTS[sign](told[int(at) : int(at) + 1] if at else told, wanted)
