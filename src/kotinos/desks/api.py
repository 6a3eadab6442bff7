"""The door of the desks."""

from __future__ import annotations

from .actions import erase, erase_old, set_state, take_report
from .queries import counts, report, reports
from .terms import Draft, ReportLine, TooManyError

__all__ = [
    "Draft", "ReportLine", "TooManyError", "counts", "erase", "erase_old", "report", "reports", "set_state",
    "take_report",
]  # fmt: skip
