"""Jumps and throws for distance, and for height. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from kotinos.odf.nodes import ExtendedResult
from kotinos.sport.attempts import best_of, countback
from kotinos.sport.marks import Kind, Mark, print_mark
from kotinos.sport.ranking import Best

from ..terms import Entrant
from .base import Picture, Row, Setting, format_of, label, performance, settle, thin


class Try(msgspec.Struct):
    """One attempt: whose, in which column, millimetres (None: failed), wind."""

    starter: int
    column: int
    value: int | None
    wind: str = ""


def _told(done: float, seconds: float, tries: list[Try]) -> list[Try]:
    """The attempts made after ``done`` seconds."""
    return tries if math.isinf(done) else tries[: int(done / seconds + 1e-6)]


class Distance:
    """Long jump, shot put and their like: six attempts, the last three for the best eight (TR 25.6)."""

    kind, best, places = Kind.DISTANCE, Best.HIGH, 2

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        options = setting.style.options
        self.setting, self.entrants = setting, list(entrants)
        self.rounds = int(options["rounds"] if setting.final else options["qualifying"])
        self.marks = [self._series(one) for one in self.entrants]
        self._twist()
        self.tries = self._order(int(options["cut"]))
        self.pace = float(options["seconds"])
        self.seconds = self.pace * len(self.tries) + 1
        self.moments = thin([self.pace * at for at in range(1, len(self.tries) + 1)], setting.live)
        self.infos = (
            format_of(setting.style),
            *(label("ATTEMPT", at, str(at)) for at in range(1, self.rounds + 1)),
        )

    def _series(self, entrant: Entrant) -> list[int | None]:
        rng = self.setting.rng
        good = performance(self.setting, entrant, low=False)
        marks: list[int | None] = []
        for _ in range(self.rounds):
            foul = rng.random() < self.setting.style.options["foul"]
            marks.append(None if foul else int(good * (1 - abs(rng.gauss(0, 0.02))) * 100) * 10)
        return marks

    def _ranking(self, rounds: int) -> list[int]:
        def merit(starter: int) -> tuple[int, tuple[int, ...]]:
            best, rest = best_of(self.marks[starter][:rounds])
            return (best or 0, rest)

        return sorted(range(len(self.entrants)), key=merit, reverse=True)

    def _twist(self) -> None:
        twist, first = self.setting.twist, self._ranking(self.rounds)[0]
        if twist.record is not None:
            for marks in self.marks:
                marks[:] = [None if mark is None else min(mark, twist.record - 10) for mark in marks]
            self.marks[first][1] = twist.record if twist.equal else twist.record + 50
        if twist.tie and len(self.entrants) > 1:
            self.marks[self._ranking(self.rounds)[1]] = list(self.marks[self._ranking(self.rounds)[0]])

    def _order(self, cut: int) -> list[Try]:
        tries = [
            self._try(at, turn) for turn in range(min(3, self.rounds)) for at in range(len(self.entrants))
        ]
        best = self._ranking(3)[:cut]
        tries += [self._try(at, turn) for turn in range(3, self.rounds) for at in reversed(best)]
        return tries

    def _try(self, starter: int, turn: int) -> Try:
        windy = self.setting.style.options.get("wind")
        wind = f"{self.setting.rng.gauss(0.3, 1.0):+.1f}" if windy else ""
        return Try(starter, turn, self.marks[starter][turn], wind)

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        made: list[list[Try]] = [[] for _ in self.entrants]
        for one in _told(at, self.pace, self.tries):
            made[one.starter].append(one)
        rows = []
        for start, (entrant, tries) in enumerate(zip(self.entrants, made, strict=True), 1):
            row = Row(entrant, start=start, ext=tuple(_attempt(one) for one in tries))
            row.value, row.tie = best_of([one.value for one in tries])
            if row.value is not None:
                row.text = print_mark(Mark(Kind.DISTANCE, row.value, 2))
            elif math.isinf(at):
                row.irm = "NM"
            rows.append(row)
        return Picture(settle(rows, self.best, self.kind, self.places))


def _attempt(one: Try) -> ExtendedResult:
    text = "X" if one.value is None else print_mark(Mark(Kind.DISTANCE, one.value, 2))
    return ExtendedResult(type="ER", code="ATTEMPT", pos=str(one.column + 1), value=text, value2=one.wind)


class Heights:
    """High jump and pole vault: a rising bar, three failures in a row end it (TR 26)."""

    kind, best, places = Kind.DISTANCE, Best.HIGH, 2

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        options = setting.style.options
        self.setting, self.entrants = setting, list(entrants)
        self.able = [performance(setting, one, low=False) * 1000 for one in self.entrants]
        top = setting.event.mark * 1000
        bars, step = int(options["bars"]), int(options["fine"])
        lowest = int(top - step * bars) // 10 * 10
        self.bars = [lowest + step * at for at in range(bars + 12)]
        self.tries: list[tuple[int, int, bool]] = []
        self._jump()
        self.reached = max(column for _, column, _ in self.tries) + 1
        self.pace = 6000 / max(60, len(self.tries))
        self.seconds = self.pace * len(self.tries) + 1
        self.moments = thin([self.pace * at for at in range(1, len(self.tries) + 1)], setting.live)
        self.infos = (
            format_of(setting.style),
            *(label("ATTEMPT", at, self._text(bar)) for at, bar in enumerate(self.bars[: self.reached], 1)),
        )

    def _text(self, bar: int) -> str:
        return print_mark(Mark(Kind.DISTANCE, bar, 2))

    def _jump(self) -> None:
        rng, misses = self.setting.rng, [0] * len(self.entrants)
        for column, bar in enumerate(self.bars):
            jumping = [at for at in range(len(self.entrants)) if misses[at] < 3]
            # Nobody has to take a height: the strong pass the first ones.
            jumping = [at for at in jumping if column == 0 or misses[at] or bar > self.able[at] - 260]
            cleared: set[int] = set()
            for _ in range(3):
                for at in jumping:
                    if at in cleared or misses[at] >= 3:
                        continue
                    over = rng.random() < 1 / (1 + math.exp((bar - self.able[at]) / (self.able[at] * 0.011)))
                    self.tries.append((at, column, over))
                    misses[at] = 0 if over else misses[at] + 1
                    if over:
                        cleared.add(at)

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        done = self.tries if math.isinf(at) else self.tries[: int(at / self.pace + 1e-6)]
        trials: list[dict[int, str]] = [{} for _ in self.entrants]
        for starter, column, over in done:
            own = trials[starter]
            own[column] = own.get(column, "") + ("O" if over else "X")
        rows = []
        for start, (entrant, own) in enumerate(zip(self.entrants, trials, strict=True), 1):
            row = Row(entrant, start=start, ext=self._attempts(own))
            row.value, row.tie = countback([(self.bars[column], text) for column, text in own.items()])
            if row.value is not None:
                row.text = self._text(row.value)
            elif math.isinf(at):
                row.irm = "NM"
            rows.append(row)
        return Picture(settle(rows, self.best, self.kind, self.places))

    def _attempts(self, own: dict[int, str]) -> tuple[ExtendedResult, ...]:
        last = max(own, default=-1)
        return tuple(
            ExtendedResult(type="ER", code="ATTEMPT", pos=str(column + 1), value=own.get(column, "-"))
            for column in range(last + 1)
        )
