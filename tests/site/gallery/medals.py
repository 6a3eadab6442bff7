"""Medals given, and their table."""

from __future__ import annotations

from kotinos.games.terms import MedalCount, MedalHeld, MedalTableView

from .base import CODES, EVENTS, JUMP_E, NATIONS, PEOPLE, SPRINT, SPRINT_E, TODAY


def medals() -> list[MedalHeld]:
    """Medals given so far."""
    given = [("ME_GOLD", 0), ("ME_SILVER", 1), ("ME_SILVER", 2)]
    return [
        MedalHeld(
            medal=medal,
            event=event,
            event_name=EVENTS[event],
            discipline=event[:3],
            discipline_name="Athletics",
            competitor=str(1000 + i),
            name=PEOPLE[i],
            organisation=CODES[i],
            date=TODAY,
            unit=SPRINT,
            order=n + 1,
        )
        for event in (SPRINT_E, JUMP_E)
        for n, (medal, i) in enumerate(given)
    ]


def table() -> MedalTableView:
    """A medal table with shared ranks."""
    counts = [
        (9, 4, 6),
        (7, 7, 2),
        (7, 7, 2),
        (5, 9, 8),
        (4, 2, 2),
        (3, 3, 9),
        (3, 1, 0),
        (2, 0, 1),
        (1, 4, 4),
        (1, 0, 0),
        (0, 2, 1),
        (0, 0, 3),
    ]
    totals = sorted((sum(c) for c in counts), reverse=True)
    lines = {
        code: MedalCount(
            organisation=code,
            name=NATIONS[code],
            gold=g,
            silver=s,
            bronze=b,
            total=g + s + b,
            rank=counts.index((g, s, b)) + 1,
            rank_total=totals.index(g + s + b) + 1,
            order=n + 1,
            order_total=totals.index(g + s + b) * 20 + n,
        )
        for n, (code, (g, s, b)) in enumerate(zip(CODES, counts, strict=False))
    }
    return MedalTableView(
        events_total=112,
        events_finished=41,
        lines=lines,
        disagreements=("Fenland Isles: 9 bronze by the medallists, 8 by the last count.",),
    )
