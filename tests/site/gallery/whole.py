"""The Games around its units: events, medals, people, records."""

from __future__ import annotations

from kotinos.games.terms import (
    DayView,
    DisciplineLine,
    EntryLine,
    EventView,
    GamesView,
    NewsView,
    NoticesView,
    OrganisationView,
    ParticipantLine,
    ParticipantView,
    PhaseView,
    Place,
    Pool,
    PoolRow,
    RecordMark,
    RecordsView,
    RecordView,
    ResultLine,
    Slot,
    Value,
)
from kotinos.live.fold.units import unit_line as line

from .base import (
    CODES,
    DAYS,
    EVENTS,
    GAMES,
    HAND_E,
    JUMP,
    JUMP_E,
    NATIONS,
    PEOPLE,
    SPRINT,
    SPRINT_E,
    SWIM_E,
    TODAY,
    rsc,
)
from .contests import (
    match_live,
    match_official,
    sprint_official,
    team,
    units,
)
from .medals import medals, table


def slots() -> dict[str, Slot]:
    """Quarter-finals to final, and the match for third place."""
    pairs = {
        "QFNL": [("DOR", "HAL"), ("KEL", "GAV"), ("AVO", "LUM"), ("ISM", "MAR")],
        "SFNL": [("DOR", "KEL"), ("AVO", "ISM")],
        "FNL": [("", "ISM")],
    }
    found = {}
    for stage_order, (stage, matches) in enumerate(pairs.items(), start=1):
        for n, (home, away) in enumerate(matches, start=1):
            over = stage == "QFNL" or (away == "ISM" and stage == "SFNL")
            places = {
                str(p): Place(
                    code=f"HBLWTEAM7---{code}01" if code else "TBD",
                    name=NATIONS.get(code, ""),
                    organisation=code,
                    order=p,
                    result=str(31 - 4 * p - n) if over else "",
                    wlt=("W" if p == 1 else "L") if over else "",
                )
                for p, code in ((1, home), (2, away))
            }
            found[f"FNL/{stage}/{n}"] = Slot(
                unit=rsc("HBL", "W", "TEAM7", stage, f"000{n}00"),
                stage=stage,
                stage_order=stage_order,
                bracket="FNL",
                order=n,
                places=places,
            )
    found["BRN/BRN/1"] = Slot(
        unit="",
        stage="BRN",
        stage_order=1,
        bracket="BRN",
        order=1,
        places={
            "1": Place(code="TBD", order=1),
            "2": Place(code="HBLWTEAM7---AVO01", name="Avonia", organisation="AVO", order=2),
        },
    )
    return found


def handball() -> EventView:
    """An event with pools and a bracket."""
    pools = {}
    for letter, codes in (("A", CODES[:4]), ("B", CODES[4:8])):
        rows = {
            f"HBLWTEAM7---{code}01": PoolRow(
                code=f"HBLWTEAM7---{code}01",
                name=NATIONS[code],
                organisation=code,
                rank=str(n),
                order=n,
                played="3",
                won=str(4 - n),
                tied="0",
                lost=str(n - 1),
                scored=str(90 - n),
                against=str(70 + n),
                diff=f"{20 - 2 * n:+}",
                points=str(8 - 2 * n),
                qualified="Q" if n < 3 else "",
            )
            for n, code in enumerate(codes, start=1)
        }
        code = rsc("HBL", "W", "TEAM7", f"GP{letter}")
        pools[code] = Pool(rsc=code, name=f"Group {letter}", order=1, rows=rows)
    semi = rsc("HBL", "W", "TEAM7", "SFNL")
    lines = {v.rsc: line(v) for v in (match_live(), match_official())}
    return EventView(
        rsc=HAND_E,
        name="Women's handball",
        discipline="HBL",
        discipline_name="Handball",
        gender="W",
        status="RUNNING",
        phases={semi: PhaseView(rsc=semi, name="Semi-finals", order=3, status="RUNNING", units=lines)},
        bracket=slots(),
        stages={
            "FNL/QFNL": "Quarter-finals",
            "FNL/SFNL": "Semi-finals",
            "FNL/FNL": "Final",
            "BRN/BRN": "Match for third place",
        },
        pools=pools,
    )


def sprint_event() -> EventView:
    """An event that is over."""
    phase = rsc("ATH", "M", "100M", "FNL")
    semi = rsc("ATH", "M", "100M", "SFNL")
    view = sprint_official()
    return EventView(
        rsc=SPRINT_E,
        name="Men's 100 m",
        discipline="ATH",
        discipline_name="Athletics",
        gender="M",
        status="FINISHED",
        phases={
            phase: PhaseView(
                rsc=phase,
                name="Final",
                order=2,
                status="FINISHED",
                result_status="OFFICIAL",
                units={SPRINT: line(view)},
            ),
            semi: PhaseView(
                rsc=semi,
                name="Semi-finals",
                order=1,
                status="FINISHED",
                result_status="OFFICIAL",
                standings=view.competitors,
            ),
        },
        medals={f"{m.medal}/{m.competitor}": m for m in medals() if m.event == SPRINT_E},
        records={"WR": "9.72 Someone Else (GAV)", "GR": "9.93 Yet Another (ISM)"},
        notes=("Result corrected after a protest.",),
    )


