"""Who should have which medal by the rows alone, set against the medals the set tells. Pure.

Each event is decided by the first rule below that fits it. An event that none fits is not computable,
with the reason; nothing is computed from the medals themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation

import msgspec

from kotinos.sport.medals import BRONZE, GOLD, SILVER, medals_of
from kotinos.sport.ranking import Best, Line, Placed, Rule, rank

from .awards import code_of
from .plan import Stage, stages
from .programme import programme
from .rows import Gap, ParisSet, ResultRow, whole

Held = frozenset[tuple[str, str]]
"""Pairs of competitor and ME_GOLD, ME_SILVER or ME_BRONZE."""

Tails = Mapping[str, Stage]
"""An event's stages by the last twelve characters of their codes."""

SCALE = 10_000
"""Points are compared as whole ten-thousandths: the set has up to four decimals."""


class Computed(msgspec.Struct, frozen=True):
    """An event's medals as told and as computed, and the rule that computed them."""

    rsc: str
    rule: str
    told: Held
    computed: Held


class Recomputed(msgspec.Struct, frozen=True):
    """Every event that has medals is in one of the three."""

    agreements: tuple[Computed, ...]
    disagreements: tuple[Computed, ...]
    not_computable: tuple[Gap, ...]


def recompute(paris: ParisSet) -> Recomputed:
    """Recompute the medals of every event the set tells medals of."""
    named = programme(paris)
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in paris.medals:
        if (event := named.find(row.discipline, row.event)) and (medal := code_of(row)):
            told[event.rsc].add((row.code, medal))
    by_event: dict[str, dict[str, Stage]] = defaultdict(dict)
    for code, stage in stages(paris).items():
        by_event[code[:22].ljust(34, "-")][code[22:]] = stage
    same: list[Computed] = []
    other: list[Computed] = []
    without: list[Gap] = []
    for rsc, medals in sorted(told.items()):
        rule, held = decide(rsc[:3], by_event.get(rsc, {}))
        if held is None:
            without.append(Gap(rsc[:3], rsc, "medals", rule))
            continue
        found = Computed(rsc, rule, frozenset(medals), held)
        (same if held == found.told else other).append(found)
    return Recomputed(tuple(same), tuple(other), tuple(without))


def decide(discipline: str, tails: Tails) -> tuple[str, Held | None]:
    """The name of the rule and the medals it gives; the reason and ``None`` when no rule fits."""
    if not tails:
        return "the set has no results of this event", None
    if reason := _hopeless(discipline, tails):
        return reason, None
    for name, rule in RULES:
        held = rule(discipline, tails)
        if held is not None:
            return name, held
    return "no final among the rows", None


def _hopeless(discipline: str, tails: Tails) -> str:
    final = tails.get("FNL-000001--")
    if discipline == "GAR" and final and not any(row.rank for row in final.rows):
        return "rows tell the score of one apparatus, medals go by the total of all"
    if tails.get("XC--000100--") and tails["XC--000100--"].rows[0].is_team:
        return "a substitute costs the team penalties (FEI eventing rules, Olympic teams), which no row tells"
    if discipline == "SAL" and len(_phase(tails, "FNL-")) > 1:
        return "the final is a series of races; wins carried over from the rounds before are not in the rows"
    return ""


def _phase(tails: Tails, phase: str) -> list[Stage]:
    return [tails[tail] for tail in sorted(tails) if tail.startswith(phase)]


def _total(discipline: str, tails: Tails) -> Held | None:
    """Combined events: the ranking of the whole event is among the rows (World Athletics TR 39)."""
    whole_event = tails.get("-" * 12)
    return _by_rank(whole_event.rows) if whole_event else None


def _sums(discipline: str, tails: Tails) -> Held | None:
    """Golf's rounds by fewest strokes, team artistic swimming's routines by most points, eventing's
    three tests by fewest penalties (FEI eventing rules 520)."""
    if discipline == "EQU" and _phase(tails, "DRSS") and _phase(tails, "XC--"):
        return _by_sum(list(tails.values()), Best.LOW)
    if discipline not in ("GLF", "SWA"):
        return None
    best = Best.LOW if discipline == "GLF" else Best.HIGH
    return _by_sum(_phase(tails, "FNL-"), best)


def _series(discipline: str, tails: Tails) -> Held | None:
    """Sailing series: fewest points, worst opening race left out (RRS A2.1), medal race always counted.

    Equal totals go by the medal race (RRS A8 as changed for medal races)."""
    races, final = _phase(tails, "PREL"), tails.get("FNL-000100--")
    if discipline != "SAL" or not races or final is None or _phase(tails, "SFNL") or _phase(tails, "QFNL"):
        return None
    points: dict[str, list[int]] = defaultdict(list)
    for race in races:
        for row in race.rows:
            points[row.participant_code].append(_points(row) or 0)
    lines = []
    for row in final.rows:
        own = points[row.participant_code]
        last = _points(row)
        if last is None or len(own) != len(races):
            return None
        lines.append(Line(row.participant_code, sum(own) - max(own) + last, tie=(-last,)))
    return _held(rank(lines, Rule(best=Best.LOW)))


