"""Rules about notices and news for the public. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..bulletins import ALERT, LEVELS, NEWS, PUBLIC, SCOPES, is_code, is_link, is_moment, is_picture
from .registry import Fault, Subject, rule

_INFO = "ExtendedInfos/ExtendedInfo"


@rule("bulletin", "error")
def title(subject: Subject) -> Iterator[Fault]:
    """A notice or news for everybody says something (ODF General Messages Interface, DT_ALERT, DT_NEWS)."""
    if not _public(subject):
        return
    document = subject.body.document
    if document is None or document.title is None or not document.title.text:
        yield Fault("Document/Title", "a bulletin for the public has no Title", "say it in a short sentence")


@rule("bulletin", "warning")
def values(subject: Subject) -> Iterator[Fault]:
    """Levels, moments, codes and addresses of a bulletin are such; others are passed over."""
    infos = subject.body.extended_infos.infos if _public(subject) and subject.body.extended_infos else ()
    for at, info in enumerate(infos, 1):
        if wanted := _wanted(info.type, info.code, info.value):
            text = f"{info.type} {info.code} is {info.value[:60]!r}"
            yield Fault(f"{_INFO}[{at}]/@Value", text, f"give {wanted}")


def _public(subject: Subject) -> bool:
    head = subject.header
    return head.document_type in (ALERT, NEWS) and head.document_subtype == PUBLIC and not subject.invalidates


def _wanted(kind: str, code: str, value: str) -> str:
    """What should stand there instead; empty when it is right, or nothing of ours."""
    if kind == "NOTICE" and code == "LEVEL":
        return "" if value in LEVELS else " or ".join(LEVELS)
    if kind == "NOTICE" and code in ("FROM", "UNTIL"):
        return "" if is_moment(value) else "a moment as YYYY-MM-DDTHH:MM"
    if kind == "NEWS" and code == "LINK":
        return "" if is_link(value) else "an address that begins with https:// or /"
    if kind == "NEWS" and code == "PICTURE":
        return "" if is_picture(value) else "an address of this site, that begins with /"
    if kind == "ABOUT" and code in ("CODE", *(each.upper() for each in SCOPES)):
        return "" if is_code(value) else "a code without blanks"
    return ""
