"""``plan``: a made-up Games before it happens. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec

from kotinos.odf.rsc import LENGTH

from . import tables
from .people import Entry, Field, choose_organisations
from .structure import Draft, draw_up
from .terms import Event, Figures, Plan, Unit, Venue
from .timetable import Hall, at_night, day_of, first_moments, into_sessions, open_halls, place

SIZES = ("test", "city", "continental", "olympic")
_GENDERS = {"M": "Men’s", "W": "Women’s", "X": "Mixed"}


class Asked(msgspec.Struct, frozen=True):
    """An event of the programme, one gender and one class of a row of ``data/events.csv``."""

    code: str
    name: str
    row: dict[str, str]
    gender: str


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: Long jump, but Greco-Roman."""
    proper = name[1:2].isupper() or name.startswith("Greco")
    return name if proper else name[:1].lower() + name[1:]


def _asked(letter: str, limit: int) -> list[Asked]:
    """The programme of a size, in the file's order, cut off at ``limit`` events."""
    found: list[Asked] = []
    for row in tables.rows("events.csv"):
        if letter not in row["sizes"]:
            continue
        kinds, names = row["type"].split("|"), row["name"].split("|")
        for kind, named in zip(kinds, names if len(names) == len(kinds) else names * len(kinds), strict=True):
            for modifier in row["modifiers"].split("|"):
                for gender in row["genders"]:
                    code = f"{row['discipline']}{gender}{kind.ljust(8, '-')}{modifier}".ljust(LENGTH, "-")
                    name = " ".join(part for part in (_GENDERS[gender], _inside(named), modifier) if part)
                    found.append(Asked(code, name, row, gender))
    return found[:limit]


def _venues(asked: list[Asked], size: dict[str, Any]) -> dict[str, Venue]:
    letter = size["letter"]
    needed = {one.row["discipline"] for one in asked}
    rows = [
        row
        for row in tables.rows("venues.csv")
        if needed & set(row["disciplines"].split()) and letter in row["sizes"]
    ]
    zones = size["zones"]
    return {
        row["code"]: Venue(
            row["code"],
            row["name"],
            zones[1] if len(zones) > 1 and row["code"] in ("BEA", "CCS", "FB3") else zones[0],
            int(row["fields"]),
            row["outdoor"] == "1",
            tuple(code for code in row["disciplines"].split() if code in needed),
            tuple(row["contests"].split()),
            float(row["lat"]),
            float(row["lon"]),
        )
        for row in rows
    }


def _field_size(row: dict[str, str], scale: float) -> int:
    full = int(row["field"])
    least = 4 if row["format"].startswith("pools") else 8 if "repechage" in row["format"] else 6
    if scale > 1 and row["format"].split(":")[0] in ("bracket", "pools", "ranked"):
        return full
    return max(min(full, least), round(full * scale))


def _entry(one: Asked, scale: float) -> Entry:
    row = one.row
    universal = row["discipline"] == "ATH" and row["type"] == "100M" and not row["modifiers"]
    return Entry(
        one.code, row["discipline"], one.gender, _field_size(row, scale), int(row["team"] or 0), universal
    )


def _draft(one: Asked, seeds: list[str]) -> Draft:
    draft = Draft(one.code, one.row["discipline"], one.name, one.row["style"])
    return draw_up(draft, one.row["format"], seeds)


def _event(one: Asked, draft: Draft, seeds: list[str]) -> Event:
    row = one.row
    ratio = float(row["ratio"]) if one.gender == "W" else 1.0
    both = row["format"] in ("bracket:both", "bracket:repechage")
    splits = tuple(filter(None, row["splits"].split("|")))
    return Event(
        code=one.code, name=one.name, discipline=row["discipline"], gender=one.gender, format=row["format"],
        style=row["style"], mark=float(row["mark"]) * ratio, splits=splits,
        record=row["record"], phases=tuple(draft.phases), entrants=tuple(seeds), bronzes=2 if both else 1,
    )  # fmt: skip


def _ceremony(draft: Draft) -> Unit:
    last = max((unit for unit in draft.units.values() if unit.medal), key=lambda unit: unit.end)
    start = last.end + timedelta(minutes=35)
    return Unit(
        code=f"{draft.event[:22]}VICTMEDAL---", event=draft.event, phase=draft.phase_code("VICT"),
        discipline=draft.discipline, name="Medal ceremony", phase_type="6", order=99,
        start=start, end=start + timedelta(minutes=10), venue=last.venue, field=last.field,
    )  # fmt: skip


