"""Rows of a stage as lines of a result. Pure.

Nothing a row tells is dropped: a result type that is not the standard's, or that its IRM forbids, is
kept in an ExtendedResult ``SOURCE``/``RESULT_TYPE``; the stage's own name and stamp stand in the message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kotinos.odf.nodes import Competitor, Description, ExtendedResult, Result

from .people import split_name
from .plan import Stage
from .rows import ResultRow, whole

STANDARD = frozenset({
    "TIME", "DISTANCE", "POINTS", "SCORE", "SETS", "STROKES", "WEIGHT", "PERCENT", "RANK", "NO_SCORE", "RM",
    "IRM", "IRM_POINTS", "IRM_TIME", "IRM_RANK",
})  # fmt: skip
"""Result types as they may go out (sport codes, ResultType; IRM_ joins a mark and an IRM)."""

MAPPED = {"FAULT": "RANK", "": "POINTS"}
"""FAULT: ranked without a time (kayak cross). Without a type there are wrestling's points."""

MISSING = "none"
"""Stands for an empty result type in the ExtendedResult that keeps the original."""


def result_type(row: ResultRow) -> str:
    """The standard's result type of a row; "" when it has no result."""
    kind = row.result_type.upper()
    if not (kind or row.result or row.result_IRM):
        return ""
    kind = MAPPED.get(kind, kind) if row.result or kind else "IRM"
    kind = kind if kind in STANDARD else "POINTS"
    if row.result_IRM and not kind.startswith("IRM"):
        return f"IRM_{kind}"
    return kind


def start_list(stage: Stage) -> tuple[Result, ...]:
    """Who starts, by start order where it is a number, then as the file has them."""
    rows = list(stage.rows)
    if not head_to_head(rows):
        rows.sort(key=lambda row: _number(row.start_order))
    return tuple(
        Result(
            sort_order=str(at),
            start_order=whole(row.start_order),
            start_sort_order=str(at),
            competitors=(competitor(row),),
        )
        for at, row in enumerate(rows, start=1)
    )


def result_lines(stage: Stage) -> tuple[Result, ...]:
    """The result: both sides of a match as the file has them, else by rank, then as the file has them."""
    rows = list(stage.rows)
    if not head_to_head(rows):
        rows.sort(key=lambda row: _number(row.rank))
    starts = {result.competitors[0].code: result.sort_order for result in start_list(stage)}
    shared = Counter(row.rank for row in rows if row.rank)
    return tuple(
        Result(
            rank=whole(row.rank),
            rank_equal="Y" if shared[row.rank] > 1 else "",
            result_type=result_type(row),
            result=row.result,
            irm=row.result_IRM,
            qualification_mark=row.qualification_mark,
            wlt=row.result_WLT,
            sort_order=str(at),
            start_order=whole(row.start_order),
            start_sort_order=starts[row.participant_code],
            diff=row.result_diff,
            extended_results=_source(row),
            competitors=(competitor(row),),
        )
        for at, row in enumerate(rows, start=1)
    )


def head_to_head(rows: Iterable[ResultRow]) -> bool:
    """Two sides with a winner, a loser or a draw: their order in the file is home and away."""
    found = list(rows)
    return len(found) == 2 and any(row.result_WLT for row in found)


def competitor(row: ResultRow) -> Competitor:
    """Who the row is about, with the names the row itself tells."""
    if row.is_team:
        told = Description(team_name=row.participant_name)
    else:
        family, given = split_name(row.participant_name)
        told = Description(
            given_name=given, family_name=family, organisation=row.participant_country_code,
            gender=row.code[3] if row.code[3] in "MW" else "",
        )  # fmt: skip
    return Competitor(
        code=row.participant_code,
        type="T" if row.is_team else "A",
        organisation=row.participant_country_code,
        bib=whole(row.bib),
        description=told,
    )


def _source(row: ResultRow) -> tuple[ExtendedResult, ...]:
    if row.result_type == result_type(row):
        return ()
    return (ExtendedResult(type="SOURCE", code="RESULT_TYPE", value=row.result_type or MISSING),)


def _number(text: str) -> tuple[int, int]:
    plain = whole(text)
    return (0, int(plain)) if plain.isdecimal() else (1, 0)
