"""The centre's messages about medals: medallists by discipline and the medal table. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kotinos.odf.nodes import (
    Competition,
    MedalDiscipline,
    MedalEvent,
    MedalLine,
    MedalLineDescription,
    MedalNumber,
    MedalStandings,
)  # fmt: skip
from kotinos.odf.rsc import discipline_rsc
from kotinos.sport.table import Counts, TableLine, count_medals, medal_table

from .desk import body, iso
from .told import medal_nodes
from .world import World


def _counts(world: World, gender: str = "") -> dict[str, Counts]:
    return count_medals(
        (world.entrants[won.entrant].organisation, won.medal)
        for event, medals in world.medals.items()
        if gender in ("", world.plan.events[event].gender)
        for won in medals
    )


def _number(kind: str, counts: Counts) -> MedalNumber | None:
    """Counts as an element; zeros are not sent (General Messages Interface, DT_MEDALS)."""
    if not any(counts):
        return None
    gold, silver, bronze = (str(count) if count else "" for count in counts)
    return MedalNumber(type=kind, gold=gold, silver=silver, bronze=bronze, total=str(sum(counts)))


def _numbers(by_gender: dict[str, Counts]) -> tuple[MedalNumber, ...]:
    return tuple(node for kind, counts in by_gender.items() if (node := _number(kind, counts)))


def _sum(counts: Iterable[Counts]) -> Counts:
    gold, silver, bronze = (sum(column) for column in zip((0, 0, 0), *counts, strict=True))
    return gold, silver, bronze


def medal_standings(world: World, at: datetime, last_event: str) -> Competition:
    """A DT_MEDALS body."""
    genders = {"TOT": _counts(world), **{gender: _counts(world, gender) for gender in "MWX"}}
    table = medal_table(genders["TOT"])
    lines = tuple(_line(world, line, table, genders) for line in table)
    return body(
        medal_standings=MedalStandings(
            date_time=iso(at, world.plan.zone), last_event=last_event,
            total_events=str(len(world.plan.events)),            finished_events=str(len(world.complete)),
            summary=_numbers({kind: _sum(counts.values()) for kind, counts in genders.items()}), lines=lines,
        )
    )  # fmt: skip


def _line(
    world: World, line: TableLine, table: tuple[TableLine, ...], genders: dict[str, dict[str, Counts]]
) -> MedalLine:
    equal = sum(other.rank == line.rank for other in table) > 1
    equal_total = sum(other.rank_total == line.rank_total for other in table) > 1
    own = {kind: counts.get(line.organisation, (0, 0, 0)) for kind, counts in genders.items()}
    return MedalLine(
        rank=str(line.rank), rank_total=str(line.rank_total), sort_rank=str(line.order),
        sort_rank_total=str(line.order_total), rank_equal="Y" if equal else "",
        rank_total_equal="Y" if equal_total else "", organisation=line.organisation,
        description=MedalLineDescription(organisation_name=world.plan.organisations[line.organisation].name),
        numbers=_numbers(own),
    )  # fmt: skip


def discipline_medallists(world: World, discipline: str) -> Competition:
    """A DT_MEDALLISTS_DISCIPLINE body."""
    events = [event for event in world.plan.events.values() if event.discipline == discipline]
    told = tuple(
        MedalEvent(code=event.code, event_name=event.name, date=world.medals[event.code][-1].day,
                   medals=medal_nodes(world, event))
        for event in events
        if event.code in world.medals
    )  # fmt: skip
    return body(
        disciplines=(
            MedalDiscipline(
                code=discipline_rsc(discipline.ljust(34, "-")), total_events=str(len(events)),
                finished_events=str(sum(event.code in world.complete for event in events)), events=told,
            ),
        )
    )  # fmt: skip
