"""Records as documents tell them: the mark that stands, and those beside it."""

from __future__ import annotations

from msgspec.structs import replace

from kotinos.games.terms import RecordMark, RecordView
from kotinos.live.fold.names import Names
from kotinos.live.fold.records import record_views
from kotinos.live.fold.state import Entity, State
from kotinos.odf.nodes import Competitor, Description, Participant, Record, RecordData, RecordType

EVENT = "ATHM100M--------------------------"
UNIT = "ATHM100M--------------FNL-000100--"
OLD = RecordData(
    order="2", result_type="TIME", result="9.79", country="GAV", place="Brewick", date="1999-06-16",
    historical="Y", competitor=Competitor(
        code="A11", type="A", organisation="GAV",
        description=Description(given_name="Pell", family_name="LINDQVIST", organisation="GAV"),
    ),
)  # fmt: skip
NEW = RecordData(
    order="1", result_type="TIME", result="9.72", country="AVO", place="Valley", date="2026-07-20", unit=UNIT,
    current="Y", unconfirmed="Y", competitor=Competitor(code="1000", type="A", organisation="AVO"),
)  # fmt: skip


def told(*data: RecordData) -> list[RecordView]:
    """The views of a record with these marks in a Games in which 1000 takes part."""
    state, base = State(), Entity(owner="", by="", version=1, stamp="")
    record = Record(code=EVENT, types=(RecordType(record_type="WR", data=data),))
    person = Participant(code="1000", given_name="Ines", family_name="AMBERLEY", organisation="AVO")
    state.put("record", EVENT, replace(base, record=record))
    state.put("person", "1000|ATH", replace(base, person=person))
    return list(record_views(EVENT, Names(state)))


def test_broken_mark_stands_behind_the_new_one_in_whatever_order() -> None:
    for marks in ((NEW, OLD), (OLD, NEW)):
        (view,) = told(*marks)
        assert (view.result, view.competitor, view.unit, view.measure) == ("9.72", "1000", UNIT, "TIME")
        assert view.unconfirmed and not view.equalled
        assert view.was == (
            RecordMark(
                result="9.79", holder="LINDQVIST Pell", organisation="GAV", place="Brewick", date="1999-06-16"
            ),
        )


def test_mark_alone_has_none_beside_it() -> None:
    (view,) = told(OLD)
    assert (view.result, view.was, view.competitor) == ("9.79", (), "")


def test_mark_without_a_result_is_not_told_beside_another() -> None:
    (view,) = told(NEW, RecordData(country="GAV"))
    assert view.was == ()
    assert told() == []
