"""The door of the operations room."""

from __future__ import annotations

from .meters.collector import collecting, running
from .meters.exposition import CONTENT_TYPE
from .terms import RANGES, RULES, Course, Figures, Process, Range, Rule, State, Trouble, Use

__all__ = [
    "CONTENT_TYPE", "RANGES", "RULES", "Course", "Figures", "Process", "Range", "Rule", "State", "Trouble",
    "Use", "collecting", "no_course", "running", "state",
]  # fmt: skip


def state() -> State:
    """What is known now of the running server."""
    collector = running()
    return collector.state() if collector else State()


def no_course(range_: Range) -> Course:
    """A range of which nothing is known."""
    return Course(range_, 0, [None] * (range_.seconds // range_.step))
