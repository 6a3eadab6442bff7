"""A message to bytes, in the standard's element order. Pure."""

from __future__ import annotations

from .binding import escape, write
from .message import Message

HEADER_ATTRIBUTES = (
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
    ("Venue", "venue"),
    ("Serial", "serial"),
    ("RTSerial", "rt_serial"),
)


def write_message(message: Message) -> bytes:
    """One message as UTF-8 XML with a declaration, unchecked; empty attributes are left out.

    Raises ``ValueError`` for characters that XML cannot carry.
    """
    out = ["<?xml version='1.0' encoding='UTF-8'?>\n<OdfBody"]
    for name, field in HEADER_ATTRIBUTES:
        if value := str(getattr(message.header, field)):
            out.append(f' {name}="{escape(value)}"')
    out.append(">")
    if message.competition is not None:
        write(message.competition, "Competition", out)
    for note in message.notes:
        write(note, "Note", out)
    out.append("</OdfBody>")
    return "".join(out).encode()
