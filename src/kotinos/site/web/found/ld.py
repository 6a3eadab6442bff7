"""What machines read of a page: schema.org's types, as values for JSON-LD. Pure.

Nothing that was made up (``derived``) is told as a fact. https://schema.org/SportsEvent
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kotinos.games.terms import (
    CompetitorLine,
    EventView,
    GamesView,
    OrganisationView,
    ParticipantView,
    UnitLine,
    UnitView,
)

from ..people.ages import of_age

CONTEXT = "https://schema.org"
MOST = 16
"""Competitors told of a unit: a marathon's hundred would weigh more than the page."""
STATUS: Mapping[str, str] = {
    "POSTPONED": "EventPostponed",
    "CANCELLED": "EventCancelled",
    "RESCHEDULED": "EventRescheduled",
    "DELAYED": "EventRescheduled",
}

Thing = dict[str, Any]


def thing(kind: str, **told: Any) -> Thing:
    """A value of a type of schema.org, without what is not known."""
    return {"@type": kind, **{name: value for name, value in told.items() if value not in ("", None, [], {})}}


def status(code: str) -> str:
    """A ScheduleStatus as schema.org's EventStatusType."""
    return f"{CONTEXT}/{STATUS.get(code, 'EventScheduled')}"


def games(view: GamesView, url: str) -> Thing:
    """The Games as a whole."""
    days = sorted(view.days) or [""]
    return thing("SportsEvent", name=view.name or view.competition, url=url, startDate=days[0],
                 endDate=days[-1], eventStatus=status(""))  # fmt: skip


def unit(view: UnitView, url: str, over: Thing) -> Thing:
    """A unit: where, when, who."""
    sides = competitors(view.competitors)
    match = view.format == "match" and len(sides) == 2
    start = "" if view.hide_start or "start" in view.derived else view.start
    return thing(
        "SportsEvent",
        name=_full_name(view) or view.rsc,
        sport=view.discipline_name or view.discipline,
        url=url,
        startDate=start,
        endDate="" if "end" in view.derived or not start else view.actual_end or view.end,
        eventStatus=status(view.status),
        location=place(view.venue_name or view.venue, view.location),
        competitor=sides,
        homeTeam=sides[0] if match and sides[0]["@type"] == "SportsTeam" else None,
        awayTeam=sides[1] if match and sides[1]["@type"] == "SportsTeam" else None,
        superEvent=over,
    )


def event(view: EventView, url: str, over: Thing) -> Thing:
    """An event: from its first unit's start to its last one's end."""
    units = [line for phase in view.phases.values() for line in phase.units.values() if line.start]
    units.sort(key=lambda line: (line.order, line.rsc))
    venues = {line.venue: line.venue_name or line.venue for line in units if line.venue}
    return thing(
        "SportsEvent",
        name=view.name,
        sport=view.discipline_name or view.discipline,
        url=url,
        startDate=_first(units),
        endDate=(units[-1].end or units[-1].start) if units else "",
        eventStatus=status(view.status),
        location=[place(name) for name in venues.values()][:4],
        superEvent=over,
    )


def person(view: ParticipantView, url: str, today: str = "") -> Thing:
    """A person or a team. Of who is a child ``today`` (or of unknown age), neither day nor place of birth."""
    nation = view.organisation_name or view.organisation
    if view.kind == "T":
        players = [thing("Person", name=member.name) for member in view.members.values()][:MOST]
        over = thing("SportsOrganization", name=nation) if nation else None
        return thing("SportsTeam", name=view.name, url=url, athlete=players, parentOrganization=over)
    hidden = set(view.derived)
    if not of_age(view.birth_date, today):
        hidden |= {"birth_date", "birth_place"}
    told = {
        name: "" if name in hidden else getattr(view, name)
        for name in ("given_name", "family_name", "birth_date", "birth_place")
    }
    return thing(
        "Person",
        name=view.name,
        url=url,
        givenName=told["given_name"],
        familyName=told["family_name"],
        birthDate=told["birth_date"],
        birthPlace=told["birth_place"],
        affiliation=thing("SportsOrganization", name=nation) if nation else None,
    )


def organisation(view: OrganisationView, url: str) -> Thing:
    """An NOC."""
    return thing("SportsOrganization", name=view.name, alternateName=view.code, url=url)


def competitors(lines: Mapping[str, CompetitorLine]) -> list[Thing]:
    """The first competitors in their order."""
    first = sorted(lines.values(), key=lambda line: (line.order, line.code))[:MOST]
    return [
        thing(
            "SportsTeam" if line.kind == "T" else "Person",
            name=line.name,
            **(
                {"affiliation": thing("SportsOrganization", name=line.organisation)}
                if line.kind != "T" and line.organisation
                else {}
            ),
        )
        for line in first
        if line.name
    ]


def place(name: str, within: str = "") -> Thing | None:
    """A venue; the location within it where it has a name of its own."""
    if not name:
        return None
    if within and within != name:
        return thing("Place", name=within, containedInPlace=thing("Place", name=name))
    return thing("Place", name=name)


def crumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    """Where a page stands: names and addresses from the top."""
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=at, name=name, item=url) for at, (name, url) in enumerate(steps, 1)
        ],
    )


def graph(things: Sequence[Thing]) -> Thing:
    """All of a page in one value."""
    return {"@context": CONTEXT, "@graph": list(things)}


def _full_name(view: UnitView) -> str:
    return view.name if view.event_name in view.name else f"{view.event_name} {view.name}".strip()


def _first(units: Sequence[UnitLine]) -> str:
    return units[0].start if units else ""
