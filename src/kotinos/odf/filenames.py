"""Names of message files: the standard's recommendation, and those of the old backup sites. Pure."""

from __future__ import annotations

import re

import msgspec

from .message import Header

_UNSAFE = re.compile(r"[^A-Za-z0-9._\-]")
_ODF1 = re.compile(
    r"(?P<code>[A-Z]{2}[A-Z0-9]{7})(?P<type>DT_[A-Z]+(?:_[A-Z]+)*)_+(?P<version>\d{1,9})_+"
    r"(?P<feed>[PT])_+(?P<date>\d{8})(?P<time>\d{9})_G\.xml\Z",
    re.ASCII,
)
_ODF1_LONDON = re.compile(
    r"(?P<date>\d{8})(?P<time>\d{9})_*(?P<code>[A-Z]{2}[A-Z0-9]{7})(?P<type>DT_[A-Z]+(?:_[A-Z]+)*)_+"
    r"(?P<version>\d{1,9})_+(?P<feed>[PT])_*(?:_G)?\.xml\Z",
    re.ASCII,
)


class FileName(msgspec.Struct, frozen=True, kw_only=True):
    """What a file's name tells of the message inside. Dates are YYYY-MM-DD, absent parts ``""``."""

    competition: str = ""
    document_code: str
    document_type: str
    document_subcode: str = ""
    document_subtype: str = ""
    result_status: str = ""
    language: str = ""
    version: int
    feed_flag: str
    date: str
    time: str
    logical_date: str = ""


def file_name(header: Header) -> str:
    """The recommended name (ODF Foundation Principles 8): twelve parts between ``~``.

    CompetitionCode, LogicalDate, Date, Time, Type, Subtype, Code, Subcode, ResultStatus, Version,
    FeedFlag, Language. Whatever a file system might take amiss becomes ``_``; a header's values come
    from outside and must not lead out of a folder.
    """
    parts = (
        header.competition,
        header.logical_date,
        header.date,
        header.time,
        header.document_type,
        header.document_subtype,
        header.document_code,
        header.document_subcode,
        header.result_status,
        str(header.version),
        header.feed_flag,
        header.language,
    )
    return "~".join(_UNSAFE.sub("_", part) for part in parts) + ".xml"


def parse_file_name(name: str) -> FileName | None:
    """Read a recommended or an ODF1 backup name; ``None`` for any other.

    ODF1: DocumentCode (9), DocumentType padded with ``_``, Version, FeedFlag, date and time, ``_G.xml``;
    London's began with date and time.
    """
    parts = name.removesuffix(".xml").split("~")
    if name.endswith(".xml") and len(parts) == 12:
        return _recommended(parts)
    found = _ODF1.match(name) or _ODF1_LONDON.match(name)
    if found is None:
        return None
    day = found["date"]
    return FileName(
        document_code=found["code"],
        document_type=found["type"],
        version=int(found["version"]),
        feed_flag=found["feed"],
        date=f"{day[:4]}-{day[4:6]}-{day[6:]}",
        time=found["time"],
    )


def _recommended(parts: list[str]) -> FileName | None:
    if not (parts[9].isascii() and parts[9].isdigit()):
        return None
    return FileName(
        competition=parts[0],
        logical_date=parts[1],
        date=parts[2],
        time=parts[3],
        document_type=parts[4],
        document_subtype=parts[5],
        document_code=parts[6],
        document_subcode=parts[7],
        result_status=parts[8],
        version=int(parts[9]),
        feed_flag=parts[10],
        language=parts[11],
    )
