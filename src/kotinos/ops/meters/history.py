"""The history of the figures: a row each ten seconds, kept a day, and one each five minutes, kept a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from django.db.models import Max

from ..models import History
from .figures import Figures
from .ranges import KEPT, SLOT, TICK, Range, together

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Figures).decode


def keep(figures: Iterable[Figures]) -> None:
    """Write figures, one row for each ten seconds: who comes second leaves the row as it is."""
    _write(TICK, ((each.at - each.at % TICK, each) for each in figures))


def roll(now: int) -> None:
    """Put together the rows of every five minutes that are over, since it was last done."""
    begin, end = _rolled(), now - now % SLOT
    if begin < end:
        _write(SLOT, sorted(_gather(since(begin, end), SLOT).items()))


def prune(now: int) -> None:
    """Delete what is kept no longer."""
    for step, seconds in KEPT.items():
        History.objects.filter(step=step, at__lt=now - seconds).delete()


def since(begin: int, end: int, step: int = TICK) -> list[Figures]:
    """The rows from ``begin`` up to and without ``end``, oldest first."""
    rows = History.objects.filter(step=step, at__gte=begin, at__lt=end).order_by("at")
    return [_decode(bytes(packed)) for packed in rows.values_list("packed", flat=True)]


def points(range_: Range, now: int) -> tuple[int, list[Figures | None]]:
    """Where the first point of a range begins, and its points up to now."""
    step = range_.step
    last = now - now % step
    begin = last - range_.seconds + step
    if step < SLOT:
        found = since(begin, now + TICK)
    else:
        # What is not put together yet is read as it is.
        found = since(begin, now, SLOT) + since(max(begin, _rolled()), now + TICK)
    groups = _gather(found, step)
    return begin, [groups.get(start) for start in range(begin, last + step, step)]


def _rolled() -> int:
    """Up to when rows are put together."""
    last: int | None = History.objects.filter(step=SLOT).aggregate(last=Max("at"))["last"]
    return 0 if last is None else last + SLOT


def _write(step: int, figures: Iterable[tuple[int, Figures]]) -> None:
    rows = [History(step=step, at=at, packed=_encode(each)) for at, each in figures]
    History.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)


def _gather(figures: Iterable[Figures], step: int) -> dict[int, Figures]:
    groups: defaultdict[int, list[Figures]] = defaultdict(list)
    for each in figures:
        groups[each.at - each.at % step].append(each)
    return {start: together(group, start) for start, group in groups.items()}
