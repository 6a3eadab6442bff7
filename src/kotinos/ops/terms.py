"""What the operations room passes around. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .copies.terms import CannotError as CannotError
from .copies.terms import Holds as Holds
from .copies.terms import Manifest as Manifest
from .copies.terms import Part as Part
from .doctor.terms import Advice as Advice
from .meters.figures import Figures as Figures
from .meters.figures import Use as Use
from .meters.ranges import RANGES as RANGES
from .meters.ranges import Range as Range
from .meters.rules import RULES as RULES
from .meters.rules import Rule as Rule


class Process(msgspec.Struct, frozen=True):
    """A process as it was last heard; times are seconds since 1970, ``cpu`` is in cores."""

    name: str
    instance: str
    pid: int
    started: float
    heard: float
    parts: tuple[str, ...]
    cpu: float
    memory: float
    files: float
    files_limit: float


class Trouble(msgspec.Struct, frozen=True):
    """A rule that is broken: since when, and the figure it is about."""

    rule: Rule
    since: int
    value: float


class State(msgspec.Struct, frozen=True):
    """What is known now: the newest figures, who is running, what is wrong.

    ``collecting`` is false where no collector runs in this process; then nothing else is known."""

    collecting: bool = False
    now: int = 0
    figures: Figures = Figures()
    processes: Sequence[Process] = ()
    troubles: Sequence[Trouble] = ()
    turned: int = 0
    """When it last turned from well to wrong or back; 0 before the first ten seconds are over."""
    unkept: str = ""
    """Why the history cannot be written, while it cannot."""


class Course(msgspec.Struct, frozen=True):
    """Figures over a range, one each step from ``begin`` on; ``None`` where nothing was kept."""

    range: Range
    begin: int
    points: Sequence[Figures | None]
