"""Races against the clock: lanes, mass starts, pairs and intervals, with splits. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

import msgspec

from kotinos.odf.nodes import ExtendedInfo, ExtendedResult
from kotinos.sport.marks import Kind, Mark, print_mark
from kotinos.sport.ranking import Best

from ..terms import Entrant
from .base import Picture, Row, Setting, format_of, label, performance, settle, thin

_ON_THE_WAY = 10**9
"""Added to a value for each split still to come, so that whoever is further ahead ranks first."""


class Runner(msgspec.Struct):
    """One starter: start offset in ms, crossings in ms after it, IRM if any and when it is known."""

    entrant: Entrant
    offset: int
    times: list[int]
    irm: str = ""
    passed: int = 0
    gone_at: float = 0.0


class Race:
    """See ``base.Contest``."""

    kind = Kind.TIME
    best = Best.LOW

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        options = setting.style.options
        self.setting, self.places = setting, int(options["places"])
        self.labels = [*setting.event.splits, "Finish"] if setting.event.splits else []
        starters = list(reversed(entrants)) if "gap" in options else list(entrants)
        self.runners = [self._runner(at, one) for at, one in enumerate(starters)]
        self._twist()
        self._trouble()
        crossings = sorted({(one.offset + t) / 1000 for one in self.runners for t in one.times[: one.passed]})
        self.seconds = crossings[-1] + 1
        self.moments = thin(crossings, setting.live)
        self.infos = self._infos()
        self._nodes: dict[tuple[int, int, int], ExtendedResult] = {}

    def _infos(self) -> tuple[ExtendedInfo, ...]:
        infos = [format_of(self.setting.style)]
        infos += [label("INTERMEDIATE", at, name) for at, name in enumerate(self.labels, 1)]
        if self.setting.style.options.get("wind"):
            wind = self.setting.rng.gauss(0.2, 1.1)
            infos.append(ExtendedInfo(type="CONDITION", code="WIND", value=f"{wind:+.1f}"))
        return tuple(infos)

    def _runner(self, at: int, entrant: Entrant) -> Runner:
        options, rng = self.setting.style.options, self.setting.rng
        total = performance(self.setting, entrant, low=True) * 1000
        columns = len(self.setting.event.splits) + 1
        times, share = [], 0.0
        for column in range(columns):
            # A pace a little uneven; the last section takes up the rest.
            share = (column + 1 + rng.gauss(0, 0.012)) / columns
            times.append(round(total * share))
        times[-1] = max(round(total), *times) if columns > 1 else round(total)
        gap = int(options.get("gap", 0)) * 1000 * (at // int(options.get("group", 1)))
        return Runner(entrant, gap, times, passed=columns)

    def _shown(self, ms: int) -> int:
        step = int(10 ** (3 - self.places))
        return int(-(-ms // step) * step)

    def _twist(self) -> None:
        ahead = sorted(self.runners, key=lambda one: one.times[-1])
        twist = self.setting.twist
        if twist.record is not None:
            wanted = twist.record if twist.equal else twist.record - 40 * 10 ** (3 - self.places) // 10
            factor = wanted / ahead[0].times[-1]
            for one in self.runners if factor < 1 else ahead[:1]:
                one.times = [round(t * factor) for t in one.times]
            ahead[0].times[-1] = wanted
        if twist.tie and len(ahead) > 1:
            ahead[1].times[-1] = ahead[0].times[-1]

    def _trouble(self) -> None:
        """Who does not start, does not finish or is disqualified; at least three finish."""
        options, rng = self.setting.style.options, self.setting.rng
        keep = {one.entrant.code for one in sorted(self.runners, key=lambda one: one.times[-1])[:3]}
        for one in self.runners:
            if rng.random() >= options["rate"] or one.entrant.code in keep:
                continue
            one.irm = rng.choice(options["irm"])
            one.passed = {"DNS": 0, "DSQ": len(one.times)}.get(one.irm, rng.randrange(len(one.times)))
            one.gone_at = 0.0 if one.irm == "DNS" else (one.offset + one.times[-1]) / 1000

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        passed = [self._passed(one, at) for one in self.runners]
        ranks = [self._ranks(column, passed) for column in range(len(self.labels))]
        rows = [self._row(index, passed[index], ranks, at) for index in range(len(self.runners))]
        rows = settle(rows, self.best, self.kind, self.places)
        for one, other in pairwise(rows):
            if one.text and one.text == other.text and one.rank != other.rank:
                one.photo = other.photo = "P"
        return Picture(rows)

    def _passed(self, one: Runner, at: float) -> int:
        if at == inf:
            return one.passed
        elapsed = at * 1000 - one.offset + 1
        return sum(1 for t in one.times[: one.passed] if t <= elapsed)

    def _ranks(self, column: int, passed: list[int]) -> dict[int, int]:
        through = [index for index, count in enumerate(passed) if count > column]
        through.sort(key=lambda index: self.runners[index].times[column])
        return {index: place for place, index in enumerate(through, 1)}

    def _row(self, index: int, passed: int, ranks: list[dict[int, int]], at: float) -> Row:
        one = self.runners[index]
        ext = (
            tuple(self._split(index, column, ranks[column][index]) for column in range(passed))
            if ranks
            else ()
        )
        row = Row(one.entrant, ext=ext, start=index + 1)
        if one.irm and at >= one.gone_at:
            row.irm = one.irm
        elif passed == len(one.times):
            row.value = self._shown(one.times[-1])
            if self.setting.style.options.get("photo"):
                row.tie = (-one.times[-1],)  # thousandths decide (World Athletics TR 19.24), unseen
            row.text = print_mark(Mark(Kind.TIME, row.value, self.places))
        elif passed:
            row.value = one.times[passed - 1] + _ON_THE_WAY * (len(one.times) - passed)
        return row

    def _split(self, index: int, column: int, place: int) -> ExtendedResult:
        key = (index, column, place)
        if key not in self._nodes:
            times = self.runners[index].times
            section = self._shown(times[column]) - (self._shown(times[column - 1]) if column else 0)
            self._nodes[key] = ExtendedResult(
                type="ER", code="INTERMEDIATE", pos=str(column + 1),
                value=print_mark(Mark(Kind.TIME, self._shown(times[column]), self.places)),
                value2=print_mark(Mark(Kind.TIME, section, self.places)),
                rank=str(place),
            )  # fmt: skip
        return self._nodes[key]
