"""Records: the mark that stands, of each kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from kotinos.games.terms import RecordsView, RecordView
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
        standing = next(
            (each for each in kind.data if each.current == "Y"), kind.data[0] if kind.data else None
        )
        if record and standing:
            name = record.description.name if record.description else ""
            yield _view(code, kind.record_type, name, standing, names)


def _view(code: str, kind: str, name: str, data: RecordData, names: Names) -> RecordView:
    holder, organisation = names.competitor(data.competitor) if data.competitor else ("", "")
    event = code if len(code) == LENGTH else ""
    return RecordView(
        code=code,
        kind=kind,
        name=name or (names.event(event) if event else code),
        event=event,
        result=data.result,
        holder=holder,
        organisation=organisation or data.country,
        place=data.place,
        date=data.date,
        unit=data.unit,
        equalled=data.equalled == "Y",
        unconfirmed=data.unconfirmed == "Y",
    )
