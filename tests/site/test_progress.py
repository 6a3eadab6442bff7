"""The way to the medals, the entries, and what a pool's matches tell."""

from __future__ import annotations

import msgspec
import pytest
from django.test import Client

from kotinos.games import api as games
from kotinos.games.terms import (
    EntryLine,
    EventView,
    GamesView,
    MedalHeld,
    ParticipantView,
    PhaseView,
    Pool,
    PoolRow,
    Side,
    UnitLine,
)  # fmt: skip
from kotinos.games.terms.rows import EntryRow, ResultRow
from kotinos.site.web.pools import shown
from kotinos.site.web.progress import delegations, steps

from .gallery import GAMES, SPRINT_E, Reader
from .test_pages import page, texts

EVENT = "HBLMTEAM7".ljust(34, "-")
GROUP = "HBLMTEAM7-------------GPA---------"


def unit(number: int, scores: dict[str, str], status: str = "OFFICIAL") -> UnitLine:
    codes = list(scores)
    wins = {"": ""} if not all(scores.values()) else None
    sides = {
        code: Side(
            code=code, name=code * 3, result=scores[code], order=order,
            wlt="" if wins else "W" if scores[code] == max(scores.values(), key=int) else "L",
        )
        for order, code in enumerate(codes, 1)
    }  # fmt: skip
    return UnitLine(
        rsc=f"{GROUP[:26]}{number:06d}--", name=f"Match {number}", discipline="HBL", phase=GROUP,
        day="2026-11-22", start=f"2026-11-22T{9 + number:02d}:00:00+02:00", order=number,
        result_status=status, sides=sides,
    )  # fmt: skip


def pool(*points: tuple[str, str]) -> Pool:
    rows = {
        code: PoolRow(code=code, name=code * 3, organisation=code, order=order, points=got)
        for order, (code, got) in enumerate(points, 1)
    }
    return Pool(rsc=GROUP, name="Group A", rows=rows)


MATCHES = [
    unit(1, {"A": "20", "B": "19"}), unit(2, {"B": "30", "C": "10"}), unit(3, {"A": "18", "C": "20"}),
    unit(4, {"A": "", "D": ""}, ""),
]  # fmt: skip


def test_matrix_has_each_match_from_both_sides() -> None:
    found = shown(GROUP, pool(("B", "2"), ("A", "2"), ("C", "2"), ("D", "0")), MATCHES, "HBL")
    assert (found.cells["A"]["B"].score, found.cells["A"]["B"].wlt) == ("20–19", "W")
    assert (found.cells["B"]["A"].score, found.cells["B"]["A"].wlt) == ("19–20", "L")
    assert found.cells["D"]["A"].score == "" and "D" not in found.cells["B"]
    assert found.order == ("B", "A", "C", "D")


def test_equal_points_are_explained_by_the_rule_that_decided() -> None:
    # All three beat one another: the differences among them are B +19, A -1, C -18.
    found = shown(GROUP, pool(("B", "2"), ("A", "2"), ("C", "2"), ("D", "0")), MATCHES, "HBL")
    first, second = found.reasons
    assert (first.over, first.under, first.points, first.key) == ("BBB", "AAA", "2", "head_difference")
    assert (first.values, first.among) == (("+19", "-1"), ("AAA", "BBB", "CCC"))
    assert (second.over, second.values) == ("AAA", ("-1", "-18"))


@pytest.mark.parametrize(
    ("told", "discipline"),
    [
        ([("A", "2"), ("B", "2"), ("C", "2"), ("D", "0")], "HBL"),  # another order than the rule's
        ([("B", "4"), ("A", "2"), ("C", "2"), ("D", "0")], "HBL"),  # points that the matches do not give
        ([("B", "2"), ("A", "2"), ("C", "2"), ("D", "0")], "XYZ"),  # no rule known
    ],
)
def test_what_the_venue_orders_otherwise_is_not_explained(
    told: list[tuple[str, str]], discipline: str
) -> None:
    assert shown(GROUP, pool(*told), MATCHES, discipline).reasons == ()


def line(number: int, competitor: str, qualified: str = "") -> ResultRow:
    return ResultRow(unit=f"{GROUP[:26]}{number:06d}--", competitor=competitor, qualified=qualified)


