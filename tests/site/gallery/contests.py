"""Units of every format and in every state."""

from __future__ import annotations

import msgspec

from kotinos.games.terms import (
    Attempt,
    ClockView,
    CompetitorLine,
    MemberLine,
    OfficialLine,
    PeriodView,
    Split,
    UnitView,
)

from .base import (
    DIVE,
    HAND,
    HIGH,
    JUMP,
    NATIONS,
    PEOPLE,
    ROAD,
    SAIL,
    SPRINT,
    SWIM,
    TODAY,
    by_code,
    person,
    rsc,
    unit,
)


def swim_live() -> UnitView:
    """A race with lanes and splits, three of four told."""
    cum = [27.31, 56.90, 87.02]
    lines = []
    for place in range(8):
        splits = {
            str(pos + 1): Split(
                value=f"{cum[pos] + place * 0.23:.2f}"
                if cum[pos] < 60
                else f"1:{cum[pos] + place * 0.41 - 60:05.2f}",
                section=f"{29.5 + place * 0.1:.2f}" if pos else "",
                rank=str(place + 1),
            )
            for pos in range(3)
        }
        lines.append(
            person(
                place,
                start_order=str((place * 3) % 8 + 1),
                rank=str(place + 1),
                splits=splits,
                diff=f"+{place * 0.41:.2f}" if place else "",
            )
        )
    return unit(
        SWIM,
        "Final",
        format="race",
        status="RUNNING",
        result_status="LIVE",
        medal=1,
        competitors=by_code(lines),
        splits={"1": "50 m", "2": "100 m", "3": "150 m", "4": "200 m"},
        conditions={"WATER_TEMP": "26.4 °C"},
        actual_start=f"{TODAY}T19:44:10+02:00",
        location="Competition pool",
    )


def sprint_official() -> UnitView:
    """A race that is over: ties, a photo finish, records, somebody disqualified, wind, a correction."""
    marks = ["9.91", "9.98", "9.98", "10.03", "10.11", "10.20"]
    ranks = ["1", "2", "2", "4", "5", "6"]
    lines = [
        person(
            i,
            rank=ranks[i],
            rank_equal=ranks.count(ranks[i]) > 1,
            result=mark,
            result_type="TIME",
            start_order=str(i + 2),
            bib=str(300 + i),
            diff=f"+{float(mark) - 9.91:.2f}" if i else "",
            photo="P" if ranks[i] == "2" else "",
            records={"GR": "+", "PB": "="} if i == 0 else {},
        )
        for i, mark in enumerate(marks)
    ] + [person(6, irm="DNF", bib="306", start_order="8"), person(7, irm="DSQ", bib="307", start_order="9")]
    return unit(
        SPRINT,
        "Final",
        format="race",
        status="FINISHED",
        result_status="OFFICIAL",
        medal=1,
        competitors=by_code(lines),
        conditions={"WIND": "+0.8 m/s", "TEMPERATURE": "24 °C"},
        actual_end=f"{TODAY}T19:45:00+02:00",
        notes=("HOLLOWAY Beni (HAL) disqualified after a protest: lane infringement. Ranks corrected.",),
        derived={"actual_end": "taken as three minutes after the start, since the source gives none"},
        officials={
            "900": OfficialLine(code="900", name="ADEYEMI-LUND Sol", function="REFEREE", organisation="NOR")
        },
    )


def road_list() -> UnitView:
    """A long mass start, before it begins."""
    lines = [msgspec.structs.replace(person(i), code=str(2000 + i), bib=str(i + 1)) for i in range(40)]
    return unit(
        ROAD,
        "Road race",
        format="race",
        status="DELAYED",
        result_status="START_LIST",
        medal=1,
        competitors=by_code(lines),
        start=f"{TODAY}T20:00:00+02:00",
    )


def jump_unofficial() -> UnitView:
    """A series of attempts."""
    series = [
        ["8.01", "X", "8.21", "-", "8.05", "X"],
        ["7.95", "8.02", "X", "8.11", "8.11", "7.80"],
        ["7.90", "7.99", "8.00", "X", "X", "8.03"],
        ["X", "X", "7.70"],
        ["7.61", "X", "r"],
    ]
    best = ["8.21", "8.11", "8.03", "7.70", "7.61"]
    lines = [
        person(
            i,
            rank=str(i + 1),
            result=best[i],
            bib=str(410 + i),
            unchecked=i == 1,
            records={"NR": "+"} if i == 0 else {},
            attempts={
                str(p + 1): Attempt(value=v, value2="+1.3" if v[0] in "78" else "", valid=v not in ("X",))
                for p, v in enumerate(tries)
            },
        )
        for i, tries in enumerate(series)
    ] + [
        person(
            5,
            irm="NM",
            attempts={
                "1": Attempt(value="X", valid=False),
                "2": Attempt(value="X", valid=False),
                "3": Attempt(value="X", valid=False),
            },
        )
    ]
    return unit(
        JUMP,
        "Final",
        format="attempts",
        status="FINISHED",
        result_status="PROTESTED",
        medal=1,
        competitors=by_code(lines),
        attempts={str(n): str(n) for n in range(1, 7)},
        start=f"{TODAY}T18:05:00+02:00",
    )


