"""What the organiser tells everybody: a hot afternoon, a gate, a storm, and each day in figures. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from kotinos.odf.bulletins import ALERT, NEWS, PUBLIC, Notice, Piece, Saying, news_body, notice_body
from kotinos.odf.message import Message
from kotinos.odf.nodes import Competition

from .desk import Sheet, iso
from .telling import Steps
from .terms import Venue
from .world import World

LANGUAGES = {"ENG": "en", "FRA": "fr"}

Texts = dict[str, tuple[str, str]]
"""Title and text by language."""

HEAT: Texts = {
    "ENG": (
        "Heat: up to 36° this afternoon",
        "Water is free at every gate. Keep to the shade.",
    ),
    "FRA": ("Chaleur : jusqu'à 36° cet après-midi", "L'eau est gratuite à chaque porte. Restez à l'ombre."),
}
GATE: Texts = {
    "ENG": ("Gate 2 is closed", "Please use gate 1 or gate 3. Allow ten minutes more."),
    "FRA": ("La porte 2 est fermée", "Prenez la porte 1 ou la porte 3. Comptez dix minutes de plus."),
}
STORM: Texts = {
    "ENG": ("Storm: leave the open stands", "Go to the nearest hall and wait there until you are told."),
    "FRA": ("Orage : quittez les tribunes découvertes", "Rejoignez la halle la plus proche et attendez-y."),
}


def _at(world: World, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(world.plan.zone)).astimezone(UTC)


def _sheet(world: World, kind: str, code: str, language: str) -> Sheet:
    return msgspec.structs.replace(world.central(kind, code, subtype=PUBLIC), language=language)


def _said(language: str, texts: Texts) -> Saying:
    return Saying(LANGUAGES[language], *texts[language])


def _post(world: World, code: str, at: datetime, texts: Texts, notice: Notice) -> Steps:
    for number, language in enumerate(texts):
        body = partial(notice_body, code, _said(language, texts), notice)
        sheet = _sheet(world, ALERT, code, language)
        yield at + timedelta(seconds=number), world.desk.sending(sheet, body)


def _withdraw(world: World, code: str, at: datetime, texts: Texts) -> Steps:
    for number, language in enumerate(texts):
        sheet = _sheet(world, ALERT, code, language)
        yield at + timedelta(seconds=number), partial(_taken_back, world, sheet)


def _taken_back(world: World, sheet: Sheet, when: datetime) -> Message:
    return world.desk.take_back(when, sheet)


def heat(world: World, number: int) -> Steps:
    """A hot afternoon, everywhere."""
    day = world.plan.days[number]
    ends = iso(_at(world, day, 19), world.plan.zone)[:16]
    notice = Notice(level="warning", kind="weather", ends=ends)
    yield from _post(world, f"HEAT-{number + 1}", _at(world, day, 10, 40), HEAT, notice)


def gate(world: World, venue: Venue, number: int) -> Steps:
    """A gate of a venue is closed for the morning, and opens sooner than was said."""
    day, code = world.plan.days[number], f"GATE-{venue.code}"
    ends = iso(_at(world, day, 13), world.plan.zone)[:16]
    notice = Notice(kind="practical", scope=f"venue/{venue.code}", ends=ends)
    yield from _post(world, code, _at(world, day, 8, 50), GATE, notice)
    yield from _withdraw(world, code, _at(world, day, 11, 35), GATE)


def storm(world: World, venue: Venue, number: int) -> Steps:
    """The open stands of a venue are cleared for forty minutes."""
    day, code = world.plan.days[number], f"STORM-{venue.code}"
    notice = Notice(level="danger", kind="safety", scope=f"venue/{venue.code}")
    yield from _post(world, code, _at(world, day, 16, 20), STORM, notice)
    yield from _withdraw(world, code, _at(world, day, 17, 0), STORM)


def figures(world: World, number: int) -> Steps:
    """A day in figures, as it ends."""
    day, code = world.plan.days[number], f"DAY-{number + 1}"
    for later, language in enumerate(LANGUAGES):
        at = _at(world, day, 22, 30) + timedelta(seconds=later)
        make = _told(world, number, code, language)
        yield at, world.desk.sending(_sheet(world, NEWS, code, language), make)


def _told(world: World, number: int, code: str, language: str) -> Callable[[], Competition]:
    def make() -> Competition:
        done, events = len(world.complete), len(world.plan.events)
        titles = {
            "ENG": f"Day {number + 1}: {done} of {events} events are decided",
            "FRA": f"Jour {number + 1} : {done} épreuves décidées sur {events}",
        }
        texts = {"ENG": "The medal table as the day ends.", "FRA": "Le tableau des médailles ce soir."}
        link = f"/{world.plan.competition}/medals/"
        saying = Saying(LANGUAGES[language], titles[language], texts[language])
        return news_body(code, saying, Piece(link=link))

    return make


def bulletins(world: World) -> list[tuple[datetime, Callable[[], Steps]]]:
    """Every script of a Games, with its first moment."""
    plan = world.plan
    middle, venues = len(plan.days) // 2, sorted(plan.venues.values(), key=lambda each: each.code)
    open_air = next((each for each in venues if each.outdoor), venues[0])
    found: list[tuple[datetime, Callable[[], Steps]]] = [
        (_at(world, plan.days[middle], 10, 40), partial(heat, world, middle)),
        (_at(world, plan.days[-1], 8, 50), partial(gate, world, venues[-1], len(plan.days) - 1)),
        (_at(world, plan.days[middle], 16, 20), partial(storm, world, open_air, middle)),
    ]
    for number, day in enumerate(plan.days):
        found.append((_at(world, day, 22, 30), partial(figures, world, number)))
    return found
