"""A small meet told by hand: each call gives the next message of a race, a judged contest or a schedule."""

from __future__ import annotations

from collections import Counter

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    CodeName,
    CodeSet,
    Competition,
    Competitor,
    Discipline,
    ExtendedInfo,
    ExtendedInfos,
    ExtendedResult,
    Extension,
    Note,
    Participant,
    RegisteredEvent,
    Result,
    Text,
    Unit,
)

DAY = "2026-11-22"
ALL = "GL0".ljust(34, "-")
SWIMMERS = {
    "2001": ("ALDER Noor", "AVO"),
    "2002": ("BRANDT Olu", "BEL"),
    "2003": ("CASTRO Ime", "CUR"),
    "2004": ("DAHL Rin", "DOR"),
}
DIVERS = {"3001": ("EKE Mio", "AVO"), "3002": ("FARR Lio", "BEL"), "3003": ("GOSS Uma", "CUR")}
NAMES = {
    "ORGANISATION": {"AVO": "Avonia", "BEL": "Bellary", "CUR": "Curland", "DOR": "Dorane"},
    "VENUE": {"POO": "Tide Pool"},
}


class Meet:
    """The messages of one event with a final; versions and stamps count up."""

    def __init__(self, games: str, event: str, names: tuple[str, str], people: dict[str, tuple[str, str]]):
        self.games, self.people, self.names = games, people, names
        self.discipline = event[:3]
        self.event = event.ljust(34, "-")
        self.unit = f"{event.ljust(22, '-')}FNL-000100--"
        self.versions: Counter[tuple[str, str]] = Counter()
        self.sent = 0

    def message(
        self, kind: str, code: str, body: Competition, status: str = "", note: str = "", subtype: str = ""
    ) -> Message:
        """The next message of a type and code."""
        self.versions[kind, code + subtype] += 1
        self.sent += 1
        header = Header(
            competition=self.games, document_code=code, document_type=kind, document_subtype=subtype,
            version=self.versions[kind, code + subtype], result_status=status, date=DAY,
            time=f"{100000000 + 1000 * self.sent:09d}", logical_date=DAY, source="POODIV1",
        )  # fmt: skip
        return Message(header=header, competition=body, notes=(Note(text=note),) if note else ())

    def before(self) -> list[Message]:
        """Names, people and the schedule."""
        tables = {
            **NAMES,
            "COMPETITION": {self.games: "Tide Games"},
            "DISCIPLINE": {self.discipline: self.names[0]},
            "EVENT": {self.event: self.names[1]},
        }
        codes = [
            self.message("DT_CODES", ALL, Competition(code_sets=_rows(rows)), subtype=table)
            for table, rows in tables.items()
        ]
        entered = Discipline(
            code=self.discipline.ljust(34, "-"), events=(RegisteredEvent(event=self.event, bib="7"),)
        )
        people = tuple(
            Participant(
                code=code, status="ACTIVE", given_name=name.split()[1], family_name=name.split()[0],
                print_name=name, organisation=noc, gender="W",
                disciplines=(entered,),
            )
            for code, (name, noc) in self.people.items()
        )  # fmt: skip
        own = self.discipline.ljust(34, "-")
        return [
            *codes,
            self.message("DT_PARTIC", own, Competition(participants=people)),
            self.message("DT_SCHEDULE", own, Competition(units=(self._unit("SCHEDULED"),))),
        ]

    def schedule(self, status: str, hidden: bool = False) -> Message:
        """The unit's status; ``hidden``: its start is not to be shown."""
        body = Competition(units=(self._unit(status, hidden),))
        return self.message("DT_SCHEDULE_UPDATE", self.discipline.ljust(34, "-"), body)

    def result(
        self, status: str, lines: list[Result], infos: tuple[ExtendedInfo, ...] = (), note: str = ""
    ) -> Message:
        """The unit's start list or result."""
        body = Competition(extended_infos=ExtendedInfos(infos=infos), results=tuple(lines))
        return self.message("DT_RESULT", self.unit, body, status, note)

    def _unit(self, status: str, hidden: bool = False) -> Unit:
        return Unit(
            code=self.unit, phase_type="3", schedule_status=status, medal="1", venue="POO",
            start_date=f"{DAY}T10:00:00+01:00", hide_start_date="Y" if hidden else "",
            names=(Text(language="ENG", value=f"{self.names[1]} Final"),),
        )  # fmt: skip


def _rows(names: dict[str, str]) -> tuple[CodeSet, ...]:
    return tuple(
        CodeSet(code=code, names=(CodeName(language="ENG", description=name),))
        for code, name in names.items()
    )


def splits(*labels: str) -> tuple[ExtendedInfo, ...]:
    """The columns of a race."""
    return tuple(
        ExtendedInfo(type="UI", code="INTERMEDIATE", pos=str(pos), value=label)
        for pos, label in enumerate(labels, 1)
    )


def race(
    people: dict[str, tuple[str, str]], times: dict[str, tuple[str, ...]], out: str = ""
) -> list[Result]:
    """Lines of a race ordered by ``times`` (its keys in rank order; the last time is the result so far).
    Who has no time stands behind in start order; who is ``out``, as disqualified."""
    lines = []
    for lane, code in enumerate(people, 1):
        told = times.get(code, ())
        place = list(times).index(code) + 1 if code in times else len(times) + lane
        lines.append(
            Result(
                rank=str(place) if told else "", result=told[-1] if told else "", result_type="TIME",
                sort_order=str(place), start_order=str(lane), irm="DSQ" if code == out else "",
                extended_results=tuple(
                    ExtendedResult(type="ER", code="INTERMEDIATE", pos=str(pos), value=value, rank=str(place))
                    for pos, value in enumerate(told, 1)
                ),
                competitors=(_who(people, code),),
            )
        )  # fmt: skip
    return lines


def dives(people: dict[str, tuple[str, str]], totals: dict[str, tuple[str, ...]]) -> list[Result]:
    """Lines of a judged contest, by ``totals`` (in rank order): a value a dive, marks of two judges."""
    lines = []
    for order, code in enumerate(people, 1):
        told = totals.get(code, ())
        place = list(totals).index(code) + 1 if code in totals else len(totals) + order
        lines.append(
            Result(
                rank=str(place) if told else "", result=told[-1] if told else "", result_type="POINTS",
                sort_order=str(place), start_order=str(order),
                extended_results=tuple(_dive(str(pos), value) for pos, value in enumerate(told, 1)),
                competitors=(_who(people, code),),
            )
        )  # fmt: skip
    return lines


def rounds(number: int) -> tuple[ExtendedInfo, ...]:
    """The columns of a judged contest."""
    told = ExtendedInfo(type="UI", code="FORMAT", value="judged")
    columns = (
        ExtendedInfo(type="UI", code="ATTEMPT", pos=str(pos), value=f"Dive {pos}")
        for pos in range(1, number + 1)
    )
    return (told, *columns)


def _dive(pos: str, value: str) -> ExtendedResult:
    marks = (
        Extension(code="MARK", pos="J1", value="8.5"),
        Extension(code="MARK", pos="J2", value="8.0"),
        Extension(code="DIFFICULTY", value="3.1"),
    )
    return ExtendedResult(type="ER", code="ATTEMPT", pos=pos, value=value, extensions=marks)


def _who(people: dict[str, tuple[str, str]], code: str) -> Competitor:
    return Competitor(code=code, type="A", organisation=people[code][1])
