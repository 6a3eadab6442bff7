"""Messages for the gallery of formats: units of a rehearsal, and a few told by hand, each in every state.

A unit's messages (start list, halfway, end) are taken as the rehearsal tells them and told again under a code
of its own for each state, so that all states of a format stand side by side in one Games."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, Note, Text, Unit
from kotinos.rehearsal.api import Plan, plan, stream

GAMES, DAY = "FMT2026", "2026-06-14"
SIZE = "olympic"

STATES = {
    "scheduled": ("SCHEDULED", "", "none"),
    "start-list": ("SCHEDULED", "START_LIST", "start"),
    "getting-ready": ("GETTING_READY", "START_LIST", "start"),
    "delayed": ("DELAYED", "START_LIST", "start"),
    "postponed": ("POSTPONED", "START_LIST", "start"),
    "rescheduled": ("RESCHEDULED", "START_LIST", "start"),
    "cancelled": ("CANCELLED", "", "none"),
    "running": ("RUNNING", "LIVE", "mid"),
    "interrupted": ("INTERRUPTED", "LIVE", "mid"),
    "break": ("SCHEDULED_BREAK", "INTERMEDIATE", "mid"),
    "unconfirmed": ("FINISHED", "UNCONFIRMED", "end"),
    "unofficial": ("FINISHED", "UNOFFICIAL", "end"),
    "official": ("FINISHED", "OFFICIAL", "end"),
    "protested": ("FINISHED", "PROTESTED", "end"),
    "provisional": ("FINISHED", "PROVISIONAL", "end"),
    "corrected": ("FINISHED", "OFFICIAL", "troubled"),
}
"""State → schedule status, result status, and which of the unit's messages is told."""

TABLES = ("DT_CODES", "DT_PARTIC", "DT_PARTIC_TEAMS")
"""Messages that name things and people."""

CORRECTED = "Result corrected after a protest of the second: places 2 and 3 are shared."

FEW = ("start-list", "running", "official")
"""States of further kinds of a format that another kind shows in every state."""

KINDS = {
    "lanes": "swim:200MFR",
    "race": "distance",
    "trials": "jump",
    "heights": "highjump",
    "lifts": "lift",
    "judged": "dive",
    "rounds": "series",
    "bout": "boxing",
    "sets": "tennis",
    "game": "handball",
}
"""A kind for each format, shown in every state: its style in the rehearsal, or ``style:event``."""

ALSO = {
    "sprint": "sprint",
    "relay": "relaylong",
    "rowing": "row",
    "marathon": "marathon",
    "laps": "laps",
    "interval": "interval",
    "polevault": "polevault",
    "all-around": "allround",
    "figure": "figure",
    "runs-judged": "runs",
    "points-race": "pointsrace",
    "ranking-round": "ranking",
    "judo": "judo",
    "taekwondo": "taekwondo",
    "archery": "archery",
    "volleyball": "volleyball",
    "basketball": "basketball",
    "hockey": "hockey",
}


