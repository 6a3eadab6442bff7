"""Head to head: sets, games against a clock, bouts for points. Pure.

A match is first played to the end; its history is a list of states, and a picture is the last state
before the moment asked for. Home stands first and away second, always.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from kotinos.odf.nodes import Clock, ExtendedInfo, Period, Periods
from kotinos.sport.marks import Kind
from kotinos.sport.ranking import Best

from ..terms import Entrant
from .base import Picture, Row, Setting, chance, format_of, thin

Score = tuple[int, int]


class State(msgspec.Struct):
    """A match at one moment: the score, the periods as (code, score within it), the clock."""

    at: float
    score: Score
    periods: tuple[tuple[str, Score], ...] = ()
    clock: Clock | None = None


class Match:
    """See ``base.Contest``. Subclasses play: they fill ``history``, may set ``winner`` (0 home, 1 away)."""

    kind: Kind = Kind.COUNT
    best: Best = Best.HIGH
    places: int = 0
    infos: tuple[ExtendedInfo, ...]

    def __init__(self, setting: Setting, entrants: Sequence[Entrant]) -> None:
        self.setting, self.rng, self.options = setting, setting.rng, setting.style.options
        self.sides = list(entrants[:2])
        self.history = [State(0.0, (0, 0))]
        self.winner: int | None = None
        self.play()
        self.seconds = self.history[-1].at + 1
        self._times = [state.at for state in self.history]
        self.moments = thin(self._times, setting.live)
        self.infos = (format_of(setting.style),)

    def play(self) -> None:
        """Fill the history."""
        raise NotImplementedError

    def _even(self, weight: float) -> float:
        """How likely home wins a point today."""
        home, away = self.sides
        today = self.rng.gauss(0, 0.3)
        return min(0.97, max(0.03, chance(home, away, weight) + weight * today * 0.25))

    def _who_won(self, score: Score) -> int | None:
        if self.winner is not None:
            return self.winner
        return None if score[0] == score[1] else int(score[1] > score[0])

    def picture(self, at: float) -> Picture:
        """See ``base.Contest``."""
        state = self.history[max(0, bisect_right(self._times, at + 1e-6) - 1)]
        over = at >= self._times[-1]
        won = self._who_won(state.score) if over else None
        rows = []
        for side, entrant in enumerate(self.sides):
            row = Row(
                entrant, value=state.score[side], text=str(state.score[side]), start=side + 1, order=side + 1
            )
            if over:
                row.wlt = "T" if won is None else "W" if won == side else "L"
            rows.append(row)
        return Picture(rows, self._periods(state), state.clock)

    def _periods(self, state: State) -> Periods | None:
        if not state.periods:
            return None
        home = away = 0
        told = []
        for code, (ours, theirs) in state.periods:
            home, away = self._add((home, away), (ours, theirs))
            told.append(
                Period(
                    code=code,
                    home_score=str(home),
                    away_score=str(away),
                    home_period_score=str(ours),
                    away_period_score=str(theirs),
                )
            )
        return Periods(home=self.sides[0].code, away=self.sides[1].code, periods=tuple(told))

    def _add(self, total: Score, period: Score) -> Score:
        return total[0] + period[0], total[1] + period[1]


class Sets(Match):
    """Tennis, badminton, table tennis, volleyball: so many sets to so many points, two ahead."""

    def play(self) -> None:
        """See ``Match``."""
        best, won = int(self.options["best"]), [0, 0]
        done: list[tuple[str, Score]] = []
        now, likely = 0.0, self._even(0.09 if int(self.options["to"]) > 8 else 0.25)
        while max(won) <= best // 2:
            number, points = len(done) + 1, [0, 0]
            last = number == best
            while not self._ended(points, last=last):
                points[0 if self.rng.random() < likely else 1] += 1
                now += float(self.options["point"]) * self.rng.uniform(0.6, 1.4)
                current = (f"S{number}", (points[0], points[1]))
                self.history.append(State(now, (won[0], won[1]), (*done, current)))
            won[0 if points[0] > points[1] else 1] += 1
            done.append((f"S{number}", (points[0], points[1])))
            self.history[-1] = State(now, (won[0], won[1]), tuple(done))

    def _ended(self, points: list[int], *, last: bool) -> bool:
        goal = int(self.options.get("last", self.options["to"]) if last else self.options["to"])
        ahead = abs(points[0] - points[1])
        if max(points) >= int(self.options.get("cap", 10**6)) and ahead:
            return True
        return max(points) >= goal and ahead >= int(self.options.get("lead", 2))

    def _add(self, total: Score, period: Score) -> Score:
        return total[0] + (period[0] > period[1]), total[1] + (period[1] > period[0])


class Ends(Match):
    """Archery: sets of three arrows, two points for the better, first to six; then one arrow."""

    def play(self) -> None:
        """See ``Match``."""
        score, now = [0, 0], 0.0
        done: list[tuple[str, Score]] = []
        while max(score) < 6 and len(done) < 5:
            arrows = self._shoot(3)
            now += float(self.options["point"])
            score[0] += 2 if arrows[0] > arrows[1] else 1 if arrows[0] == arrows[1] else 0
            score[1] += 2 if arrows[1] > arrows[0] else 1 if arrows[0] == arrows[1] else 0
            done.append((f"S{len(done) + 1}", arrows))
            self.history.append(State(now, (score[0], score[1]), tuple(done)))
        if score[0] == score[1]:
            arrows = self._shoot(1)
            while arrows[0] == arrows[1]:
                arrows = self._shoot(1)
            score[0 if arrows[0] > arrows[1] else 1] += 1
            done.append(("SO", arrows))
            self.history.append(State(now + 60, (score[0], score[1]), tuple(done)))

    def _shoot(self, arrows: int) -> Score:
        sums = [
            sum(min(10, max(5, round(self.rng.gauss(8.7 + 0.25 * side.skill, 0.9)))) for _ in range(arrows))
            for side in self.sides
        ]
        return sums[0], sums[1]

    def _add(self, total: Score, period: Score) -> Score:
        ours, theirs = period
        if ours == theirs:
            return total[0] + 1, total[1] + 1
        return total[0] + (2 if ours > theirs else 0), total[1] + (2 if theirs > ours else 0)


class Game(Match):
    """Football, handball, basketball: periods against a clock, extra time and a shoot-out if need be."""

    def play(self) -> None:
        """See ``Match``."""
        length, now = float(self.options["length"]), 0.0
        names = [f"{self.options['name']}{at}" for at in range(1, int(self.options["periods"]) + 1)]
        for name in names:
            now = self._period(name, length, now) + float(self.options["pause"])
        may_draw = self.options["draws"] and not self.setting.knock_out
        extra = 1
        while self.history[-1].score[0] == self.history[-1].score[1] and not may_draw:
            if extra > 1 and self.options["draws"]:
                self._shoot_out(now)
                return
            now = self._period(f"OT{extra}" if extra > 1 else "OT", 300.0, now) + 120
            extra += 1

    def _period(self, name: str, length: float, now: float) -> float:
        stretch = float(self.options.get("stops", 1))
        periods = self.history[-1].periods
        score, own = self.history[-1].score, (0, 0)
        self.history.append(self._state(now, score, (*periods, (name, own)), (name, length, True)))
        for gone in self._goals(length):
            side = 0 if self.rng.random() < self._even(0.12) else 1
            most = int(self.options.get("each", 1))
            worth = (
                1 if most == 1 else self.rng.choice((5, 7)) if most == 6 else self.rng.choice((1, 2, 2, 3))
            )
            own = (own[0] + worth, own[1]) if side == 0 else (own[0], own[1] + worth)
            score = (score[0] + worth, score[1]) if side == 0 else (score[0], score[1] + worth)
            told = (name, length - gone, True)
            self.history.append(self._state(now + gone * stretch, score, (*periods, (name, own)), told))
        end = now + length * stretch
        self.history.append(self._state(end, score, (*periods, (name, own)), (name, 0.0, False)))
        return end

    def _goals(self, length: float) -> list[float]:
        """Moments at which somebody scores, seconds into the period."""
        whole = float(self.options["length"]) * int(self.options["periods"])
        rate = 2 * float(self.options["goals"]) / whole
        moments, now = [], self.rng.expovariate(rate)
        while now < length - 1:
            moments.append(now)
            now += 1 + self.rng.expovariate(rate)
        return moments

    def _state(
        self, at: float, score: Score, periods: tuple[tuple[str, Score], ...], clock: tuple[str, float, bool]
    ) -> State:
        name, left, running = clock
        told = Clock(
            period=name, running="Y" if running else "N", time=f"{int(left) // 60:02d}:{int(left) % 60:02d}"
        )
        return State(at, score, periods, told)

    def _shoot_out(self, now: float) -> None:
        taken = [0, 0]
        while taken[0] == taken[1]:
            taken = [sum(self.rng.random() < 0.72 for _ in range(5)) for _ in range(2)]
        self.winner = int(taken[1] > taken[0])
        last = self.history[-1]
        periods = (*last.periods, ("PSO", (taken[0], taken[1])))
        self.history.append(self._state(now + 420, last.score, periods, ("PSO", 0.0, False)))

    def _add(self, total: Score, period: Score) -> Score:
        return total[0] + period[0], total[1] + period[1]


class Bout(Match):
    """Judo, fencing, boxing, wrestling: points as they fall, until enough or the time is up."""

    def play(self) -> None:
        """See ``Match``."""
        length, ends, now = float(self.options["length"]), int(self.options["ends"]), 0.0
        rate, likely, score = float(self.options["rate"]) / length, self._even(0.22), [0, 0]
        kinds = self.options["scores"]
        while max(score) < ends:
            now += 1 + self.rng.expovariate(rate)
            if now >= length and score[0] != score[1]:
                break  # after the time is up, the next point decides
            side = 0 if self.rng.random() < likely else 1
            score[side] += self.rng.choices([one[0] for one in kinds], [one[1] for one in kinds])[0]
            score[side] = min(score[side], ends)
            self.history.append(State(now, (score[0], score[1])))
        if now < length:
            return
        last = self.history[-1]
        self.history.append(State(max(now, last.at + 1), last.score))
