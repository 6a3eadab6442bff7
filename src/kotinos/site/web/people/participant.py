"""A person or a team: the next start, the way through the events, medals, records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kotinos.games.terms import EventView, ParticipantView, Pool, PoolRow, RecordsView, RecordView, UnitView

from .. import read, times
from ..charts import scale
from ..respond import Part, page
from . import form
from .ages import age, of_age
from .ordering import key as alphabet

SHOWN = ("code", "name", "results", "entries", "medals", "members", "teams", "disciplines", "derived", "gone")
"""What the page follows: dates of birth are not sent along."""
UNITS = 60
"""Units that are looked at for opponents and formats, the latest first."""


def participant(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """A person or a team on one page."""
    frame = read.frame(games)
    view = read.topic(games, f"participant/{code}", ParticipantView)
    person = view.value
    teams = read.many(games, [f"participant/{each}" for each in person.teams], ParticipantView)
    ways = form.ways(person, teams.values(), _units(games, [person, *teams.values()]))
    records = _records(games, person)
    groups = _groups(games, person) if person.kind == "T" else ()
    context = {
        "person": person,
        "ways": [(way, _plot(way, number)) for number, way in enumerate(ways)],
        "live_now": form.live(ways),
        "next": form.coming(ways, frame.now)[:1],
        "records": records,
        "groups": groups,
        "form": [wlt for way in ways for wlt in way.form] if person.kind == "T" else [],
        "events": {
            **{rsc: line.name for rsc, line in person.entries.items()},
            **{w.event: w.name for w in ways},
        },
        "organisation_name": frame.organisations.get(
            person.organisation, person.organisation_name or person.organisation
        ),
        **_born(person, frame.today),
    }
    still = read.rows("around", (ways, records, groups, frame.today))
    parts = [Part(view, SHOWN), Part(still, still=True)]
    return page(request, "site/participant.html", frame, parts, context)


def _units(games: str, people: Iterable[ParticipantView]) -> dict[str, UnitView]:
    starts = sorted(
        ((line.start, rsc) for each in people for rsc, line in each.results.items()), reverse=True
    )
    found = read.many(games, [f"unit/{rsc}" for _, rsc in starts[:UNITS]], UnitView)
    return {name.removeprefix("unit/"): unit for name, unit in found.items()}


def _records(games: str, person: ParticipantView) -> tuple[RecordView, ...]:
    """Records set by the person or team in a unit of these Games: the feed names the holder, not the code."""
    stored = read.maybe(games, "records", RecordsView)
    return tuple(
        record
        for _, record in sorted((stored.value.records if stored else {}).items())
        if record.unit in person.results and alphabet(record.holder) == alphabet(person.name)
    )


def _groups(games: str, team: ParticipantView) -> tuple[tuple[str, Pool, PoolRow], ...]:
    """The team's place in its groups: event, group, its line."""
    events = read.many(games, [f"event/{rsc}" for rsc in team.entries], EventView)
    return tuple(
        (event.rsc, pool, pool.rows[team.code])
        for event in events.values()
        for pool in event.pools.values()
        if team.code in pool.rows
    )


def _born(person: ParticipantView, today: str) -> dict[str, Any]:
    years, grown = age(person.birth_date, today), of_age(person.birth_date, today)
    return {
        "age": years,
        "birth_date": person.birth_date if grown else "",
        "birth_place": person.birth_place if grown or not person.birth_date else "",
    }


def _plot(way: form.Way, number: int) -> scale.Plot | None:
    """The marks of an event from round to round; better is higher. ``None`` where they cannot be compared."""
    found = form.marks(way)
    if not found:
        return None
    race = found[0][0].format == "race"
    up = scale.axis((value for _, value in found), turned=race)
    across = [round(100 * (place + 0.5) / len(found), 2) for place in range(len(found))]
    points = [(x, 100 - up.place(value)) for x, (_, value) in zip(across, found, strict=True)]
    lines = [step.line for step, _ in found]
    names = [_round(way, line.name) for line in lines]
    return scale.Plot(
        code=f"marks-{number}",
        title=_("From round to round, faster is higher")
        if race
        else _("From round to round, farther is higher"),
        told="; ".join(f"{name}: {line.result}" for name, line in zip(names, lines, strict=True)),
        series=(scale.series(way.name, 0, points),),
        across=tuple(zip(across, names, strict=True)),
        up=tuple((100 - place, text) for place, text in scale.ticks(up, _axis_text(found))),
        head=(_("Round"), _("Day"), _("Result")),
        rows=tuple(
            (name, times.day(line.start, "d MMM"), line.result)
            for name, line in zip(names, lines, strict=True)
        ),
    )


def _round(way: form.Way, name: str) -> str:
    return name.removeprefix(f"{way.name} ").removeprefix("- ")


def _axis_text(found: list[tuple[form.Step, float]]) -> Any:
    clocked = any(":" in step.line.result for step, _ in found)

    def text(value: float) -> str:
        if not clocked:
            return f"{value:g}"
        minutes, seconds = divmod(value, 60)
        return f"{minutes:.0f}:{seconds:05.2f}".removesuffix(".00")

    return text
