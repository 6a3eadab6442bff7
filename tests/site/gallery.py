"""A made-up Games in every format and state, as the values the pages render. Nobody and nothing in it exists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from kotinos.games.terms import (
    Attempt, ClockView, CompetitorLine, DayView, DisciplineLine, EntryLine, EventView, GamesView, MedalCount,
    MedalHeld, MedalTableView, MemberLine, OrganisationView, ParticipantLine, ParticipantView, PeriodView,
    PhaseView, Place, Pool, PoolRow, RecordsView, RecordView, ResultLine, Side, Slot, Split, UnitLine, UnitView,
    Value,
)  # fmt: skip
from kotinos.live.terms import Snapshot

GAMES = "VLG2026"
DAYS = tuple(f"2026-07-{day:02}" for day in range(17, 27))
TODAY = "2026-07-20"
NATIONS = {
    "AVO": "Avonia", "BRW": "Brewick", "CAL": "Calderra", "DOR": "Dorwen", "ESK": "Eskmark", "FEN": "Fenland Isles",
    "GAV": "Gavary", "HAL": "Halmoor", "ISM": "Ismere", "JOR": "Jorvale", "KEL": "Kelland", "LUM": "Lumbria",
    "MAR": "Marovia", "NOR": "Northolm",
}  # fmt: skip
CODES = tuple(NATIONS)
PEOPLE = [
    "AMBERLEY Ines", "BRANDT Olu", "CASTELLANE Mirja", "DEVEREAUX-NKEMELU Alexandrine", "ESTERHOLT Kaia",
    "FARROW Tomas", "GRIEVE Sunniva", "HOLLOWAY Beni", "IVERSEN Dacia", "JASPERS Rowan", "KESTREL Amadou",
    "LINDQVIST Pell", "MORROW Yuna", "NIGHTINGALE Oskar", "OAKES Valentina", "PEREGRINE Luc",
]  # fmt: skip


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
        code=str(1000 + index), name=PEOPLE[index % len(PEOPLE)], organisation=CODES[index % len(CODES)],
        order=index + 1, **more,
    )  # fmt: skip


def by_code(lines: list[CompetitorLine]) -> dict[str, CompetitorLine]:
    """Keyed as in a view."""
    return {line.code: line for line in lines}


def unit(code: str, name: str, **more: object) -> UnitView:
    """A unit with the usual around it."""
    names = {"SWM": "Swimming", "ATH": "Athletics", "DIV": "Diving", "HBL": "Handball", "SAL": "Sailing", "CRD": "Road cycling"}  # fmt: skip
    venues = {"SWM": "Lagoon Pool", "ATH": "Harbour Stadium", "DIV": "Lagoon Pool", "HBL": "Mill Hall", "SAL": "Outer Bay", "CRD": "Old Town"}  # fmt: skip
    base: dict[str, object] = {
        "discipline": code[:3], "discipline_name": names[code[:3]], "event": code[:22] + "-" * 12, "start": f"{TODAY}T19:42:00+02:00",
        "event_name": EVENTS.get(code[:22] + "-" * 12, ""), "day": TODAY, "venue": code[:3], "venue_name": venues[code[:3]],
        "updated": f"{TODAY}T194631250",
    }  # fmt: skip
    return UnitView(rsc=code, name=name, **{**base, **more})


EVENTS = {
    SWIM_E: "Women's 200 m freestyle", JUMP_E: "Men's long jump", DIVE_E: "Women's 3 m springboard",
    HAND_E: "Women's handball", SAIL_E: "Mixed dinghy", SPRINT_E: "Men's 100 m", rsc("ATH", "W", "HJ"): "Women's high jump",
    ROAD_E: "Men's road race",
}  # fmt: skip


def swim_live() -> UnitView:
    """A race with lanes and splits, three of four told."""
    cum = [27.31, 56.90, 87.02]
    lines = []
    for place in range(8):
        splits = {
            str(pos + 1): Split(
                value=f"{cum[pos] + place * 0.23:.2f}" if cum[pos] < 60 else f"1:{cum[pos] + place * 0.41 - 60:05.2f}",
                section=f"{29.5 + place * 0.1:.2f}" if pos else "", rank=str(place + 1),
            )
            for pos in range(3)
        }  # fmt: skip
        lines.append(person(place, start_order=str((place * 3) % 8 + 1), rank=str(place + 1), splits=splits, diff=f"+{place * 0.41:.2f}" if place else ""))  # fmt: skip
    return unit(
        SWIM, "Final", format="race", status="RUNNING", result_status="LIVE", medal=1, competitors=by_code(lines),
        splits={"1": "50 m", "2": "100 m", "3": "150 m", "4": "200 m"}, conditions={"WATER_TEMP": "26.4 °C"},
        actual_start=f"{TODAY}T19:44:10+02:00", location="Competition pool",
    )  # fmt: skip


def sprint_official() -> UnitView:
    """A race that is over: ties, a photo finish, records, somebody disqualified, wind, a correction."""
    marks = ["9.91", "9.98", "9.98", "10.03", "10.11", "10.20"]
    ranks = ["1", "2", "2", "4", "5", "6"]
    lines = [
        person(i, rank=ranks[i], rank_equal=ranks.count(ranks[i]) > 1, result=mark, result_type="TIME", start_order=str(i + 2),
               bib=str(300 + i), diff=f"+{float(mark) - 9.91:.2f}" if i else "", photo="P" if ranks[i] == "2" else "",
               records={"1": "GR", "2": "PB"} if i == 0 else {})
        for i, mark in enumerate(marks)
    ] + [person(6, irm="DNF", bib="306", start_order="8"), person(7, irm="DSQ", bib="307", start_order="9")]  # fmt: skip
    return unit(
        SPRINT, "Final", format="race", status="FINISHED", result_status="OFFICIAL", medal=1, competitors=by_code(lines),
        conditions={"WIND": "+0.8 m/s", "TEMPERATURE": "24 °C"}, actual_end=f"{TODAY}T19:45:00+02:00",
        notes=("HOLLOWAY Beni (HAL) disqualified after a protest: lane infringement. Ranks corrected.",),
        derived={"actual_end": "taken as three minutes after the start, since the source gives none"}, officials={"REFEREE": "ADEYEMI-LUND Sol"},
    )  # fmt: skip


def road_list() -> UnitView:
    """A long mass start, before it begins."""
    lines = [msgspec.structs.replace(person(i), code=str(2000 + i), bib=str(i + 1)) for i in range(40)]
    return unit(ROAD, "Road race", format="race", status="DELAYED", result_status="START_LIST", medal=1, competitors=by_code(lines), start=f"{TODAY}T20:00:00+02:00")  # fmt: skip


def jump_unofficial() -> UnitView:
    """A series of attempts."""
    series = [["8.01", "X", "8.21", "-", "8.05", "X"], ["7.95", "8.02", "X", "8.11", "8.11", "7.80"], ["7.90", "7.99", "8.00", "X", "X", "8.03"], ["X", "X", "7.70"], ["7.61", "X", "r"]]  # fmt: skip
    best = ["8.21", "8.11", "8.03", "7.70", "7.61"]
    lines = [
        person(i, rank=str(i + 1), result=best[i], bib=str(410 + i), unchecked=i == 1, records={"1": "NR"} if i == 0 else {},
               attempts={str(p + 1): Attempt(value=v, value2="+1.3" if v[0] in "78" else "", valid=v not in ("X",)) for p, v in enumerate(tries)})
        for i, tries in enumerate(series)
    ] + [person(5, irm="NM", attempts={"1": Attempt(value="X", valid=False), "2": Attempt(value="X", valid=False), "3": Attempt(value="X", valid=False)})]  # fmt: skip
    return unit(JUMP, "Final", format="attempts", status="FINISHED", result_status="PROTESTED", medal=1, competitors=by_code(lines), attempts={str(n): str(n) for n in range(1, 7)}, start=f"{TODAY}T18:05:00+02:00")  # fmt: skip


def high_live() -> UnitView:
    """Heights."""
    heights = ["1.80", "1.85", "1.89", "1.92", "1.95"]
    told = [["O", "O", "XO", "O", "X"], ["O", "XO", "O", "XXX"], ["-", "O", "XXX"], ["O", "XXX"]]
    lines = [
        person(i + 8, rank=str(i + 1), result=heights[len(tries) - 2], attempts={str(p + 1): Attempt(value=v, valid="O" in v or v in "-X") for p, v in enumerate(tries)})
        for i, tries in enumerate(told)
    ]  # fmt: skip
    return unit(HIGH, "Final", format="attempts", status="RUNNING", result_status="LIVE", medal=1, competitors=by_code(lines), attempts={str(n + 1): h for n, h in enumerate(heights)})  # fmt: skip


def dive_break() -> UnitView:
    """A judged contest between rounds."""
    marks = {f"J{n}": f"{6.5 + n * 0.5}" for n in range(1, 6)}
    lines = [
        person(i + 3, rank=str(i + 1), result=f"{201.3 - i * 7.15:.2f}", diff=f"-{i * 7.15:.2f}" if i else "", qualified="Q" if i < 2 else "",
               attempts={str(r): Attempt(value=f"{67 - i * 2 + r:.2f}", marks={"DIFFICULTY": "3.0", **marks}) for r in (1, 2, 3)}, extras={"UI/BONUS": "0.5"} if i == 0 else {})
        for i in range(5)
    ]  # fmt: skip
    return unit(DIVE, "Final", format="judged", status="SCHEDULED_BREAK", result_status="INTERMEDIATE", medal=1, competitors=by_code(lines), attempts={str(n): f"Round {n}" for n in range(1, 6)})  # fmt: skip


def team(code: str, order: int, **more: object) -> CompetitorLine:
    """A handball team with members."""
    members = {
        f"{code}{n}": MemberLine(code=f"{code}{n}", name=PEOPLE[(n + order) % 16], order=n)
        for n in range(1, 8)
    }
    return CompetitorLine(code=f"HBLWTEAM7---{code}01", name=NATIONS[code], kind="T", organisation=code, order=order, members=members, **more)  # fmt: skip


def match_live() -> UnitView:
    """Head to head, in the second half."""
    sides = [team("DOR", 1, result="24"), team("KEL", 2, result="21")]
    return unit(
        HAND, "Semi-final 1", format="match", status="RUNNING", result_status="LIVE", competitors=by_code(sides),
        clock=ClockView(period="H2", time="17:42", running=True),
        periods={"H1": PeriodView(code="H1", home="13", away="12", home_total="13", away_total="12", order=1), "H2": PeriodView(code="H2", home="11", away="9", order=2)},
    )  # fmt: skip


def match_official() -> UnitView:
    """Head to head, over."""
    sides = [team("AVO", 1, result="27", wlt="L"), team("ISM", 2, result="30", wlt="W", qualified="Q")]
    return unit(
        HAND.replace("0001", "0002"), "Semi-final 2", format="match", status="FINISHED", result_status="PROVISIONAL", competitors=by_code(sides),
        periods={"H1": PeriodView(code="H1", home="15", away="12", order=1), "H2": PeriodView(code="H2", home="10", away="13", order=2), "ET": PeriodView(code="ET", home="2", away="5", order=3)},
    )  # fmt: skip


def sail_postponed() -> UnitView:
    """Nothing known but the list of those who would sail."""
    return unit(SAIL, "Medal race", format="list", status="POSTPONED", result_status="START_LIST", medal=3, competitors=by_code([person(i, penalty="2.0" if i == 1 else "") for i in range(6)]))  # fmt: skip


def bare(code: str, name: str, status: str) -> UnitView:
    """A unit that is only scheduled."""
    return unit(code, name, status=status, start=f"{TODAY}T21:15:00+02:00")


def units() -> dict[str, UnitView]:
    """Every unit of the gallery by its code."""
    heat = "000{}00"
    found = [
        swim_live(), sprint_official(), road_list(), jump_unofficial(), high_live(), dive_break(), match_live(), match_official(), sail_postponed(),
        bare(rsc("SWM", "M", "400MMED", "HEAT", heat.format(1)), "Heat 1", "SCHEDULED"),
        bare(rsc("SWM", "M", "400MMED", "HEAT", heat.format(2)), "Heat 2", "CANCELLED"),
        bare(rsc("ATH", "M", "PV", "QUAL", heat.format(1)), "Qualification, group A", "RESCHEDULED"),
        bare(rsc("ATH", "X", "4X400", "HEAT", heat.format(1)), "Heat 1", "GETTING_READY"),
        bare(rsc("DIV", "M", "10MPF", "PREL", heat.format(1)), "Preliminary", "INTERRUPTED"),
        bare(rsc("ATH", "M", "HT", "QUAL", heat.format(1)), "Never to be shown", "UNSCHEDULED"),
    ]  # fmt: skip
    return {view.rsc: view for view in found}


def line(view: UnitView) -> UnitLine:
    """A unit as it stands in a list."""
    shown = sorted(view.competitors.values(), key=lambda c: c.order)[: 2 if view.format == "match" else 3]
    sides = {
        c.code: Side(code=c.code, name=c.name, organisation=c.organisation, result=c.result, irm=c.irm, wlt=c.wlt, rank=c.rank, order=c.order)
        for c in shown
    }  # fmt: skip
    same = {
        name: getattr(view, name) for name in UnitLine.__struct_fields__ if name not in ("sides", "order")
    }
    return UnitLine(**same, sides=sides if view.result_status != "START_LIST" else {})


def medals() -> list[MedalHeld]:
    """Medals given so far."""
    given = [("ME_GOLD", 0), ("ME_SILVER", 1), ("ME_SILVER", 2)]
    return [
        MedalHeld(medal=medal, event=event, event_name=EVENTS[event], discipline=event[:3], discipline_name="Athletics", competitor=str(1000 + i), name=PEOPLE[i],
                  organisation=CODES[i], date=TODAY, unit=SPRINT, order=n + 1)
        for event in (SPRINT_E, JUMP_E) for n, (medal, i) in enumerate(given)
    ]  # fmt: skip


def table() -> MedalTableView:
    """A medal table with shared ranks."""
    counts = [(9, 4, 6), (7, 7, 2), (7, 7, 2), (5, 9, 8), (4, 2, 2), (3, 3, 9), (3, 1, 0), (2, 0, 1), (1, 4, 4), (1, 0, 0), (0, 2, 1), (0, 0, 3)]  # fmt: skip
    totals = sorted((sum(c) for c in counts), reverse=True)
    lines = {
        code: MedalCount(organisation=code, name=NATIONS[code], gold=g, silver=s, bronze=b, total=g + s + b, rank=counts.index((g, s, b)) + 1,
                         rank_total=totals.index(g + s + b) + 1, order=n + 1, order_total=totals.index(g + s + b) * 20 + n)
        for n, (code, (g, s, b)) in enumerate(zip(CODES, counts, strict=False))
    }  # fmt: skip
    return MedalTableView(events_total=112, events_finished=41, lines=lines, disagreements=("Fenland Isles: 9 bronze by the medallists, 8 by the last count.",))  # fmt: skip


def slots() -> dict[str, Slot]:
    """Quarter-finals to final, and the match for third place."""
    pairs = {"QFNL": [("DOR", "HAL"), ("KEL", "GAV"), ("AVO", "LUM"), ("ISM", "MAR")], "SFNL": [("DOR", "KEL"), ("AVO", "ISM")], "FNL": [("", "ISM")]}  # fmt: skip
    found = {}
    for stage_order, (stage, matches) in enumerate(pairs.items(), start=1):
        for n, (home, away) in enumerate(matches, start=1):
            over = stage == "QFNL" or away == "ISM" and stage == "SFNL"
            places = {
                str(p): Place(code=f"HBLWTEAM7---{code}01" if code else "TBD", name=NATIONS.get(code, ""), organisation=code, order=p,
                              result=str(31 - 4 * p - n) if over else "", wlt=("W" if p == 1 else "L") if over else "")
                for p, code in ((1, home), (2, away))
            }  # fmt: skip
            found[f"FNL/{stage}/{n}"] = Slot(unit=rsc("HBL", "W", "TEAM7", stage, f"000{n}00"), stage=stage, stage_order=stage_order, bracket="FNL", order=n, places=places)  # fmt: skip
    found["BRN/BRN/1"] = Slot(unit="", stage="BRN", stage_order=1, bracket="BRN", order=1, places={"1": Place(code="TBD", order=1), "2": Place(code="HBLWTEAM7---AVO01", name="Avonia", organisation="AVO", order=2)})  # fmt: skip
    return found


def handball() -> EventView:
    """An event with pools and a bracket."""
    pools = {}
    for letter, codes in (("A", CODES[:4]), ("B", CODES[4:8])):
        rows = {
            f"HBLWTEAM7---{code}01": PoolRow(code=f"HBLWTEAM7---{code}01", name=NATIONS[code], organisation=code, rank=str(n), order=n, played="3", won=str(4 - n), tied="0", lost=str(n - 1), scored=str(90 - n), against=str(70 + n), diff=f"{20 - 2 * n:+}", points=str(8 - 2 * n), qualified="Q" if n < 3 else "")
            for n, code in enumerate(codes, start=1)
        }  # fmt: skip
        code = rsc("HBL", "W", "TEAM7", f"GP{letter}")
        pools[code] = Pool(rsc=code, name=f"Group {letter}", order=1, rows=rows)
    semi = rsc("HBL", "W", "TEAM7", "SFNL")
    lines = {v.rsc: line(v) for v in (match_live(), match_official())}
    return EventView(
        rsc=HAND_E, name="Women's handball", discipline="HBL", discipline_name="Handball", gender="W", status="RUNNING",
        phases={semi: PhaseView(rsc=semi, name="Semi-finals", order=3, status="RUNNING", units=lines)},
        bracket=slots(), stages={"FNL/QFNL": "Quarter-finals", "FNL/SFNL": "Semi-finals", "FNL/FNL": "Final", "BRN/BRN": "Match for third place"}, pools=pools,
    )  # fmt: skip


def sprint_event() -> EventView:
    """An event that is over."""
    phase = rsc("ATH", "M", "100M", "FNL")
    semi = rsc("ATH", "M", "100M", "SFNL")
    view = sprint_official()
    return EventView(
        rsc=SPRINT_E, name="Men's 100 m", discipline="ATH", discipline_name="Athletics", gender="M", status="FINISHED",
        phases={phase: PhaseView(rsc=phase, name="Final", order=2, status="FINISHED", result_status="OFFICIAL", units={SPRINT: line(view)}),
                semi: PhaseView(rsc=semi, name="Semi-finals", order=1, status="FINISHED", result_status="OFFICIAL", standings=view.competitors)},
        medals={f"{m.medal}/{m.competitor}": m for m in medals() if m.event == SPRINT_E}, records={"WR": "9.72 Someone Else (GAV)", "GR": "9.93 Yet Another (ISM)"},
        notes=("Result corrected after a protest.",),
    )  # fmt: skip


def games() -> GamesView:
    """The home."""
    lines = {code: line(view) for code, view in units().items()}
    moving = ("RUNNING", "SCHEDULED_BREAK", "INTERRUPTED")
    names = {"SWM": "Swimming", "ATH": "Athletics", "DIV": "Diving", "HBL": "Handball", "SAL": "Sailing", "CRD": "Road cycling"}  # fmt: skip
    return GamesView(
        competition=GAMES, name="Valley Games 2026", now=f"{TODAY}T19:46", days=DAYS,
        disciplines={code: DisciplineLine(code=code, name=name, events={r: n for r, n in EVENTS.items() if r[:3] == code}, finished=int(code == "ATH"), days=DAYS[2:6]) for code, name in names.items()},
        live={c: u for c, u in lines.items() if u.status in moving}, next={c: u for c, u in lines.items() if u.status in ("SCHEDULED", "DELAYED", "GETTING_READY", "RESCHEDULED")},
        recent={c: u for c, u in lines.items() if u.status == "FINISHED"}, latest={f"{m.event}/{m.medal}/{m.competitor}": m for m in medals()},
        organisations=NATIONS, participants=1804,
    )  # fmt: skip


def athlete() -> ParticipantView:
    """A person with results and a medal, and something made up."""
    return ParticipantView(
        code="1000", name=PEOPLE[0], organisation="AVO", organisation_name="Avonia", gender="M", birth_date="2001-03-09", height="187", birth_place="Port Avon",
        disciplines={"ATH": "Athletics"}, entries={SPRINT_E: EntryLine(event=SPRINT_E, name="Men's 100 m", discipline="ATH", bib="300")},
        results={SPRINT: ResultLine(unit=SPRINT, name="Final", event=SPRINT_E, event_name="Men's 100 m", start=f"{TODAY}T19:42:00+02:00", status="FINISHED", result_status="OFFICIAL", rank="1", result="9.91"),
                 JUMP: ResultLine(unit=JUMP, name="Final", event=JUMP_E, event_name="Men's long jump", start="2026-07-19T18:05:00+02:00", status="FINISHED", result_status="PROTESTED", rank="1", result="8.21", qualified="Q")},
        medals={f"{m.event}/{m.medal}": m for m in medals() if m.competitor == "1000"}, teams={"ATHX4X400---AVO01": "Avonia, mixed relay"},
        derived={"birth_date": "made up from the age given on the start list"},
    )  # fmt: skip


def relay() -> ParticipantView:
    """A team."""
    return ParticipantView(code="HBLWTEAM7---DOR01", name="Dorwen", kind="T", organisation="DOR", organisation_name="Dorwen", gender="W", disciplines={"HBL": "Handball"}, members=team("DOR", 1).members, gone=True)  # fmt: skip


def organisation() -> OrganisationView:
    """An organisation."""
    people = [ParticipantLine(code=str(1000 + n), name=PEOPLE[n], organisation="AVO", disciplines=("ATH", "SWM")[: n % 2 + 1]) for n in range(16)]  # fmt: skip
    teams = [ParticipantLine(code="ATHX4X400---AVO01", name="Avonia, mixed relay", kind="T", organisation="AVO", disciplines=("ATH",))]  # fmt: skip
    return OrganisationView(code="AVO", name="Avonia", rank=1, gold=9, silver=4, bronze=6, total=19, medals={f"{m.event}/{m.competitor}": m for m in medals() if m.organisation == "AVO"}, participants={p.code: p for p in (*people, *teams)})  # fmt: skip


def records() -> RecordsView:
    """Records, one of them from today."""
    return RecordsView(records={
        f"{SPRINT_E}/WR": RecordView(code=SPRINT_E, kind="WR", event=SPRINT_E, result="9.72", holder="ELSE Someone", organisation="GAV", place="Gavary City", date="2019-06-02"),
        f"{SPRINT_E}/GR": RecordView(code=SPRINT_E, kind="GR", event=SPRINT_E, result="9.91", holder=PEOPLE[0], organisation="AVO", place="Valley", date=TODAY, unit=SPRINT, unconfirmed=True),
        f"{SWIM_E}/GR": RecordView(code=SWIM_E, kind="GR", event=SWIM_E, result="1:55.10", holder=PEOPLE[4], organisation="ESK", place="Brewick", date="2022-07-21", equalled=True),
    })  # fmt: skip


def topics() -> dict[str, Value]:
    """Every topic of the gallery."""
    found: dict[str, Value] = {f"unit/{code}": view for code, view in units().items()}
    lines = {code: line(view) for code, view in units().items()}
    found |= {
        "games": games(), "medals": table(), f"day/{TODAY}": DayView(day=TODAY, units=lines), f"day/{DAYS[0]}": DayView(day=DAYS[0]),
        f"event/{HAND_E}": handball(), f"event/{SPRINT_E}": sprint_event(), "participant/1000": athlete(),
        "participant/HBLWTEAM7---DOR01": relay(), "organisation/AVO": organisation(), "records": records(),
    }  # fmt: skip
    return found


class Reader:
    """What the pages read from, held in memory: ``kotinos.live.api`` as far as they use it."""

    def __init__(self, values: Mapping[str, Value], key: str = GAMES) -> None:
        self.key = key
        self.epoch, self.seq = "made-up", 7
        self.bodies = {topic: msgspec.json.encode(value, order="sorted") for topic, value in values.items()}

    def games(self) -> list[str]:
        """The one Games."""
        return [self.key]

    def snapshot(self, games: str, topic: str) -> Snapshot | None:
        """A topic's document."""
        body = self.bodies.get(topic) if games == self.key else None
        if body is None:
            return None
        return Snapshot(games, topic, body, hashlib.sha256(body).hexdigest()[:16], self.epoch, self.seq)
