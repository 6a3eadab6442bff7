"""Messages before they are numbered: what, when, from whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

import msgspec

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, ExtendedInfo
from kotinos.odf.stream import Timed

COMPETITION = "OG2024"

CENTRAL = "ODS"

ALL = "GL0".ljust(34, "-")
"""The DocumentCode of messages that concern no discipline."""

PARIS = timezone(timedelta(hours=2))
"""Central European Summer Time, in force throughout the Games. Headers carry it at every venue, so
that stamps of one Games compare; in Tahiti the local clock stood twelve hours earlier."""

DAY_TURNS = timedelta(hours=3)
"""A day of competition ends at 03:00 (ODF Foundation Principles 5: LogicalDate)."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A message without version and stamp. ``day``: LogicalDate when it is not that of ``at``."""

    at: datetime
    type: str
    code: str
    body: Competition
    subtype: str = ""
    status: str = ""
    source: str = CENTRAL
    day: str = ""


def day_of(at: datetime) -> str:
    """The day of competition of a moment, YYYY-MM-DD."""
    return (at.astimezone(PARIS) - DAY_TURNS).date().isoformat()


def numbered(drafts: Iterable[Draft]) -> Iterator[Timed]:
    """Drafts in order of time, equal times as given, with versions counted within their identity."""
    versions: dict[tuple[str, ...], int] = {}
    for draft in sorted(drafts, key=lambda draft: draft.at):
        local = draft.at.astimezone(PARIS)
        header = Header(
            competition=COMPETITION,
            document_code=draft.code,
            document_type=draft.type,
            document_subtype=draft.subtype,
            result_status=draft.status,
            date=local.strftime("%Y-%m-%d"),
            time=local.strftime("%H%M%S") + f"{local.microsecond // 1000:03d}",
            logical_date=draft.day or day_of(draft.at),
            source=draft.source,
        )
        version = versions[header.identity] = versions.get(header.identity, 0) + 1
        header = msgspec.structs.replace(header, version=version)
        yield Timed(local, Message(header=header, competition=draft.body))


def derived(facts: Iterable[tuple[str, str]], pos: str = "") -> tuple[ExtendedInfo, ...]:
    """What of a message is made up, and how."""
    return tuple(ExtendedInfo(type="DERIVED", code=what, pos=pos, value=how) for what, how in facts)
