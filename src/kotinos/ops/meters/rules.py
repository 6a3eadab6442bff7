"""When something is wrong: one rule a figure, with its limit. Pure.

A rule is broken while its figure is beyond the limit, and for ``hold`` seconds after: a trouble that comes
and goes is told as one, from its beginning. What each rule is called stands with the page's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from .figures import Figures

PARTS = ("front", "intake", "fold", "pages")
"""What must be running."""

HOLD = 60
ENOUGH = 1.0
"""Pages a second from which on their times are judged."""


class Rule(msgspec.Struct, frozen=True):
    """``value`` of the figures must not be above ``limit``; ``grave`` when people get no results or no
    receipts meanwhile."""

    code: str
    limit: float
    value: Callable[[Figures], float]
    unit: str
    grave: bool = False
    hold: int = HOLD


def _missing(part: str) -> Callable[[Figures], float]:
    return lambda figures: 0.0 if part in figures.parts else 1.0


RULES: tuple[Rule, ...] = (
    *(Rule(f"no-{part}", 0, _missing(part), "parts", grave=True, hold=0) for part in PARTS),
    Rule("not-stored", 0, lambda f: f.failed, "rate", grave=True),
    Rule("lag", 5, lambda f: f.lag_seconds, "seconds", grave=True, hold=30),
    Rule("halted", 0, lambda f: f.forward_halted, "count", grave=True),
    Rule("forward", 60, lambda f: f.forward_seconds, "seconds"),
    Rule("ack", 1, lambda f: f.ack_p99, "seconds"),
    Rule("publish", 1, lambda f: f.publish_p99, "seconds"),
    Rule("loop", 0.25, lambda f: f.loop_p99, "seconds"),
    Rule("flagged", 0, lambda f: f.flagged, "rate", hold=900),
    Rule("pages-failed", 0, lambda f: f.pages_failed, "rate", hold=300),
    Rule("pages-refused", 0, lambda f: f.pages_refused, "rate"),
    # Of few pages the slowest says little: the first after a start is always slow.
    Rule("pages-slow", 2, lambda f: f.page_p99 if f.pages >= ENOUGH else 0.0, "seconds"),
    Rule("dropped", 1, lambda f: f.dropped, "rate"),
    Rule("missed", 1, lambda f: f.missed, "rate"),
    Rule("files", 0.8, lambda f: f.files_share, "share"),
    Rule("disk", 0.95, lambda f: 1 - f.disk_free, "share"),
)


class Watch:
    """Follows figures in their order, and knows which rules are broken since when."""

    def __init__(self, rules: Iterable[Rule] = RULES) -> None:
        self._rules = tuple(rules)
        self._since: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._worst: dict[str, float] = {}
        self.turned = 0
        """When it last turned from well to wrong or back; at first, when it began to look."""

    def look(self, figures: Figures) -> None:
        """Take the next figures."""
        before = bool(self._since)
        for rule in self._rules:
            value = rule.value(figures)
            if value > rule.limit:
                self._since.setdefault(rule.code, figures.at)
                self._last[rule.code] = figures.at
                self._worst[rule.code] = value
            elif rule.code in self._since and figures.at - self._last[rule.code] > rule.hold:
                del self._since[rule.code]
        if not self.turned or bool(self._since) != before:
            self.turned = figures.at

    def broken(self) -> list[tuple[Rule, int, float]]:
        """The broken rules, grave ones first: since when, and their figure when it was last beyond."""
        found = [
            (rule, self._since[rule.code], self._worst[rule.code])
            for rule in self._rules
            if rule.code in self._since
        ]
        return sorted(found, key=lambda each: not each[0].grave)
