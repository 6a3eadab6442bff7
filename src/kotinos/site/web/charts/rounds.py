"""Charts of what goes in rounds: scores by period, the best so far, points behind the leader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from kotinos.games.terms import CompetitorLine, UnitView
from kotinos.sport.marks import Kind, kind_of

from ..looks import by_position
from .scale import Plot, axis
from .sheet import Sheet, Values, gap, known, plain, plot, value_of

LEAST = 3
"""Periods from which on a line tells more than the table."""

Way = Callable[[Values], float | None]
"""Makes a result of attempts."""


def scores(view: UnitView) -> Plot | None:
    """The score of both sides at the end of each period."""
    lines = sorted(view.competitors.values(), key=lambda line: line.order)[:2]
    periods = sorted(view.periods.values(), key=lambda period: period.order)
    if len(periods) < LEAST or len(lines) < 2:
        return None
    totals = [running([each.home for each in periods]), running([each.away for each in periods])]
    values = {line.code: row for line, row in zip(lines, totals, strict=True)}
    sheet = Sheet(
        "scores",
        _("The score by period"),
        _("The score of both sides at the end of each period."),
        (_("Start"), *(each.code for each in periods)),
        plain,
    )
    return plot(sheet, lines, values, axis(known(values), zero=True, turned=True))


def running(texts: Sequence[str]) -> Values:
    """Sums so far, from nought on."""
    found, so_far = [0.0], 0.0
    for text in texts:
        so_far += float(text) if text.isdigit() else 0.0
        found.append(so_far)
    return list(found)


def rounds(view: UnitView, lines: list[CompetitorLine]) -> Plot | None:
    """Standings after each round: the best so far, or how far behind the leader in points."""
    columns = by_position(view.attempts.items())
    marks = {line.code: attempts(line, columns) for line in lines}
    done = [at for at in range(len(columns)) if any(row[at] is not None for row in marks.values())]
    way = made_by(lines, marks)
    if len(done) < 2 or way is None:
        return None
    labels = tuple(columns[at][1] for at in done)
    so_far = {code: [way(row[: at + 1]) for at in done] for code, row in marks.items()}
    if way is best:
        title, told = _("The best so far, by round"), _("The best mark of the first after each round.")
        sheet = Sheet("rounds", title, told, labels, plain)
        return plot(sheet, lines, so_far, axis(known(so_far), turned=True))
    title, told = (
        _("Behind the leader, in points"),
        _("How far the first were behind the leader after each round."),
    )
    values = behind_best(so_far, len(done))
    return plot(Sheet("rounds", title, told, labels, gap), lines, values, axis(known(values), zero=True))


def behind_best(rows: Mapping[str, Values], width: int) -> dict[str, Values]:
    """How far each is behind the highest at each step."""
    top = [best([row[at] for row in rows.values()]) for at in range(width)]
    return {
        code: [
            None if mine is None or high is None else round(high - mine, 4)
            for mine, high in zip(row, top, strict=True)
        ]
        for code, row in rows.items()
    }


def best(row: Values) -> float | None:
    """The best of what is known."""
    return max((value for value in row if value is not None), default=None)


def total(row: Values) -> float | None:
    """The sum of a row; nothing where an attempt is missing."""
    told = [value for value in row if value is not None]
    return round(sum(told), 4) if told and len(told) == len(row) else None


def made_by(lines: Sequence[CompetitorLine], marks: Mapping[str, Values]) -> Way | None:
    """How attempts make the result: the leader's sum or best says it; nothing when neither is it."""
    leader = next((line for line in lines if line.rank and line.result), None)
    if leader is None:
        return None
    wanted = value_of(leader.result, kind_of(leader.result_type) or Kind.POINTS)
    told = [value for value in marks[leader.code] if value is not None]
    ways: tuple[Way, ...] = (total, best)
    return next((way for way in ways if told and wanted is not None and way(list(told)) == wanted), None)


def attempts(line: CompetitorLine, columns: Sequence[tuple[str, str]]) -> Values:
    """A competitor's attempts in the order of the columns; nothing for a failed one."""
    kind = kind_of(line.result_type) or Kind.POINTS
    return [value_of(line.attempts[pos].value, kind) if pos in line.attempts else None for pos, _l in columns]