def games() -> GamesView:
    """The home."""
    lines = {code: line(view) for code, view in units().items()}
    moving = ("RUNNING", "SCHEDULED_BREAK", "INTERRUPTED")
    names = {
        "SWM": "Swimming",
        "ATH": "Athletics",
        "DIV": "Diving",
        "HBL": "Handball",
        "SAL": "Sailing",
        "CRD": "Road cycling",
    }
    return GamesView(
        competition=GAMES,
        name="Valley Games 2026",
        now=f"{TODAY}T19:46",
        days=DAYS,
        disciplines={
            code: DisciplineLine(
                code=code,
                name=name,
                events={r: n for r, n in EVENTS.items() if r[:3] == code},
                finished=int(code == "ATH"),
                days=DAYS[2:6],
            )
            for code, name in names.items()
        },
        live={c: u for c, u in lines.items() if u.status in moving},
        next={
            c: u
            for c, u in lines.items()
            if u.status in ("SCHEDULED", "DELAYED", "GETTING_READY", "RESCHEDULED")
        },
        recent={c: u for c, u in lines.items() if u.status == "FINISHED"},
        latest={f"{m.event}/{m.medal}/{m.competitor}": m for m in medals()},
        venues={u.venue: u.venue_name for u in lines.values()},
        organisations=NATIONS,
        participants=1804,
    )


def athlete() -> ParticipantView:
    """A person with results and a medal, and something made up."""
    return ParticipantView(
        code="1000",
        name=PEOPLE[0],
        organisation="AVO",
        organisation_name="Avonia",
        gender="M",
        birth_date="2001-03-09",
        height="187",
        birth_place="Port Avon",
        disciplines={"ATH": "Athletics"},
        entries={SPRINT_E: EntryLine(event=SPRINT_E, name="Men's 100 m", discipline="ATH", bib="300")},
        results={
            SPRINT: ResultLine(
                unit=SPRINT,
                name="Final",
                event=SPRINT_E,
                event_name="Men's 100 m",
                start=f"{TODAY}T19:42:00+02:00",
                status="FINISHED",
                result_status="OFFICIAL",
                rank="1",
                result="9.91",
            ),
            JUMP: ResultLine(
                unit=JUMP,
                name="Final",
                event=JUMP_E,
                event_name="Men's long jump",
                start="2026-07-19T18:05:00+02:00",
                status="FINISHED",
                result_status="PROTESTED",
                rank="1",
                result="8.21",
                qualified="Q",
            ),
        },
        medals={f"{m.event}/{m.medal}": m for m in medals() if m.competitor == "1000"},
        teams={"ATHX4X400---AVO01": "Avonia, mixed relay"},
        derived={"birth_date": "made up from the age given on the start list"},
    )


def relay() -> ParticipantView:
    """A team."""
    return ParticipantView(
        code="HBLWTEAM7---DOR01",
        name="Dorwen",
        kind="T",
        organisation="DOR",
        organisation_name="Dorwen",
        gender="W",
        disciplines={"HBL": "Handball"},
        members=team("DOR", 1).members,
        gone=True,
    )


def organisation() -> OrganisationView:
    """An organisation."""
    people = [
        ParticipantLine(
            code=str(1000 + n), name=PEOPLE[n], organisation="AVO", disciplines=("ATH", "SWM")[: n % 2 + 1]
        )
        for n in range(16)
    ]
    teams = [
        ParticipantLine(
            code="ATHX4X400---AVO01",
            name="Avonia, mixed relay",
            kind="T",
            organisation="AVO",
            disciplines=("ATH",),
        )
    ]
    return OrganisationView(
        code="AVO",
        name="Avonia",
        rank=1,
        gold=9,
        silver=4,
        bronze=6,
        total=19,
        medals={f"{m.event}/{m.competitor}": m for m in medals() if m.organisation == "AVO"},
        participants={p.code: p for p in (*people, *teams)},
    )


def records() -> RecordsView:
    """Records, one of them from today."""
    return RecordsView(
        records={
            f"{SPRINT_E}/WR": RecordView(
                code=SPRINT_E,
                kind="WR",
                event=SPRINT_E,
                result="9.72",
                holder="ELSE Someone",
                organisation="GAV",
                place="Gavary City",
                date="2019-06-02",
                measure="TIME",
                was=(
                    RecordMark(result="9.79", holder="OLDER Someone", organisation="ISM", date="2008-08-16"),
                ),
            ),
            f"{SPRINT_E}/GR": RecordView(
                code=SPRINT_E,
                kind="GR",
                event=SPRINT_E,
                result="9.91",
                holder=PEOPLE[0],
                organisation="AVO",
                place="Valley",
                date=TODAY,
                unit=SPRINT,
                unconfirmed=True,
                measure="TIME",
                competitor="1000",
                was=(
                    RecordMark(
                        result="9.93",
                        holder="ANOTHER Yet",
                        organisation="ISM",
                        place="Old Town",
                        date="2022-07-20",
                    ),
                ),
            ),
            f"{SWIM_E}/GR": RecordView(
                code=SWIM_E,
                kind="GR",
                event=SWIM_E,
                result="1:55.10",
                holder=PEOPLE[4],
                organisation="ESK",
                place="Brewick",
                date="2022-07-21",
                equalled=True,
            ),
        }
    )


def topics() -> dict[str, Value]:
    """Every topic of the gallery."""
    found: dict[str, Value] = {f"unit/{code}": view for code, view in units().items()}
    lines = {code: line(view) for code, view in units().items()}
    found |= {
        "games": games(),
        "medals": table(),
        f"day/{TODAY}": DayView(day=TODAY, units=lines),
        f"day/{DAYS[0]}": DayView(day=DAYS[0]),
        f"event/{HAND_E}": handball(),
        f"event/{SPRINT_E}": sprint_event(),
        "participant/1000": athlete(),
        "participant/HBLWTEAM7---DOR01": relay(),
        "organisation/AVO": organisation(),
        "records": records(),
        "notices": NoticesView(),
        "news": NewsView(),
    }
    return found
