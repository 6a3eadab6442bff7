"""What the doctor tells. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["OK", "NOTE", "BAD"]


class Advice(msgspec.Struct, frozen=True):
    """A line of the doctor's: what was looked at, how it is, and what to do where it is not well."""

    level: Level
    about: str
    told: str
    remedy: str = ""