def high_live() -> UnitView:
    """Heights."""
    heights = ["1.80", "1.85", "1.89", "1.92", "1.95"]
    told = [["O", "O", "XO", "O", "X"], ["O", "XO", "O", "XXX"], ["-", "O", "XXX"], ["O", "XXX"]]
    lines = [
        person(
            i + 8,
            rank=str(i + 1),
            result=heights[len(tries) - 2],
            attempts={str(p + 1): Attempt(value=v, valid="O" in v or v in "-X") for p, v in enumerate(tries)},
        )
        for i, tries in enumerate(told)
    ]
    return unit(
        HIGH,
        "Women's high jump Final",
        format="attempts",
        status="RUNNING",
        result_status="LIVE",
        medal=1,
        competitors=by_code(lines),
        attempts={str(n + 1): h for n, h in enumerate(heights)},
    )


def dive_break() -> UnitView:
    """A judged contest between rounds."""
    marks = {f"J{n}": f"{6.5 + n * 0.5}" for n in range(1, 6)}
    lines = [
        person(
            i + 3,
            rank=str(i + 1),
            result=f"{201.3 - i * 7.15:.2f}",
            diff=f"-{i * 7.15:.2f}" if i else "",
            qualified="Q" if i < 2 else "",
            attempts={
                str(r): Attempt(value=f"{67 - i * 2 + r:.2f}", marks={"DIFFICULTY": "3.0", **marks})
                for r in (1, 2, 3)
            },
            extras={"UI/BONUS": "0.5"} if i == 0 else {},
        )
        for i in range(5)
    ]
    return unit(
        DIVE,
        "Final",
        format="judged",
        status="SCHEDULED_BREAK",
        result_status="INTERMEDIATE",
        medal=1,
        competitors=by_code(lines),
        attempts={str(n): f"Round {n}" for n in range(1, 6)},
    )


def team(code: str, order: int, **more: object) -> CompetitorLine:
    """A handball team with members."""
    members = {
        f"{code}{n}": MemberLine(code=f"{code}{n}", name=PEOPLE[(n + order) % 16], order=n)
        for n in range(1, 8)
    }
    return CompetitorLine(
        code=f"HBLWTEAM7---{code}01",
        name=NATIONS[code],
        kind="T",
        organisation=code,
        order=order,
        members=members,
        **more,
    )


def match_live() -> UnitView:
    """Head to head, in the second half."""
    sides = [team("DOR", 1, result="24"), team("KEL", 2, result="21")]
    return unit(
        HAND,
        "Semi-final 1",
        format="match",
        status="RUNNING",
        result_status="LIVE",
        competitors=by_code(sides),
        clock=ClockView(period="H2", time="17:42", running=True),
        periods={
            "H1": PeriodView(code="H1", home="13", away="12", home_total="13", away_total="12", order=1),
            "H2": PeriodView(code="H2", home="11", away="9", order=2),
        },
    )


def match_official() -> UnitView:
    """Head to head, over."""
    sides = [team("AVO", 1, result="27", wlt="L"), team("ISM", 2, result="30", wlt="W", qualified="Q")]
    return unit(
        HAND.replace("0001", "0002"),
        "Semi-final 2",
        format="match",
        status="FINISHED",
        result_status="PROVISIONAL",
        competitors=by_code(sides),
        periods={
            "H1": PeriodView(code="H1", home="15", away="12", order=1),
            "H2": PeriodView(code="H2", home="10", away="13", order=2),
            "ET": PeriodView(code="ET", home="2", away="5", order=3),
        },
    )


def sail_postponed() -> UnitView:
    """Nothing known but the list of those who would sail."""
    return unit(
        SAIL,
        "Medal race",
        format="list",
        status="POSTPONED",
        result_status="START_LIST",
        medal=3,
        competitors=by_code([person(i, penalty="2.0" if i == 1 else "") for i in range(6)]),
    )


def bare(code: str, name: str, status: str) -> UnitView:
    """A unit that is only scheduled."""
    return unit(code, name, status=status, start=f"{TODAY}T21:15:00+02:00")


def units() -> dict[str, UnitView]:
    """Every unit of the gallery by its code."""
    heat = "000{}00"
    found = [
        swim_live(),
        sprint_official(),
        road_list(),
        jump_unofficial(),
        high_live(),
        dive_break(),
        match_live(),
        match_official(),
        sail_postponed(),
        bare(rsc("SWM", "M", "400MMED", "HEAT", heat.format(1)), "Heat 1", "SCHEDULED"),
        bare(rsc("SWM", "M", "400MMED", "HEAT", heat.format(2)), "Heat 2", "CANCELLED"),
        bare(rsc("ATH", "M", "PV", "QUAL", heat.format(1)), "Qualification, group A", "RESCHEDULED"),
        bare(rsc("ATH", "X", "4X400", "HEAT", heat.format(1)), "Heat 1", "GETTING_READY"),
        bare(rsc("DIV", "M", "10MPF", "PREL", heat.format(1)), "Preliminary", "INTERRUPTED"),
        bare(rsc("ATH", "M", "HT", "QUAL", heat.format(1)), "Never to be shown", "UNSCHEDULED"),
    ]
    return {view.rsc: view for view in found}
