"""Brackets as elements of messages: TBD where nobody stands yet, BYE where nobody ever will. Pure."""

from __future__ import annotations

from kotinos.odf.nodes import Bracket, BracketItem, BracketItems, Competition, Competitor, CompetitorPlace

from .contest import Row
from .desk import body, iso
from .terms import Event, Phase, Source, Unit
from .told import previous
from .world import World


def bracket(world: World, event: Event) -> Competition:
    """A DT_BRACKETS body: every round that is a round, TBD where nobody stands yet."""
    rounds = []
    phases = [phase for phase in event.phases if phase.kind == "round"]
    for at, phase in enumerate(phases):
        items = [_item(world, world.plan.units[code]) for code in phase.units]
        if at == 0 and len(phases) > 1:
            items += _byes(world, phases[1], len(items))
        rounds.append(BracketItems(code=phase.code[22:26].rstrip("-"), items=tuple(items)))
    return body(brackets=(Bracket(code="FNL", rounds=tuple(rounds)),))


def _byes(world: World, second: Phase, before: int) -> list[BracketItem]:
    """Items without a unit for those who stand in the second round without having played."""
    free = [
        source
        for code in second.units
        for source in world.plan.units[code].sources
        if source.kind in ("entry", "rank")
    ]
    return [
        BracketItem(
            code=f"BYE{at}", order=str(before + at), position=str(before + at),
            places=(_place(world, 1, source, None), CompetitorPlace(pos="2", code="BYE")),
        )
        for at, source in enumerate(free, 1)
    ]  # fmt: skip


def _item(world: World, unit: Unit) -> BracketItem:
    start, _ = world.times(unit)
    here = iso(start, world.zone(unit))
    rows = world.matches.get(unit.code)
    result_text = "-".join(row.text for row in rows) if rows else ""
    places = tuple(
        _place(world, at, source, rows[at - 1] if rows else None) for at, source in enumerate(unit.sources, 1)
    )
    return BracketItem(
        code=unit.code[26:32], order=str(unit.order), position=str(unit.order), unit=unit.code,
        date=here[:10], time=here[11:16], result=result_text, places=places,
    )  # fmt: skip


def _place(world: World, at: int, source: Source, row: Row | None) -> CompetitorPlace:
    code = world.who(source)
    came_from = previous(source)
    if code is None:
        return CompetitorPlace(pos=str(at), code="TBD", previous_unit=came_from)
    entrant = world.entrants[code]
    competitor = Competitor(
        code=code, type=entrant.kind, organisation=entrant.organisation,
        description=world.competitor(entrant).description,
    )  # fmt: skip
    if row is None:
        return CompetitorPlace(pos=str(at), previous_unit=came_from, competitor=competitor)
    return CompetitorPlace(
        pos=str(at), wlt=row.wlt, result=row.text, irm=row.irm, result_type="IRM" if row.irm else "POINTS",
        previous_unit=came_from, competitor=competitor,
    )  # fmt: skip
