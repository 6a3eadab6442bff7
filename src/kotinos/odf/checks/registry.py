"""The list of named rules, and what a rule is given and gives. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from ..message import Header, Message
from ..nodes import Competition
from ..reader import Strange
from .finding import Finding


class Subject(msgspec.Struct, frozen=True):
    """A message under check. ``body`` is empty for a message that invalidates another."""

    message: Message
    header: Header
    body: Competition
    strange: Sequence[Strange]
    profile: str

    @property
    def odf1(self) -> bool:
        """Whether the message is of the older form: only that one counted with Serial."""
        return bool(self.header.serial)

    @property
    def invalidates(self) -> bool:
        """Whether the message only takes an earlier one back."""
        return self.message.competition is None


class Fault(NamedTuple):
    """What one rule has against a message."""

    place: str
    text: str
    remedy: str
    line: int = 0


Check = Callable[[Subject], Iterator[Fault]]


class Rule(msgspec.Struct, frozen=True):
    """A named rule. A name may stand for several checks, each with its own severity."""

    name: str
    severity: str
    check: Check
    why: str


RULES: list[Rule] = []
"""Every rule that looks at a message that could be read, in the order of running."""

READING = {
    "not-xml": "Messages are well-formed XML in UTF-8 (ODF Foundation Principles 8, transmission).",
    "doctype": "Messages carry no document type: entities are an attack, never data (XML 1.0, 2.8).",
    "root": "The root element of a message is OdfBody (ODF Foundation Principles 3.3.2).",
    "too-large": "A message has at most 10 MB (ODF Foundation Principles 8).",
    "header": "DocumentCode and DocumentType tell what a message is (ODF Foundation Principles 3.3.2).",
    "version": "Version is a positive whole number (ODF Foundation Principles 3.3.2).",
}
"""Rules that the reader applies: without them there is no message to look at."""


LONGEST = 300
"""Most characters of a finding's texts: what a message says must not swell what is said of it."""


def rule(name: str, severity: str) -> Callable[[Check], Check]:
    """Enter a check into the list under ``name``; its docstring says what it rests on."""

    def enter(check: Check) -> Check:
        RULES.append(Rule(name, severity, check, " ".join((check.__doc__ or "").split())))
        return check

    return enter


def run(subject: Subject, limit: int) -> Iterator[Finding]:
    """Apply every rule; at most ``limit`` findings for each, so that no message can drown its reader."""
    for entry in RULES:
        for count, fault in enumerate(entry.check(subject)):
            if count == limit:
                break
            place, text, remedy, line = fault
            yield Finding(entry.name, entry.severity, place[:LONGEST], text[:LONGEST], remedy[:LONGEST], line)
