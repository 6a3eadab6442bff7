"""Schedule, calendar, live centre, venues and disciplines as they are asked for."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import msgspec
import pytest
from click.testing import CliRunner
from django.test import Client

from kotinos.games.terms import DayView, GamesView, UnitLine
from kotinos.live.fold.units import moment_of
from kotinos.site.web import places

from .gallery import DAYS, GAMES, HAND, SPRINT, SWIM, TODAY, Reader
from .test_pages import page, texts

DAY = f"/{GAMES}/schedule/{TODAY}/"


def units(reader: Reader) -> dict[str, UnitLine]:
    """The day's units that stand in a schedule."""
    view = msgspec.json.decode(reader.bodies[f"day/{TODAY}"], type=DayView)
    return {code: unit for code, unit in view.units.items() if unit.status != "UNSCHEDULED"}


def shown(visitor: Client, path: str) -> list[str]:
    """The units on a page."""
    return list(page(visitor, path).xpath("//li[contains(@class, 'unit')]/@data-key"))


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", lambda unit: True),
        ("?discipline=ATH&medals=1", lambda unit: unit.discipline == "ATH" and unit.medal),
        ("?status=live", lambda unit: unit.status in ("RUNNING", "SCHEDULED_BREAK", "INTERRUPTED")),
        ("?status=finished&gender=M", lambda unit: unit.status == "FINISHED" and unit.rsc[3] == "M"),
        ("?venue=HBL", lambda unit: unit.venue == "HBL"),
        ("?by=session", lambda unit: True),
        ("?discipline=NONE", lambda unit: False),
    ],
)
def test_schedule_shows_what_is_asked_for_once(
    visitor: Client, reader: Reader, query: str, fits: object
) -> None:
    wanted = sorted(code for code, unit in units(reader).items() if fits(unit))  # type: ignore[operator]
    assert sorted(shown(visitor, DAY + query)) == wanted


def test_organisation_is_shown_where_it_competes(visitor: Client, reader: Reader) -> None:
    found = shown(visitor, DAY + "?organisation=ISM")
    assert found and set(found) < set(units(reader))
    for code in found:
        told = json.loads(reader.bodies[f"unit/{code}"])
        assert "ISM" in {line.get("organisation") for line in told["competitors"].values()}
    assert shown(visitor, DAY + "?organisation=ZZZ") == []


def test_each_chip_takes_one_wish_away(visitor: Client) -> None:
    tree = page(visitor, DAY + "?discipline=ATH&gender=M&medals=1&by=session&time=mine")
    chips = tree.xpath("//ul[@class='asked']/li/a")
    assert [" ".join(chip.text_content().split()) for chip in chips] == [
        "Remove Athletics ×", "Remove Men ×", "Remove Medal events ×", "Show all",
    ]  # fmt: skip
    assert [chip.get("href") for chip in chips] == [
        f"{DAY}?gender=M&medals=1&by=session&time=mine",
        f"{DAY}?discipline=ATH&medals=1&by=session&time=mine",
        f"{DAY}?discipline=ATH&gender=M&by=session&time=mine",
        f"{DAY}?by=session&time=mine",
    ]
    other = tree.xpath("//nav[@aria-label='Days']//a/@href")[0]
    assert other == f"/{GAMES}/schedule/{DAYS[0]}/?discipline=ATH&gender=M&medals=1&by=session&time=mine"


def test_today_keeps_what_is_wanted(visitor: Client) -> None:
    assert visitor.get(f"/{GAMES}/schedule/?medals=1")["Location"] == f"{DAY}?medals=1"


def many(reader: Reader, number: int) -> None:
    """A day of that many units, two a minute from 08:00 on, the first hundred over."""
    line = next(iter(units(reader).values()))
    found = {}
    for at in range(number):
        start = f"{TODAY}T{8 + at // 120:02d}:{at // 2 % 60:02d}:00+02:00"
        code = f"ATHM{at:030d}"
        status = "FINISHED" if at < 100 else "SCHEDULED"
        found[code] = msgspec.structs.replace(
            line, rsc=code, start=start, order=moment_of(start), status=status, discipline="ATH", sides={}
        )
    reader.bodies[f"day/{TODAY}"] = msgspec.json.encode(DayView(day=TODAY, units=found))


