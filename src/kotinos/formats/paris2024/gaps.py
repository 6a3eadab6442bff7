"""What the set does not tell, by discipline and RSC, with the reason. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kotinos.odf.rsc import LENGTH

from .awards import code_of
from .people import UNTOLD as UNTOLD_GENDER
from .people import People, people
from .plan import OWN_CODE, PAIRED, REPEATED, UNLISTED, Plan, Planned, plan
from .programme import Programme, programme, rsc_of_discipline
from .rows import Gap, ParisSet

NO_FILE = "no results file"
NO_ROWS = "the discipline's results file has no rows for this unit"

UNTOLD = {
    UNLISTED: "the schedule's line of a unit",
    OWN_CODE: "the unit of a schedule's line",
    REPEATED: "the unit of a schedule's line",
    PAIRED: "which line of a phase is which unit",
}

NEVER = (
    ("stamps", "message times are made up from the schedule and the results' last touch"),
    ("actual start and end", "taken from the schedule, marked as derived"),
    ("splits, attempts, judges' marks, periods", "the set has final values only; none are made up"),
    ("height, weight, birthplace, residence", "the set's list of athletes is missing; left empty"),
    ("sessions", "the schedule lists units only"),
    ("records, officials, weather", "not in the set; left out"),
    ("torch_route.csv", "no message carries a torch relay; not read"),
    ("schedules_preliminary.csv", "superseded by schedules.csv; not read"),
)


def gaps(paris: ParisSet) -> tuple[Gap, ...]:
    """Everything the set lacks: disciplines first, then events, units, medals, people, the whole."""
    named = programme(paris)
    planned = plan(paris, named)
    return (
        *_disciplines(paris, named),
        *_events(paris, named),
        *_units(paris, planned),
        *_medals(paris, named),
        *_people(paris, people(paris, named)),
        *(Gap("", "GL0".ljust(LENGTH, "-"), what, reason) for what, reason in NEVER),
    )


def missing(paris: ParisSet) -> dict[str, int]:
    """Disciplines without a results file, with the number of their finished units."""
    told = {row.code[:3] for row in paris.results if row.code}
    lines = Counter(
        line.discipline_code for line in paris.schedule
        if line.status == "FINISHED" and line.discipline_code not in told and line.discipline_code != "CER"
    )  # fmt: skip
    return dict(sorted(lines.items()))


def _disciplines(paris: ParisSet, named: Programme) -> Iterator[Gap]:
    for code, count in missing(paris).items():
        name = named.disciplines.get(code, code)
        reason = f"{NO_FILE}: {count} finished lines of the schedule stand without"
        yield Gap(code, rsc_of_discipline(code), f"results of {name}", reason)


def _events(paris: ParisSet, named: Programme) -> Iterator[Gap]:
    for event in named.events.values():
        if event.derived:
            reason = f"{event.name}: {event.derived}"
            yield Gap(event.discipline, event.rsc, "the RSC of an event", reason)
    listed = {(row.sport_code.strip(), row.event.strip()) for row in paris.events}
    for discipline, name in sorted(listed - set(named.events)):
        reason = f"{name}: events.csv names it so; schedule and results do not"
        yield Gap(discipline, rsc_of_discipline(discipline), "an event of the programme", reason)


def _units(paris: ParisSet, planned: Plan) -> Iterator[Gap]:
    without = missing(paris)
    covering = {id(unit.cover) for unit in (*planned.units, *planned.lists) if unit.line is None}
    for unit in planned.units:
        discipline, line = unit.rsc[:3], unit.line
        for _, how in unit.derived:
            if how in UNTOLD:
                yield Gap(discipline, unit.rsc, UNTOLD[how], how)
        if discipline not in without and _lacks_results(unit) and id(line) not in covering:
            yield Gap(discipline, unit.rsc, "results", NO_ROWS)
        if line and unit.stage and line.status != "FINISHED":
            yield Gap(
                discipline, unit.rsc, "status", f"has results, though the schedule says {line.status!r}"
            )
    for row in planned.unplaced:
        reason = f"{row.file}, line {row.line}: no RSC or no competitor; not sent"
        yield Gap(row.discipline_code, row.stage_code, "a row of results", reason)


def _lacks_results(unit: Planned) -> bool:
    line = unit.line
    if line is None or line.status != "FINISHED" or unit.stage or line.discipline_code == "CER":
        return False
    return not line.phase.endswith("Training")


def _medals(paris: ParisSet, named: Programme) -> Iterator[Gap]:
    given = {(row.discipline, row.event) for row in paris.medals if row.medal_code == "1"}
    for event in named.events.values():
        name = named.disciplines.get(event.discipline, "")
        if (name, event.name) not in given and event.is_event:
            yield Gap(event.discipline, event.rsc, "a gold medal", "not given when the set was taken")
    for row in paris.medals:
        if not named.find(row.discipline, row.event) or not code_of(row):
            reason = f"{row.file}, line {row.line}: event or medal unknown; not sent"
            yield Gap("", "", "the event of a medal", reason)
    for each in paris.medallists:
        if not each.name:
            found = named.find(each.discipline, each.event)
            rsc = found.rsc if found else ""
            reason = f"{each.file}, line {each.line}: no names for {each.code}"
            yield Gap(rsc[:3], rsc, "names of medallists", reason)


def _people(paris: ParisSet, found: People) -> Iterator[Gap]:
    for code, persons in sorted(found.persons.items()):
        for what in ("gender", "birth_date"):
            lacking = sum(1 for person in persons if getattr(person, what) in ("", UNTOLD_GENDER))
            if lacking:
                reason = f"told of {len(persons) - lacking} of {len(persons)} persons only"
                yield Gap(code, rsc_of_discipline(code), f"{what} of everybody", reason)
    old = sum(1 for team in paris.teams if team.is_historical)
    if old:
        reason = f"{old} teams of teams.csv hold old records and take no part in these Games; not sent"
        yield Gap("", "GL0".ljust(LENGTH, "-"), "which teams take part", reason)