def _tie_break(draft: Draft) -> Unit:
    """A unit that takes place only if it must, and so never has a time."""
    final = next(unit for unit in draft.units.values() if unit.medal == 1)
    return msgspec.structs.replace(
        final, code=f"{draft.event[:22]}TB--000100--", phase=draft.phase_code("TB"), name="Tie-break",
        medal=0, scheduled=False, sources=(), order=98,
    )  # fmt: skip


def _placed(drafts: list[tuple[Asked, Draft]], halls: dict[str, Hall], plan_of: tuple[Random, Any]) -> None:
    """Times for all units, discipline by discipline; one event ends after midnight."""
    rng, days = plan_of
    night = next(
        (
            one.code
            for one, draft in drafts
            if len(draft.units) == 1 and one.row["style"] in ("jump", "highjump")
        ),
        "",
    )
    by_discipline: dict[str, list[tuple[Asked, Draft]]] = {}
    for one, draft in drafts:
        by_discipline.setdefault(draft.discipline, []).append((one, draft))
    for discipline, members in by_discipline.items():
        own = [hall for hall in halls.values() if discipline in hall.venue.disciplines]
        moments = first_moments(rng, [(draft, one.row["format"]) for one, draft in members], own[0])
        for one, draft in sorted(members, key=lambda pair: (moments[pair[0].code], pair[0].code)):
            kind = tables.styles()[draft.style].contest
            fit = [hall for hall in own if not hall.venue.contests or kind in hall.venue.contests]
            if one.code == night:
                at_night(draft, fit[0], days[0])
            else:
                place(draft, one.row["format"], fit, moments[one.code])


def plan(size: str, seed: int = 1, first_day: date | None = None) -> Plan:
    """Draw up a Games of ``size`` (one of ``SIZES``) that begins on ``first_day``.

    The same arguments give the same plan. Raises ``ValueError`` for an unknown size.
    """
    if size not in SIZES:
        raise ValueError(f"no size {size!r}; there are {', '.join(SIZES)}")
    options = tables.sizes()[size]
    rng = Random(f"plan/{size}/{seed}")  # noqa: S311 - invention, not secrecy
    opening = first_day or date.fromisoformat(options["first"])
    days = tuple(opening + timedelta(days=at) for at in range(options["days"]))
    asked = _asked(options["letter"], options["events"])
    chosen = choose_organisations(rng, tables.organisations(), options["organisations"], options["host"])
    field = Field(rng, chosen, options["host"], opening)
    seeds = {one.code: field.fill(_entry(one, options["scale"])) for one in asked}
    drafts = [(one, _draft(one, seeds[one.code])) for one in asked]
    venues = _venues(asked, options)
    _placed(drafts, open_halls(venues, days), (rng, days))
    names = tables.discipline_names()
    units, sessions = into_sessions(_all_units(drafts), venues, names)
    last = max(day_of(unit.start, venues[unit.venue].zone) for unit in units.values())
    return Plan(
        size=size, seed=seed, live=options["live"], name=options["name"],
        competition=f"{options['code']}{opening.year}",
        host=options["host"], zone=options["zones"][0],
        days=tuple(opening + timedelta(days=at) for at in range(max(len(days), (last - opening).days + 1))),
        venues=venues, organisations={one.code: one for one in chosen},
        disciplines={code: names[code] for code in sorted({draft.discipline for _, draft in drafts})},
        events={one.code: _event(one, draft, seeds[one.code]) for one, draft in drafts},
        units=units, sessions=sessions, persons=_with_judges(field, drafts), entrants=field.entrants,
    )  # fmt: skip


def _with_judges(field: Field, drafts: list[tuple[Asked, Draft]]) -> dict[str, Any]:
    """Everybody, with three referees or judges for each discipline."""
    for discipline in sorted({draft.discipline for _, draft in drafts}):
        for _ in range(3):
            field.person(field.rng.choice(field.organisations), discipline, field.rng.choice("MW"), "JU")
    return field.persons


def _all_units(drafts: list[tuple[Asked, Draft]]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for at, (one, draft) in enumerate(drafts):
        units |= draft.units
        ceremony = _ceremony(draft)
        units[ceremony.code] = ceremony
        if at % 6 == 0 and one.row["style"] not in ("marathon",):
            spare = _tie_break(draft)
            units[spare.code] = spare
    return units


def count(made: Plan) -> Figures:
    """How large a plan is."""
    return Figures(
        days=len(made.days),
        venues=len(made.venues),
        organisations=len(made.organisations),
        disciplines=len(made.disciplines),
        events=len(made.events),
        units=len(made.units),
        athletes=sum(person.function == "AA01" for person in made.persons.values()),
        teams=sum(entrant.kind == "T" for entrant in made.entrants.values()),
    )