def test_long_day_opens_where_it_is_and_sends_only_what_it_shows(visitor: Client, reader: Reader) -> None:
    many(reader, 600)
    seen: list[str] = []
    for part in range(1, 6):
        tree = page(visitor, f"{DAY}?part={part}")
        here = list(tree.xpath("//li[contains(@class, 'unit')]/@data-key"))
        sent = json.loads(tree.xpath("string(//script[@id='live'])"))["topics"][f"day/{TODAY}"]["units"]
        assert sorted(sent) == sorted(here) and len(here) == 120
        seen += here
    assert len(set(seen)) == len(seen) == 600
    assert shown(visitor, DAY)[0] == "ATHM" + "0" * 30, "the first part still has contests to come"
    assert page(visitor, DAY).xpath("//nav[@class='pieces']//a[@aria-current]/@href") == [f"{DAY}?part=1"]
    for hostile in ("0", "9", "x", "²", "99999999999"):
        assert visitor.get(f"{DAY}?part={hostile}").status_code == 200


def test_calendar_counts_contests_and_medal_events(visitor: Client, reader: Reader) -> None:
    told = [unit for unit in units(reader).values() if unit.discipline == "ATH"]
    decided = {unit.event for unit in told if unit.medal in (1, 3)}
    cell = page(visitor, f"/{GAMES}/calendar/").xpath(f"//a[@href='{DAY}?discipline=ATH']")[0]
    text = " ".join(cell.text_content().split())
    assert f"{len(told)} contests" in text and f"{len(decided)} medal event" in text


def test_live_centre_follows_the_units_of_its_address(visitor: Client) -> None:
    tree = page(visitor, f"/{GAMES}/live/?units={HAND},{SPRINT},{HAND},NONE")
    told = json.loads(tree.xpath("string(//script[@id='live'])"))
    assert {f"unit/{HAND}", f"unit/{SPRINT}", "games"} <= set(told["topics"])
    assert tree.xpath("//article/@data-topic") == [f"unit/{HAND}", f"unit/{SPRINT}"]
    assert "NONE" in texts(tree, "//p[@class='note']")[0]
    drop = tree.xpath("//article//a[@class='drop']/@href")
    assert drop == [f"/{GAMES}/live/?units={SPRINT}", f"/{GAMES}/live/?units={HAND}"]
    follow = tree.xpath("//p[@class='follow']/a/@href")
    assert follow and all(link.startswith(f"/{GAMES}/live/?units={HAND},{SPRINT},") for link in follow)


def test_live_centre_takes_six_and_no_more(visitor: Client, reader: Reader) -> None:
    codes = [name.partition("/")[2] for name in reader.bodies if name.startswith("unit/")][:8]
    tree = page(visitor, f"/{GAMES}/live/?units={','.join(codes)}")
    assert len(tree.xpath("//article")) == 6 and not tree.xpath("//p[@class='follow']")


