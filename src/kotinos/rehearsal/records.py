"""Records: invented ones to begin with, and what happens to them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from kotinos.odf.nodes import (
    Competition,
    Competitor,
    Description,
    Record,
    RecordData,
    RecordDescription,
    RecordIndicator,
    RecordType,
)  # fmt: skip
from kotinos.sport.marks import Kind, Mark, print_mark
from kotinos.sport.records import WIND_LIMIT, Performance, RecordRule, chain, parse_wind

from .contest import Contest, Row
from .desk import body
from .names import make_person
from .tables import styles
from .terms import Event, Unit
from .world import World

_KINDS = {"race": (Kind.TIME, 1000), "lifts": (Kind.WEIGHT, 1000)}


class Holder(msgspec.Struct, frozen=True):
    """Who set a record: as a finished element, and whether only equalled."""

    data: RecordData
    equalled: bool = False


class Book:
    """The records of a Games: for each event and record type the value in force, its holders, and those whose
    mark was broken here (the newest first)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.values: dict[str, dict[str, int | None]] = {}
        self.holders: dict[tuple[str, str], list[Holder]] = {}
        self.broken: dict[tuple[str, str], list[Holder]] = {}
        for event in world.plan.events.values():
            if event.record:
                self._open(event)

    def _kind(self, event: Event) -> tuple[Kind, int, int]:
        style = styles()[event.style]
        kind, unit = _KINDS.get(style.contest, (Kind.DISTANCE, 1000))
        places = int(style.options.get("places", 0 if kind is Kind.WEIGHT else 2))
        return kind, unit, places

    def _open(self, event: Event) -> None:
        kind, unit, places = self._kind(event)
        better = -1 if kind is Kind.TIME else 1
        rng = self.world.rng("record", event.code)
        spread = float(styles()[event.style].options["spread"])
        for record, share in zip(event.record.split(), (0.57, 0.45), strict=True):
            step = 10 ** (3 - places)
            value = round(event.mark * (1 + better * share * spread) * unit) // step * step
            self.values.setdefault(event.code, {})[record] = value
            text = print_mark(Mark(kind, value, places))
            self.holders[event.code, record] = [Holder(self._invented(event, text, rng.randrange(300, 5000)))]

    def _invented(self, event: Event, text: str, days_ago: int) -> RecordData:
        world = self.world
        rng = world.rng("holder", event.code, text)
        organisation = rng.choice(list(world.plan.organisations.values()))
        day = world.plan.days[0] - timedelta(days=days_ago)
        who = (event.gender if event.gender in "MW" else "W", organisation.code, event.discipline)
        person = make_person(rng, "", organisation.tradition, who, day)
        return RecordData(
            result_type=_result_type(self._kind(event)[0]), result=text, country=organisation.code,
            place="Rehearsal Town", date=day.isoformat(), historical="Y",
            competitor=Competitor(
                code=f"A{rng.randrange(10**6, 10**7)}", type="A", organisation=organisation.code,
                description=Description(
                    given_name=person.given, family_name=person.family, gender=person.gender,
                    organisation=organisation.code,
                ),
            ),
        )  # fmt: skip

    def world_record(self, event: Event) -> int | None:
        """The value of the first record type of an event."""
        values = self.values.get(event.code, {})
        return next(iter(values.values()), None)

    def claim(self, unit: Unit, contest: Contest, rows: list[Row]) -> bool:
        """Mark rows that beat or equal a record; returns whether there are any."""
        event = self.world.event(unit)
        if event.code not in self.values:
            return False
        windy = bool(styles()[unit.style].options.get("wind")) and event.style == "sprint"
        wind = next((info.value for info in contest.infos if info.code == "WIND"), "")
        done = [
            Performance(row.entrant.code, row.value, parse_wind(wind))
            for row in rows
            if row.rank and row.value
        ]
        indicators, after = chain(
            self.values[event.code], done[:3], RecordRule(contest.best, WIND_LIMIT if windy else None)
        )
        self.values[event.code] = after
        by_code = {row.entrant.code: row for row in rows}
        for at, one in enumerate(indicators, 1):
            row = by_code[one.key]
            equalled = one.outcome == "equalled"
            node = RecordIndicator(
                order=str(at), code=event.code, record_type=one.record_type,
                equalled="Y" if equalled else "",
            )  # fmt: skip
            row.records = (*row.records, node)
            self._enter(unit, row, one.record_type, equalled=equalled)
        return bool(indicators)

    def _enter(self, unit: Unit, row: Row, record: str, *, equalled: bool) -> None:
        world, event = self.world, self.world.event(unit)
        key = (event.code, record)
        held = self.holders[key] if equalled else []
        if not equalled:
            self.broken[key] = [*reversed(self.holders[key]), *self.broken.get(key, [])]
        start, _ = world.times(unit)
        data = RecordData(
            result_type=_result_type(self._kind(event)[0]), result=row.text,
            unit=unit.code, country=row.entrant.organisation, place=world.plan.venues[unit.venue].name,
            date=start.date().isoformat(), equalled="Y" if equalled else "", unconfirmed="Y", current="Y",
            competition=world.plan.competition, competitor=world.competitor(row.entrant),
        )  # fmt: skip
        self.holders[key] = [*held, Holder(data, equalled)]

    def told(self, event: Event) -> Competition:
        """A DT_RECORD body: all record types of an event, of each the marks in force and then the broken."""
        types = tuple(
            RecordType(
                order=str(at), record_type=record,
                shared="Y" if len(self.holders[event.code, record]) > 1 else "N",
                data=tuple(self._marks(event.code, record)),
            )
            for at, record in enumerate(self.values[event.code], 1)
        )  # fmt: skip
        name = RecordDescription(name=event.name)
        return body(records=(Record(code=event.code, description=name, types=types),))

    def _marks(self, event: str, record: str) -> Iterator[RecordData]:
        """``Order`` runs through all of them; only what stands may say ``Current``."""
        standing = self.holders[event, record]
        for at, holder in enumerate((*standing, *self.broken.get((event, record), ())), 1):
            current = holder.data.current if at <= len(standing) else ""
            yield msgspec.structs.replace(holder.data, order=str(at), current=current)


def _result_type(kind: Kind) -> str:
    return {Kind.TIME: "TIME", Kind.WEIGHT: "WEIGHT"}.get(kind, "DISTANCE")
