"""What is wrong with a message, and the answer to a check. Pure."""

from __future__ import annotations

import msgspec

from ..message import Message


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with a message: rule, severity (``error`` refuses), place, text, remedy.

    ``severity`` is ``error``, ``warning`` or ``info``; ``place`` a path below Competition such as
    ``Result[3]/@SortOrder`` (counted from 1); ``line`` is 0 where it is not known.
    """

    rule: str
    severity: str
    place: str
    text: str
    remedy: str
    line: int = 0


class Report(msgspec.Struct, frozen=True):
    """All findings about some bytes. ``message`` is ``None`` when they could not be read."""

    message: Message | None
    findings: tuple[Finding, ...]
    profile: str

    @property
    def refused(self) -> bool:
        """Whether an error stands in the way of taking the message."""
        return any(finding.severity == "error" for finding in self.findings)
