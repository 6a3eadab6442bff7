"""Rules about OdfBody's attributes: who sends what, when, for which Games. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..message import DAY_FRAME
from .codes import rsc_fault
from .profiles import document_types
from .registry import Fault, Subject, rule

RESULT_STATUSES = (
    "START_LIST", "LIVE", "INTERMEDIATE", "UNCONFIRMED", "UNOFFICIAL", "OFFICIAL", "PARTIAL", "PROTESTED",
    "PROVISIONAL",
)  # fmt: skip
_NEED_STATUS = frozenset({"DT_RESULT", "DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT"})
_ODF1_TYPES = frozenset({"DT_GM", "DT_GN", "DT_SERIAL", "DT_START_LIST"})
_ODF1_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{7}\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{3}\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether ``text`` is a real day written YYYY-MM-DD."""
    if not _DATE.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@rule("header", "error")
def header(subject: Subject) -> Iterator[Fault]:
    """Mandatory attributes of OdfBody (ODF Foundation Principles 3.3.2); ODF1 had no Source."""
    for strange in subject.strange:
        if strange.what == "absent":
            name = strange.place.rpartition("@")[2]
            yield Fault(strange.place, f"OdfBody has no {name}", f"give {name}", strange.line)
    head = subject.header
    needed = [("Date", head.date), ("Time", head.time), ("LogicalDate", head.logical_date)]
    if not subject.odf1:
        needed.append(("Source", head.source))
    for name, value in needed:
        if not value:
            yield Fault(f"OdfBody/@{name}", f"OdfBody has no {name}", f"give {name}")


@rule("header", "error")
def competition(subject: Subject) -> Iterator[Fault]:
    """A message belongs to a competition (ODF Foundation Principles 3.3.2); ODF1 names it in Competition."""
    if not subject.header.competition:
        yield Fault("OdfBody/@CompetitionCode", "no competition is named", "give CompetitionCode")


@rule("version", "error")
def version(subject: Subject) -> Iterator[Fault]:
    """Version counts from 1 within a message's identity (ODF Foundation Principles 5)."""
    if subject.header.version < 1:
        yield Fault("OdfBody/@Version", f"Version is {subject.header.version}", "count versions from 1")


@rule("feed-flag", "error")
def feed_flag(subject: Subject) -> Iterator[Fault]:
    """FeedFlag is P for production or T for test (ODF Foundation Principles 3.3.2)."""
    flag = subject.header.feed_flag
    if flag not in ("P", "T") and not any(item.place == "OdfBody/@FeedFlag" for item in subject.strange):
        yield Fault("OdfBody/@FeedFlag", f"FeedFlag is {flag!r}", "give P for production or T for test")


@rule("date", "error")
def header_dates(subject: Subject) -> Iterator[Fault]:
    """Date and LogicalDate are YYYY-MM-DD, Time is hhmmssfff (ODF Foundation Principles 3.3.2)."""
    head = subject.header
    for name, value in (("Date", head.date), ("LogicalDate", head.logical_date)):
        if value and not is_date(value):
            yield Fault(f"OdfBody/@{name}", f"{name} is {value!r}", "give a real day as YYYY-MM-DD")
    if head.time and not _TIME.match(head.time):
        yield Fault("OdfBody/@Time", f"Time is {head.time!r}", "give nine digits, hhmmssfff")


@rule("document-type", "error")
def document_type(subject: Subject) -> Iterator[Fault]:
    """DocumentType is one of the standard's (ODF Foundation Principles 4, list of messages)."""
    name = subject.header.document_type
    if name not in document_types() and not (subject.odf1 and _is_odf1_type(name)):
        yield Fault(
            "OdfBody/@DocumentType", f"there is no message type {name!r}", "use a type of the standard"
        )


@rule("not-folded", "warning")
def not_folded(subject: Subject) -> Iterator[Fault]:
    """The type is the standard's (ODF Foundation Principles 4), but nothing is made of it here yet."""
    name = subject.header.document_type
    known = document_types().get(name)
    if (known and not known.folded) or (known is None and subject.odf1 and _is_odf1_type(name)):
        yield Fault("OdfBody/@DocumentType", f"{name} is kept but not shown", "nothing to do")


def _is_odf1_type(name: str) -> bool:
    return name in _ODF1_TYPES or name.startswith("DT_RT_")


@rule("rsc", "error")
def document_code(subject: Subject) -> Iterator[Fault]:
    """DocumentCode is an RSC of 34 characters (ODF Foundation Principles 10.3), of 9 in ODF1."""
    head = subject.header
    known = document_types().get(head.document_type)
    if known is None or not known.coded:
        return
    if subject.odf1 and _ODF1_CODE.match(head.document_code):
        return
    if fault := rsc_fault(head.document_code):
        yield Fault("OdfBody/@DocumentCode", fault, "send the 34-character RSC")


@rule("result-status", "warning")
def result_status(subject: Subject) -> Iterator[Fault]:
    """ResultStatus is one of nine, and results have one (ODF Foundation Principles 10.1).

    PROVISIONAL came with 2024; DT_CURRENT is never official (ODF General Messages Interface, DT_CURRENT).
    """
    head, place = subject.header, "OdfBody/@ResultStatus"
    status = head.result_status
    if not status:
        if head.document_type in _NEED_STATUS and not subject.invalidates:
            yield Fault(place, f"a {head.document_type} without ResultStatus", "say how final the result is")
    elif status not in RESULT_STATUSES:
        yield Fault(place, f"there is no ResultStatus {status!r}", "use one of " + ", ".join(RESULT_STATUSES))
    elif status == "PROVISIONAL" and subject.profile < "2024":
        yield Fault(place, "PROVISIONAL came with 2024", "use UNOFFICIAL")
    elif status == "OFFICIAL" and head.document_type == "DT_CURRENT":
        yield Fault(place, "DT_CURRENT is never official", "send the result as DT_RESULT")


@rule("result-status", "warning")
def no_status(subject: Subject) -> Iterator[Fault]:
    """The day frame says only that a source is there: no ResultStatus (ODF Foundation Principles 5)."""
    head = subject.header
    if head.result_status and head.document_type in DAY_FRAME:
        yield Fault("OdfBody/@ResultStatus", f"{head.document_type} has no status", "leave ResultStatus out")
