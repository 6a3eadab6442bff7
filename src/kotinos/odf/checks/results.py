"""Rules about results: order, ranks, splits, home and away. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..nodes import Result
from .registry import Fault, Subject, rule

_CLOCK = re.compile(r"(?:(\d{1,4}):)??(?:(\d{1,2}):)?(\d{1,9}(?:\.\d{1,6})?)\Z", re.ASCII)
_COUNTED = re.compile(r"[1-9]\d{0,8}\Z", re.ASCII)
_FINISH = re.compile(r"fin", re.IGNORECASE)
_FINAL = frozenset({"UNCONFIRMED", "UNOFFICIAL", "OFFICIAL", "PROTESTED", "PROVISIONAL"})


@rule("sort-order", "error")
def sort_order_repeated(subject: Subject) -> Iterator[Fault]:
    """SortOrder does not repeat: it is the order of display (General Messages Interface, DT_RESULT)."""
    counted = Counter(result.sort_order for result in subject.body.results if result.sort_order)
    if len(counted) == counted.total():
        return
    for value, count in counted.items():
        if count > 1:
            yield Fault("Result/@SortOrder", f"SortOrder {value} stands {count} times", "count 1, 2, 3 …")


@rule("sort-order", "warning")
def sort_order_gaps(subject: Subject) -> Iterator[Fault]:
    """SortOrder counts 1..n without gaps for every competitor once sent (DT_RESULT)."""
    found = [result.sort_order for result in subject.body.results]
    given = {value for value in found if value}
    if not given:
        return
    wanted = {str(number) for number in range(1, len(found) + 1)}
    if given == wanted or len(given) < sum(map(bool, found)):
        return
    for at, value in enumerate(found, 1):
        if not value:
            yield Fault(f"Result[{at}]/@SortOrder", "SortOrder is missing here only", "give every line one")
        elif not _COUNTED.match(value):
            yield Fault(f"Result[{at}]/@SortOrder", f"SortOrder is {value!r}", "count from 1")
    if missing := sorted(wanted - given, key=int)[:5]:
        yield Fault("Result/@SortOrder", f"SortOrder leaves out {', '.join(missing)}", "count without gaps")


@rule("rank-equal", "warning")
def rank_equal(subject: Subject) -> Iterator[Fault]:
    """RankEqual is Y on every line that shares its rank, and is else not sent (DT_RESULT, Result)."""
    results = subject.body.results
    shared = Counter(result.rank for result in results if result.rank)
    for at, result in enumerate(results, 1):
        place = f"Result[{at}]/@RankEqual"
        if result.rank_equal not in ("", "Y"):
            yield Fault(place, f"RankEqual is {result.rank_equal!r}", "send Y or nothing")
        elif shared[result.rank] > 1 and not result.rank_equal:
            yield Fault(place, f"rank {result.rank} is shared, RankEqual is missing", "send RankEqual Y")
        elif result.rank_equal and shared[result.rank] < 2 and not _partial(subject):
            yield Fault(place, f"nobody shares rank {result.rank}", "leave RankEqual out")


def _partial(subject: Subject) -> bool:
    return subject.header.document_type == "DT_CURRENT" or subject.header.result_status == "PARTIAL"


@rule("irm", "warning")
def irm(subject: Subject) -> Iterator[Fault]:
    """IRM (DNS, DNF …) stands exactly where ResultType is IRM or begins with IRM_ (DT_RESULT, Result)."""
    for at, result in enumerate(subject.body.results, 1):
        invalid = result.result_type == "IRM" or result.result_type.startswith("IRM_")
        if result.irm and not invalid:
            text = f"IRM {result.irm} with ResultType {result.result_type!r}"
            yield Fault(f"Result[{at}]/@IRM", text, "send ResultType IRM, or IRM_ and the kind of mark")
        elif invalid and not result.irm:
            yield Fault(f"Result[{at}]/@IRM", f"ResultType {result.result_type} without IRM", "say which")


@rule("home-away", "warning")
def home_away(subject: Subject) -> Iterator[Fault]:
    """Head to head has two results, SortOrder 1 home and 2 away, never swapped (DT_RESULT, Periods)."""
    results, periods = subject.body.results, subject.body.periods
    if periods is not None and results:
        if len(results) != 2:
            yield Fault("Result", f"a match with {len(results)} results", "send home and away")
        else:
            yield from _sides(results, (periods.home, periods.away))


def _sides(results: Sequence[Result], named: tuple[str, str]) -> Iterator[Fault]:
    order = sorted(results, key=lambda result: result.sort_order)
    if order[0] is not results[0]:
        yield Fault("Result[1]/@SortOrder", f"{results[0].sort_order} comes first", "send home, then away")
    for side, name, result in zip(("home", "away"), named, order, strict=True):
        code = result.competitors[0].code if result.competitors else ""
        if name and code and name != code:
            text = f"the {side} side is {name} in Periods and {code} by SortOrder"
            yield Fault(f"Periods/@{side.title()}", text, "home is SortOrder 1, away is SortOrder 2")


@rule("home-away", "warning")
def won_and_lost(subject: Subject) -> Iterator[Fault]:
    """Of two sides one wins and one loses, or both tie (DT_RESULT, WLT)."""
    results = subject.body.results
    if len(results) != 2:
        return
    sides = results[0].wlt + results[1].wlt
    if sides in ("WW", "LLL", "WT", "TW", "LT", "TL"):
        yield Fault("Result/@WLT", f"the two sides have {results[0].wlt} and {results[1].wlt}", "correct WLT")


def seconds(text: str) -> Decimal | None:
    """A time as shown ("9.58", "1:45.00", "2:01:39") in seconds; ``None`` for anything else."""
    if not (found := _CLOCK.match(text)):
        return None
    hours, minutes, rest = found.groups()
    if hours and not minutes:
        hours, minutes = None, hours
    return Decimal(hours or 0) * 3600 + Decimal(minutes or 0) * 60 + Decimal(rest)


@rule("split", "warning")
def splits_rise(subject: Subject) -> Iterator[Fault]:
    """Intermediate times are cumulative: none is below the one before or above the result (DT_RESULT)."""
    for at, result in enumerate(subject.body.results, 1):
        if result.extended_results and result.result_type in ("TIME", "IRM_TIME", ""):
            before = Decimal(0)
            for pos, time in _splits(result):
                if time < before:
                    place = f"Result[{at}]/ExtendedResult[INTERMEDIATE {pos}]/@Value"
                    yield Fault(
                        place, "an intermediate time below the one before it", "send times from the start"
                    )
                before = time
            total = seconds(result.result)
            if total is not None and before > total and not result.irm:
                yield Fault(
                    f"Result[{at}]/@Result", "the last intermediate time is above the result", "correct one"
                )


@rule("split", "warning")
def finish_split(subject: Subject) -> Iterator[Fault]:
    """The finish among the intermediate times equals the result (DT_RESULT, INTERMEDIATE)."""
    if subject.header.result_status not in _FINAL:
        return
    ends = []
    for at, result in enumerate(subject.body.results, 1):
        if result.extended_results and result.result_type == "TIME" and (found := _splits(result)):
            ends.append((at, *found[-1], seconds(result.result)))
    last = max((pos for _, pos, _, _ in ends), default=0)
    at_last = [(at, time, total) for at, pos, time, total in ends if pos == last and total is not None]
    if not any(time == total for _, time, total in at_last) and not _labelled_finish(subject, str(last)):
        return
    for at, time, total in at_last:
        if time < total:
            text = f"the finish time {time} differs from the result {total}"
            yield Fault(
                f"Result[{at}]/ExtendedResult[INTERMEDIATE {last}]/@Value", text, "correct one of them"
            )


def _splits(result: Result) -> list[tuple[int, Decimal]]:
    found = []
    for item in result.extended_results:
        if item.code == "INTERMEDIATE" and _COUNTED.match(item.pos) and not item.irm:
            time = seconds(item.value)
            if time is not None:
                found.append((int(item.pos), time))
    found.sort()
    return found


def _labelled_finish(subject: Subject, pos: str) -> bool:
    infos = subject.body.extended_infos
    return infos is not None and any(
        info.code == "INTERMEDIATE" and info.pos == pos and _FINISH.match(info.value) for info in infos.infos
    )
