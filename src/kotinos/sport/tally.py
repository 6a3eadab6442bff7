"""What a team has gathered in a pool, and the keys by which tied teams are told apart. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction

import msgspec


class Key(StrEnum):
    """A tie-break: the larger wins. ``head_…`` counts only matches among the teams still tied."""

    POINTS = "points"
    WINS = "wins"
    DIFFERENCE = "difference"
    SCORED = "scored"
    RATIO = "ratio"
    SMALL_DIFFERENCE = "small_difference"
    SMALL_SCORED = "small_scored"
    SMALL_RATIO = "small_ratio"
    HEAD_POINTS = "head_points"
    HEAD_WINS = "head_wins"
    HEAD_DIFFERENCE = "head_difference"
    HEAD_SCORED = "head_scored"
    HEAD_RATIO = "head_ratio"
    HEAD_SMALL_RATIO = "head_small_ratio"
    FAIR_PLAY = "fair_play"  # told from outside: minus points for cards
    LOTS = "lots"  # told from outside: lots drawn, shoot-out, toss of a coin

    @property
    def head(self) -> bool:
        """Whether the key looks at matches among the tied only."""
        return self.value.startswith("head_")

    @property
    def plain(self) -> Key:
        """The same key over all matches."""
        return Key(self.value.removeprefix("head_"))


class PoolMatch(msgspec.Struct, frozen=True):
    """A match played: ``score`` (home, away) in goals, points or sets; ``small``: points of the sets,
    tries; ``forfeited``: the team that did not play, if one did not."""

    home: str
    away: str
    score: tuple[int, int]
    small: tuple[int, int] = (0, 0)
    forfeited: str = ""


class Points(msgspec.Struct, frozen=True):
    """Table points of a match. A win by at most ``narrow_margin`` (0 = never) counts otherwise."""

    win: int
    draw: int
    loss: int
    forfeit: int = 0
    narrow_margin: int = 0
    narrow_win: int = 0
    narrow_loss: int = 0

    def of(self, margin: int, *, forfeited: bool = False) -> int:
        """Points for a team that won by ``margin`` (negative: lost)."""
        if forfeited:
            return self.forfeit
        if margin == 0:
            return self.draw
        if abs(margin) <= self.narrow_margin:
            return self.narrow_win if margin > 0 else self.narrow_loss
        return self.win if margin > 0 else self.loss


class Tally(msgspec.Struct, frozen=True):
    """Sums over a team's matches."""

    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    points: int = 0
    scored: int = 0
    against: int = 0
    small_scored: int = 0
    small_against: int = 0

    def value(self, key: Key) -> Fraction:
        """What the team shows for ``key`` (a key over matches, not one told from outside)."""
        difference = self.scored - self.against
        small_difference = self.small_scored - self.small_against
        return {
            Key.POINTS: Fraction(self.points),
            Key.WINS: Fraction(self.won),
            Key.DIFFERENCE: Fraction(difference),
            Key.SCORED: Fraction(self.scored),
            Key.RATIO: _share(self.scored, self.against),
            Key.SMALL_DIFFERENCE: Fraction(small_difference),
            Key.SMALL_SCORED: Fraction(self.small_scored),
            Key.SMALL_RATIO: _share(self.small_scored, self.small_against),
        }[key]


def _share(scored: int, against: int) -> Fraction:
    # scored / (scored + against) orders as scored / against does, and knows "none against" without infinity.
    return Fraction(scored, scored + against) if scored + against else Fraction(0)


def tally(
    team: str, matches: Iterable[PoolMatch], points: Points, among: Collection[str] | None = None
) -> Tally:
    """Add up the matches of ``team`` against teams in ``among`` (None: against everybody)."""
    total = Tally()
    for match in matches:
        if team not in (match.home, match.away):
            continue
        if among is not None and not {match.home, match.away} <= set(among):
            continue
        side = 0 if team == match.home else 1
        own, other = match.score[side], match.score[1 - side]
        total = Tally(
            played=total.played + 1,
            won=total.won + (own > other),
            drawn=total.drawn + (own == other),
            lost=total.lost + (own < other),
            points=total.points + points.of(own - other, forfeited=match.forfeited == team),
            scored=total.scored + own,
            against=total.against + other,
            small_scored=total.small_scored + match.small[side],
            small_against=total.small_against + match.small[1 - side],
        )
    return total
