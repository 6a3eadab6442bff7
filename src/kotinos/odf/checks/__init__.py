"""Checks with named rules: what is wrong with a message, where, and what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..message import Message
from ..nodes import Competition
from ..reader import NotReadable, Strange, read_message
from . import (  # noqa: F401 - they enter their rules
    bulletins,
    codes,
    header,
    keys,
    medals,
    results,
    schedule,
    shape,
)
from .finding import Finding, Report
from .profiles import FALLBACK, PROFILES, guess
from .registry import LONGEST, READING, RULES, Subject, run

LIMIT = 100
"""Most findings of one check about one message."""

_EMPTY = Competition()

__all__ = ["FALLBACK", "PROFILES", "Finding", "Report", "check", "check_message", "guess", "rules"]


def check(data: bytes, *, profile: str | None = None) -> Report:
    """Read bytes and check what they say, by ``profile`` or the one guessed. No bytes make it raise."""
    try:
        message, strange = read_message(data)
    except NotReadable as error:
        place = "OdfBody" if error.rule in ("header", "version") else ""
        finding = Finding(error.rule, "error", place, error.text[:LONGEST], error.remedy, error.line)
        return Report(None, (finding,), profile or FALLBACK)
    profile = profile or guess(message)
    return Report(message, check_message(message, strange, profile), profile)


def check_message(
    message: Message, strange: Sequence[Strange] = (), profile: str | None = None
) -> tuple[Finding, ...]:
    """Check a message that was read already; ``strange`` is what the reader told of it.

    Raises ``ValueError`` for a profile there is not."""
    profile = profile or guess(message)
    if profile not in PROFILES:
        raise ValueError(f"there is no profile {profile!r}, only {', '.join(PROFILES)}")
    body = message.competition or _EMPTY
    return tuple(run(Subject(message, message.header, body, strange, profile), LIMIT))


def rules() -> dict[str, str]:
    """Every rule's name and what it rests on."""
    told = dict(READING)
    for entry in RULES:
        told[entry.name] = f"{told[entry.name]} {entry.why}" if entry.name in told else entry.why
    return dict(sorted(told.items()))
