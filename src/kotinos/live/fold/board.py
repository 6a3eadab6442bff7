"""Which topics a message touches, and their documents: the published side of the fold. Pure.

Views depend on the state alone, never on the way it came about, so that a rebuild gives the same
bytes. Lines (short forms of units, medals) are kept here and made anew when the state is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from kotinos.games.terms import (
    EventView,
    MedalHeld,
    MedalTableView,
    ParticipantLine,
    ResultLine,
    UnitView,
    Value,
)
from kotinos.odf.bulletins import ALERT, NEWS
from kotinos.odf.rsc import LENGTH, event_rsc

from . import bulletin
from .apply import Touch
from .events import DOCUMENTS as EVENT_TYPES
from .events import event_view, named_in
from .glance import Lines, latest
from .medals import event_medals, holders, table_view
from .names import Names
from .people import organisation_view, participant_line, participant_view
from .records import records_view
from .state import State
from .tables import Glance, clock_now, day_view, feeds_view, games_view, names_view, session_days
from .units import result_lines, unit_line, unit_view

Make = Callable[[], Value]
"""Makes one document."""

UNIT_TYPES = frozenset({"unit", "DT_RESULT", "DT_CURRENT"})
BULLETINS = {ALERT: "notice", NEWS: "news"}
"""Types for the public, and what is to be rendered for them."""
SAME = {"DT_MEDALLISTS": "medals", "team": "person"}
"""Kinds of touch that are rendered alike."""

ALWAYS = ("table", "games", "record", "feed", "notice", "news")
"""What every Games has from its first message."""


class Board:
    """Renders documents for what was touched since the last ``render``."""

    def __init__(self, competition: str, state: State) -> None:
        self.competition = competition
        self.state = state
        self.names = Names(state)
        self.lines = Lines()
        self.results: dict[str, dict[str, ResultLine]] = {}
        self.units_of: dict[str, set[str]] = defaultdict(set)
        self.medals: dict[str, dict[str, MedalHeld]] = {}
        self.shared: dict[str, dict[str, set[str]]] = {}
        self.medals_of: dict[str, set[str]] = defaultdict(set)
        self.events_of: dict[str, set[str]] = defaultdict(set)
        self.teams_of: dict[str, set[str]] = defaultdict(set)
        self.members: dict[str, set[str]] = {}
        self.organisation_of: dict[str, str] = {}
        self.people_of: dict[str, dict[str, ParticipantLine]] = defaultdict(dict)
        self.table = MedalTableView()
        self.latest: dict[str, MedalHeld] = {}
        self.given: dict[str, bool] = {}
        self.days: set[str] = set()
        self.bulletins = bulletin.told(self.names)
        self.tongues: set[str] = set()
        self._todo: dict[str, set[str]] = defaultdict(set)
        self._always()

    def _always(self) -> None:
        for kind in ALWAYS:
            self._todo[kind].add("")

    def touch(self, touched: set[Touch]) -> None:
        """Note what a message touched."""
        for kind, code in touched:
            if kind in UNIT_TYPES:
                self._todo["unit"].add(code)
            elif kind in EVENT_TYPES:
                self._todo["event"].add(event_rsc(code))
            elif kind == "DT_CODES":
                self.names.refresh_codes()
                self.touch_all()
            elif kind in BULLETINS:
                self.bulletins[kind].add(code)
                self._todo[BULLETINS[kind]].add("")
            elif kind in ("DT_MEDALS", "DT_MEDALLISTS_DISCIPLINE", "clock"):
                self._todo["table" if kind != "clock" else "games"].add("")
            else:
                self.names.forget(code)
                self._todo[SAME.get(kind, kind)].add(code)
                if kind == "record" and len(code) == LENGTH:
                    self._todo["event"].add(event_rsc(code))

    def touch_all(self) -> None:
        """Everything is to be rendered again."""
        self._todo["unit"] |= set(self.state.tables["unit"]) | {
            code for kind, code in self.state.slots if kind in ("DT_RESULT", "DT_CURRENT")
        }
        self._todo["event"] |= {each for each in self.lines.by_event if each}
        self._todo["event"] |= {each for events in self.names.events.values() for each in events}
        self._todo["event"] |= {event_rsc(code) for kind, code in self.state.slots if kind in EVENT_TYPES}
        self._todo["medals"] |= {code for kind, code in self.state.slots if kind == "DT_MEDALLISTS"}
        self._todo["person"] |= set(self.state.people)
        self._todo["organisation"] |= set(self.names.tables.get("ORGANISATION", {}))
        self.bulletins = bulletin.told(self.names)
        for kind in (*ALWAYS, "session", "names"):
            self._todo[kind].add("")

    def warm(self) -> Iterator[tuple[str, Make]]:
        """Every topic, to be made once after a state was loaded, for its lines; nothing is published."""
        self.touch_all()
        yield from self.render()
        self._always()

    def render(self) -> Iterator[tuple[str, Make]]:
        """Each topic that may have changed, with the call that makes its document."""
        todo, self._todo = self._todo, defaultdict(set)
        self._people_first(todo)
        for code in sorted(todo["unit"]):
            yield f"unit/{code}", partial(self._unit, code, todo)
        for event in sorted(todo["medals"]):
            self._medals(event, todo)
        if todo["medals"]:
            self.latest = latest(medal for medals in self.medals.values() for medal in medals.values())
        yield from self._competition(todo)
        for code in sorted(todo["person"]):
            yield f"participant/{code}", partial(self._participant, code)
        for code in sorted(todo["organisation"]):
            yield f"organisation/{code}", partial(self._organisation, code)
        yield from self._calendar(todo)
        yield from self._whole(todo)

    def _competition(self, todo: dict[str, set[str]]) -> Iterator[tuple[str, Make]]:
        for event in sorted(todo["event"]):
            yield f"event/{event}", partial(self._event, event)
        if todo["table"] or todo["medals"]:
            yield "medals", partial(self._table, todo)

    def _calendar(self, todo: dict[str, set[str]]) -> Iterator[tuple[str, Make]]:
        if todo["session"]:
            todo["day"] |= self.days | session_days(self.names)
        self.days |= todo["day"]
        for day in sorted(todo["day"]):
            yield f"day/{day}", partial(day_view, day, self.lines.of_day(day), self.names)

    def _whole(self, todo: dict[str, set[str]]) -> Iterator[tuple[str, Make]]:
        if todo["record"]:
            yield "records", partial(records_view, self.names)
        if todo["feed"]:
            yield "feeds", partial(feeds_view, self.names)
        yield from self._bulletins(todo)
        if todo["names"]:
            yield from self._tongues()
        if any(todo.values()):
            yield "games", self._games()

    def _bulletins(self, todo: dict[str, set[str]]) -> Iterator[tuple[str, Make]]:
        """Notices come into force and end by the clock, so they are looked at whenever it goes on."""
        if todo["notice"] or (todo["games"] and self.bulletins[ALERT]):
            now = clock_now(self.names)
            yield "notices", partial(bulletin.notices_view, self.bulletins[ALERT], now, self.names)
        if todo["news"]:
            yield "news", partial(bulletin.news_view, self.bulletins[NEWS], self.names)

    def _tongues(self) -> Iterator[tuple[str, Make]]:
        told = self.names.tongues()
        self.tongues |= set(told)
        for tag in sorted(self.tongues):
            yield f"names/{tag}", partial(names_view, tag, told)

    def _games(self) -> Make:
        people = sum(len(codes) for codes in self.people_of.values())
        glance = Glance(self.lines, self.latest, self.given, people)
        return partial(games_view, self.competition, glance, self.names)

    def _people_first(self, todo: dict[str, set[str]]) -> None:
        """A name or organisation that changed is told again wherever it stands."""
        for code in list(todo["person"]):
            todo["unit"] |= self.units_of.get(code, set())
            todo["event"] |= self.events_of.get(code, set())
            todo["record"] |= {""} if self.state.tables["record"] else set()
            todo["medals"] |= {key.partition("|")[0] for key in self.medals_of.get(code, ())}
            team = self.names.team(code)
            members = {each.code for each in team.members} if team else set()
            for member in members ^ self.members.get(code, set()):
                (self.teams_of[member].add if member in members else self.teams_of[member].discard)(code)
            todo["person"] |= members | self.members.get(code, set()) | self.teams_of.get(code, set())
            self.members[code] = members
            self._belongs(code, todo)

    def _belongs(self, code: str, todo: dict[str, set[str]]) -> None:
        old, line = self.organisation_of.get(code, ""), participant_line(code, self.names)
        organisation = line.organisation if line else ""
        self.people_of[old].pop(code, None)
        if line and organisation:
            self.people_of[organisation][code] = line
        self.organisation_of[code] = organisation
        todo["organisation"] |= {each for each in (old, organisation) if each}

    def _unit(self, code: str, todo: dict[str, set[str]]) -> UnitView:
        view = unit_view(code, self.names)
        line = unit_line(view) if view.told else None
        if line != (old := self.lines.put(code, line)):
            for each in (old, line):
                if each is not None:
                    todo["day"].add(each.day)
                    todo["event"].add(each.event)
            todo["day"].discard("")
            todo["event"].discard("")
        results, earlier = result_lines(view), self.results.get(code, {})
        for person in results.keys() | earlier.keys():
            if results.get(person) != earlier.get(person):
                todo["person"].add(person)
                (self.units_of[person].add if person in results else self.units_of[person].discard)(code)
        self.results[code] = results
        return view

    def _event(self, event: str) -> EventView:
        lines, medals = self.lines.of_event(event), self.medals.get(event, {})
        view = event_view(event, lines, medals, self.names)
        for code in named_in(event, self.names):
            self.events_of[code].add(event)
        return view

    def _medals(self, event: str, todo: dict[str, set[str]]) -> None:
        old, self.medals[event] = self.medals.get(event, {}), event_medals(event, self.names)
        told = self.state.told("DT_MEDALLISTS", event)
        self.given[event] = told is not None and told.header.result_status in ("OFFICIAL", "")
        before, self.shared[event] = self.shared.get(event, {}), holders(event, self.names)
        for shared, add in ((before, False), (self.shared[event], True)):
            for key, codes in shared.items():
                for code in codes:
                    (self.medals_of[code].add if add else self.medals_of[code].discard)(f"{event}|{key}")
                    todo["person"].add(code)
        todo["organisation"] |= {
            medal.organisation for medal in (*old.values(), *self.medals[event].values())
        }
        todo["organisation"].discard("")
        todo["event"].add(event)

    def _table(self, todo: dict[str, set[str]]) -> MedalTableView:
        old, self.table = self.table, table_view(self.medals, self.names)
        for code in old.lines.keys() | self.table.lines.keys():
            if old.lines.get(code) != self.table.lines.get(code):
                todo["organisation"].add(code)
        return self.table

    def _participant(self, code: str) -> Value:
        results = {unit: self.results[unit][code] for unit in sorted(self.units_of.get(code, ()))}
        held: dict[str, MedalHeld] = {}
        for key in sorted(self.medals_of.get(code, ())):
            event, _, medal = key.partition("|")
            held[f"{event}/{medal}"] = self.medals[event][medal]
        teams = {team: self.names.who(team)[0] for team in sorted(self.teams_of.get(code, ()))}
        return participant_view(code, results, held, teams, self.names)

    def _organisation(self, code: str) -> Value:
        medals = {
            f"{event}/{key}": medal
            for event, held in self.medals.items()
            for key, medal in held.items()
            if medal.organisation == code
        }
        people = dict(self.people_of.get(code, {}))
        return organisation_view(code, self.table.lines.get(code), medals, people, self.names)
