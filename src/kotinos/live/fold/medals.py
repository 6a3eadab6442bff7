"""Who holds which medal, and the table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kotinos.games.terms import MedalCount, MedalHeld, MedalTableView
from kotinos.odf.nodes import Competitor, MedalNumber
from kotinos.odf.rsc import discipline_of
from kotinos.sport.table import medal_table

from .names import Names, number

COLOURS = ("ME_GOLD", "ME_SILVER", "ME_BRONZE")


def event_medals(event: str, names: Names) -> dict[str, MedalHeld]:
    """The medals of an event by "medal/competitor", out of its DT_MEDALLISTS."""
    message = names.state.told("DT_MEDALLISTS", event)
    held: dict[str, MedalHeld] = {}
    for medal in message.competition.medals if message and message.competition else ():
        for index, told in enumerate(medal.competitors, start=1):
            name, organisation = names.competitor(told)
            held[f"{medal.code}/{told.code}"] = MedalHeld(
                medal=medal.code,
                event=event,
                event_name=names.event(event),
                discipline=discipline_of(event),
                discipline_name=names.of("DISCIPLINE", discipline_of(event)),
                competitor=told.code,
                name=name,
                organisation=organisation,
                date=medal.date,
                unit=medal.unit,
                order=_colour(medal.code) * 100 + number(told.order, index),
            )
    return held


def _colour(code: str) -> int:
    return COLOURS.index(code) + 1 if code in COLOURS else 9


def holders(event: str, names: Names) -> dict[str, set[str]]:
    """For each medal key of the event, the codes that share it: the competitor and its members."""
    message = names.state.told("DT_MEDALLISTS", event)
    found: dict[str, set[str]] = {}
    for medal in message.competition.medals if message and message.competition else ():
        for told in medal.competitors:
            found[f"{medal.code}/{told.code}"] = {told.code, *_members(told, names)}
    return found


def _members(told: Competitor, names: Names) -> set[str]:
    if told.athletes:
        return {each.code for each in told.athletes}
    team = names.team(told.code)
    return {each.code for each in team.members} if team else set()


def table_view(held: Mapping[str, Mapping[str, MedalHeld]], names: Names) -> MedalTableView:
    """The medal table over all events' medals, checked against the last DT_MEDALS."""
    counts: dict[str, Counter[str]] = {}
    for medals in held.values():
        for medal in medals.values():
            if medal.organisation:
                counts.setdefault(medal.organisation, Counter())[medal.medal] += 1
    triples = {org: (each["ME_GOLD"], each["ME_SILVER"], each["ME_BRONZE"]) for org, each in counts.items()}
    lines = {
        line.organisation: MedalCount(
            organisation=line.organisation,
            name=names.of("ORGANISATION", line.organisation),
            gold=line.gold,
            silver=line.silver,
            bronze=line.bronze,
            total=line.total,
            rank=line.rank,
            rank_total=line.rank_total,
            order=line.order,
            order_total=line.order_total,
        )
        for line in medal_table(triples)
    }
    total, finished = _events(names)
    return MedalTableView(
        events_total=total,
        events_finished=finished,
        lines=lines,
        disagreements=_disagreements(triples, names),
    )


def _events(names: Names) -> tuple[int, int]:
    finished = sum(
        message.header.result_status in ("OFFICIAL", "") for message in names.state.all_told("DT_MEDALLISTS")
    )
    overall = names.state.told("DT_MEDALS", "GL0".ljust(34, "-")) or next(
        iter(names.state.all_told("DT_MEDALS")), None
    )
    standings = overall.competition.medal_standings if overall and overall.competition else None
    told = number(standings.total_events) if standings else 0
    return told or len(names.tables.get("EVENT", {})), finished


def _disagreements(triples: Mapping[str, tuple[int, int, int]], names: Names) -> tuple[str, ...]:
    """Where the last overall DT_MEDALS counts otherwise; silent while newer medallists are ahead of it."""
    state = names.state
    overall = [each for each in state.all_told("DT_MEDALS") if each.header.document_code.startswith("GL0")]
    newest = max((each.header.stamp for each in state.all_told("DT_MEDALLISTS")), default="")
    if not overall or overall[0].header.stamp < newest or overall[0].competition is None:
        return ()
    standings = overall[0].competition.medal_standings
    told = {line.organisation: _total(line.numbers) for line in standings.lines} if standings else {}
    return tuple(
        f"{org}: table {triples.get(org, (0, 0, 0))}, DT_MEDALS {told.get(org, (0, 0, 0))}"
        for org in sorted({*told, *triples})
        if told.get(org, (0, 0, 0)) != triples.get(org, (0, 0, 0))
    )


def _total(numbers: tuple[MedalNumber, ...]) -> tuple[int, int, int]:
    line = next((each for each in numbers if each.type == "TOT"), None)
    return (number(line.gold), number(line.silver), number(line.bronze)) if line else (0, 0, 0)
