"""The book of records: which are shown, which were broken or equalled here, and by how much. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import msgspec

from kotinos.games.terms import RecordMark, RecordView
from kotinos.sport.marks import Mark, kind_of, parse_mark, print_mark

KINDS = ("WR", "OR", "GR", "CR", "AR", "NR", "PB", "SB")
"""Kinds of record from the widest to the narrowest; others come after them."""


class Step(msgspec.Struct, frozen=True):
    """What happened to a record of one kind: the mark before and how far it was bettered, where known, and
    who shares the record now."""

    record: RecordView
    before: RecordMark | None
    by: str
    shared: tuple[RecordMark, ...]


class Feat(msgspec.Struct, frozen=True):
    """One performance at these Games and the records that it broke or equalled."""

    mark: RecordView
    steps: tuple[Step, ...]


class Book(msgspec.Struct, frozen=True):
    """The records of one performance (an event, mostly). ``event``: its RSC where it has a page."""

    code: str
    event: str
    name: str
    records: tuple[RecordView, ...]


def discipline(record: RecordView) -> str:
    """The code of a record's discipline."""
    return record.code[:3]


def rank(kind: str) -> tuple[int, str]:
    """Where a kind stands among the kinds."""
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), kind)


def met(records: Iterable[RecordView], kind: str = "", of: str = "") -> list[RecordView]:
    """The records of a kind and a discipline (empty: of any), in order."""
    found = [each for each in records if kind in ("", each.kind) and of in ("", discipline(each))]
    return sorted(found, key=lambda each: (each.code, rank(each.kind)))


def feats(records: Iterable[RecordView]) -> list[Feat]:
    """The performances at these Games that stand as records, the newest first; a mark that is a record of
    several kinds is one feat."""
    here = [each for each in records if each.unit]
    here.sort(key=lambda each: (_performance(each), rank(each.kind)))
    found = [
        Feat(same[0], tuple(step(each) for each in same))
        for same in (tuple(group) for _, group in groupby(here, key=_performance))
    ]
    found.sort(key=lambda feat: rank(feat.steps[0].record.kind))
    return sorted(found, key=lambda feat: feat.mark.date, reverse=True)


def _performance(record: RecordView) -> tuple[str, str, str, str]:
    return record.code, record.unit, record.holder, record.result


def step(record: RecordView) -> Step:
    """What happened to a record."""
    equal = [each for each in record.was if same(record, each)]
    others = [each for each in record.was if each not in equal]
    shared = {(each.holder, each.organisation): each for each in equal}
    shared.pop((record.holder, record.organisation), None)
    before = min(others, key=lambda each: _far(record, each), default=None)
    return Step(record, before, gain(record, before) if before else "", tuple(shared.values()))


def same(record: RecordView, other: RecordMark) -> bool:
    """Whether two marks are equal, however they are written."""
    one, two = mark(record.result, record.measure), mark(other.result, record.measure)
    return record.result == other.result or (one is not None and two is not None and one.value == two.value)


def gain(record: RecordView, before: RecordMark) -> str:
    """How far apart two marks are, without a sign; nothing where one of them cannot be read."""
    one, two = mark(record.result, record.measure), mark(before.result, record.measure)
    if one is None or two is None:
        return ""
    return print_mark(Mark(one.kind, abs(one.value - two.value), max(one.places, two.places)))


def mark(text: str, measure: str) -> Mark | None:
    """A mark as a number, by ODF's ResultType; nothing where it is none or cannot be read."""
    kind = kind_of(measure)
    try:
        return parse_mark(text, kind) if kind else None
    except ValueError:
        return None


def _far(record: RecordView, other: RecordMark) -> tuple[bool, int]:
    """How far a mark is from the one that stands: of records the last before it is the nearest."""
    one, two = mark(record.result, record.measure), mark(other.result, record.measure)
    return (False, abs(one.value - two.value)) if one and two else (True, 0)


def books(records: Iterable[RecordView], events: Mapping[str, str]) -> dict[str, list[Book]]:
    """Records in order by discipline and performance. ``events``: names of those that have a page."""
    found: dict[str, list[Book]] = {}
    for code, group in groupby(records, key=lambda each: each.code):
        lines = tuple(group)
        event = lines[0].event if lines[0].event in events else ""
        name = events.get(event) or lines[0].name or code
        found.setdefault(code[:3], []).append(Book(code, event, name, lines))
    return found
