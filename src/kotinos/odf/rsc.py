"""The Results System Code: the 34 characters that name every discipline, event, phase and unit. Pure.

Layout (ODF Foundation Principles 10.3): discipline 3, gender 1, event type 8, event modifier 10,
phase 4, unit 8; each part padded on the right with ``-``.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

import msgspec

LENGTH = 34
_WIDTHS = (3, 1, 8, 10, 4, 8)
_ALPHABET = re.compile(r"[A-Z0-9.\-]*\Z")


class Level(IntEnum):
    """How deep a code reaches; a deeper level is a larger number."""

    GAMES = 0
    DISCIPLINE = 1
    GENDER = 2
    EVENT = 3
    PHASE = 4
    UNIT = 5


class RSC(msgspec.Struct, frozen=True, order=True):
    """One code, taken apart. Parts carry no padding; an empty part is ``""``."""

    discipline: str = ""
    gender: str = ""
    event: str = ""
    modifier: str = ""
    phase: str = ""
    unit: str = ""

    @classmethod
    def parse(cls, code: str) -> RSC:
        """Read a 34-character code, or a shorter one padded on the right.

        Raises ``ValueError`` with the place of the fault: wrong length or a character outside
        ``A-Z 0-9 . -``.
        """
        if len(code) > LENGTH or not code:
            raise ValueError(f"an RSC has {LENGTH} characters, this has {len(code)}: {code[:40]!r}")
        return _parse(code)

    def __str__(self) -> str:
        return "".join(
            part.ljust(width, "-")
            for part, width in zip(
                (self.discipline, self.gender, self.event, self.modifier, self.phase, self.unit),
                _WIDTHS,
                strict=True,
            )
        )

    @property
    def level(self) -> Level:
        """The deepest part that is filled in."""
        if self.unit:
            return Level.UNIT
        if self.phase:
            return Level.PHASE
        if self.event or self.modifier:
            return Level.EVENT
        if self.gender:
            return Level.GENDER
        return Level.DISCIPLINE if self.discipline else Level.GAMES

    @property
    def parent(self) -> RSC | None:
        """The code one filled-in level up; ``None`` above a discipline."""
        level = self.level
        if level == Level.UNIT:
            at_phase = self.at(Level.PHASE)
            return at_phase if self.phase else at_phase.at(at_phase.level)
        return None if level <= Level.DISCIPLINE else self.at(Level(level - 1))

    def at(self, level: Level) -> RSC:
        """This code cut off at ``level``: ``RSC.parse(unit).at(Level.EVENT)`` is its event."""
        keep = {
            Level.GAMES: 0,
            Level.DISCIPLINE: 1,
            Level.GENDER: 2,
            Level.EVENT: 4,
            Level.PHASE: 5,
            Level.UNIT: 6,
        }[level]
        parts = (self.discipline, self.gender, self.event, self.modifier, self.phase, self.unit)
        return RSC(*parts[:keep])

    def contains(self, other: RSC) -> bool:
        """Whether ``other`` is this code or lies below it."""
        return other.at(self.level) == self


@lru_cache(maxsize=65536)
def _parse(code: str) -> RSC:
    if not _ALPHABET.match(code):
        at = next(i for i, char in enumerate(code) if not _ALPHABET.match(char))
        raise ValueError(
            f"character {at + 1} of RSC {code!r} is {code[at]!r}; only A-Z 0-9 . - may stand there"
        )
    code = code.ljust(LENGTH, "-")
    parts, start = [], 0
    for width in _WIDTHS:
        parts.append(code[start : start + width].rstrip("-"))
        start += width
    return RSC(*parts)


def discipline_of(code: str) -> str:
    """The three letters of the discipline: ``"ATH"``."""
    return code[:3]


def discipline_rsc(code: str) -> str:
    """The 34-character code of the discipline that ``code`` belongs to."""
    return code[:3].ljust(LENGTH, "-")


def event_rsc(code: str) -> str:
    """The 34-character code of the event that ``code`` belongs to."""
    return code[:22].ljust(LENGTH, "-")


def phase_rsc(code: str) -> str:
    """The 34-character code of the phase that ``code`` belongs to."""
    return code[:26].ljust(LENGTH, "-")
