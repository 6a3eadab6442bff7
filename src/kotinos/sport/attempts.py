"""From parts to one value: best attempts, heights, runs added up, judges' totals. Pure.

Each function gives what ``ranking.Line`` takes: a value, a tie-break tuple (the larger wins), an IRM.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .marks import POINT


class Run(msgspec.Struct, frozen=True):
    """One run, jump or part of a total: its value (time or points), or the IRM that ended it."""

    value: int | None = None
    irm: str = ""


def best_of(attempts: Sequence[int | None]) -> tuple[int | None, tuple[int, ...]]:
    """The best of ``attempts`` (None = failed or passed) and the rest, best first, to break ties.

    World Athletics TR 25.22: the second best performance decides, then the third, and so on.
    """
    valid = sorted((mark for mark in attempts if mark is not None), reverse=True)
    return (valid[0], tuple(valid[1:])) if valid else (None, ())


def countback(
    heights: Sequence[tuple[int, str]], jump_off: Sequence[bool] = ()
) -> tuple[int | None, tuple[int, ...]]:
    """The best height cleared, and the tie-break of high jump and pole vault.

    ``heights``: (millimetres, trials) with trials as ODF tells them: ``"O"``, ``"XO"``, ``"XXX"``,
    ``"X-"``, ``"-"``, ``""``. ``jump_off``: cleared or not, in order; it decides first place only.
    Raises ``ValueError`` for other letters, or when a height stands after a higher one.
    """
    failures, best, at_best, until_best, bar = 0, None, 0, 0, 0
    for height, trials in heights:
        if height <= bar or set(trials.upper()) - set("XOR-"):
            raise ValueError(f"no trials of a rising bar: {trials!r} at {height} mm after {bar} mm")
        bar, missed = height, trials.upper().count("X")
        failures += missed
        if "O" in trials.upper():
            best, at_best, until_best = height, missed, failures
    if best is None:
        return None, ()
    # TR 26.8.1: fewest trials at the height last cleared. TR 26.8.2: fewest failures up to and
    # including it; failures above do not count. TR 26.9: the jump-off.
    return best, (-at_best, -until_best, *(int(cleared) for cleared in jump_off))


def cumulative(runs: Sequence[Run], asked: int) -> tuple[int | None, str]:
    """The sum of ``asked`` runs, or the IRM that keeps a competitor from having one.

    The first IRM stands for the whole. A missing run without one is DNF after a run, DNS before any.
    """
    for run in runs[:asked]:
        if run.irm:
            return None, run.irm
    values = [run.value for run in runs[:asked] if run.value is not None]
    if len(values) < asked:
        return None, "DNF" if values else "DNS"
    return sum(values), ""


def judged_total(scores: Sequence[int], *, drop: int = 0, factor: int = POINT, penalty: int = 0) -> int:
    """Judges' scores added up without the ``drop`` highest and lowest, times ``factor``, less ``penalty``.

    All in ten-thousandths of a point (``factor`` 34000 = degree of difficulty 3.4); halves round up.
    Seven diving judges: ``drop=2`` (World Aquatics, diving rules); five ski-jumping judges: ``drop=1``
    (FIS ICR book III). Raises ``ValueError`` when nothing would be left to add.
    """
    kept = sorted(scores)[drop : len(scores) - drop]
    if not kept:
        raise ValueError(f"{len(scores)} judges' scores cannot lose {drop} at each end")
    return (sum(kept) * factor * 2 + POINT) // (2 * POINT) - penalty
