"""What the live room passes around: changes, snapshots, receipts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from ..odf.checks import Finding as Finding


class Change(msgspec.Struct, frozen=True):
    """A published change: ``patch`` is a JSON merge patch (RFC 7396) of the topic's snapshot.

    ``seq`` counts over all Games without end, within one epoch."""

    seq: int
    games: str
    topic: str
    patch: bytes


class Batch(msgspec.Struct, frozen=True):
    """Changes committed together, as they travel on the bus (MessagePack)."""

    epoch: str
    changes: tuple[Change, ...]


class Snapshot(msgspec.Struct, frozen=True):
    """The whole of a topic as JSON bytes; ``seq`` is a point from which changes may be followed."""

    games: str
    topic: str
    body: bytes
    etag: str
    epoch: str
    seq: int


NUMBER_USED = "number-used"
"""The rule of a 409 that is the sender's numbering's fault, not the document's."""


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """The intake's answer. ``code`` is the HTTP status: 200 taken (``repeated`` when it was there
    already), 400 refused with findings, 401 key unknown, 403 source not this key's, 409 same identity
    and version with other bytes, 413 too large, 503 cannot write now."""

    code: int
    position: int = 0
    repeated: bool = False
    findings: tuple[Finding, ...] = ()
    message: str = ""

    @property
    def why(self) -> str:
        """The reasons in one line."""
        told = [f"{each.place}: {each.text}; {each.remedy}" for each in self.findings]
        return " | ".join(told) or self.message or f"answer {self.code}"

    @property
    def number_used(self) -> bool:
        """Whether the sender's number stands for another message already."""
        return self.code == 409 and any(finding.rule == NUMBER_USED for finding in self.findings)


class Reader(Protocol):
    """How the front reads what is stored. Synchronous: the front calls it in a thread."""

    def head(self) -> tuple[str, int]:
        """The epoch and the newest sequence number."""

    def snapshot(self, games: str, topic: str) -> Snapshot | None:
        """The stored snapshot, or ``None``."""

    def changes(self, after: int, limit: int) -> Sequence[Change] | None:
        """All changes after a sequence number, oldest first; ``None`` when that is too far back."""


class KeyLine(msgspec.Struct, frozen=True):
    """An API key as listed; times are ISO 8601, ``revoked`` is empty while it is good."""

    name: str
    source: str
    created: str
    revoked: str


class SetAside(msgspec.Struct, frozen=True):
    """A message that was refused, or that the fold could not use, or a document it could not make.

    ``what`` is the rule or reason; ``where`` the sender, "position N" in the log, or the topic."""

    competition: str
    where: str
    what: str
    detail: str
    received: str = ""


class NotTakenLine(msgspec.Struct, frozen=True):
    """A message of the log that a centre refused for good; ``why`` in one line."""

    position: int
    code: int
    why: str


class Backlog(msgspec.Struct, frozen=True):
    """How forwarding to ``target`` goes: how many messages wait and for how many seconds the oldest has,
    how many were refused for good, when (ISO 8601, "" never) the target last took one, what stands in the
    way ("" nothing) and since when; ``halted`` when it waits for another key."""

    target: str
    position: int
    waiting: int
    oldest: float
    refused: int
    answered: str
    trouble: str
    since: str
    halted: bool


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One number of a meter."""

    name: str
    labels: dict[str, str]
    value: float


class Family(msgspec.Struct, frozen=True, array_like=True):
    """A meter: ``kind`` and names are Prometheus's."""

    name: str
    kind: str
    text: str
    samples: tuple[Sample, ...]


class Report(msgspec.Struct, frozen=True):
    """All meters of one process at a moment, as they travel on the bus (MessagePack).

    ``parts`` are what it does (front, intake, fold, pages); ``instance`` tells it from others that do the
    same; ``started`` and ``at`` are seconds since 1970."""

    process: str
    instance: str
    pid: int
    started: float
    at: float
    parts: tuple[str, ...]
    families: tuple[Family, ...]


class LogHolding(msgspec.Struct, frozen=True):
    """What a log holds: how many messages, and the position of the newest (0 for none)."""

    messages: int
    newest: int


class Stand(msgspec.Struct, frozen=True):
    """Where the fold stands: the Games and the number of snapshots made, up to which position of the log.

    ``epoch`` and ``seq`` are the point of its newest change."""

    games: tuple[str, ...]
    snapshots: int
    position: int
    epoch: str
    seq: int
