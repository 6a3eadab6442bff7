"""A Result of a message as a competitor's line. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from kotinos.games.terms import Attempt, CompetitorLine, MemberLine, Split
from kotinos.odf.nodes import Competitor, ExtendedResult, ItemResult, Result
from kotinos.sport.judging import dropped

from .names import Names, number

FAILED = frozenset({"X", "XXX", "-", "x", "NM"})
"""Attempt texts that are no mark: foul, failed height, passed."""

NOBODY = frozenset({"TBD", "BYE", "NOCOMP"})
"""Codes that stand where no competitor does: shown as a word, and no page behind them."""

LIFTS = 3
"""Attempts of the snatch, before those of the clean and jerk (IWF TCRR 6.1)."""


def competitor_lines(
    results: Iterable[Result], names: Names, discipline: str = ""
) -> dict[str, CompetitorLine]:
    """Lines by competitor code; ``discipline`` says by which rule judges' marks are dropped.
    A competitor that stands twice gets a key with its place:
    ``CODE#ORDER``; a place nobody stands in yet is ``#ORDER``."""
    lines: dict[str, CompetitorLine] = {}
    for index, result in enumerate(results, start=1):
        for told in result.competitors or (Competitor(),):
            line = _line(result, told, names, index)
            if line.attempts:
                line = structs.replace(line, attempts=marked(line, discipline))
            key = line.code if line.code and line.code not in lines else f"{line.code}#{line.order or index}"
            while key in lines:
                key += "+"
            lines[key] = line
    return lines


def _line(result: Result, told: Competitor, names: Names, index: int) -> CompetitorLine:
    name, organisation = names.competitor(told)
    splits, attempts, extras = extended(result.extended_results)
    for item in result.items:
        if item.result is not None:
            attempts[item.order or item.unit] = _item(item.result)
    extras |= {f"{e.type}/{e.code}" + (f"/{e.pos}" if e.pos else ""): e.value for e in told.entries}
    return CompetitorLine(
        code="" if told.code in NOBODY else told.code,
        name=name or told.code or "",
        kind=told.type or "A",
        organisation=organisation,
        bib=told.bib,
        order=number(result.sort_order, index),
        start_order=result.start_order,
        rank=result.rank,
        rank_equal=result.rank_equal == "Y",
        result=result.result,
        result_type=result.result_type,
        irm=result.irm,
        diff=result.diff,
        penalty=result.pty,
        qualified=result.qualification_mark,
        wlt=result.wlt,
        photo=result.photo_finish,
        unchecked=result.unchecked == "Y",
        splits=splits,
        attempts=attempts,
        extras=extras,
        records={
            record.record_type: "=" if record.equalled == "Y" else "+" for record in result.record_indicators
        },
        members=_members(told, names),
    )


def _members(told: Competitor, names: Names) -> dict[str, MemberLine]:
    return {
        each.code: MemberLine(code=each.code, name=names.member(each), order=number(each.order, index))
        for index, each in enumerate(told.athletes, start=1)
        if each.code and each.code != told.code  # feeds repeat an individual as its own composition
    }


def extended(
    found: Iterable[ExtendedResult],
) -> tuple[dict[str, Split], dict[str, Attempt], dict[str, str]]:
    """Extended results sorted into splits, attempts and everything else."""
    splits: dict[str, Split] = {}
    attempts: dict[str, Attempt] = {}
    extras: dict[str, str] = {}
    for each in found:
        if each.code == "INTERMEDIATE":
            splits[each.pos] = Split(value=each.value, section=each.value2, rank=each.rank, diff=each.diff)
        elif each.code == "ATTEMPT":
            attempts[each.pos] = _attempt(each)
        else:
            extras[f"{each.type}/{each.code}" + (f"/{each.pos}" if each.pos else "")] = each.value
    return splits, attempts, extras


def _attempt(told: ExtendedResult) -> Attempt:
    return Attempt(
        value=told.value,
        wind=told.value2,
        irm=told.irm,
        rank=told.rank,
        valid=told.value not in FAILED and not told.irm,
        discarded=told.discard == "Y",
        marks={f"{mark.code}/{mark.pos}" if mark.pos else mark.code: mark.value for mark in told.extensions},
    )


def marked(line: CompetitorLine, discipline: str) -> dict[str, Attempt]:
    """The attempts of a line with what their rules say of them: which made the result, whose marks are
    dropped."""
    made = _made_result(line)
    found = {}
    for pos, attempt in line.attempts.items():
        out = dropped(discipline, attempt.marks) if attempt.marks else ""
        if out or pos in made:
            attempt = structs.replace(attempt, best=pos in made, dropped=out)
        found[pos] = attempt
    return found


def _made_result(line: CompetitorLine) -> set[str]:
    """Positions of the attempts that made the result: the best of each lift, or the one that is it."""
    if line.result_type != "WEIGHT":
        equal = [pos for pos, each in line.attempts.items() if each.valid and each.value == line.result]
        return set(equal[:1]) if line.result and len(line.attempts) > 1 else set()
    good = [(number(each.value), pos) for pos, each in line.attempts.items() if each.valid and each.value]
    halves = (
        [lift for lift in good if number(lift[1]) <= LIFTS],
        [lift for lift in good if number(lift[1]) > LIFTS],
    )
    return {max(half)[1] for half in halves if half}


def _item(told: ItemResult) -> Attempt:
    _, _, extras = extended(told.extended_results)
    return Attempt(
        value=told.result, irm=told.irm, rank=told.rank, value2=told.diff, valid=not told.irm, marks=extras
    )
