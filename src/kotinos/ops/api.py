"""The door of the operations room."""

from __future__ import annotations

from .copies.backup import back_up
from .copies.restore import admit, restore
from .copies.shelf import backups, read_manifest, verify
from .doctor import look
from .meters.collector import collecting, running
from .meters.exposition import CONTENT_TYPE
from .terms import (
    RANGES,
    RULES,
    Advice,
    CannotError,
    Course,
    Figures,
    Holds,
    Manifest,
    Part,
    Process,
    Range,
    Rule,
    State,
    Trouble,
    Use,
)

__all__ = [
    "CONTENT_TYPE", "RANGES", "RULES", "Advice", "CannotError", "Course", "Figures", "Holds", "Manifest",
    "Part", "Process", "Range", "Rule", "State", "Trouble", "Use", "admit", "back_up", "backups",
    "collecting", "look", "no_course", "read_manifest", "restore", "running", "state", "verify",
]  # fmt: skip


def state() -> State:
    """What is known now of the running server."""
    collector = running()
    return collector.state() if collector else State()


def no_course(range_: Range) -> Course:
    """A range of which nothing is known."""
    return Course(range_, 0, [None] * (range_.seconds // range_.step))
