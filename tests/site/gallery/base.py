"""Who and what the made-up Games is made of."""

from __future__ import annotations

from kotinos.games.terms import CompetitorLine, UnitView

GAMES = "VLG2026"
DAYS = tuple(f"2026-07-{day:02}" for day in range(17, 27))
TODAY = "2026-07-20"
NATIONS = {
    "AVO": "Avonia",
    "BRW": "Brewick",
    "CAL": "Calderra",
    "DOR": "Dorwen",
    "ESK": "Eskmark",
    "FEN": "Fenland Isles",
    "GAV": "Gavary",
    "HAL": "Halmoor",
    "ISM": "Ismere",
    "JOR": "Jorvale",
    "KEL": "Kelland",
    "LUM": "Lumbria",
    "MAR": "Marovia",
    "NOR": "Northolm",
}
CODES = tuple(NATIONS)
PEOPLE = [
    "AMBERLEY Ines",
    "BRANDT Olu",
    "CASTELLANE Mirja",
    "DEVEREAUX-NKEMELU Alexandrine",
    "ESTERHOLT Kaia",
    "FARROW Tomas",
    "GRIEVE Sunniva",
    "HOLLOWAY Beni",
    "IVERSEN Dacia",
    "JASPERS Rowan",
    "KESTREL Amadou",
    "LINDQVIST Pell",
    "MORROW Yuna",
    "NIGHTINGALE Oskar",
    "OAKES Valentina",
    "PEREGRINE Luc",
]


def rsc(discipline: str, gender: str, event: str, phase: str = "", unit: str = "") -> str:
    """A code of the gallery."""
    return discipline.ljust(3, "-") + gender + event.ljust(18, "-") + phase.ljust(4, "-") + unit.ljust(8, "-")


SWIM, SWIM_E = rsc("SWM", "W", "200MFR", "FNL", "000100"), rsc("SWM", "W", "200MFR")
JUMP, JUMP_E = rsc("ATH", "M", "LJ", "FNL", "000100"), rsc("ATH", "M", "LJ")
HIGH = rsc("ATH", "W", "HJ", "FNL", "000100")
DIVE, DIVE_E = rsc("DIV", "W", "3MSB", "FNL", "000100"), rsc("DIV", "W", "3MSB")
HAND_E = rsc("HBL", "W", "TEAM7")
HAND = rsc("HBL", "W", "TEAM7", "SFNL", "000100")
SAIL, SAIL_E = rsc("SAL", "X", "DINGHY", "FNL", "000900"), rsc("SAL", "X", "DINGHY")
SPRINT, SPRINT_E = rsc("ATH", "M", "100M", "FNL", "000100"), rsc("ATH", "M", "100M")
ROAD, ROAD_E = rsc("CRD", "M", "RR", "FNL", "000100"), rsc("CRD", "M", "RR")


def person(index: int, **more: object) -> CompetitorLine:
    """The index-th competitor."""
    return CompetitorLine(
        code=str(1000 + index),
        name=PEOPLE[index % len(PEOPLE)],
        organisation=CODES[index % len(CODES)],
        order=index + 1,
        **more,
    )


def by_code(lines: list[CompetitorLine]) -> dict[str, CompetitorLine]:
    """Keyed as in a view."""
    return {line.code: line for line in lines}


def unit(code: str, name: str, **more: object) -> UnitView:
    """A unit with the usual around it."""
    names = {
        "SWM": "Swimming",
        "ATH": "Athletics",
        "DIV": "Diving",
        "HBL": "Handball",
        "SAL": "Sailing",
        "CRD": "Road cycling",
    }
    venues = {
        "SWM": "Lagoon Pool",
        "ATH": "Harbour Stadium",
        "DIV": "Lagoon Pool",
        "HBL": "Mill Hall",
        "SAL": "Outer Bay",
        "CRD": "Old Town",
    }
    base: dict[str, object] = {
        "discipline": code[:3],
        "discipline_name": names[code[:3]],
        "event": code[:22] + "-" * 12,
        "start": f"{TODAY}T19:42:00+02:00",
        "event_name": EVENTS.get(code[:22] + "-" * 12, ""),
        "day": TODAY,
        "venue": code[:3],
        "venue_name": venues[code[:3]],
        "updated": f"{TODAY}T194631250",
    }
    return UnitView(rsc=code, name=name, **{**base, **more})


EVENTS = {
    SWIM_E: "Women's 200 m freestyle",
    JUMP_E: "Men's long jump",
    DIVE_E: "Women's 3 m springboard",
    HAND_E: "Women's handball",
    SAIL_E: "Mixed dinghy",
    SPRINT_E: "Men's 100 m",
    rsc("ATH", "W", "HJ"): "Women's high jump",
    ROAD_E: "Men's road race",
}
