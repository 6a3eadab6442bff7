"""What the operations page plots: one table of plots, each with its lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from kotinos.ops.api import Course, Figures

from . import charts, words

Getter = Callable[[Figures], float | None]


class Plot(msgspec.Struct, frozen=True):
    """A plot: its ``lines`` are (name, look, value); its axis reaches at least ``least``."""

    code: str
    title: Any
    hint: Any
    unit: str
    least: float
    lines: tuple[tuple[Any, str, Getter], ...]
    part: str = ""
    """What measures it; while that is not heard, nothing is known."""


class Tick(msgspec.Struct, frozen=True):
    """A moment on the axis; ``place`` in hundredths of the width. A minor one gives way first."""

    text: str
    place: float
    minor: bool


class Drawn(msgspec.Struct, frozen=True):
    """A plot ready for the page; ``rows`` are what it shows, newest first, for the table behind it."""

    plot: Plot
    lines: list[charts.Line]
    now: list[str]
    grid: list[tuple[float, str]]
    ticks: list[Tick]
    points: int
    begin: int
    rows: list[tuple[int, list[str]]]
    told: str


def _cpu(name: str) -> Getter:
    return lambda figures: figures.use[name].cpu if name in figures.use else None


def _memory(name: str) -> Getter:
    return lambda figures: figures.use[name].memory if name in figures.use else None


def _time(field: str) -> Getter:
    """A measured time; none where nothing was measured."""
    return lambda figures: getattr(figures, field) or None


NAMES = ("front", "intake", "fold", "pages")

PLOTS: tuple[Plot, ...] = (
    Plot(
        "messages",
        _("Messages in"),
        _("answered by the intake"),
        "rate",
        1,
        (
            (_("taken"), "a", lambda f: f.messages),
            (_("refused"), "d", lambda f: f.refused + f.failed),
        ),
        "intake",
    ),
    Plot(
        "acknowledged",
        _("Acknowledgement"),
        _("from a message's arrival to its receipt, on disk"),
        "seconds",
        0.01,
        (
            (_("99 of 100 within"), "a", _time("ack_p99")),
            (_("half within"), "b", _time("ack_p50")),
        ),
        "intake",
    ),
    Plot(
        "lag",
        _("Fold lag"),
        _("age of the oldest message that is not in the pages yet"),
        "seconds",
        0.1,
        ((_("behind"), "a", lambda f: f.lag_seconds),),
        "fold",
    ),
    Plot(
        "changes",
        _("Changes"),
        _("published by the fold"),
        "rate",
        1,
        (
            (_("changes"), "a", lambda f: f.changes),
            (_("messages folded"), "b", lambda f: f.folded),
        ),
        "fold",
    ),
    Plot(
        "streams",
        _("Open streams"),
        _("browsers and programs that follow live"),
        "count",
        10,
        (
            (_("public"), "a", lambda f: f.streams_public),
            (_("media"), "c", lambda f: f.streams_media),
        ),
        "front",
    ),
    Plot(
        "deliveries",
        _("Deliveries"),
        _("frames given to streams"),
        "rate",
        1,
        ((_("frames"), "a", lambda f: f.deliveries),),
        "front",
    ),
    Plot(
        "publish",
        _("Publishing"),
        _("from the bus to the last socket; how late the loop wakes"),
        "seconds",
        0.01,
        (
            (_("99 of 100 within"), "a", _time("publish_p99")),
            (_("half within"), "b", _time("publish_p50")),
            (_("loop late"), "d", _time("loop_p99")),
        ),
        "front",
    ),
    Plot(
        "snapshots",
        _("Snapshots"),
        _("answers from memory"),
        "rate",
        1,
        (
            (_("whole"), "a", lambda f: f.snaps_whole),
            (_("unchanged"), "b", lambda f: f.snaps_unchanged),
            (_("not there"), "d", lambda f: f.snaps_absent),
        ),
        "front",
    ),
    Plot(
        "pages",
        _("Pages"),
        _("requests answered by the application"),
        "rate",
        1,
        (
            (_("answered"), "a", lambda f: f.pages),
            (_("failed or refused"), "d", lambda f: f.pages_failed + f.pages_refused),
        ),
        "pages",
    ),
    Plot(
        "page-times",
        _("Time of a page"),
        _("from a request's arrival to its answer"),
        "seconds",
        0.01,
        (
            (_("99 of 100 within"), "a", _time("page_p99")),
            (_("half within"), "b", _time("page_p50")),
        ),
        "pages",
    ),
    Plot(
        "cpu",
        _("Processor"),
        _("cores in use, by process"),
        "cores",
        0.2,
        tuple((name, look, _cpu(name)) for name, look in zip(NAMES, "acbd", strict=True)),
    ),
    Plot(
        "memory",
        _("Memory"),
        _("resident, by process"),
        "size",
        1e7,
        tuple((name, look, _memory(name)) for name, look in zip(NAMES, "acbd", strict=True)),
    ),
)


def draw(plot: Plot, course: Course) -> Drawn:
    """A plot of a course."""
    known = [each if each and (not plot.part or plot.part in each.parts) else None for each in course.points]
    values = [[get(each) if each else None for each in known] for _, _, get in plot.lines]
    highest = charts.top(values, plot.least)
    say = words.FORMATS[plot.unit]
    step, length = course.range.step, course.range.seconds
    rows = [
        (
            course.begin + place * step,
            ["–" if (value := each[place]) is None else say(value) for each in values],
        )
        for place in reversed(range(len(course.points)))
        if known[place]
    ]
    return Drawn(
        plot=plot,
        lines=[
            # A second line at 0 all along would only colour the axis.
            charts.line(str(name), look, each if place == 0 or any(each) else (), highest)
            for place, ((name, look, _), each) in enumerate(zip(plot.lines, values, strict=True))
        ],
        now=rows[0][1] if rows else [],
        grid=[(place, say(highest * (100 - place) / 100)) for place in (0, 50)],
        ticks=_ticks(course, length),
        points=len(course.points),
        begin=course.begin,
        rows=rows,
        told=_told(plot, values),
    )


def _ticks(course: Course, length: int) -> list[Tick]:
    end = course.begin + len(course.points) * course.range.step
    found = charts.ticks(course.begin, end, course.range.tick)
    # A text at the edge would be cut off.
    return [
        Tick(words.tick(at, length), round(place, 2), bool(number % 2))
        for number, (at, place) in enumerate(found)
        if 4 <= place <= 96
    ]


def _told(plot: Plot, values: list[list[float | None]]) -> str:
    """The plot in a sentence, for who does not see it."""
    say = words.FORMATS[plot.unit]
    parts = []
    for (name, _look, _get), each in zip(plot.lines, values, strict=True):
        there = [value for value in each if value is not None]
        if there:
            text = _("%(name)s: now %(now)s, between %(least)s and %(most)s")
            parts.append(
                str(text)
                % {"name": name, "now": say(there[-1]), "least": say(min(there)), "most": say(max(there))}
            )
    return f"{plot.title}. {'; '.join(parts) or _('No figures are kept of this time.')}"
