"""Pools: the table of a round robin, ties broken as each sport's regulations say. Pure.

The regulations are rows of ``data/pools.csv``; a rule is points for a result and a tuple of keys.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from .tally import Key, Points, PoolMatch, Tally, tally

_Values = Mapping[Key, Mapping[str, int]]


class PoolRule(msgspec.Struct, frozen=True):
    """``keys`` in order; ``restart``: when some of the tied are told apart, the rest begin again."""

    regulation: str
    points: Points
    keys: tuple[Key, ...]
    restart: bool = False


class PoolLine(msgspec.Struct, frozen=True):
    """A team in the table. ``rank`` is shared (``equal``) when no key decides; ``order`` runs 1..n."""

    team: str
    order: int
    rank: int
    equal: bool
    tally: Tally


class Decision(msgspec.Struct, frozen=True):
    """Why one team stands before the next: the first key on which they differ, and what both show for it.

    ``among``: the tied teams whose matches a head key counted; ``key`` None: nothing told them apart."""

    over: str
    under: str
    key: Key | None = None
    values: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    among: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _rules() -> dict[str, PoolRule]:
    with (files(__package__) / "data" / "pools.csv").open(encoding="utf-8") as lines:
        return {row["discipline"]: _rule(row) for row in csv.DictReader(lines)}


def _rule(row: Mapping[str, str]) -> PoolRule:
    points = Points(**{name: int(row[name]) for name in Points.__struct_fields__})
    keys = tuple(Key(key) for key in row["keys"].split())
    return PoolRule(row["regulation"], points, keys, row["restart"] == "Y")


def pool_rule(discipline: str) -> PoolRule:
    """The rule of a discipline (ODF code: FBL, HOC, HBL, BKB, VVO, RU7). Raises ``KeyError`` without one."""
    return _rules()[discipline]


def pool_table(
    matches: Sequence[PoolMatch],
    rule: PoolRule,
    teams: Iterable[str] = (),
    outside: Mapping[Key, Mapping[str, int]] | None = None,
) -> tuple[PoolLine, ...]:
    """The table after ``matches``, in order. ``teams``: also those that have not played yet.

    ``outside``: what no score tells, the larger is better: FAIR_PLAY (0 or negative), LOTS. Neither
    the order of matches nor of teams matters; what stays tied is shown by team code. Raises
    ``ValueError`` for a match of a team against itself.
    """
    if any(match.home == match.away for match in matches):
        raise ValueError("a team cannot play against itself")
    everybody = sorted({*teams, *(team for match in matches for team in (match.home, match.away))})
    totals = {team: tally(team, matches, rule.points) for team in everybody}
    lines: list[PoolLine] = []
    for group in _Split(matches, rule, outside or {}).told_apart(everybody, everybody, 0):
        rank = len(lines) + 1
        for team in group:
            lines.append(PoolLine(team, len(lines) + 1, rank, len(group) > 1, totals[team]))
    return tuple(lines)


def pool_decisions(
    matches: Sequence[PoolMatch],
    rule: PoolRule,
    teams: Iterable[str] = (),
    outside: Mapping[Key, Mapping[str, int]] | None = None,
) -> tuple[Decision, ...]:
    """For each two neighbours of ``pool_table`` (asked the same), from the top, what told them apart."""
    everybody = sorted({*teams, *(team for match in matches for team in (match.home, match.away))})
    split = _Split(matches, rule, outside or {})
    order = [team for group in split.told_apart(everybody, everybody, 0) for team in group]
    return tuple(split.decision(over, under) for over, under in pairwise(order))


class _Split:
    """Splits groups of tied teams key by key, and remembers what split them."""

    def __init__(self, matches: Sequence[PoolMatch], rule: PoolRule, outside: _Values) -> None:
        self.matches, self.rule, self.outside = matches, rule, outside
        self._splits: list[tuple[Key, dict[str, Fraction], tuple[str, ...]]] = []

    def decision(self, over: str, under: str) -> Decision:
        """What told two teams apart: the one split in which their values differ."""
        for key, values, among in self._splits:
            if over in values and under in values and values[over] != values[under]:
                return Decision(over, under, key, (values[over], values[under]), among if key.head else ())
        return Decision(over, under)

    def told_apart(self, group: list[str], concerned: list[str], at: int) -> list[list[str]]:
        """Groups from best to worst. ``concerned``: whose matches among themselves head keys count."""
        if len(group) <= 1 or at == len(self.rule.keys):
            return [group] if group else []
        key = self.rule.keys[at]
        values = {team: self._value(key, team, concerned) for team in group}
        levels = sorted(set(values.values()), reverse=True)
        parts = [[team for team in group if values[team] == level] for level in levels]
        if len(parts) > 1:
            self._splits.append((key, values, tuple(concerned)))
        if len(parts) > 1 and self.rule.restart:
            return [done for part in parts for done in self.told_apart(part, part, 0)]
        return [
            done for part in parts for done in self.told_apart(part, concerned if key.head else part, at + 1)
        ]

    def _value(self, key: Key, team: str, concerned: list[str]) -> Fraction:
        if key in (Key.FAIR_PLAY, Key.LOTS):
            return Fraction(self.outside.get(key, {}).get(team, 0))
        among = concerned if key.head else None
        return tally(team, self.matches, self.rule.points, among).value(key.plain)
