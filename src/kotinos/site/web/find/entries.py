"""Documents of a Games as entries of the index: what can be found, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kotinos.games.api import Key, Named
from kotinos.games.terms import DayView, GamesView, OrganisationView, ParticipantLine, UnitLine

from ...binding import short

KINDS = ("organisation", "discipline", "person", "team", "event", "unit", "venue", "page")
"""Kinds of entries, in the order in which equals are shown."""

MOVING = frozenset({"RUNNING", "SCHEDULED_BREAK", "INTERRUPTED"})
MEDALS = {"ME_GOLD": 3, "ME_SILVER": 2, "ME_BRONZE": 1}
LIVE, TODAY, COMING = 60.0, 20.0, 5.0
"""What makes a unit popular: that it is on (also who stands in it), that it is today, that it comes."""

Called = Callable[[str], tuple[str, ...]]
"""A name as told, to what it is called in each of our languages."""

Countries = Callable[[str, str], tuple[str, ...]]
"""An organisation's code and name as told, to its names."""


class Card(msgspec.Struct, frozen=True):
    """What is shown of an entry before its page is read. ``part``: of a unit, without its event; ``start``,
    ``status``, ``day``, ``venue``: of a unit."""

    name: str
    local_name: str = ""
    kind: str = ""
    organisation: str = ""
    discipline: str = ""
    event: str = ""
    part: str = ""
    start: str = ""
    status: str = ""
    day: str = ""
    venue: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """What one document tells: entries, their cards, what is called how, and how popular whom is."""

    entries: dict[Key, Named] = {}
    cards: dict[Key, Card] = {}
    subjects: dict[str, tuple[str, ...]] = {}
    weights: dict[Key, float] = {}


def of_games(
    view: GamesView, called: Called, countries: Countries, pages: Mapping[str, Iterable[str]]
) -> Sheet:
    """Organisations, disciplines, events, venues, and pages by their addresses' names."""
    sheet = Sheet()
    for code, name in view.organisations.items():
        names = countries(code, name)
        _add(sheet, ("organisation", code), Card(name, organisation=code), (*names, code))
        sheet.subjects[f"organisation:{code}"] = (code, *names)
    for code, line in view.disciplines.items():
        _add(sheet, ("discipline", code), Card(line.name, discipline=code), (*called(line.name), code))
        sheet.subjects[f"discipline:{code}"] = (code, *called(line.name))
        for rsc, name in line.events.items():
            card = Card(name, discipline=code, event=rsc)
            _add(sheet, ("event", rsc), card, called(name), (f"discipline:{code}",))
            sheet.subjects[f"event:{rsc}"] = called(name)
    for code, name in view.venues.items():
        _add(sheet, ("venue", code), Card(name or code, venue=code), (*called(name or code), code))
        sheet.subjects[f"venue:{code}"] = (code, name)
    for page, spelled in pages.items():
        told = tuple(dict.fromkeys(spelled))
        _add(sheet, ("page", page), Card(told[0]), told)
    return sheet


def of_organisation(view: OrganisationView) -> Sheet:
    """An organisation's people and teams; medals make popular, its own all that it has won."""
    sheet = Sheet()
    for code, line in view.participants.items():
        key = ("team" if line.kind == "T" else "person", code)
        subjects = [f"organisation:{view.code}", *(f"discipline:{each}" for each in line.disciplines)]
        if line.gender:
            subjects.append(f"gender:{line.gender}")
        _add(sheet, key, _card(line), tuple(filter(None, (line.name, line.local_name))), tuple(subjects))
    for held in view.medals.values():
        for kind in ("person", "team"):
            key = (kind, held.competitor)
            sheet.weights[key] = sheet.weights.get(key, 0) + MEDALS.get(held.medal, 0)
    sheet.weights["organisation", view.code] = 100.0 + view.total
    return sheet


def of_day(view: DayView, called: Called) -> Sheet:
    """A day's units. What is on makes popular: itself, and who stands in it."""
    sheet = Sheet()
    for rsc, unit in view.units.items():
        part = short(unit.name, unit.event_name)
        sheet.subjects[f"part:{part}"] = called(part)
        about = (
            f"event:{unit.event}",
            f"part:{part}",
            f"discipline:{unit.discipline}",
            f"venue:{unit.venue}",
        )
        name = unit.name if part != unit.name else f"{unit.event_name} {unit.name}".strip()
        _add(sheet, ("unit", rsc), _unit(unit, name, part), (name,), about)
        if unit.status in MOVING:
            sheet.weights["unit", rsc] = LIVE
            sheet.weights.update({(kind, code): LIVE for code in unit.sides for kind in ("person", "team")})
    return sheet


def _card(line: ParticipantLine) -> Card:
    return Card(
        line.name,
        local_name=line.local_name,
        kind=line.kind,
        organisation=line.organisation,
        discipline=line.disciplines[0] if line.disciplines else "",
    )


def _unit(unit: UnitLine, name: str, part: str) -> Card:
    return Card(
        name,
        discipline=unit.discipline,
        event=unit.event,
        part=part,
        start="" if unit.hide_start else unit.start,
        status=unit.status,
        day=unit.day,
        venue=unit.venue_name or unit.venue,
    )


def _add(sheet: Sheet, key: Key, card: Card, names: tuple[str, ...], subjects: tuple[str, ...] = ()) -> None:
    sheet.entries[key] = Named(key, tuple(dict.fromkeys(names)), subjects)
    sheet.cards[key] = card


def every(sheets: Iterable[Sheet]) -> Iterator[tuple[Key, float]]:
    """What each document adds to how popular whom is."""
    for sheet in sheets:
        yield from sheet.weights.items()
