"""Records: the mark that stands, of each kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kotinos.games.terms import RecordMark, RecordsView, RecordView
from kotinos.odf.nodes import RecordData
from kotinos.odf.rsc import LENGTH

from .names import Names
from .state import Entity


def records_view(names: Names) -> RecordsView:
    """Every record's current mark of every kind."""
    return RecordsView(
        records={
            f"{code}/{view.kind}": view
            for code in names.state.tables["record"]
            for view in record_views(code, names)
        }
    )


def record_views(code: str, names: Names) -> Iterator[RecordView]:
    """The current marks of one recorded performance, a kind each."""
    entity: Entity | None = names.state.get("record", code)
    record = entity.record if entity else None
    for kind in record.types if record else ():
        standing = next((each for each in kind.data if each.current == "Y"), next(iter(kind.data), None))
        if record and standing:
            name = record.description.name if record.description else ""
            others = (each for each in kind.data if each is not standing)
            was = tuple(RecordMark(**_mark(each, names)) for each in others if each.result)
            yield _view((code, kind.record_type, name), standing, was, names)


def _view(
    which: tuple[str, str, str], data: RecordData, was: tuple[RecordMark, ...], names: Names
) -> RecordView:
    code, kind, name = which
    event = code if len(code) == LENGTH else ""
    return RecordView(
        code=code,
        kind=kind,
        name=name or (names.event(event) if event else code),
        event=event,
        measure=data.result_type,
        equalled=data.equalled == "Y",
        unconfirmed=data.unconfirmed == "Y",
        was=was,
        **_mark(data, names),
    )


def _mark(data: RecordData, names: Names) -> dict[str, str]:
    """The fields of ``RecordMark``."""
    holder, organisation = names.competitor(data.competitor) if data.competitor else ("", "")
    code = data.competitor.code if data.competitor else ""
    return {
        "result": data.result,
        "holder": holder,
        "competitor": code if names.who(code)[0] else "",
        "organisation": organisation or data.country,
        "place": data.place,
        "date": data.date,
        "unit": data.unit,
    }