class Told(msgspec.Struct):
    """A unit as the rehearsal told it: its name, medal, and messages' bodies from start list to end."""

    code: str
    name: str
    medal: int
    bodies: list[tuple[str, Competition]]
    clocks: list[Competition]

    def note(self, header: Header, body: Competition) -> None:
        """Keep a message of the unit."""
        if header.document_type == "DT_RESULT":
            self.bodies.append((header.result_status, body))
        elif header.document_type == "DT_CURRENT":
            self.clocks.append(body)

    def body(self, which: str) -> Competition | None:
        """The start list, what was known halfway, the end."""
        by = {
            "start": [body for status, body in self.bodies if status == "START_LIST"],
            "mid": [body for status, body in self.bodies if status in ("LIVE", "INTERMEDIATE")],
            "end": [body for status, body in self.bodies if status != "START_LIST"],
        }.get("end" if which == "troubled" else which, [])
        if not by:
            return None
        found = by[len(by) * 6 // 10] if which == "mid" else by[0] if which == "start" else by[-1]
        return troubled(found) if which == "troubled" else found


def rehearsed() -> tuple[list[Message], dict[str, Told]]:
    """The rehearsal's tables of names and people, and a unit of every kind."""
    whole = plan(SIZE)
    chosen = found(whole)
    told = {
        code: Told(code, whole.units[code].name, whole.units[code].medal, [], []) for code in chosen.values()
    }
    tables = []
    for message in (timed.message for timed in stream(whole)):
        if message.header.document_type in TABLES:
            tables.append(message)
        elif message.header.document_code in told and message.competition:
            told[message.header.document_code].note(message.header, message.competition)
    return tables, {kind: told[code] for kind, code in chosen.items()}


def found(whole: Plan) -> dict[str, str]:
    """A unit of the rehearsal for every kind, with a medal at stake where there is one."""
    chosen: dict[str, str] = {}
    for unit in sorted(whole.units.values(), key=lambda each: (not each.medal, each.code)):
        style = unit.style or whole.events[unit.event].style
        for kind, asked in {**KINDS, **ALSO}.items():
            name, _, event = asked.partition(":")
            if kind not in chosen and style == name and event in unit.code and unit.phase_type == "3":
                chosen[kind] = unit.code
    return chosen


def troubled(body: Competition) -> Competition:
    """The result after a correction: two share a place after a photo finish, the last ones are out."""
    results = list(body.results)
    if len(results) > 5:
        for at, irm in ((-1, "DNS"), (-2, "DNF"), (-3, "DSQ")):
            results[at] = msgspec.structs.replace(
                results[at], irm=irm, rank="", result="", diff="", qualification_mark=""
            )
        second, third = results[1:3]
        results[1] = msgspec.structs.replace(second, rank_equal="Y", photo_finish="Y")
        results[2] = msgspec.structs.replace(
            third, rank=second.rank, rank_equal="Y", photo_finish="Y", result=second.result, diff=second.diff
        )
    return msgspec.structs.replace(body, results=tuple(results))


class Teller:
    """Writes messages of the gallery's Games: versions and stamps count up."""

    def __init__(self) -> None:
        self.sent = 0

    def message(self, kind: str, code: str, body: Competition, **more: str) -> Message:
        """The next message."""
        self.sent += 1
        header = Header(
            competition=GAMES, document_code=code, document_type=kind, version=self.sent, date=DAY,
            time=f"{100000000 + self.sent:09d}", logical_date=DAY, source="GALLERY1",
            document_subtype=more.get("subtype", ""), result_status=more.get("status", ""),
        )  # fmt: skip
        note = more.get("note")
        return Message(header=header, competition=body, notes=(Note(text=note),) if note else ())


def units_of(kinds: dict[str, Told]) -> dict[str, tuple[Told, str]]:
    """Every unit of the gallery by "kind/state", each with a code of its own."""
    found = {}
    for kind, told in kinds.items():
        states = tuple(STATES) if kind in (*KINDS, "list") else FEW
        for number, state in enumerate(states, 1):
            found[f"{kind}/{state}"] = (told, f"{told.code[:26]}{number:06d}--")
    return found


def scheduled(units: dict[str, tuple[Told, str]]) -> Iterator[tuple[str, Competition]]:
    """The schedule of each discipline."""
    by: dict[str, list[Unit]] = {}
    for number, (key, (told, code)) in enumerate(units.items()):
        status = STATES[key.partition("/")[2]][0]
        begun = status in ("RUNNING", "INTERRUPTED", "SCHEDULED_BREAK", "FINISHED")
        by.setdefault(code[:3], []).append(
            Unit(
                code=code, phase_type="6" if code[22:26] == "VICT" else "3",
                schedule_status=status, medal=str(told.medal), venue="STA",
                start_date=f"{DAY}T{10 + number % 10}:{number * 7 % 60:02d}:00+03:00",
                actual_start_date=f"{DAY}T{10 + number % 10}:{number * 7 % 60:02d}:20+03:00" if begun else "",
                hide_start_date="Y" if status == "POSTPONED" else "",
                names=(Text(language="ENG", value=told.name),),
            )
        )  # fmt: skip
    for discipline, found in by.items():
        yield discipline.ljust(34, "-"), Competition(units=tuple(found))


def messages(tables: list[Message], kinds: dict[str, Told]) -> Iterator[Message]:
    """The gallery's Games, message by message."""
    tell, units = Teller(), units_of(kinds)
    used = {
        code
        for told, _ in units.values()
        for _, body in told.bodies
        for result in body.results
        for each in result.competitors
        for code in (each.code, *(member.code for member in each.athletes))
    }
    for table in tables:
        yield tell.message(
            table.header.document_type, table.header.document_code, kept(table, used),
            subtype=table.header.document_subtype,
        )  # fmt: skip
    for code, body in scheduled(units):
        yield tell.message("DT_SCHEDULE", code, body)
    for key, (told, code) in units.items():
        status, result_status, which = STATES[key.partition("/")[2]]
        body = told.body(which)
        if body is not None:
            note = CORRECTED if which == "troubled" else ""
            yield tell.message("DT_RESULT", code, body, status=result_status, note=note)
        if which == "mid" and told.clocks and status == "RUNNING":
            yield tell.message("DT_CURRENT", code, told.clocks[len(told.clocks) * 6 // 10])


def kept(table: Message, used: set[str]) -> Competition:
    """A table with those people only who stand in a unit of the gallery."""
    body = table.competition or Competition()
    return msgspec.structs.replace(
        body,
        code=GAMES if body.code else "",
        participants=tuple(each for each in body.participants if each.code in used),
        teams=tuple(each for each in body.teams if each.code in used),
    )