def tournament() -> EventView:
    """Pools on their way to a final."""
    final = "HBLMTEAM7-------------FNL---------"
    ceremony = "HBLMTEAM7-------------VICT--------"
    last = UnitLine(
        rsc=f"{final[:26]}000100--", name="Final", discipline="HBL", medal=1, start="2026-11-23T10:00:00Z"
    )
    return EventView(
        rsc=EVENT, name="Men's", discipline="HBL",
        phases={
            final: PhaseView(rsc=final, name="Final", order=2, units={last.rsc: last}, status="SCHEDULED"),
            GROUP: PhaseView(
                rsc=GROUP, name="Group A", order=1, status="RUNNING",
                units={each.rsc: each for each in MATCHES},
            ),
            ceremony: PhaseView(rsc=ceremony, name="VICT", order=0, units={"x": last}),
        },
    )  # fmt: skip


def test_way_says_how_many_start_and_go_on() -> None:
    rows = [line(1, "A", "Q"), line(1, "B"), line(3, "A", "Q"), line(3, "C", "q")]
    group, decider = steps(tournament(), rows)
    assert (group.name, group.starts, group.goes, group.units, group.now) == ("Group A", 3, 2, 4, True)
    assert (group.day, group.start) == ("2026-11-22", "2026-11-22T10:00:00+02:00")
    assert (decider.medal, decider.starts, decider.goes) == (True, 0, 0)


def test_members_of_entered_teams_are_not_entered_themselves() -> None:
    entries = [
        EntryRow(event=EVENT, participant="1", name="Zed", organisation="LUM"),
        EntryRow(event=EVENT, participant="T", name="Lumen", kind="T", organisation="LUM"),
    ]
    assert [entry.name for each in delegations(entries) for entry in each.entries] == ["Lumen"]
    assert [entry.name for each in delegations(entries[:1]) for entry in each.entries] == ["Zed"]


def test_page_names_the_way_and_its_present(visitor: Client, reader: Reader) -> None:
    reader.bodies[f"event/{EVENT}"] = msgspec.json.encode(tournament())
    tree = page(visitor, f"/{GAMES}/events/{EVENT}/")
    assert texts(tree, "//ol[@class='way']/li/a") == ["Group A", "Final"]
    assert texts(tree, "//ol[@class='way']/li[@aria-current='step']/a") == ["Group A"]


def test_page_lists_who_is_entered_and_notices_who_no_longer_is(visitor: Client) -> None:
    person = ParticipantView(
        code="9",
        name="ENTRY Only",
        organisation="AVO",
        entries={SPRINT_E: EntryLine(event=SPRINT_E, name="100 m")},
    )
    games.project(GAMES, [person])
    known = visitor.get(f"/{GAMES}/events/{SPRINT_E}/")
    assert "ENTRY Only" in texts(
        page(visitor, f"/{GAMES}/events/{SPRINT_E}/"), "//ul[@class='delegations']//li//a"
    )
    games.project(GAMES, [msgspec.structs.replace(person, entries={})])
    fresh = visitor.get(f"/{GAMES}/events/{SPRINT_E}/", headers={"If-None-Match": known["ETag"]})
    assert fresh.status_code == 200 and b"ENTRY Only" not in fresh.content


def test_winners_of_earlier_games_of_this_installation(
    visitor: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = MedalHeld(
        medal="ME_GOLD", event=SPRINT_E, event_name="100 m", discipline="ATH", competitor="7",
        name="OLD Hand", organisation="AVO",
    )  # fmt: skip
    earlier = {
        "games": GamesView(competition="VLG2022", name="Village Games 2022", days=("2022-07-01",)),
        f"event/{SPRINT_E}": EventView(rsc=SPRINT_E, name="100 m", discipline="ATH", medals={"g": held}),
    }
    now = reader.snapshot

    def snapshot(key: str, name: str) -> object:
        other = Reader(earlier).snapshot(GAMES, name) if key == "VLG2022" else None
        return other if key == "VLG2022" else now(key, name)

    monkeypatch.setattr(reader, "snapshot", snapshot)
    monkeypatch.setattr(reader, "games", lambda: [GAMES, "VLG2022"])
    tree = page(visitor, f"/{GAMES}/events/{SPRINT_E}/")
    assert texts(tree, "//ul[@class='before']//h3") == ["Village Games 2022"]
    assert texts(tree, "//ul[@class='before']//p[@class='name']") == ["OLD Hand AVO"]