def test_venue_shows_its_day_and_place(
    visitor: Client, reader: Reader, tmp_path: Path, settings: object
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    places.keep(GAMES, {"ATH": places.Place(36.2, -31.5, "Gate B"), "SWM": places.Place(36.21, -31.52)})
    tree = page(visitor, f"/{GAMES}/venues/ATH/")
    assert "36.2000, -31.5000" in texts(tree, "//dl")[0] and "Gate B" in texts(tree, "//dl")[0]
    expected = sorted(code for code, unit in units(reader).items() if unit.venue == "ATH")
    assert sorted(tree.xpath("//div[@class='plan']//li[contains(@class, 'unit')]/@data-key")) == expected
    plan = page(visitor, f"/{GAMES}/venues/")
    linked = plan.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert sorted(linked) == [f"/{GAMES}/venues/ATH/", f"/{GAMES}/venues/SWM/"]
    before = visitor.get(f"/{GAMES}/venues/")["ETag"]
    places.keep(GAMES, {"ATH": places.Place(36.3, -31.5)})
    assert visitor.get(f"/{GAMES}/venues/")["ETag"] != before
    assert visitor.get(f"/{GAMES}/venues/NONE/").status_code == 404


def test_positions_are_loaded_by_code_or_name(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> None:
    from kotinos.site.cli import venues  # needs Django

    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(venues, "live", reader)
    file = tmp_path / "venues.csv"
    file.write_text("code,name,lat,lon\nATH,,36.2,-31.5\n,mill hall,36.1,-31.4\nXXX,Nowhere,1,1\n")
    done = CliRunner().invoke(venues.venues_command, ["load", GAMES, str(file)])
    assert (
        done.exit_code == 0
        and done.output.startswith("2 of ")
        and "without one: SWM\tLagoon Pool" in done.output
    )
    assert places.of(GAMES)["HBL"] == places.Place(36.1, -31.4)
    told = CliRunner().invoke(venues.venues_command, ["list", GAMES]).output
    assert "ATH\tHarbour Stadium\t36.2, -31.5" in told and "SWM\tLagoon Pool\tno place" in told
    file.write_text("code,lat,lon\nXXX,1,1\n")
    assert "names no venue of" in CliRunner().invoke(venues.venues_command, ["load", GAMES, str(file)]).output
    file.write_text("code,lat,lon\nATH,north,1\n")
    assert "line 2" in CliRunner().invoke(venues.venues_command, ["load", GAMES, str(file)]).output
    assert "no Games" in CliRunner().invoke(venues.venues_command, ["list", "NONE"]).output
    assert places.of(GAMES)["HBL"].lat == 36.1, "what is wrong changes nothing"


def events(visitor: Client, path: str) -> list[icalendar.Event]:
    """The entries of a calendar."""
    answer = visitor.get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_calendar_holds_what_the_schedule_shows(visitor: Client, reader: Reader) -> None:
    found = events(visitor, f"/{GAMES}/schedule.ics?discipline=ATH&day={TODAY}")
    wanted = {f"{code}@{GAMES}.kotinos" for code, unit in units(reader).items() if unit.discipline == "ATH"}
    assert {str(each["UID"]) for each in found} == wanted and len(found) == len(wanted)


def test_calendar_of_a_unit_an_organisation_and_an_athlete(visitor: Client) -> None:
    (entry,) = events(visitor, f"/{GAMES}/units/{SPRINT}.ics")
    assert "Men's 100 m" in entry["SUMMARY"] and entry["LOCATION"] == "Harbour Stadium"
    assert str(entry["URL"]).startswith("http://testserver/")
    assert any("ATHM100M" in each["UID"] for each in events(visitor, f"/{GAMES}/organisations/AVO.ics"))
    assert any("ATHM100M" in each["UID"] for each in events(visitor, f"/{GAMES}/participants/1000.ics"))
    assert visitor.get(f"/{GAMES}/participants/NONE.ics").status_code == 404


def test_calendar_is_subscribed_by_webcal_and_known_again(visitor: Client) -> None:
    answer = visitor.get(f"/fr/{GAMES}/schedule.ics?discipline=ATH&subscribe=1")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"webcal://testserver/fr/{GAMES}/schedule.ics?discipline=ATH",
    )
    first = visitor.get(f"/{GAMES}/schedule.ics")
    again = visitor.get(f"/{GAMES}/schedule.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_cancelled_and_hidden_times_in_a_calendar(visitor: Client, reader: Reader) -> None:
    view = msgspec.json.decode(reader.bodies[f"day/{TODAY}"], type=DayView)
    change = {SPRINT: {"status": "CANCELLED"}, SWIM: {"hide_start": True}, HAND: {"status": "POSTPONED"}}
    for code, more in change.items():
        view.units[code] = msgspec.structs.replace(view.units[code], **more)
    reader.bodies[f"day/{TODAY}"] = msgspec.json.encode(view)
    found = {str(each["UID"]).partition("@")[0]: each for each in events(visitor, f"/{GAMES}/schedule.ics")}
    assert found[SPRINT]["STATUS"] == "CANCELLED" and found[SPRINT]["SUMMARY"].startswith("Cancelled: ")
    assert found[HAND]["STATUS"] == "TENTATIVE" and "not known yet" in found[HAND]["DESCRIPTION"]
    assert str(found[SWIM]["DTSTART"].dt) == TODAY


def test_discipline_lists_events_with_their_medallists(visitor: Client, reader: Reader) -> None:
    tree = page(visitor, f"/{GAMES}/disciplines/ATH/")
    sprint = next(text for text in texts(tree, "//ul[@class='decided']/li") if text.startswith("Men's 100 m"))
    assert "AMBERLEY Ines AVO" in sprint
    assert texts(tree, "//main//h3")[:2] == ["Women", "Men"]
    counts = texts(tree, "//table[contains(@class, 'counts')]/tbody/tr")
    assert [row[:4] for row in counts] == ["1AVO", "2BRW", "2CAL"] and counts[0].endswith("2002")
    view = msgspec.json.decode(reader.bodies["games"], type=GamesView)
    live = tree.xpath("//ul[contains(@class, 'cards')]/li/@data-key")
    assert sorted(live) == sorted(code for code, unit in view.live.items() if unit.discipline == "ATH")
