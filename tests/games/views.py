"""Views made for tests: an invented Games with as many units, competitors and medals as asked for."""

from __future__ import annotations

from collections.abc import Mapping

from kotinos.games.terms import (
    CompetitorLine,
    EntryLine,
    EventView,
    MedalHeld,
    OrganisationView,
    ParticipantView,
    UnitView,
)

GAMES = "CITY2026"
EVENT = "ATHM100M".ljust(34, "-")


def unit_rsc(number: int, event: str = EVENT) -> str:
    """The RSC of an event's heat."""
    return event[:22] + f"HEAT{number:04d}0000".ljust(12, "-")


def event_rsc(number: int) -> str:
    """The RSC of an event: one discipline in a hundred."""
    return f"S{number // 100:02d}M{number % 100:02d}".ljust(34, "-")


def line(code: str, order: int, **more: object) -> CompetitorLine:
    """A competitor's line."""
    told: dict[str, object] = {"organisation": "LUM", "rank": str(order), "result": f"10.{order:02d}", **more}
    return CompetitorLine(code=code, name=f"RUNNER {code}", order=order, **told)  # type: ignore[arg-type]


def unit(number: int = 1, competitors: Mapping[str, CompetitorLine] | int = 2, **more: object) -> UnitView:
    """A finished heat, at ten in the morning and ``number`` minutes."""
    if isinstance(competitors, int):
        competitors = {
            code: line(code, order)
            for order in range(1, competitors + 1)
            for code in [f"{number * 100 + order}"]
        }
    told: dict[str, object] = {
        "rsc": unit_rsc(number), "name": f"Heat {number}", "discipline": "ATH", "event": EVENT,
        "day": "2026-11-22", "start": f"2026-11-22T{10 + number // 60:02d}:{number % 60:02d}:00+01:00",
        "venue": "STA", "session": "ATH01", "status": "FINISHED", "result_status": "OFFICIAL", **more,
    }  # fmt: skip
    return UnitView(competitors=dict(competitors), **told)  # type: ignore[arg-type]


def medal(colour: str, competitor: str, organisation: str = "LUM", event: str = EVENT) -> MedalHeld:
    """A medal held."""
    return MedalHeld(
        medal=f"ME_{colour}",
        event=event,
        event_name="Men's 100 m",
        discipline="ATH",
        competitor=competitor,
        discipline_name="Athletics",
        name=f"RUNNER {competitor}",
        organisation=organisation,
        date="2026-11-22",
        order=("GOLD", "SILVER", "BRONZE").index(colour) * 100 + 101,
    )


def event(*medals: MedalHeld, rsc: str = EVENT, name: str = "Men's 100 m") -> EventView:
    """An event with its medals."""
    held = {f"{each.medal}/{each.competitor}": each for each in medals}
    return EventView(rsc=rsc, name=name, discipline=rsc[:3], gender="M", status="FINISHED", medals=held)


def person(code: str, name: str = "", **more: object) -> ParticipantView:
    """A participant in athletics."""
    told: dict[str, object] = {
        "organisation": "LUM",
        "gender": "M",
        "disciplines": {"ATH": "Athletics"},
        "entries": {EVENT: EntryLine(event=EVENT, name="Men's 100 m", discipline="ATH", bib=f"B{code}")},
        **more,
    }
    return ParticipantView(code=code, name=name or f"RUNNER {code}", **told)  # type: ignore[arg-type]


def organisation(code: str, name: str, gold: int = 0) -> OrganisationView:
    """An organisation with its gold medals."""
    return OrganisationView(code=code, name=name, gold=gold, total=gold)
