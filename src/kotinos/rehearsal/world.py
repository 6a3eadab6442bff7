"""What has happened so far: who is who, what is decided, who has which medal. Pure."""

from __future__ import annotations

from datetime import datetime
from random import Random

import msgspec

from kotinos.odf.nodes import Athlete, Competitor, Description, Note, Official
from kotinos.odf.rsc import discipline_rsc

from .contest import Row
from .desk import CENTRE, Desk, Sheet
from .terms import Entrant, Event, Person, Phase, Plan, Source, Unit
from .trouble import Troubles, choose


class Won(msgspec.Struct, frozen=True):
    """A medal: code, competitor, the unit that decided it, the day."""

    medal: str
    entrant: str
    unit: str
    day: str


class World:
    """The changing side of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.desk = plan, Desk(plan)
        self.persons: dict[str, Person] = dict(plan.persons)
        self.entrants: dict[str, Entrant] = dict(plan.entrants)
        self.phases: dict[str, Phase] = plan.phases
        self.troubles: Troubles = choose(plan)
        self.substitutes: dict[str, str] = {}
        self.sides: dict[str, tuple[str, str]] = {}  # match -> (winner, loser)
        self.rows: dict[str, list[Row]] = {}  # unit of marks -> final rows, until its phase is decided
        self.matches: dict[str, list[Row]] = {}  # match -> its two final rows
        self.going_on: dict[str, list[str]] = {}  # phase -> competitors in order
        self.settled: set[str] = set()  # units that are official or cancelled
        self.started: dict[str, datetime] = {}
        self.moved: dict[str, tuple[datetime, datetime]] = {}
        self.medals: dict[str, list[Won]] = {}
        self.complete: list[str] = []  # events whose medals are all given
        self.notes: dict[str, tuple[str, ...]] = {}
        self.status: dict[str, str] = {}
        self.waiting: dict[str, list[str]] = {}  # unit or phase -> units that wait for it
        self.entered: dict[str, list[str]] = {}  # person -> events
        self._index()
        self._told: dict[str, Competitor] = {}
        self._officials: dict[str, tuple[Official, ...]] = {}

    def _index(self) -> None:
        for unit in self.plan.units.values():
            for ref in sorted({source.ref for source in unit.sources if source.kind != "entry"}):
                self.waiting.setdefault(ref, []).append(unit.code)
        for event in self.plan.events.values():
            for code in event.entrants:
                for member in self.entrants[code].members:
                    self.entered.setdefault(member, []).append(event.code)

    def rng(self, *what: str) -> Random:
        """A source of chance that depends on seed and purpose only, not on the order of events."""
        return Random("/".join((str(self.plan.seed), self.plan.size, *what)))  # noqa: S311 - invention

    def event(self, unit: Unit) -> Event:
        """The event of a unit."""
        return self.plan.events[unit.event]

    def zone(self, unit: Unit) -> str:
        """The zone of a unit's venue."""
        return self.plan.venues[unit.venue].zone

    def sheet(self, unit: Unit, kind: str, code: str = "", status: str = "") -> Sheet:
        """A message from the venue of ``unit``; ``code``: the unit itself unless given."""
        return Sheet(kind, code or unit.code, f"{unit.venue}{unit.discipline}1", self.zone(unit), status)

    def event_sheet(self, event: Event, kind: str, code: str = "", status: str = "") -> Sheet:
        """A message about an event, always from the venue of its final, whatever the unit."""
        final = next(one for phase in event.phases for one in phase.units if self.plan.units[one].medal == 1)
        return self.sheet(self.plan.units[final], kind, code or event.code, status)

    def central(self, kind: str, code: str, status: str = "", subtype: str = "") -> Sheet:
        """A message from the centre."""
        return Sheet(kind, code, CENTRE, self.plan.zone, status, subtype)

    def discipline_sheet(self, unit: Unit, kind: str) -> Sheet:
        """A message about the discipline of ``unit`` from its venue."""
        return self.sheet(unit, kind, discipline_rsc(unit.code))

    def noted(self, unit: Unit, sheet: Sheet) -> tuple[Note, ...]:
        """The notes about a unit's result, for every message that tells of it."""
        if sheet.type == "DT_SCHEDULE_UPDATE":
            return ()
        return tuple(Note(text=text) for text in self.notes.get(unit.code, ()))

    def times(self, unit: Unit) -> tuple[datetime, datetime]:
        """When a unit is to start and end, as far as is known now."""
        return self.moved.get(unit.code, (unit.start, unit.end))

    def who(self, source: Source) -> str | None:
        """The competitor a source stands for now; None while (or where) there is nobody."""
        if source.kind == "entry":
            return self.substitutes.get(source.ref, source.ref)
        if source.kind == "rank":
            going = self.going_on.get(source.ref, [])
            return going[source.rank - 1] if source.rank <= len(going) else None
        sides = self.sides.get(source.ref)
        return None if sides is None else sides[0 if source.kind == "winner" else 1]

    def known(self, source: Source) -> bool:
        """Whether what a source waits for is decided."""
        if source.kind == "entry":
            return True
        return source.ref in (self.going_on if source.kind == "rank" else self.sides)

    def ready(self, unit: Unit) -> bool:
        """Whether everything is decided that a unit waits for."""
        return all(self.known(source) for source in unit.sources)

    def starters(self, unit: Unit) -> list[Entrant]:
        """Who starts in a unit, in order. Those tied for the last place all come, into its last unit."""
        found = [code for source in unit.sources if (code := self.who(source))]
        phase = self.phases[unit.phase]
        if phase.units[-1] == unit.code and phase.kind == "marks":
            for ref in sorted({source.ref for source in unit.sources if source.kind == "rank"}):
                asked = sum(len(self.plan.units[one].sources) for one in phase.units)
                found += self.going_on[ref][asked:]
        return [self.entrants[code] for code in found]

    def officials(self, discipline: str) -> tuple[Official, ...]:
        """The judges or referees of a discipline."""
        if discipline not in self._officials:
            found = [
                one for one in self.persons.values() if one.discipline == discipline and one.function == "JU"
            ]
            self._officials[discipline] = tuple(
                Official(code=one.code, function="JU", order=str(at), description=self._described(one.code))
                for at, one in enumerate(found, 1)
            )
        return self._officials[discipline]

    def regroup(self, team: Entrant) -> None:
        """Let a team have other members from now on."""
        self.entrants[team.code] = team
        self._told.pop(team.code, None)

    def rename(self, person: Person) -> None:
        """Let a person have another name from now on."""
        self.persons[person.code] = person
        for code, entrant in list(self.entrants.items()):
            if person.code in entrant.members:
                self._told.pop(code, None)
                if entrant.kind == "A":
                    self.entrants[code] = msgspec.structs.replace(entrant, name=person.print_name)

    def competitor(self, entrant: Entrant) -> Competitor:
        """A competitor as results name it, with its athletes."""
        if entrant.code not in self._told:
            self._told[entrant.code] = self._tell(entrant)
        return self._told[entrant.code]

    def _tell(self, entrant: Entrant) -> Competitor:
        if entrant.kind == "A":
            description = self._described(entrant.members[0])
            member = Athlete(code=entrant.code, order="1", bib=entrant.bib)
            return Competitor(
                code=entrant.code, type="A", organisation=entrant.organisation, bib=entrant.bib,
                description=description, athletes=(member,),
            )  # fmt: skip
        few = len(entrant.members) <= 4  # large squads are told by code: DT_PARTIC has their names
        members = tuple(
            Athlete(code=code, order=str(at), description=self._described(code) if few else None)
            for at, code in enumerate(entrant.members, 1)
        )
        return Competitor(
            code=entrant.code, type="T", organisation=entrant.organisation,
            description=Description(team_name=entrant.name), athletes=members,
        )  # fmt: skip

    def _described(self, code: str) -> Description:
        person = self.persons[code]
        return Description(
            given_name=person.given, family_name=person.family, gender=person.gender,
            organisation=person.organisation, birth_date=person.birth,
        )  # fmt: skip
