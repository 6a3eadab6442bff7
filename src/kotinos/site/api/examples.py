"""One example of every answer: an invented final in an invented city. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kotinos.games import terms
from kotinos.games.terms import rows

EVENT = "ATHM100M--------------------------"
PHASE = "ATHM100M--------------FNL---------"
UNIT = "ATHM100M--------------FNL-000100--"
DAY = "2026-11-22"
START = f"{DAY}T20:05:00+01:00"

_gold = terms.MedalHeld(
    medal="ME_GOLD", event=EVENT, event_name="Men's 100 m", discipline="ATH", discipline_name="Athletics",
    competitor="1000101", name="ORSINI Davi", organisation="LUM", date=DAY, unit=UNIT, order=101,
)  # fmt: skip
_first = terms.CompetitorLine(
    code="1000101", name="ORSINI Davi", organisation="LUM", bib="214", order=1, start_order="5", rank="1",
    result="9.98", result_type="TIME", records={"PB": "Personal best"},
)  # fmt: skip
_second = terms.CompetitorLine(
    code="1000202", name="TELLO Ilan", organisation="VAR", bib="377", order=2, start_order="4", rank="2",
    result="10.04", result_type="TIME", diff="+0.06",
)  # fmt: skip
_side = terms.Side(code="1000101", name="ORSINI Davi", organisation="LUM", result="9.98", rank="1", order=1)
_line = terms.UnitLine(
    rsc=UNIT, name="Men's 100 m Final", discipline="ATH", discipline_name="Athletics", event=EVENT,
    event_name="Men's 100 m", status="FINISHED", result_status="OFFICIAL", start=START, day=DAY, venue="STA",
    venue_name="Harbour Stadium", session="ATH02", medal=1, format="race", sides={"1000101": _side},
)  # fmt: skip
_person = terms.ParticipantLine(
    code="1000101", name="ORSINI Davi", organisation="LUM", gender="M", disciplines=("ATH",)
)
_unit_row = rows.UnitRow(
    rsc=UNIT, name="Men's 100 m Final", discipline="ATH", event=EVENT, phase=PHASE,
    venue="STA", session="ATH02", day=DAY, start=START, status="FINISHED", result_status="OFFICIAL", medal=1,
)  # fmt: skip
_result_row = rows.ResultRow(
    unit=UNIT, event=EVENT, competitor="1000101", organisation="LUM", order=1, rank="1", result="9.98",
    result_status="OFFICIAL",
)  # fmt: skip
_entry_row = rows.EntryRow(
    event=EVENT, participant="1000101", name="ORSINI Davi", organisation="LUM", bib="101", status="ACTIVE"
)


def _page(row: terms.Value) -> rows.Page[Any]:
    return rows.Page(rows=(row,), total=1)


EXAMPLES: Mapping[Any, terms.Value] = {
    terms.GamesView: terms.GamesView(
        competition="CITY2026",
        name="Rehearsal Games",
        now=f"{DAY}T20:06:11",
        days=(DAY,),
        participants=1804,
        disciplines={
            "ATH": terms.DisciplineLine(
                code="ATH", name="Athletics", events={EVENT: "Men's 100 m"}, days=(DAY,)
            )
        },
        venues={"STA": "Harbour Stadium"},
        organisations={"LUM": "Lumen", "VAR": "Varna Isles"},
        recent={UNIT: _line},
        latest={f"{EVENT}/ME_GOLD/1000101": _gold},
    ),
    terms.DayView: terms.DayView(
        day=DAY,
        units={UNIT: _line},
        sessions={
            "ATH02": terms.SessionLine(code="ATH02", name="Athletics, evening", start=START, venue="STA")
        },
    ),
    terms.UnitView: terms.UnitView(
        rsc=UNIT,
        name="Men's 100 m Final",
        discipline="ATH",
        event=EVENT,
        status="FINISHED",
        result_status="OFFICIAL",
        format="race",
        start=START,
        day=DAY,
        venue="STA",
        session="ATH02",
        medal=1,
        competitors={"1000101": _first, "1000202": _second},
        conditions={"WIND": "+0.7"},
        derived={"actual_end": "start list's time plus the winner's"},
        updated=f"{DAY}T20:06:11.480",
    ),
    terms.EventView: terms.EventView(
        rsc=EVENT,
        name="Men's 100 m",
        discipline="ATH",
        gender="M",
        status="FINISHED",
        phases={PHASE: terms.PhaseView(rsc=PHASE, name="Final", order=2, units={UNIT: _line})},
        medals={"ME_GOLD/1000101": _gold},
    ),
    terms.MedalTableView: terms.MedalTableView(
        events_total=62,
        events_finished=1,
        lines={
            "LUM": terms.MedalCount(
                organisation="LUM",
                name="Lumen",
                gold=1,
                total=1,
                rank=1,
                rank_total=1,
                order=1,
                order_total=1,
            )
        },
    ),
    terms.OrganisationView: terms.OrganisationView(
        code="LUM",
        name="Lumen",
        rank=1,
        gold=1,
        total=1,
        medals={f"{EVENT}/ME_GOLD/1000101": _gold},
        participants={"1000101": _person},
    ),
    terms.ParticipantView: terms.ParticipantView(
        code="1000101",
        name="ORSINI Davi",
        given_name="Davi",
        family_name="Orsini",
        organisation="LUM",
        organisation_name="Lumen",
        gender="M",
        disciplines={"ATH": "Athletics"},
        entries={EVENT: terms.EntryLine(event=EVENT, name="Men's 100 m", discipline="ATH", bib="214")},
        results={
            UNIT: terms.ResultLine(
                unit=UNIT, name="Final", event=EVENT, rank="1", result="9.98", result_status="OFFICIAL"
            )
        },
        medals={f"{EVENT}/ME_GOLD/1000101": _gold},
    ),
    terms.RecordsView: terms.RecordsView(
        records={
            "ATHM100M/GR": terms.RecordView(
                code="ATHM100M",
                kind="GR",
                event=EVENT,
                result="9.98",
                holder="ORSINI Davi",
                competitor="1000101",
                organisation="LUM",
                date=DAY,
                unit=UNIT,
                measure="TIME",
                was=(
                    terms.RecordMark(
                        result="10.04", holder="BRANDT Olu", organisation="GAV", date="2018-08-02"
                    ),
                ),
            )
        }
    ),
    terms.FeedsView: terms.FeedsView(
        feeds={
            "STAATH1": terms.FeedLine(
                source="STAATH1", on=True, since=f"{DAY}T08:00:00", last=f"{DAY}T20:06:11.480"
            )
        }
    ),
    terms.NoticesView: terms.NoticesView(
        notices={
            "N1": terms.NoticeLine(
                code="N1",
                language="en",
                title="Storm on its way: the stands are cleared",
                text="Go to the halls behind gates 3 and 4.",
                level="danger",
                urgency=2,
                kind="weather",
                scope="venue/STA",
                scope_name="Harbour Stadium",
                ends=f"{DAY}T21:00",
                published=f"{DAY}T20:06",
                texts={"fr": terms.Said(language="fr", title="Orage imminent : les tribunes sont évacuées")},
            )
        }
    ),
    terms.NewsView: terms.NewsView(
        items={
            "N1": terms.NewsLine(
                code="N1",
                language="en",
                title="Orsini first under ten",
                text="The first Lumenian to run 100 m in less than ten seconds.",
                link="https://channel.example/orsini",
                about=("1000101", EVENT),
                published=f"{DAY}T20:30",
            )
        }
    ),
    rows.Page[rows.GamesRow]: _page(
        rows.GamesRow(games="CITY2026", name="Rehearsal Games", now=f"{DAY}T20:06:11", days=(DAY,))
    ),
    rows.Page[rows.UnitRow]: _page(_unit_row),
    rows.Page[rows.EventRow]: _page(
        rows.EventRow(rsc=EVENT, name="Men's 100 m", discipline="ATH", gender="M", status="FINISHED")
    ),
    rows.Page[terms.MedalHeld]: _page(_gold),
    rows.Page[rows.OrganisationRow]: _page(rows.OrganisationRow(code="LUM", name="Lumen", gold=1)),
    rows.Page[terms.ParticipantLine]: _page(_person),
    rows.Page[rows.ResultRow]: _page(_result_row),
    rows.Page[rows.EntryRow]: _page(_entry_row),
}
