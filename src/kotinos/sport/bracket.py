"""Single elimination: the draw, byes, who meets whom next. Pure.

A slot says who stands in it or which match gives its occupant, as ODF's brackets point back to a
``PreviousUnit`` and never forward.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec


class Slot(msgspec.Struct, frozen=True):
    """One side of a match: a competitor, or the winner or loser of another match until it is played."""

    competitor: str = ""
    winner_of: str = ""
    loser_of: str = ""


class Match(msgspec.Struct, frozen=True):
    """A match. ``code``: ``R1M3`` = round 1, third place from the top (byes leave gaps)."""

    code: str
    round: int
    position: int
    home: Slot
    away: Slot


class Bracket(msgspec.Struct, frozen=True):
    """A draw of 2**``rounds`` slots. ``matches`` in playing order; ``byes`` stand at once in round 2."""

    rounds: int
    matches: tuple[Match, ...]
    byes: tuple[str, ...] = ()

    def match(self, round_: int, position: int) -> Match | None:
        """The match at a place of the draw; None where a bye made it needless."""
        code = f"R{round_}M{position}"
        return next((match for match in self.matches if match.code == code), None)


def seed_order(rounds: int) -> tuple[int, ...]:
    """Seeds from top to bottom of a draw of 2**``rounds``: 1, 8, 4, 5, 2, 7, 3, 6 for three rounds.

    The best two meet in the final at the earliest, the best four in the semi-finals, and so on.
    """
    seeds: list[int] = [1]
    for _ in range(rounds):
        size = 2 * len(seeds) + 1
        seeds = [seed for pair in ((own, size - own) for own in seeds) for seed in pair]
    return tuple(seeds)


def draw(entries: Sequence[str]) -> Bracket:
    """The draw of ``entries``, best seed first; the best seeds have the byes.

    n entries play n - 1 matches. Raises ``ValueError`` for no entries, an empty name or one twice.
    """
    if not entries or not all(entries) or len(set(entries)) != len(entries):
        raise ValueError("a draw needs entries, each named and each once")
    rounds = (len(entries) - 1).bit_length()
    slots: list[Slot | None] = [
        Slot(entries[seed - 1]) if seed <= len(entries) else None for seed in seed_order(rounds)
    ]
    matches: list[Match] = []
    byes: list[str] = []
    for round_ in range(1, rounds + 1):
        ahead: list[Slot | None] = []
        for position, (home, away) in enumerate(zip(slots[::2], slots[1::2], strict=True), start=1):
            alone = home or away
            if home and away:
                match = Match(f"R{round_}M{position}", round_, position, home, away)
                matches.append(match)
                alone = Slot(winner_of=match.code)
            elif alone:
                byes.append(alone.competitor)
            ahead.append(alone)
        slots = ahead
    return Bracket(rounds, tuple(matches), tuple(byes))


def bronze_match(bracket: Bracket) -> Match | None:
    """The match of the losing semi-finalists; None when there are fewer than two semi-finals."""
    semis = [match for match in bracket.matches if match.round == bracket.rounds - 1]
    if len(semis) < 2:
        return None
    home, away = (Slot(loser_of=semi.code) for semi in semis)
    return Match("BRONZE", bracket.rounds, 2, home, away)


def filled(matches: Sequence[Match], winners: Mapping[str, str]) -> tuple[Match, ...]:
    """``matches`` (in playing order) with everybody in place whom ``winners`` (by match code) decides.

    Raises ``ValueError`` for a winner who is not in that match, or a match that is not there.
    """
    won: dict[str, str] = {}
    lost: dict[str, str] = {}
    done = []
    for match in matches:
        home, away = (_fill(slot, won, lost) for slot in (match.home, match.away))
        done.append(msgspec.structs.replace(match, home=home, away=away))
        winner = winners.get(match.code)
        if winner is None:
            continue
        sides = [home.competitor, away.competitor]
        if winner not in sides or "" in sides:
            raise ValueError(f"{winner!r} cannot have won {match.code}: {sides[0]!r} against {sides[1]!r}")
        won[match.code] = winner
        lost[match.code] = sides[1 - sides.index(winner)]
    unknown = set(winners) - {match.code for match in matches}
    if unknown:
        raise ValueError(f"no such match: {', '.join(sorted(unknown))}")
    return tuple(done)


def _fill(slot: Slot, won: Mapping[str, str], lost: Mapping[str, str]) -> Slot:
    known = won.get(slot.winner_of) or lost.get(slot.loser_of)
    return msgspec.structs.replace(slot, competitor=known) if known else slot
