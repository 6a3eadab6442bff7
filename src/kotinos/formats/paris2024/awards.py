"""Medals as they come: DT_MEDALLISTS, DT_MEDALS, DT_MEDALLISTS_DISCIPLINE. Pure.

After the last official result that an event has on a medal's date follow its medallists, the table and
the discipline's medallists. Bronzes given before the final make a first, PARTIAL list of the event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from kotinos.odf.nodes import (
    Athlete,
    Competition,
    Competitor,
    Description,
    Medal,
    MedalDiscipline,
    MedalEvent,
    MedalLine,
    MedalLineDescription,
    MedalNumber,
    MedalStandings,
)  # fmt: skip
from kotinos.sport.medals import BRONZE, GOLD, SILVER
from kotinos.sport.table import count_medals, medal_table

from .check import moment
from .clock import times
from .draft import ALL, PARIS, Draft, day_of
from .people import split_name
from .plan import Plan, Planned
from .programme import Event, Programme, rsc_of_discipline
from .rows import MedallistRow, MedalRow, ParisSet, tail_of
from .schedule import Venues, finished

MEDALS = {"1": GOLD, "2": SILVER, "3": BRONZE}

AFTER = timedelta(minutes=5)
"""From the official result to the medallists."""


class Award(msgspec.Struct, frozen=True):
    """The medals of an event on one date, and when they are known."""

    at: datetime
    event: Event
    rows: tuple[MedalRow, ...]


def awards(paris: ParisSet, named: Programme, planned: Plan) -> list[Award]:
    """All awards in order of time. Rows without a known event or medal are left out (see ``gaps``)."""
    grouped: dict[tuple[str, str], list[MedalRow]] = defaultdict(list)
    events: dict[str, Event] = {}
    for row in paris.medals:
        event = named.find(row.discipline, row.event)
        if event and code_of(row) and _evening(row.medal_date):
            events[event.rsc] = event
            grouped[event.rsc, row.medal_date].append(row)
    ends = _ends(planned)
    found = []
    for (rsc, date), rows in grouped.items():
        held = [at for at in ends.get(rsc, ()) if day_of(at) <= date]
        at = max(held) + AFTER if held and day_of(max(held)) == date else _evening(date)
        if at is not None:
            found.append(Award(at, events[rsc], tuple(rows)))
    return sorted(found, key=lambda award: (award.at, award.event.rsc))


def code_of(row: MedalRow) -> str:
    """ME_GOLD, ME_SILVER, ME_BRONZE, or ""."""
    return MEDALS.get(row.medal_code.removesuffix(".0"), "")


def _evening(date: str) -> datetime | None:
    return moment(f"{date}T22:30:00+02:00")


def _ends(planned: Plan) -> dict[str, list[datetime]]:
    ends: dict[str, list[datetime]] = defaultdict(list)
    for unit in (*planned.units, *planned.lists):
        if finished(unit) and (line := unit.line or unit.cover) and (start := moment(line.start_date)):
            when = times(unit, start)
            ends[unit.rsc[:22].ljust(34, "-")].append(when.official if unit.stage else when.finish)
    return ends


class Podium:
    """Keeps what has been awarded and turns each award into its messages."""

    def __init__(self, paris: ParisSet, named: Programme, planned: Plan, venues: Venues) -> None:
        self.named, self.venues = named, venues
        self.units: dict[str, list[Planned]] = defaultdict(list)
        for unit in planned.units:
            self.units[unit.rsc[:22].ljust(34, "-")].append(unit)
        self.members: dict[tuple[str, ...], list[MedallistRow]] = defaultdict(list)
        for each in paris.medallists:
            if each.code and each.name:
                key = (each.discipline, each.event, each.medal_code, each.country_code)
                self.members[key].append(each)
        self.programme = Counter(row.sport_code.strip() for row in paris.events)
        self.names = {row.country_code: row.country for row in paris.medallists if row.country}
        self.given: dict[str, list[MedalRow]] = defaultdict(list)
        self.events: dict[str, Event] = {}

    def drafts(self, found: Iterable[Award]) -> Iterator[Draft]:
        """The messages of all awards, in order."""
        for award in found:
            event = award.event
            self.events[event.rsc] = event
            self.given[event.rsc].extend(award.rows)
            medals = self._medals(event.rsc)
            status = "OFFICIAL" if self._complete(event.rsc) else "PARTIAL"
            source = self._source(event.rsc)
            yield Draft(
                at=award.at, type="DT_MEDALLISTS", code=event.rsc, status=status, source=source,
                body=Competition(medals=medals),
            )  # fmt: skip
            standings = Competition(medal_standings=self._standings(award))
            yield Draft(at=award.at, type="DT_MEDALS", code=ALL, body=standings)
            yield Draft(
                at=award.at, type="DT_MEDALLISTS_DISCIPLINE", code=rsc_of_discipline(event.discipline),
                source=source, body=Competition(disciplines=(self._discipline(event.discipline),)),
            )  # fmt: skip

    def _complete(self, rsc: str) -> bool:
        return any(code_of(row) == GOLD for row in self.given[rsc])

    def _source(self, rsc: str) -> str:
        found = self.units.get(rsc, ())
        return self.venues.source(found[-1]) if found else "ODS"

    def _medals(self, rsc: str) -> tuple[Medal, ...]:
        rows = sorted(self.given[rsc], key=lambda row: row.medal_code)
        orders: Counter[str] = Counter()
        medals = []
        for row in rows:
            orders[row.medal_code] += 1
            medals.append(
                Medal(
                    code=code_of(row), date=row.medal_date, unit=self._unit(rsc, row),
                    competitors=(self._competitor(row, str(orders[row.medal_code])),),
                )
            )  # fmt: skip
        return tuple(medals)

    def _unit(self, rsc: str, row: MedalRow) -> str:
        """The unit that gave the medal: the one its address names, else one of that phase with the winner,
        else whatever the address names, though schedule and results do not."""
        tail = tail_of(row.url_event)
        found = self.units.get(rsc, [])
        exact = [unit for unit in found if unit.rsc[22:] == tail]
        phase = [unit for unit in found if tail and unit.rsc[22:26] == tail[:4]]
        won = [
            unit for unit in phase
            if unit.stage and any(each.participant_code == row.code for each in unit.stage.rows)
        ]  # fmt: skip
        best = exact or won or [unit for unit in phase if unit.line and unit.line.event_medal != "0"] or phase
        return best[0].rsc if best else rsc[:22] + (tail or rsc[22:])

    def _competitor(self, row: MedalRow, order: str) -> Competitor:
        key = (row.discipline, row.event, row.medal_code, row.country_code)
        team = not row.code.isdecimal()
        members = [each for each in self.members.get(key, ()) if each.team] if team else []
        if team:
            told = Description(team_name=row.name)
        else:
            same = [each.name for each in self.members.get(key, ()) if each.code == row.code]
            family, given = split_name(same[0] if same else row.name)
            told = Description(family_name=family, given_name=given, organisation=row.country_code)
        return Competitor(
            code=row.code, type="T" if team else "A", organisation=row.country_code, order=order,
            description=told,
            athletes=tuple(
                Athlete(code=each.code, order=str(at)) for at, each in enumerate(members, start=1)
            ),
        )  # fmt: skip

    def _discipline(self, code: str) -> MedalDiscipline:
        own = [event for event in self.events.values() if event.discipline == code]
        return MedalDiscipline(
            code=rsc_of_discipline(code),
            total_events=str(max(self.programme[code], len(own))),
            finished_events=str(sum(1 for event in own if self._complete(event.rsc))),
            events=tuple(
                MedalEvent(
                    code=event.rsc, event_name=event.name, date=self.given[event.rsc][-1].medal_date,
                    medals=self._medals(event.rsc),
                )
                for event in own
            ),
        )  # fmt: skip

    def _standings(self, award: Award) -> MedalStandings:
        rows = [row for given in self.given.values() for row in given]
        total = self.programme.total() or len(self.named.events)
        return MedalStandings(
            date_time=award.at.astimezone(PARIS).isoformat(timespec="seconds"),
            last_event=award.event.rsc,
            total_events=str(total),
            finished_events=str(sum(1 for rsc in self.given if self._complete(rsc))),
            summary=_numbers(rows),
            lines=self._lines(rows),
        )

    def _lines(self, rows: list[MedalRow]) -> tuple[MedalLine, ...]:
        table = medal_table(count_medals((row.country_code, code_of(row)) for row in rows))
        ranks = Counter(line.rank for line in table)
        totals = Counter(line.rank_total for line in table)
        by_country: dict[str, list[MedalRow]] = defaultdict(list)
        for row in rows:
            by_country[row.country_code].append(row)
        return tuple(
            MedalLine(
                rank=str(line.rank), rank_total=str(line.rank_total), sort_rank=str(line.order),
                sort_rank_total=str(line.order_total), rank_equal="Y" if ranks[line.rank] > 1 else "",
                rank_total_equal="Y" if totals[line.rank_total] > 1 else "", organisation=line.organisation,
                description=MedalLineDescription(
                    organisation_name=self.names.get(line.organisation, line.organisation)
                ),
                numbers=_numbers(by_country[line.organisation]),
            )
            for line in table
        )  # fmt: skip


def _numbers(rows: list[MedalRow]) -> tuple[MedalNumber, ...]:
    """Counts in all and by the event's gender; zeros are not sent."""
    numbers = []
    for kind in ("TOT", "M", "W", "X", "O"):
        own = Counter(code_of(row) for row in rows if kind in ("TOT", row.gender))
        if own:
            gold, silver, bronze = (str(own[code] or "") for code in (GOLD, SILVER, BRONZE))
            numbers.append(
                MedalNumber(type=kind, gold=gold, silver=silver, bronze=bronze, total=str(own.total()))
            )
    return tuple(numbers)
