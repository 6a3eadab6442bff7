"""Bytes to a frozen message, tolerant of what real feeds send, proof against hostile input. Pure."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from lxml import etree

from .binding import Report, local_name, read
from .message import Header, Message
from .nodes import Competition, Note
from .writer import HEADER_ATTRIBUTES

LIMIT = 10 * 1024 * 1024
"""Largest message in bytes (ODF Foundation Principles 8)."""

TAGS = 500_000
"""Most tags of a message: five times what 10 MB of results have; the rest is an attack on memory."""

STRANGE = 1000
"""Most strange things told of one message."""

_HEADER = {**dict(HEADER_ATTRIBUTES), "Version": "version_text"}
_NEEDED = ("DocumentCode", "DocumentType")
_MANDATORY = ("Version", "FeedFlag")
_ODF1_DATE = re.compile(r"\d{8}\Z", re.ASCII)
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_GZIP = b"\x1f\x8b"
_DECLARED_UTF16 = re.compile(r"""\ufeff?<\?xml[^>]*encoding=["']utf-16""", re.IGNORECASE)
_VERSION = re.compile(r"\d{1,9}\Z", re.ASCII)


class Strange(msgspec.Struct, frozen=True):
    """Something the message has and the values cannot say.

    ``what``: an ``attribute`` or ``element`` passed over, ``padding`` trimmed, an ``empty`` wrapper, a
    single child that is ``repeated`` (the last one counts), a mandatory attribute that is ``absent``.
    """

    what: str
    place: str
    line: int


class NotReadable(ValueError):  # noqa: N818 - says what the bytes are
    """The bytes are no message: ``rule`` names why, ``line`` where (0 unknown), ``remedy`` what to do."""

    def __init__(self, rule: str, text: str, remedy: str, line: int = 0) -> None:
        super().__init__(text)
        self.rule, self.text, self.remedy, self.line = rule, text, remedy, line


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return line or 0


def parse(data: bytes) -> etree._Element:
    """Parse hostile bytes to an element tree. Raises ``NotReadable``."""
    if len(data) > LIMIT:
        raise NotReadable(
            "too-large",
            f"the message has {len(data)} bytes, the limit is {LIMIT}",
            "split it or drop attachments",
        )
    if data.count(b"<") > TAGS:
        raise NotReadable("too-large", f"the message has more than {TAGS} tags", "split it")
    if _DOCTYPE.match(data):
        raise _doctype()
    if data.startswith(_GZIP):
        raise NotReadable("not-xml", "the bytes are gzip", "unpack it; over HTTP say Content-Encoding: gzip")
    if not _encoded_as_declared(data):
        raise NotReadable("not-xml", "the bytes are UTF-16, undeclared", "send well-formed UTF-8 XML", 1)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line, told = getattr(error, "lineno", 0) or 0, getattr(error, "msg", "") or str(error)
        raise NotReadable(
            "not-xml", f"not well-formed XML: {told}", "send well-formed UTF-8 XML", line
        ) from error
    info: Any = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise _doctype()
    return root


def _doctype() -> NotReadable:
    return NotReadable("doctype", "the message has a DOCTYPE", "leave document types and entities out", 1)


def _encoded_as_declared(data: bytes) -> bool:
    """XML 1.0, 4.3.3 makes it fatal to be in another encoding than declared; libxml2 lets UTF-16 pass."""
    big, little = data[:1] in (b"\x00", b"\xfe"), data[1:2] in (b"\x00", b"\xfe")
    if not (big or little):
        return True
    text = data[:400].decode("utf-16-be" if big else "utf-16-le", "replace")
    return bool(_DECLARED_UTF16.match(text))


def read_message(data: bytes) -> tuple[Message, list[Strange]]:
    """Read one message. Returns it with whatever was strange; raises ``NotReadable``."""
    root = parse(data)
    if local_name(root.tag) != "OdfBody":
        raise NotReadable(
            "root", f"the root element is {root.tag}, not OdfBody", "wrap the message in OdfBody", 1
        )
    strange: list[Strange] = []

    def report(what: str, element: etree._Element, name: str) -> None:
        if len(strange) >= STRANGE and what != "absent":
            return
        sign = "" if what in ("element", "empty") else "@"
        place = local_name(element.tag) if what == "repeated" else f"{local_name(element.tag)}/{sign}{name}"
        strange.append(Strange(what, place, _line(element)))

    competition, notes = _body(root, report)
    header = _header(root, competition, report)
    return Message(header=header, competition=competition, notes=notes), strange


def _body(root: etree._Element, report: Report) -> tuple[Competition | None, tuple[Note, ...]]:
    competition: Competition | None = None
    notes: list[Note] = []
    for below in root:
        tag = local_name(below.tag)
        if tag == "Competition":
            if competition is not None:
                report("repeated", below, tag)
            competition = read(below, Competition, report)
        elif tag == "Note":
            notes.append(read(below, Note, report))
        elif tag:
            report("element", below, tag)
    return competition, tuple(notes)


def _header(root: etree._Element, competition: Competition | None, report: Report) -> Header:
    values = _header_values(root, report)
    values["competition"] = values.get("competition") or (competition.code if competition else "")
    for name in _NEEDED:
        if not values.get(_HEADER[name]):
            raise NotReadable("header", f"OdfBody has no {name}", f"give {name}", _line(root) or 1)
    for name in _MANDATORY:
        if not values.get(_HEADER[name]):
            report("absent", root, name)
    values.setdefault("feed_flag", "")
    if values.get("serial"):
        for field in ("date", "logical_date"):
            values[field] = _iso_date(values.get(field, ""))
    return Header(version=_version(values.pop("version_text", "") or "1", root), **values)


def _header_values(root: etree._Element, report: Report) -> dict[str, str]:
    values: dict[str, str] = {}
    for raw, value in root.items():
        name, text = str(raw), str(value).strip()
        if name not in _HEADER:
            report("attribute", root, name)
            continue
        values[_HEADER[name]] = text
        if text != value:
            report("padding", root, name)
    return values


def _iso_date(text: str) -> str:
    """ODF1 wrote dates without dashes; inside they all have them."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if _ODF1_DATE.match(text) else text


def _version(text: str, root: etree._Element) -> int:
    if not _VERSION.match(text):
        raise NotReadable("version", f"Version is {text!r}", "give a positive whole number", _line(root) or 1)
    return int(text)
