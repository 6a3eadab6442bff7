"""Profiles: what the standard asked for at the time of the message. Pure.

Profiles are ``2018``, ``2022``, ``2024`` and ``2026``. The data files beside this module say which
attributes each requires and which message types there are; there is no one schema for all years
(ODF General Messages Interface, version histories of 2018, 2022, 2024 and 2026).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import msgspec

from ..binding import shape
from ..message import Message
from ..nodes import Competition, Node

PROFILES = ("2018", "2022", "2024", "2026")
FALLBACK = "2024"
_DATA = Path(__file__).parent / "data"
_KNOWN_GAMES = re.compile(r"(?:OG|OWG|PG|PWG|SOG|WOG|YOG|SYOG|WYOG)-?(20\d\d)")
_GENERATION_2026 = re.compile(r"-GEN-V?[4-9]\.")


def guess(message: Message) -> str:
    """The profile a message was written by; ODF1 (it alone has Serial) is read by the oldest.

    The year in Gen counts, then the year in a competition code of the known kinds, then the generation
    of the General Messages Interface (4 came with 2026); anything else is read by 2024, the last
    profile that allows both the old and the new forms.
    """
    if message.header.serial:
        return PROFILES[0]
    gen = message.competition.gen if message.competition else ""
    for text in (gen, message.header.competition):
        if found := _KNOWN_GAMES.match(text):
            return of_year(int(found.group(1)))
    return "2026" if _GENERATION_2026.search(gen) else FALLBACK


def of_year(year: int) -> str:
    """The profile in force for Games of ``year``: 2016 to 2018, 2020 to 2022, 2024, from 2026."""
    return next((profile for profile in PROFILES if year <= int(profile)), PROFILES[-1])


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class DocumentType(msgspec.Struct, frozen=True):
    """A message type of the standard: whether we fold it, whether its DocumentCode is an RSC."""

    name: str
    folded: bool
    coded: bool
    carries: str


@cache
def document_types() -> dict[str, DocumentType]:
    """All message types of ODF2 that we know, by name."""
    return {
        row["type"]: DocumentType(row["type"], row["folded"] == "Y", row["coded"] == "Y", row["carries"])
        for row in _rows("types.csv")
    }


class Below(msgspec.Struct, frozen=True):
    """Children of one tag and what is demanded of each; ``needed``: at least one must be there."""

    tag: str
    field: str
    many: bool
    needed: bool
    demand: Demand


class Demand(msgspec.Struct, frozen=True):
    """What a node must have: attributes with a value (any one of ``fields``), and children."""

    attributes: tuple[tuple[str, tuple[str, ...]], ...]
    below: tuple[Below, ...]


@cache
def demands(profile: str) -> Demand:
    """Attributes that need a value, as a tree from Competition down."""
    rows = [row for row in _required(profile) if row["need"] != "sent"]
    return _demand(Competition, rows, "")


@cache
def mandatory(profile: str) -> tuple[tuple[str, str], ...]:
    """(element path below Competition, attribute) of all that is sent even when empty."""
    return tuple(
        (row["element"], row["attribute"]) for row in _required(profile) if "|" not in row["attribute"]
        and row["need"] != "child"
    )  # fmt: skip


def _required(profile: str) -> list[dict[str, str]]:
    return [row for row in _rows("required.csv") if row["profiles"] == "*" or profile in row["profiles"]]


def _demand(node: type[Node], rows: list[dict[str, str]], path: str) -> Demand:
    form = shape(node)
    here = [row for row in rows if row["element"].strip(".") == path]
    attributes = tuple(
        (row["attribute"], tuple(form.attributes[name] for name in row["attribute"].split("|")))
        for row in here
        if row["need"] == "value"
    )
    needed = {row["attribute"] for row in here if row["need"] == "child"}
    below = []
    for child in form.children:
        name = f"{child.wrapper}/{child.tag}".strip("/")
        deeper = f"{path}/{name}".strip("/")
        inside = [row for row in rows if f"{row['element']}/".startswith(f"{deeper}/")]
        if inside or name in needed:
            demand = _demand(child.node, inside, deeper)
            below.append(Below(name, child.field, child.many, name in needed, demand))
    return Demand(attributes, tuple(below))