def _matches(discipline: str, tails: Tails) -> Held | None:
    """Head to head: the final's two sides, and the winners of the matches for bronze.

    Boxing has no such match: both losing semi-finalists have bronze. Elsewhere, where none was held,
    the rows tell no bronze."""
    final = _phase(tails, "FNL-0001")
    bronze = _phase(tails, "FNL-0002") or _phase(tails, "REPF")
    semis = _phase(tails, "SFNL")
    if any(len(stage.rows) != 2 for stage in (*final, *bronze)) or len(final) > 1:
        return None
    held: set[tuple[str, str]] = set()
    for stage in final:
        first, second = _sides(stage)
        if first is None or second is None:
            return None
        held |= {(first.participant_code, GOLD), (second.participant_code, SILVER)}
    winners = [_sides(stage)[0] for stage in bronze]
    if discipline == "BOX" and all(len(stage.rows) == 2 for stage in semis):
        winners = [_sides(stage)[1] for stage in semis]
    if not (final or winners):
        return None
    held |= {(row.participant_code, BRONZE) for row in winners if row}
    return frozenset(held)


def _sides(stage: Stage) -> tuple[ResultRow | None, ResultRow | None]:
    """Winner and loser of a match, by WLT or by rank; ``None`` twice when the rows do not tell."""
    one, two = stage.rows
    if (one.result_WLT, two.result_WLT) in (("W", "L"), ("L", "W")):
        return (one, two) if one.result_WLT == "W" else (two, one)
    ranks = [int(text) if (text := whole(row.rank)).isdecimal() else 0 for row in (one, two)]
    if all(ranks) and ranks[0] != ranks[1]:
        return (one, two) if ranks[0] < ranks[1] else (two, one)
    return None, None


def _jump_off(discipline: str, tails: Tails) -> Held | None:
    """Show jumping: a jump-off settles the first places of the final (FEI jumping rules 246)."""
    off = tails.get("FNL-0002RR--")
    return _by_rank(off.rows) if off and discipline == "EQU" and len(off.rows) >= 3 else None


def _final(discipline: str, tails: Tails) -> Held | None:
    """One final: its ranks. Small and B finals carry a higher number."""
    for tail in ("FNL-000001--", "FNL-000100--", "FNL-0001RR--"):
        if (stage := tails.get(tail)) and len([row for row in stage.rows if row.rank]) >= 3:
            return _by_rank(stage.rows)
    return None


LAST_PHASE = {"EQU": ("GPFR", "GPSP"), "CTR": ("PTS-",)}
"""Phases whose ranking is the event's own: freestyle and Grand Prix Special decide dressage, the points
race carries the totals of the omnium."""


def _last_phase(discipline: str, tails: Tails) -> Held | None:
    """No phase is called final, but the last one's ranks are the event's."""
    for phase in LAST_PHASE.get(discipline, ()):
        if found := _phase(tails, phase):
            return _by_rank(found[-1].rows)
    return None


RULES: tuple[tuple[str, Callable[[str, Tails], Held | None]], ...] = (
    ("total of the event", _total),
    ("sum of rounds", _sums),
    ("sailing series", _series),
    ("jump-off", _jump_off),
    ("head to head", _matches),
    ("final", _final),
    ("last phase", _last_phase),
)


def _points(row: ResultRow) -> int | None:
    try:
        return int(Decimal(row.result) * SCALE)
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _by_sum(rounds: list[Stage], best: Best) -> Held | None:
    """Ranks by sum; whoever lacks one of the rounds is out."""
    sums: dict[str, list[int]] = defaultdict(list)
    for stage in rounds:
        for row in stage.rows:
            if (points := _points(row)) is not None:
                sums[row.participant_code].append(points)
    lines = [Line(code, sum(own)) for code, own in sums.items() if len(own) == len(rounds)]
    return _held(rank(lines, Rule(best=best))) if lines else None


def _by_rank(rows: Iterable[ResultRow]) -> Held:
    placed = [
        Placed(row.participant_code, order, int(text) if (text := whole(row.rank)).isdecimal() else None)
        for order, row in enumerate(rows, start=1)
    ]
    return _held(placed)


def _held(placed: list[Placed]) -> Held:
    return frozenset((medal.key, medal.medal) for medal in medals_of(placed))
