"""Writing what may go out: checked before, with every mandatory attribute in place. Pure."""

from __future__ import annotations

from lxml import etree

from .checks import Finding, check_message
from .checks.profiles import FALLBACK, mandatory
from .message import Message
from .writer import write_message

_HEADER = (
    "CompetitionCode", "DocumentCode", "DocumentType", "Version", "FeedFlag", "Date", "Time", "LogicalDate",
    "Source",
)  # fmt: skip


class NotWritable(ValueError):  # noqa: N818 - says what the message is
    """The message must not go out as it is; ``findings`` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        super().__init__(f"{len(findings)} findings, first {first.rule} at {first.place}: {first.text}")
        self.findings = findings


def write_strict(message: Message, profile: str = FALLBACK) -> bytes:
    """One message as UTF-8 XML by the letter of ``profile``.

    Attributes the profile makes mandatory are written even when empty, all other empty ones left out
    (ODF Foundation Principles 3). Raises ``NotWritable`` with every error and warning of
    ``checks.check_message``; ``ValueError`` for characters that XML cannot carry.
    """
    findings = tuple(finding for finding in check_message(message, (), profile) if finding.severity != "info")
    if findings:
        raise NotWritable(findings)
    root = etree.fromstring(write_message(message))
    _fill(root, _HEADER)
    for path, name in mandatory(profile):
        for element in root.iterfind(f"Competition/{path}" if path != "." else "Competition"):
            _fill(element, (name,))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _fill(element: etree._Element, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in element.attrib:
            element.set(name, "")
