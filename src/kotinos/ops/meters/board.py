"""The newest reports of every process, and the figures between them. Pure."""

from __future__ import annotations

import threading
from collections import deque

from kotinos.live.terms import Report

from .figures import Figures, Span, figures

SILENT = 10.0
"""Seconds after which a process that is not heard is thought gone."""
WINDOW = 10.0
"""Seconds over which rates are taken."""


class Heard:
    """What one process told lately; ``last`` is by this process's clock, the reports' times by theirs."""

    def __init__(self) -> None:
        self.last = 0.0
        self.reports: deque[Report] = deque()

    def take(self, report: Report, now: float) -> None:
        """Add a report, and drop those that are older than the window needs."""
        own = self.reports
        if own and (report.started != own[-1].started or report.at < own[-1].at):
            own.clear()  # another process of the same name, or its clock was set back
        own.append(report)
        while len(own) > 1 and own[1].at <= report.at - WINDOW:
            own.popleft()
        self.last = now

    def span(self) -> Span:
        """The process over the window."""
        first, last = self.reports[0], self.reports[-1]
        if first is not last:
            return Span(first, last)
        # Heard for the first time: what it counted is of now only if it has just begun.
        return Span(None if last.at - last.started < WINDOW else last, last)


class Board:
    """Takes reports in one thread and answers in others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: dict[tuple[str, str], Heard] = {}

    def take(self, report: Report, now: float) -> None:
        """Take a report that has just come."""
        with self._lock:
            self._heard.setdefault((report.process, report.instance), Heard()).take(report, now)

    def heard(self, now: float) -> list[tuple[float, Span]]:
        """Every process that was heard lately and when, by name and instance."""
        with self._lock:
            for key in [key for key, each in self._heard.items() if each.last < now - SILENT]:
                del self._heard[key]
            return [(each.last, each.span()) for _, each in sorted(self._heard.items())]

    def figures(self, now: float, disk_free: float = 1.0) -> Figures:
        """The figures of the last ten seconds."""
        return figures([span for _, span in self.heard(now)], int(now), disk_free)
