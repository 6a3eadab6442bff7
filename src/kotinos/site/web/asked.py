"""What pages ask the projections: lists too long or too seldom wanted to stand in a document."""

from __future__ import annotations

from kotinos.games import api as games
from kotinos.games.terms import MedalHeld
from kotinos.games.terms.asked import EventsAsked, MedalsAsked, ResultsAsked

MANY = 1000


def medals(key: str, discipline: str = "") -> list[MedalHeld]:
    """Medals held, of a discipline or of the whole Games, by date."""
    found: list[MedalHeld] = []
    while True:
        page = games.medals(key, MedalsAsked(discipline=discipline, after=len(found), limit=MANY))
        found += page.rows
        if len(found) >= page.total or not page.rows:
            return found


def states(key: str, discipline: str) -> dict[str, str]:
    """The status of each event of a discipline."""
    page = games.events(key, EventsAsked(discipline=discipline, limit=MANY))
    return {row.rsc: row.status for row in page.rows}


def starts(key: str, organisation: str) -> frozenset[str]:
    """Units with an athlete or team of an organisation on the start list or in the result."""
    found: set[str] = set()
    after, total = 0, 1
    while after < total:
        page = games.results(key, ResultsAsked(organisation=organisation, after=after, limit=MANY))
        found |= {row.unit for row in page.rows}
        after, total = after + MANY, page.total
    return frozenset(found)
