"""A message to bytes, in the standard's element order. Pure."""

from __future__ import annotations

from lxml import etree

from .binding import write
from .message import Message

_HEADER = (
    ("CompetitionCode", "competition"),
    ("DocumentCode", "document_code"),
    ("DocumentSubcode", "document_subcode"),
    ("DocumentType", "document_type"),
    ("DocumentSubtype", "document_subtype"),
    ("Version", "version"),
    ("ResultStatus", "result_status"),
    ("Language", "language"),
    ("FeedFlag", "feed_flag"),
    ("Date", "date"),
    ("Time", "time"),
    ("LogicalDate", "logical_date"),
    ("Source", "source"),
    ("Serial", "serial"),
)


def write_message(message: Message) -> bytes:
    """One message as UTF-8 XML with a declaration."""
    root = etree.Element("OdfBody")
    for name, field in _HEADER:
        if value := getattr(message.header, field):
            root.set(name, str(value))
    if message.competition is not None:
        root.append(write(message.competition, "Competition"))
    for note in message.notes:
        root.append(write(note, "Note"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
