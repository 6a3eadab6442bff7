"""Who takes part: DT_PARTIC and DT_PARTIC_TEAMS, discipline by discipline. Pure.

The set's own list of athletes is missing. People come from results, medallists and teams; what those
do not tell (height, birthplace ...) stays empty. What is concluded rather than told is marked
DERIVED in the participant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

import msgspec

from kotinos.odf.nodes import Competition, Discipline, Entry, Participant, RegisteredEvent, Team, TeamMember

from .check import birth_date, listed
from .draft import Draft
from .programme import Programme, rsc_of_discipline
from .rows import ParisSet, ResultRow, TeamRow, whole

ATHLETE, COACH = "AA01", "COACH"
"""Main functions. ``AA01`` is the common codes' competitor; the set says no more than "coach"."""

SPLIT_NAME = "family name taken to be the capitals of the printed name"
UNTOLD = "-"
"""Gender is mandatory; where the set does not tell it, the codes' sign for none stands in."""

NO_GENDER = "not told; a dash stands in for it"
FROM_EVENT = "gender taken from the event's"

P = TypeVar("P", Participant, Team)

_GENDERS = {"Male": "M", "Female": "W"}


class _Person(msgspec.Struct):
    """What is known of somebody in a discipline, while it is gathered."""

    code: str
    name: str = ""
    organisation: str = ""
    gender: str = ""
    event_gender: str = ""
    birth_date: str = ""
    function: str = ATHLETE
    events: dict[str, set[str]] = msgspec.field(default_factory=dict)


class _Crew(msgspec.Struct):
    """What is known of a team, while it is gathered."""

    code: str
    name: str = ""
    organisation: str = ""
    gender: str = ""
    members: tuple[str, ...] = ()
    events: set[str] = msgspec.field(default_factory=set)


class People(msgspec.Struct, frozen=True):
    """Participants and teams by discipline code."""

    persons: dict[str, tuple[Participant, ...]]
    teams: dict[str, tuple[Team, ...]]


def split_name(name: str) -> tuple[str, str]:
    """Family and given name out of ``"van der BERG Anna"``: all up to the last word in capitals."""
    words = name.split()
    last = max((at for at, word in enumerate(words, start=1) if word.isupper() and len(word) > 1), default=0)
    return (" ".join(words[:last]), " ".join(words[last:])) if last else (name, "")


def people(paris: ParisSet, named: Programme) -> People:
    """Everybody the set names, once in each discipline."""
    gathered = _Gathering(named)
    for row in paris.results:
        if row.code and row.participant_code:
            gathered.result(row)
    for team in paris.teams:
        if not team.is_historical:
            gathered.team(team)
    gathered.medallists(paris)
    return People(
        persons={
            code: _sorted(_participant(each, code) for each in known.values())
            for code, known in gathered.persons.items()
        },
        teams={
            code: _sorted(_team(each, code) for each in known.values())
            for code, known in gathered.teams.items()
        },
    )


def people_drafts(found: People, at: datetime) -> Iterator[Draft]:
    """The bulk messages: persons before teams (Foundation Principles 4, transfer of control)."""
    for code, persons in sorted(found.persons.items()):
        body = Competition(participants=persons)
        yield Draft(at=at, type="DT_PARTIC", code=rsc_of_discipline(code), body=body)
    for code, teams in sorted(found.teams.items()):
        yield Draft(
            at=at, type="DT_PARTIC_TEAMS", code=rsc_of_discipline(code), body=Competition(teams=teams)
        )


class _Gathering:
    def __init__(self, named: Programme) -> None:
        self.named = named
        self.persons: dict[str, dict[str, _Person]] = defaultdict(dict)
        self.teams: dict[str, dict[str, _Crew]] = defaultdict(dict)

    def _person(self, discipline: str, code: str, name: str, organisation: str) -> _Person:
        person = self.persons[discipline].setdefault(code, _Person(code))
        person.name = person.name or name
        person.organisation = person.organisation or organisation
        return person

    def result(self, row: ResultRow) -> None:
        discipline = row.code[:3]
        if row.is_team:
            crew = self.teams[discipline].setdefault(row.participant_code, _Crew(row.participant_code))
            crew.name = crew.name or row.participant_name
            crew.organisation = crew.organisation or row.participant_country_code
            crew.gender = crew.gender or row.code[3].strip("-")
            crew.events.add(row.event)
            return
        person = self._person(
            discipline, row.participant_code, row.participant_name, row.participant_country_code
        )
        person.events.setdefault(row.event, set()).add(whole(row.bib))
        if row.code[3] in "MW":
            person.event_gender = person.event_gender or row.code[3]

    def team(self, row: TeamRow) -> None:
        discipline = row.disciplines_code
        crew = self.teams[discipline].setdefault(row.code, _Crew(row.code))
        crew.name = row.team or crew.name
        crew.organisation = row.country_code or crew.organisation
        crew.gender = row.team_gender or crew.gender
        event = self.named.events.get((discipline, row.events))
        crew.events |= {event.rsc} if event else set()
        pairs = list(zip(listed(row.athletes_codes) or (), listed(row.athletes) or (), strict=False))
        crew.members = tuple(code for code, _ in pairs)
        for code, name in pairs:
            person = self._person(discipline, code, name, row.country_code)
            if row.team_gender in ("M", "W"):
                person.event_gender = person.event_gender or row.team_gender
        for code, name in zip(listed(row.coaches_codes) or (), listed(row.coaches) or (), strict=False):
            if code not in self.persons[discipline]:
                self._person(discipline, code, name, row.country_code).function = COACH

    def medallists(self, paris: ParisSet) -> None:
        for row in paris.medallists:
            event = self.named.find(row.discipline, row.event)
            if not event or not row.code or not row.name:
                continue
            person = self._person(event.discipline, row.code, row.name, row.country_code)
            person.gender = _GENDERS.get(row.gender, person.gender)
            person.birth_date = birth_date(row) or person.birth_date
            if not row.team:
                person.events.setdefault(event.rsc, set())


def _participant(person: _Person, discipline: str) -> Participant:
    family, given = split_name(person.name)
    made_up = [("family_name", SPLIT_NAME)]
    if not person.gender:
        made_up.append(("gender", FROM_EVENT if person.event_gender else NO_GENDER))
    events = tuple(
        RegisteredEvent(event=event, bib=next(iter(bibs)) if len(bibs) == 1 else "")
        for event, bibs in sorted(person.events.items())
    )
    entries = tuple(Entry(type="DERIVED", code=what, value=how) for what, how in made_up)
    return Participant(
        code=person.code,
        parent=person.code,
        status="ACTIVE",
        given_name=given,
        family_name=family,
        print_name=person.name,
        gender=person.gender or person.event_gender or UNTOLD,
        organisation=person.organisation,
        birth_date=person.birth_date,
        main_function_id=person.function,
        disciplines=(Discipline(code=rsc_of_discipline(discipline), events=events, entries=entries),),
    )


def _team(crew: _Crew, discipline: str) -> Team:
    members = tuple(TeamMember(code=code, order=str(at)) for at, code in enumerate(crew.members, start=1))
    events = tuple(RegisteredEvent(event=event) for event in sorted(crew.events))
    return Team(
        code=crew.code,
        status="ACTIVE",
        organisation=crew.organisation,
        name=crew.name,
        tv_team_name=crew.name,
        gender=crew.gender,
        members=members,
        disciplines=(Discipline(code=rsc_of_discipline(discipline), events=events),),
    )


def _sorted(found: Iterable[P]) -> tuple[P, ...]:
    return tuple(sorted(found, key=lambda each: each.code))
