"""Marks and points: judged rounds, series, runs; and weightlifting. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from kotinos.odf.nodes import ExtendedResult, Extension
from kotinos.sport.attempts import judged_total
from kotinos.sport.marks import POINT, Kind, Mark, print_mark
from kotinos.sport.ranking import Best

from ..terms import Entrant
from .base import Picture, Row, Setting, format_of, label, performance, settle, thin


class Scores:
    """Rounds that give points; their sum counts, or the best of them (``best`` in the style)."""

    kind, best = Kind.POINTS, Best.HIGH

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        options = setting.style.options
        self.options, self.setting, self.entrants = options, setting, list(entrants)
        self.places, self.rounds = int(options["places"]), int(options["rounds"])
        if mark := options.get("mark"):
            self.setting = msgspec.structs.replace(
                setting, event=msgspec.structs.replace(setting.event, mark=float(mark))
            )
        self.scores = [[self._round(one) for _ in range(self.rounds)] for one in self.entrants]
        if setting.twist.tie and len(self.scores) > 1:
            first, second = sorted(self.scores, key=self._total, reverse=True)[:2]
            second[:] = first
        turns = [(at, turn) for turn in range(self.rounds) for at in range(len(self.entrants))]
        self.turns = sorted(turns) if options["labels"] == "Element" else turns
        self.pace = setting.style.minutes * 54 / len(self.turns)
        self.seconds = self.pace * len(self.turns) + 1
        self.moments = thin([self.pace * at for at in range(1, len(self.turns) + 1)], setting.live)
        self.infos = (
            format_of(setting.style),
            *(label("ATTEMPT", at, f"{options['labels']} {at}") for at in range(1, self.rounds + 1)),
        )

    def _total(self, scores: list[tuple[int, ExtendedResult]]) -> int:
        values = [value for value, _ in scores]
        return max(values, default=0) if self.options.get("best") else sum(values)

    def _points(self, value: float) -> int:
        step = int(POINT // 10**self.places)
        return max(0, round(value * POINT / step)) * step

    def _round(self, entrant: Entrant) -> tuple[int, ExtendedResult]:
        rng = self.setting.rng
        wanted = performance(self.setting, entrant, low=False)
        if rng.random() < 0.03:  # a fall, a missed shot, a failed dive
            wanted *= rng.uniform(0.55, 0.85)
        value, details = self._judge(wanted)
        text = print_mark(Mark(Kind.POINTS, value, self.places))
        return value, ExtendedResult(type="ER", code="ATTEMPT", value=text, extensions=tuple(details))

    def _judge(self, wanted: float) -> tuple[int, list[Extension]]:
        rng, judges = self.setting.rng, int(self.options["judges"])
        if self.options.get("difficulty"):
            difficulty = rng.randrange(28, 39) / 10
            marks = [self._half(wanted / difficulty / 3 + rng.gauss(0, 0.3)) for _ in range(judges)]
            value = judged_total(marks, drop=2, factor=round(difficulty * POINT))
            return value, [Extension(code="DIFFICULTY", value=f"{difficulty:.1f}"), *_marks(marks)]
        value = self._points(wanted)
        if self.options.get("execution"):
            penalty = 3000 if rng.random() < 0.06 else 0
            difficulty_points = round(wanted * rng.uniform(0.36, 0.42), 1)
            execution = value - round(difficulty_points * POINT)
            details = [
                Extension(code="DIFFICULTY", value=f"{difficulty_points:.3f}"),
                Extension(code="EXECUTION", value=f"{execution / POINT:.3f}"),
            ]
            if penalty:
                details.append(Extension(code="PENALTY", value="-0.300"))
            return value - penalty, details
        if judges == 9:  # figure skating: grades of execution from -5 to 5, around the element's quality
            grade = (wanted / self.setting.event.mark - 0.9) * 25
            grades = [max(-5, min(5, round(grade + rng.gauss(0, 0.8)))) for _ in range(judges)]
            return value, [
                Extension(code="MARK", pos=f"J{at}", value=str(one)) for at, one in enumerate(grades, 1)
            ]
        marks = [self._points(wanted + rng.gauss(0, 1.2)) for _ in range(judges)]
        return (judged_total(marks, drop=1) // 300 * 100 if judges else value), _marks(marks)

    @staticmethod
    def _half(mark: float) -> int:
        return min(20, max(0, round(mark * 2))) * POINT // 2

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        turns = self.turns if math.isinf(at) else self.turns[: int(at / self.pace + 1e-6)]
        made: list[list[int]] = [[] for _ in self.entrants]
        for starter, turn in turns:
            made[starter].append(turn)
        rows = []
        for start, (entrant, own) in enumerate(zip(self.entrants, made, strict=True), 1):
            scores = [self.scores[start - 1][turn] for turn in own]
            row = Row(entrant, start=start)
            row.ext = tuple(
                msgspec.structs.replace(node, pos=str(turn + 1))
                for turn, (_, node) in zip(own, scores, strict=True)
            )
            if scores:
                row.value = self._total(scores)
                row.text = print_mark(Mark(Kind.POINTS, row.value, self.places))
            rows.append(row)
        return Picture(settle(rows, self.best, self.kind, self.places))


def _marks(marks: list[int]) -> list[Extension]:
    return [
        Extension(code="MARK", pos=f"J{at}", value=print_mark(Mark(Kind.POINTS, mark - mark % 100, 2)))
        for at, mark in enumerate(marks, 1)
    ]


class Lifts:
    """Weightlifting: three attempts in the snatch, three in the clean and jerk; the bests add up."""

    kind, best, places = Kind.WEIGHT, Best.HIGH, 0

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        self.setting, self.entrants = setting, list(entrants)
        self.lifts = [self._six(one) for one in self.entrants]
        self.order = sorted(
            (column // 3, weight, column, at)
            for at, six in enumerate(self.lifts)
            for column, (weight, _) in enumerate(six)
        )
        if setting.twist.record is not None:
            self._beat(setting.twist.record // 1000, equal=setting.twist.equal)
        self.pace = setting.style.minutes * 54 / len(self.order)
        self.seconds = self.pace * len(self.order) + 1
        self.moments = thin([self.pace * at for at in range(1, len(self.order) + 1)], setting.live)
        names = [f"{lift} {at}" for lift in ("Snatch", "Clean & jerk") for at in (1, 2, 3)]
        self.infos = (
            format_of(setting.style),
            *(label("ATTEMPT", at, name) for at, name in enumerate(names, 1)),
        )

    def _six(self, entrant: Entrant) -> list[tuple[int, bool]]:
        rng = self.setting.rng
        total = performance(self.setting, entrant, low=False)
        six: list[tuple[int, bool]] = []
        for share in (0.452, 0.548):
            weight = round(total * share) - rng.randrange(4, 9)
            for _ in range(3):
                good = rng.random() < 0.66
                six.append((weight, good))
                weight += rng.randrange(2, 5) if good else rng.choice((0, 0, 1))
        return six

    def _sum(self, six: list[tuple[int, bool]]) -> tuple[int, int]:
        best = [max((weight for weight, good in half if good), default=0) for half in (six[:3], six[3:])]
        return best[0], best[1]

    def _beat(self, record: int, *, equal: bool) -> None:
        """Lift the winner's last attempt to the record, or one kilogram over it."""
        six = max(self.lifts, key=lambda six: min(self._sum(six)) and sum(self._sum(six)))
        snatch = max(self._sum(six)[0], min(weight for weight, _ in six[:3]))
        six[2] = (snatch, True)
        six[5] = (record + (0 if equal else 1) - snatch, True)
        self.order = sorted(
            (column // 3, weight, column, at)
            for at, own in enumerate(self.lifts)
            for column, (weight, _) in enumerate(own)
        )

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        done = self.order if math.isinf(at) else self.order[: int(at / self.pace + 1e-6)]
        made: list[list[int]] = [[] for _ in self.entrants]
        last = [0] * len(self.entrants)
        for turn, (_, _, column, starter) in enumerate(done):
            made[starter].append(column)
            last[starter] = turn
        rows = []
        for start, (entrant, own) in enumerate(zip(self.entrants, made, strict=True), 1):
            six = self.lifts[start - 1]
            lifted = [six[column] for column in sorted(own)]
            row = Row(entrant, start=start, ext=tuple(_lift(column, *six[column]) for column in sorted(own)))
            snatch, jerk = self._sum([*lifted, *[(0, False)] * (6 - len(lifted))])
            if snatch and (jerk or not math.isinf(at)):
                # Whoever lifted the total first stands before.
                row.value, row.tie = (snatch + jerk) * 1000, (-last[start - 1],)
                row.text = str(snatch + jerk)
            elif math.isinf(at):
                row.irm = "NM"
            rows.append(row)
        return Picture(settle(rows, self.best, self.kind, self.places))


def _lift(column: int, weight: int, good: bool) -> ExtendedResult:
    return ExtendedResult(
        type="ER", code="ATTEMPT", pos=str(column + 1), value=str(weight) if good else "X",
        extensions=(Extension(code="WEIGHT", value=str(weight)),),
    )  # fmt: skip
