"""Finds the awkwardness of a stream in its messages alone, as a consumer would meet it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from kotinos.odf.message import Message
from kotinos.odf.stream import Timed

EVERYWHERE = {
    "tie", "shared medal", "disqualified later", "protest", "mistyped", "DELAYED", "POSTPONED", "RESCHEDULED",
    "INTERRUPTED", "CANCELLED", "withdrawn", "new member", "renamed", "record broken", "record equalled",
    "invalidated", "twice", "overtaken", "silence", "after midnight", "UNSCHEDULED", "TBD", "moved", "early",
    "retired",
    "own script", "no birth details", "French",
}  # fmt: skip
IN_LARGE_ONES = {"DNS", "DNF", "DSQ", "NM", "BYE", "mononym", "long name", "SCHEDULED_BREAK", "photo finish"}


def found(timed: Iterable[Timed]) -> Counter[str]:
    """How often each awkwardness occurs."""
    counts: Counter[str] = Counter()
    newest: dict[tuple[str, ...], int] = {}
    alive: datetime | None = None
    for one in timed:
        message, head = one.message, one.message.header
        before = newest.get(head.identity, 0)
        if message.competition is None:
            counts["invalidated"] += 1
        elif head.version == before:
            counts["twice"] += 1
        elif head.version < before:
            counts["overtaken"] += 1
        newest[head.identity] = max(before, head.version)
        if head.document_type in ("DT_KA", "DT_GLOBAL_GM") and message.competition is not None:
            delay = message.competition.config.ka_delay if message.competition.config else "600"
            silent = alive is not None and one.at - alive > timedelta(seconds=1.5 * int(delay or 600))
            counts["silence"] += head.document_type == "DT_KA" and silent
            alive = one.at
        if head.date != head.logical_date and head.result_status == "LIVE":
            counts["after midnight"] += 1
        counts.update(_content(message))
    return +counts


def _content(message: Message) -> list[str]:
    body, head = message.competition, message.header
    if body is None:
        return []
    told = [
        unit.schedule_status for unit in body.units if unit.schedule_status not in ("SCHEDULED", "RUNNING")
    ]
    told += ["protest"] * (head.result_status == "PROTESTED")
    told += ["disqualified later" for note in message.notes if "afterwards" in note.text]
    told += ["mistyped" for note in message.notes if "corrected" in note.text]
    told += ["French" for row in body.code_sets for name in row.names if name.language == "FRA"]
    medals = Counter(medal.code for medal in body.medals)
    told += ["shared medal"] * (medals["ME_GOLD"] > 1 or medals["ME_SILVER"] > 1)
    return told + _READERS.get(head.document_type, lambda _: [])(message)


def _changes(message: Message) -> list[str]:
    people = message.competition.participants if message.competition else ()
    cancelled = any(person.status == "CANCEL" for person in people)
    return ["withdrawn" if cancelled else "renamed"]


def _places(message: Message) -> list[str]:
    trees = message.competition.brackets if message.competition else ()
    items = [item for tree in trees for part in tree.rounds for item in part.items]
    return [place.code for item in items for place in item.places if place.code]


def _starts(message: Message) -> list[str]:
    told = []
    for unit in message.competition.units if message.competition else ():
        if unit.schedule_status == "RUNNING" and unit.actual_start_date and unit.phase_type == "3":
            told.append("early" if unit.actual_start_date < unit.start_date else "moved")
    return told


def _official(message: Message) -> list[str]:
    told: list[str] = []
    if message.header.result_status != "OFFICIAL":
        return told
    for result in message.competition.results if message.competition else ():
        told += ["tie"] if result.rank_equal else []
        told += [result.irm] if result.irm else []
        told += ["retired"] if result.irm == "RET" else []
        told += ["record equalled" if one.equalled else "record broken" for one in result.record_indicators]
        told += ["photo finish"] if result.photo_finish else []
    return told


def _people(message: Message) -> list[str]:
    told = []
    for person in message.competition.participants if message.competition else ():
        told += ["own script"] if person.local_family_name else []
        told += ["mononym"] if not person.given_name else []
        told += ["long name"] if len(person.print_name) > 32 else []
        told += ["no birth details"] if not person.height else []
    return told


_READERS: dict[str, Callable[[Message], list[str]]] = {
    "DT_SCHEDULE_UPDATE": _starts,
    "DT_RESULT": _official,
    "DT_PARTIC_UPDATE": _changes,
    "DT_PARTIC_TEAMS_UPDATE": lambda _: ["new member"],
    "DT_PARTIC": _people,
    "DT_BRACKETS": _places,
}
