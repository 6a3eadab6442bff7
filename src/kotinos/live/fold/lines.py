"""A Result of a message as a competitor's line. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kotinos.games.terms import Attempt, CompetitorLine, MemberLine, Split
from kotinos.odf.nodes import Competitor, ExtendedResult, ItemResult, Result

from .names import Names, number

FAILED = frozenset({"X", "XXX", "-", "x", "NM"})
"""Attempt texts that are no mark: foul, failed height, passed."""


def competitor_lines(results: Iterable[Result], names: Names) -> dict[str, CompetitorLine]:
    """Lines by competitor code. A competitor that stands twice gets a key with its place:
    ``CODE#ORDER``; a place nobody stands in yet is ``#ORDER``."""
    lines: dict[str, CompetitorLine] = {}
    for index, result in enumerate(results, start=1):
        for told in result.competitors or (Competitor(),):
            line = _line(result, told, names, index)
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
        code=told.code,
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
        marks={f"{mark.code}/{mark.pos}" if mark.pos else mark.code: mark.value for mark in told.extensions},
    )


def _item(told: ItemResult) -> Attempt:
    _, _, extras = extended(told.extended_results)
    return Attempt(
        value=told.result, irm=told.irm, rank=told.rank, value2=told.diff, valid=not told.irm, marks=extras
    )
