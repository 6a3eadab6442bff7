"""The fold's promises: order, repetition and restarts do not matter; changes lead where snapshots stand."""

from __future__ import annotations

import os

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotinos.live.fold import Flushed, Fold
from kotinos.live.fold.apply import DOCUMENTS, FAMILIES
from kotinos.live.fold.units import day_of
from kotinos.live.patch import apply as patched
from kotinos.odf.message import DAY_FRAME, Message
from kotinos.odf.nodes import Competition, Participant, Team, Unit

from . import made

Documents = dict[str, bytes]
EACH = int(os.environ.get("KOTINOS_EXAMPLES", "20"))
"""Examples a message type; bench live-proof asks for more."""


def take(flushed: Flushed, documents: Documents) -> None:
    """Bring documents up to date, and prove each change: old snapshot + patch = new snapshot."""
    assert not flushed.failures
    for each in flushed.documents:
        old = msgspec.json.decode(documents[each.topic]) if each.topic in documents else {}
        new = patched(old, msgspec.json.decode(each.patch))
        if each.body:
            assert new == msgspec.json.decode(each.body)
            documents[each.topic] = each.body
        else:
            assert new is None
            documents.pop(each.topic, None)


def folded(messages: list[Message], flush_after: frozenset[int] = frozenset()) -> Documents:
    """All documents after the messages."""
    fold, documents = Fold(made.GAMES), Documents()
    for index, each in enumerate(messages):
        fold.apply(each)
        if index in flush_after:
            take(fold.flush(), documents)
    take(fold.flush(), documents)
    return documents


def test_made_messages_cover_every_type_the_fold_reads() -> None:
    assert set(made.TYPES) == DOCUMENTS | set(FAMILIES) | DAY_FRAME


@given(made.streams(), st.data())
def test_fold_gives_the_same_documents_in_any_permitted_order_with_repeats(
    messages: list[Message], data: st.DataObject
) -> None:
    other = data.draw(made.permitted(messages))
    assert folded(messages) == folded(other)


@given(made.streams(), st.frozensets(st.integers(0, 25)))
def test_fold_gives_the_same_documents_whenever_it_is_flushed(
    messages: list[Message], cuts: frozenset[int]
) -> None:
    assert folded(messages, cuts) == folded(messages)


@pytest.mark.parametrize("document_type", made.TYPES)
@settings(max_examples=EACH)
@given(data=st.data())
def test_changes_of_each_type_lead_from_snapshot_to_snapshot(document_type: str, data: st.DataObject) -> None:
    before = data.draw(made.streams())
    last = data.draw(made.one(document_type))
    fold, documents = Fold(made.GAMES), Documents()
    for each in before:
        fold.apply(each)
    take(fold.flush(), documents)
    fold.apply(last)
    take(fold.flush(), documents)
    assert documents == folded([*before, last])


@given(made.streams(), made.streams())
def test_fold_goes_on_from_kept_state_as_if_it_had_never_stopped(
    first: list[Message], then: list[Message]
) -> None:
    fold, documents, kept = Fold(made.GAMES), Documents(), {}
    for each in first:
        fold.apply(each)
    flushed = fold.flush()
    take(flushed, documents)
    kept |= flushed.state
    again = Fold(made.GAMES, lambda topics: {each: documents.get(each) for each in topics})
    for (kind, key), packed in kept.items():
        if packed is not None:
            again.load(kind, key, packed)
    again.warm()
    for each in then:
        fold.apply(each)
        again.apply(each)
    expected = dict(documents)
    take(fold.flush(), expected)
    take(again.flush(), documents)
    assert documents == expected


@given(made.streams())
def test_a_message_that_breaks_leaves_the_state_as_it_was(messages: list[Message]) -> None:
    fold = Fold(made.GAMES)
    for each in messages:
        fold.apply(each)
    before = {kind: dict(table) for kind, table in fold.state.tables.items()}
    halfway = Competition(units=(Unit(code=made.UNITS[0]), 3))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        fold.apply(made.message("DT_SCHEDULE", made.DISCIPLINE, halfway, version=99))
    assert {kind: dict(table) for kind, table in fold.state.tables.items()} == before


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-11-23T01:30:00+01:00", "2026-11-22"),
        ("2026-11-22T03:00:00+01:00", "2026-11-22"),
        ("2026-11-22", "2026-11-22"),
        ("../../../x", ""),
        ("0001-01-01T00:00:00+00:00", ""),
        ("", ""),
    ],
)
def test_day_of_a_start_ends_at_three(start: str, day: str) -> None:
    assert day_of(start) == day


@pytest.mark.parametrize(("document_type", "topic"), [
    ("DT_SCHEDULE", f"unit/{made.UNITS[0]}"),
    ("DT_SCHEDULE_UPDATE", f"unit/{made.UNITS[0]}"),
    ("DT_PARTIC", "participant/101"),
    ("DT_PARTIC_TEAMS_UPDATE", f"participant/{made.TEAM}"),
])  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_message_of_entities_is_taken_back(document_type: str, topic: str, turned: bool) -> None:
    body = Competition(
        units=(Unit(code=made.UNITS[0], schedule_status="RUNNING"),) if "SCHED" in document_type else (),
        participants=(Participant(code="101"),) if document_type == "DT_PARTIC" else (),
        teams=(Team(code=made.TEAM),) if "TEAMS" in document_type else (),
    )
    told = made.message(document_type, made.DISCIPLINE, body, version=2)
    ended = made.message(document_type, made.DISCIPLINE, None, version=2)
    assert topic in folded([told])
    assert topic not in folded([ended, told] if turned else [told, ended])
    later = msgspec.structs.replace(told, header=msgspec.structs.replace(told.header, version=3))
    assert topic in folded([told, ended, later])
    assert topic in folded([told, later, ended])
