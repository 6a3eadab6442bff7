"""The desk that sends: headers, sources and versions. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import Competition, Note
from kotinos.odf.rsc import LENGTH

from .terms import Plan

CENTRE = "ODS"
ALL_GAMES = "GL0".ljust(LENGTH, "-")


class Sheet(msgspec.Struct, frozen=True):
    """What a message is: type, document code, source, venue zone, ResultStatus, DocumentSubtype,
    Language."""

    type: str
    code: str
    source: str
    zone: str
    status: str = ""
    subtype: str = ""
    language: str = ""


def local(moment: datetime, zone: str) -> datetime:
    """A moment as the venue's clock shows it."""
    return moment.astimezone(ZoneInfo(zone))


def iso(moment: datetime, zone: str) -> str:
    """A moment as ISO 8601 with the venue's offset."""
    return local(moment, zone).isoformat(timespec="seconds")


class Desk:
    """Sends messages, counting versions within each identity."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.versions: dict[tuple[str, ...], int] = {}

    def send(
        self, at: datetime, sheet: Sheet, body: Competition | None, notes: tuple[Note, ...] = ()
    ) -> Message:
        """The message of ``sheet`` in its next version."""
        header = self._header(at, sheet)
        identity = header.identity
        version = self.versions.get(identity, 0) + 1
        self.versions[identity] = version
        header = msgspec.structs.replace(header, version=version)
        return Message(header=header, competition=body, notes=notes)

    def sending(self, sheet: Sheet, make: Callable[[], Competition]) -> Callable[[datetime], Message]:
        """What sends ``sheet`` with the body that ``make`` gives at that moment."""
        return lambda when: self.send(when, sheet, make())

    def take_back(self, at: datetime, sheet: Sheet) -> Message:
        """The message that invalidates the newest version of ``sheet``: same version, no body."""
        header = self._header(at, sheet)
        return Message(header=msgspec.structs.replace(header, version=self.versions[header.identity]))

    def _header(self, at: datetime, sheet: Sheet) -> Header:
        here = local(at, sheet.zone)
        clock = here.isoformat(timespec="milliseconds")
        # A competition day runs to 03:00 (ODF Foundation Principles 5).
        day = clock[:10] if here.hour >= 3 else (here - timedelta(hours=3)).isoformat()[:10]
        return Header(
            competition=self.plan.competition,
            document_code=sheet.code,
            document_type=sheet.type,
            document_subtype=sheet.subtype,
            result_status=sheet.status,
            language=sheet.language,
            date=clock[:10],
            time=f"{clock[11:13]}{clock[14:16]}{clock[17:19]}{clock[20:23]}",
            logical_date=day,
            source=sheet.source,
        )


def body(**content: object) -> Competition:
    """A Competition element with the documents it is written by."""
    return Competition(gen="KOTINOS-GEN-1.0", sport="KOTINOS-SPORT-1.0", codes="KOTINOS-CC-1.0", **content)  # type: ignore[arg-type]
