"""Bytes to a frozen message, tolerant of what real feeds send, proof against hostile input. Pure."""

from __future__ import annotations

from typing import Any

import msgspec
from lxml import etree

from .binding import read
from .message import Header, Message
from .nodes import Competition, Note

LIMIT = 10 * 1024 * 1024
"""Largest message in bytes (ODF Foundation Principles 8)."""

_HEADER = {
    "CompetitionCode": "competition",
    "DocumentCode": "document_code",
    "DocumentSubcode": "document_subcode",
    "DocumentType": "document_type",
    "DocumentSubtype": "document_subtype",
    "ResultStatus": "result_status",
    "Language": "language",
    "FeedFlag": "feed_flag",
    "Date": "date",
    "Time": "time",
    "LogicalDate": "logical_date",
    "Source": "source",
    "Serial": "serial",
}


class Strange(msgspec.Struct, frozen=True):
    """Something the reader passed over: ``what`` is ``attribute`` or ``element``."""

    what: str
    place: str
    line: int


class NotReadable(ValueError):
    """The bytes are no message. ``rule`` names why, ``line`` where (0 when unknown), ``remedy`` what to do."""

    def __init__(self, rule: str, text: str, remedy: str, line: int = 0) -> None:
        super().__init__(text)
        self.rule, self.text, self.remedy, self.line = rule, text, remedy, line


def parse(data: bytes) -> etree._Element:
    """Parse hostile bytes to an element tree. Raises ``NotReadable``."""
    if len(data) > LIMIT:
        raise NotReadable(
            "too-large",
            f"the message has {len(data)} bytes, the limit is {LIMIT}",
            "split it or drop attachments",
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise NotReadable(
            "not-xml", f"not well-formed XML: {error}", "send well-formed UTF-8 XML", line
        ) from error
    if root.getroottree().docinfo.doctype:
        raise NotReadable("doctype", "the message has a DOCTYPE", "leave document types and entities out", 1)
    return root


def read_message(data: bytes) -> tuple[Message, list[Strange]]:
    """Read one message. Returns it with whatever was passed over; raises ``NotReadable``."""
    root = parse(data)
    if root.tag != "OdfBody":
        raise NotReadable(
            "root", f"the root element is {root.tag}, not OdfBody", "wrap the message in OdfBody", 1
        )
    strange: list[Strange] = []

    def report(what: str, element: etree._Element, name: str) -> None:
        strange.append(
            Strange(
                what, f"{element.tag}/{'@' if what == 'attribute' else ''}{name}", element.sourceline or 0
            )
        )

    competition: Competition | None = None
    notes: list[Note] = []
    for below in root:
        if below.tag == "Competition":
            competition = read(below, Competition, report)
        elif below.tag == "Note":
            notes.append(read(below, Note, report))
        else:
            report("element", below, str(below.tag))
    return Message(
        header=_header(root, competition, report), competition=competition, notes=tuple(notes)
    ), strange


def _header(root: etree._Element, competition: Competition | None, report: Any) -> Header:
    values: dict[str, Any] = {}
    for name, value in root.items():
        if name in _HEADER:
            values[_HEADER[name]] = value.strip()
        elif name != "Version":
            report("attribute", root, str(name))
    values.setdefault("competition", competition.code if competition else "")
    for needed, name in (("document_code", "DocumentCode"), ("document_type", "DocumentType")):
        if not values.get(needed):
            raise NotReadable("header", f"OdfBody has no {name}", f"give {name}", root.sourceline or 1)
    version = (root.get("Version") or "1").strip()
    if not (version.isascii() and version.isdigit()):
        raise NotReadable(
            "version", f"Version is {version!r}", "give a positive whole number", root.sourceline or 1
        )
    return Header(version=int(version[:9]), **values)
