"""Second chances for two bronzes: judo's and wrestling's repechage. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .bracket import Bracket, Match, Slot, filled


def quarter_final_repechage(bracket: Bracket) -> tuple[Match, ...]:
    """The losers of the quarter-finals meet half by half; then two bronze matches, crossed.

    IJF Sport and Organisation Rules 2.5.2: the winner of a half's repechage meets the loser of the
    *other* half's semi-final. Where byes left one loser only, that one goes straight to the bronze
    match; where they left none, there is no match and the losing semi-finalist has bronze. Raises
    ``ValueError`` for a draw without two semi-finals.
    """
    semis = _semis(bracket)
    repechages, bronzes = [], []
    for half, other in ((1, semis[1]), (2, semis[0])):
        quarters = (
            bracket.match(bracket.rounds - 2, 2 * half - 1),
            bracket.match(bracket.rounds - 2, 2 * half),
        )
        losers = [Slot(loser_of=quarter.code) for quarter in quarters if quarter]
        if not losers:
            continue
        ahead = losers[0]
        if len(losers) == 2:
            match = Match(f"REP{half}", bracket.rounds, half, *losers)
            repechages.append(match)
            ahead = Slot(winner_of=match.code)
        bronzes.append(Match(f"BRONZE{half}", bracket.rounds, half, ahead, Slot(loser_of=other.code)))
    return (*repechages, *bronzes)


def finalists_repechage(bracket: Bracket, winners: Mapping[str, str]) -> tuple[Match, ...]:
    """Everybody who lost to a finalist gets back in; earliest losers first, one chain per finalist.

    UWW, International Wrestling Rules, competition system: the chain ends against the semi-final loser
    of the *same* half, and that match is for bronze. A half with no more than that loser has no
    match. ``winners`` must decide both semi-finals, else ``ValueError``.
    """
    matches = {match.code: match for match in filled(bracket.matches, winners)}
    found: list[Match] = []
    for half, semi in enumerate(_semis(bracket), start=1):
        if semi.code not in winners:
            raise ValueError(f"{semi.code} is not decided")
        found += _chain(half, _lost_to(winners[semi.code], semi, matches, winners), bracket.rounds)
    return tuple(found)


def _semis(bracket: Bracket) -> tuple[Match, Match]:
    first, second = (bracket.match(bracket.rounds - 1, position) for position in (1, 2))
    if not first or not second:
        raise ValueError("a repechage needs two semi-finals")
    return first, second


def _lost_to(
    finalist: str, semi: Match, matches: Mapping[str, Match], winners: Mapping[str, str]
) -> list[Slot]:
    """The finalist's beaten opponents up to the semi-final, in the order of the rounds."""
    beaten = []
    for match in sorted(matches.values(), key=lambda match: match.round):
        if match.round <= semi.round and winners.get(match.code) == finalist:
            sides = (match.home.competitor, match.away.competitor)
            beaten.append(Slot(competitor=sides[1 - sides.index(finalist)], loser_of=match.code))
    return beaten


def _chain(half: int, losers: list[Slot], rounds: int) -> list[Match]:
    chain: list[Match] = []
    ahead = losers[0]
    for step, loser in enumerate(losers[1:], start=1):
        code = f"BRONZE{half}" if step == len(losers) - 1 else f"REP{half}.{step}"
        chain.append(Match(code, rounds, half, ahead, loser))
        ahead = Slot(winner_of=code)
    return chain
