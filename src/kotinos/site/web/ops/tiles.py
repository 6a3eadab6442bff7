"""The tiles of the operations page: the newest figures, each with its last quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kotinos.ops.api import Course, Figures

from . import charts
from .words import number, rate, seconds, size


class Tile(msgspec.Struct, frozen=True):
    """A tile: what it is called, its figure, what stands below, the plot it leads to."""

    code: str
    title: Any
    figure: Callable[[Figures], str]
    below: Callable[[Figures], str]
    spark: Callable[[Figures], float]
    least: float
    plot: str
    part: str
    """What measures it (``""``: several); while that is not heard, nothing is known."""
    rules: tuple[str, ...]
    """It is marked while one of these is broken."""


class Shown(msgspec.Struct, frozen=True):
    """A tile as shown."""

    tile: Tile
    figure: str
    below: str
    spark: charts.Line
    points: int
    wrong: bool


def _errors(figures: Figures) -> float:
    """What went wrong, a second: not stored, not folded, pages that failed or were refused, streams cut."""
    return figures.failed + figures.flagged + figures.pages_failed + figures.pages_refused + figures.dropped


def _by_kind(figures: Figures) -> str:
    kinds = (
        (_("not stored"), figures.failed),
        (_("flagged"), figures.flagged),
        (_("pages"), figures.pages_failed + figures.pages_refused),
        (_("streams cut"), figures.dropped),
    )
    told = [f"{number(value * 60)} {name}" for name, value in kinds if value]
    return " · ".join(told) or _("none in messages, pages and streams")


def _reached(figures: Figures) -> str:
    if not figures.changes:
        return _("nothing changed")
    if not figures.publish_p99:
        return _("nobody follows them")
    return _("at the last socket in %(n)s") % {"n": seconds(figures.publish_p99)}


TILES: tuple[Tile, ...] = (
    Tile(
        "messages", lazy("Messages in"), lambda f: rate(f.messages),
        lambda f: _("%(n)s refused") % {"n": rate(f.refused)} if f.refused else _("none refused"),
        lambda f: f.messages, 1, "messages", "intake", ("no-intake", "not-stored"),
    ),
    Tile(
        "acknowledged", lazy("Acknowledged"), lambda f: seconds(f.ack_p99) if f.ack_p99 else "–",
        lambda f: _("99 of 100 within this; half in %(n)s") % {"n": seconds(f.ack_p50)}
        if f.ack_p99 else _("no message came"),
        lambda f: f.ack_p99, 0.01, "acknowledged", "intake", ("ack",),
    ),
    Tile(
        "lag", lazy("Fold lag"), lambda f: seconds(f.lag_seconds),
        lambda f: _("%(n)s messages wait") % {"n": number(f.lag_messages)},
        lambda f: f.lag_seconds, 0.1, "lag", "fold", ("no-fold", "lag"),
    ),
    Tile(
        "changes", lazy("Changes"), lambda f: rate(f.changes),
        _reached,
        lambda f: f.changes, 1, "changes", "fold", ("publish", "missed"),
    ),
    Tile(
        "streams", lazy("Open streams"), lambda f: number(f.streams),
        lambda f: _("%(media)s media, %(public)s public")
        % {"media": number(f.streams_media), "public": number(f.streams_public)},
        lambda f: f.streams, 10, "streams", "front", ("no-front", "dropped", "files"),
    ),
    Tile(
        "deliveries", lazy("Deliveries"), lambda f: rate(f.deliveries),
        lambda f: _("%(n)s a second") % {"n": size(f.bytes)},
        lambda f: f.deliveries, 1, "deliveries", "front", ("loop",),
    ),
    Tile(
        "pages", lazy("Pages"), lambda f: rate(f.pages),
        lambda f: _("99 of 100 within %(n)s") % {"n": seconds(f.page_p99)}
        if f.page_p99 else _("none was asked for"),
        lambda f: f.pages, 1, "pages", "pages", ("no-pages", "pages-slow", "pages-refused"),
    ),
    Tile(
        "errors", lazy("Errors"), lambda f: _("%(n)s/min") % {"n": number(_errors(f) * 60)}, _by_kind,
        lambda f: _errors(f) * 60, 1, "pages", "", ("not-stored", "flagged", "pages-failed"),
    ),
)  # fmt: skip


def show(figures: Figures, recent: Course, broken: frozenset[str]) -> list[Shown]:
    """All tiles."""
    return [_show(tile, figures, recent, broken) for tile in TILES]


def _show(tile: Tile, figures: Figures, recent: Course, broken: frozenset[str]) -> Shown:
    values = [tile.spark(each) if each and _knows(each, tile.part) else None for each in recent.points]
    known = _knows(figures, tile.part)
    return Shown(
        tile=tile,
        figure=tile.figure(figures) if known else "–",
        below=tile.below(figures) if known else _("not known now"),
        spark=charts.line("", "a", values, charts.top([values], tile.least)),
        points=len(values),
        wrong=not broken.isdisjoint(tile.rules),
    )


def _knows(figures: Figures, part: str) -> bool:
    return part in figures.parts if part else bool(figures.parts)
