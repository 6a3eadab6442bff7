"""The chart of medals day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotinos.games.terms import MedalHeld

from .. import times
from ..charts import scale
from .tallies import summed

LINES = 5
"""Organisations drawn when nobody was chosen; at most as many as a chart has looks."""


def plot(
    medals: Sequence[MedalHeld], days: Sequence[str], names: Mapping[str, str], *, gold: bool
) -> scale.Plot | None:
    """The sum of medals (or gold medals) of the organisations ``names`` after each of ``days``; ``None``
    where there is nothing to draw."""
    if not days or not names:
        return None
    sums = {code: summed(medals, days, code, gold=gold) for code in names}
    up = scale.axis((sum_ for each in sums.values() for sum_ in each), zero=True)
    across = [round(100 * place / max(len(days) - 1, 1), 2) for place in range(len(days))]
    lines = tuple(
        scale.series(
            names[code], number, [(x, 100 - up.place(y)) for x, y in zip(across, sums[code], strict=True)]
        )
        for number, code in enumerate(names)
    )
    shown = [times.day(day, "d MMM") for day in days]
    step = max(1, -(-len(days) // 6))
    return scale.Plot(
        code="progress",
        title=_("Gold medals day by day") if gold else _("Medals day by day"),
        told=_told(sums, names, shown[-1], gold=gold),
        series=lines,
        across=tuple((across[at], shown[at]) for at in range(0, len(days), step)),
        up=tuple((100 - place, text) for place, text in scale.ticks(up, lambda value: f"{value:g}")),
        head=(_("Organisation"), *shown),
        rows=tuple((names[code], *map(str, sums[code])) for code in names),
    )


def _told(sums: Mapping[str, list[int]], names: Mapping[str, str], last: str, *, gold: bool) -> str:
    parts = []
    for code, sum_ in sums.items():
        count = sum_[-1]
        text = (
            ngettext("%(name)s has %(count)d gold medal", "%(name)s has %(count)d gold medals", count)
            if gold
            else ngettext("%(name)s has %(count)d medal", "%(name)s has %(count)d medals", count)
        )
        parts.append(text % {"name": names[code], "count": count})
    return _("After %(day)s: %(counts)s.") % {"day": last, "counts": "; ".join(parts)}
