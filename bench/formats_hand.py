"""Formats of the gallery that the rehearsal does not know, told by hand: nobody in them exists."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    CodeName,
    CodeSet,
    Competition,
    Competitor,
    Description,
    ExtendedInfo,
    ExtendedInfos,
    ExtendedResult,
    Result,
)

from .formats_made import DAY, GAMES, Told

NAMES = {
    "DISCIPLINE": {
        "ALP": "Alpine skiing", "SAL": "Sailing", "GLF": "Golf", "EQU": "Equestrian", "KTE": "Karate",
    },
    "EVENT": {
        "ALPWGS": "Women's giant slalom", "SALXDINGHY": "Mixed dinghy", "GLFWSTROKE": "Women's stroke play",
        "EQUOJUMP": "Jumping individual", "KTEM60KG": "Men's -60 kg", "ATHXDECATH": "Decathlon",
    },
}  # fmt: skip
PEOPLE = [
    ("AMBERLEY Ines", "AUS"), ("BRANDT Olu", "NGR"), ("DEVEREAUX-NKEMELU Alexandrine", "FRA"),
    ("ESTERHOLT Kaia", "EST"), ("FARROW Tomas", "GBR"), ("GRIEVE Sunniva", "NOR"), ("IVERSEN Dacia", "DEN"),
    ("NIGHTINGALE Oskar", "SWE"),
]  # fmt: skip

Row = tuple[str, str, Sequence[str]]
"""A line: result or IRM, difference, attempts; an attempt in brackets is discarded."""

RUNS: list[Row] = [
    ("2:14.07", "", ("1:08.11", "1:05.96")), ("2:14.52", "+0.45", ("1:07.90", "1:06.62")),
    ("2:15.33", "+1.26", ("1:08.70", "1:06.63")), ("2:16.01", "+1.94", ("1:09.02", "1:06.99")),
    ("2:17.44", "+3.37", ("1:09.51", "1:07.93")), ("DNF", "", ("1:08.20",)), ("DSQ", "", ()),
]  # fmt: skip
SAILED: list[Row] = [
    ("14", "", ("1", "2", "(7)", "1", "4", "2", "4")), ("19", "5", ("3", "1", "2", "(8)", "5", "6", "2")),
    ("25", "11", ("(9)", "4", "5", "3", "1", "4", "8")), ("31", "17", ("5", "6", "1", "(12)", "8", "5", "6")),
    ("38", "24", ("2", "(DSQ 21)", "9", "6", "7", "8", "6")),
]  # fmt: skip
GOLF: list[Row] = [
    ("271", "-17", ("67", "68", "66", "70")), ("273", "-15", ("70", "66", "69", "68")),
    ("274", "-14", ("68", "69", "70", "67")), ("280", "-8", ("71", "70", "70", "69")),
    ("WD", "", ("74", "77")),
]  # fmt: skip
TEN: list[Row] = [
    ("8709", "", ("966", "1010", "839", "859", "914", "968", "870", "910", "711", "662")),
    ("8612", "-97", ("940", "975", "861", "822", "931", "940", "842", "941", "745", "615")),
    ("8430", "-279", ("915", "942", "799", "868", "888", "921", "818", "849", "790", "640")),
    ("DNF", "", ("901", "NM")),
]  # fmt: skip
JUMPED: list[Row] = [
    ("0", "", ()),
    ("0", "", ()),
    ("4", "", ()),
    ("8", "", ()),
    ("12", "", ()),
    ("EL", "", ()),
]


def described(at: int) -> Competitor:
    """The at-th person, named in the message itself."""
    name, organisation = PEOPLE[at % len(PEOPLE)]
    family, _, given = name.partition(" ")
    return Competitor(
        code=str(90001 + at), type="A", organisation=organisation,
        description=Description(family_name=family, given_name=given, organisation=organisation),
    )  # fmt: skip


def line(at: int, row: Row, kind: str, till: int) -> Result:
    """A line of a result with its first ``till`` attempts."""
    result, diff, tries = row
    out = not result[0].isdigit()
    whole = till >= len(tries)
    attempts = tuple(
        ExtendedResult(
            type="ER", code="ATTEMPT", pos=str(pos), value=value.strip("()"),
            discard="Y" if value[0] == "(" else "",
        )
        for pos, value in enumerate(tries[:till], 1)
    )  # fmt: skip
    return Result(
        rank="" if out or not till else str(at + 1),
        sort_order=str(at + 1), start_order=str(len(PEOPLE) - at), result_type=kind,
        result=result if whole and not out and till else "", irm=result if out and till else "",
        diff=diff if whole and till else "", extended_results=attempts, competitors=(described(at),),
    )  # fmt: skip


def body(rows: list[Row], labels: Sequence[str], kind: str, till: int) -> Competition:
    """A unit with so many attempts told."""
    infos = tuple(
        ExtendedInfo(type="UI", code="ATTEMPT", pos=str(pos), value=label)
        for pos, label in enumerate(labels, 1)
    )
    return Competition(
        extended_infos=ExtendedInfos(infos=infos),
        results=tuple(line(at, row, kind, till) for at, row in enumerate(rows)),
    )


def told(code: str, name: str, rows: list[Row], labels: Sequence[str], kind: str) -> Told:
    """A unit from its start list to its end."""
    halfway = max(1, len(labels) // 2)
    bodies = [
        (status, body(rows, labels, kind, till))
        for status, till in (("START_LIST", 0), ("LIVE", halfway), ("OFFICIAL", len(labels) or 1))
    ]
    return Told(f"{code.ljust(22, '-')}FNL-000100--", name, 1, bodies, [])


def undecided() -> Told:
    """A bout of which nobody, then one side is known; the other has a bye."""
    bodies = []
    for status, code in (("START_LIST", "TBD"), ("LIVE", "TBD"), ("OFFICIAL", "BYE")):
        sides = (described(4), Competitor(code=code, type="A"))
        results = tuple(
            Result(sort_order=str(at), start_order=str(at), competitors=(side,))
            for at, side in enumerate(sides, 1)
        )
        bodies.append((status, Competition(results=results)))
    return Told(f"{'KTEM60KG'.ljust(22, '-')}SFNL000100--", "Semi-final 1", 0, bodies, [])


def kinds() -> dict[str, Told]:
    """The units."""
    events = (
        "100 m",
        "Long jump",
        "Shot",
        "High jump",
        "400 m",
        "110 m H",
        "Discus",
        "Pole vault",
        "Javelin",
        "1500 m",
    )
    return {
        "list": told("EQUOJUMP", "Final", JUMPED, (), "POINTS"),
        "two-runs": told("ALPWGS", "Giant slalom", RUNS, ("Run 1", "Run 2"), "TIME"),
        "sailing": told("SALXDINGHY", "Series", SAILED, [f"Race {n}" for n in range(1, 8)], "POINTS"),
        "golf": told("GLFWSTROKE", "Final", GOLF, [f"Round {n}" for n in range(1, 5)], "STROKES"),
        "combined": told("ATHXDECATH", "Standings", TEN, events, "POINTS"),
        "undecided": undecided(),
        "ceremony": Told(f"{'ALPWGS'.ljust(22, '-')}VICT000100--", "Medal ceremony", 0, [], []),
    }


def tables() -> list[Message]:
    """Names of what is told by hand."""
    return [
        Message(
            header=Header(
                competition=GAMES, document_code="GL0".ljust(34, "-"), document_type="DT_CODES",
                document_subtype=table, date=DAY,
            ),
            competition=Competition(
                code_sets=tuple(
                    CodeSet(
                        code=code.ljust(34, "-") if table == "EVENT" else code,
                        names=(CodeName(language="ENG", description=name),),
                    )
                    for code, name in names.items()
                )
            ),
        )
        for table, names in NAMES.items()
    ]  # fmt: skip


def joined(ours: list[Message], theirs: list[Message]) -> list[Message]:
    """Tables of the same kind put together: a table replaces the one before it."""
    found: dict[str, Message] = {}
    rest = []
    for message in (*theirs, *ours):
        key = message.header.document_subtype
        if message.header.document_type != "DT_CODES":
            rest.append(message)
        elif key in found:
            found[key] = added(found[key], message)
        else:
            found[key] = message
    return [*found.values(), *rest]


def added(one: Message, two: Message) -> Message:
    """A table with the rows of another behind its own."""
    first, second = one.competition or Competition(), two.competition or Competition()
    whole = msgspec.structs.replace(first, code_sets=(*first.code_sets, *second.code_sets))
    return msgspec.structs.replace(one, competition=whole)
