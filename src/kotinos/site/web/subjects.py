"""What a report of an error is about: a topic, and a line of it, with what it says at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from kotinos.games.terms import (
    CompetitorLine,
    DayView,
    EventView,
    GamesView,
    MedalTableView,
    OrganisationView,
    ParticipantView,
    RecordsView,
    UnitView,
)

from .read import maybe

Lines = Iterator[tuple[str, str, str]]
"""Field, what it is called, what it says."""


class Line(msgspec.Struct, frozen=True):
    """Something on a page that may be wrong."""

    name: str
    says: str


class Subject(msgspec.Struct, frozen=True):
    """A page that a report is about: its topic, name, address, and its lines by field."""

    topic: str
    name: str
    address: str
    lines: Mapping[str, Line]

    def says(self, field: str) -> str:
        """What stands there now: name and value of a line; nothing for the whole."""
        line = self.lines.get(field)
        return f"{line.name}: {line.says}" if line else ""


class Kind(msgspec.Struct, frozen=True):
    """How topics of a kind are read: their value, name, the name of their page and its lines."""

    value: type[Any]
    name: Callable[[Any], str]
    page: str
    lines: Callable[[Any], Lines]


def subject(key: str, topic: str) -> Subject | None:
    """What a topic is about; ``None`` for one there is not."""
    kind = KINDS.get(topic.partition("/")[0])
    if kind is None or (found := maybe(key, topic, kind.value)) is None:
        return None
    code = topic.partition("/")[2]
    address = reverse(kind.page, args=[key, *filter(None, [code])])
    lines = {field: Line(name, says) for field, name, says in kind.lines(found.value)}
    return Subject(topic, kind.name(found.value), address, lines)


def _result(line: CompetitorLine) -> str:
    return " ".join(filter(None, (f"{line.rank}." if line.rank else "", line.result, line.irm))) or "–"


def _competitors(lines: Mapping[str, CompetitorLine], at: str) -> Lines:
    for code, line in sorted(lines.items(), key=lambda item: item[1].order):
        yield f"{at}/{code}", f"{line.name} {line.organisation}".strip(), _result(line)


def _unit(view: UnitView) -> Lines:
    yield "start", _("Start"), view.start or "–"
    yield "venue", _("Venue"), view.venue_name or view.venue or "–"
    yield from _competitors(view.competitors, "competitors")


def _event(view: EventView) -> Lines:
    for code, medal in sorted(view.medals.items(), key=lambda item: item[1].order):
        yield f"medals/{code}", f"{medal.name} {medal.organisation}".strip(), medal.medal
    yield from _competitors(view.standings, "standings")


def _medals(view: MedalTableView) -> Lines:
    for code, line in sorted(view.lines.items(), key=lambda item: item[1].order):
        yield f"lines/{code}", line.name, f"{line.gold} {line.silver} {line.bronze}"


def _participant(view: ParticipantView) -> Lines:
    yield "name", _("Name"), view.name
    yield "organisation", _("Organisation"), view.organisation_name or view.organisation
    for code, line in view.results.items():
        says = " ".join(filter(None, (line.rank, line.result, line.irm))) or "–"
        yield f"results/{code}", f"{line.event_name} {line.name}".strip(), says


def _organisation(view: OrganisationView) -> Lines:
    for code, medal in view.medals.items():
        yield f"medals/{code}", f"{medal.event_name}, {medal.name}", medal.medal


def _records(view: RecordsView) -> Lines:
    for code, record in view.records.items():
        yield f"records/{code}", f"{record.name} {record.kind}", f"{record.result} {record.holder}"


def _day(view: DayView) -> Lines:
    for code, unit in sorted(view.units.items(), key=lambda item: item[1].order):
        yield f"units/{code}", unit.name, unit.start or "–"


def _none(view: Any) -> Lines:
    yield from ()


KINDS: Mapping[str, Kind] = {
    "unit": Kind(UnitView, lambda view: f"{view.event_name} {view.name}".strip(), "unit", _unit),
    "event": Kind(EventView, lambda view: str(view.name), "event", _event),
    "medals": Kind(MedalTableView, lambda view: _("Medal table"), "medals", _medals),
    "participant": Kind(ParticipantView, lambda view: str(view.name), "participant", _participant),
    "organisation": Kind(OrganisationView, lambda view: str(view.name), "organisation", _organisation),
    "records": Kind(RecordsView, lambda view: _("Records"), "records", _records),
    "day": Kind(DayView, lambda view: str(view.day), "day", _day),
    "games": Kind(GamesView, lambda view: str(view.name or view.competition), "home", _none),
}
