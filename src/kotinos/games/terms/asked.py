"""Questions: what a list may be asked for, with its bounds. Pure.

The JSON API reads its query parameters into these and describes them from these.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

MOST = 1000
"""Rows in one answer at the most."""

Limit = Annotated[int, Meta(ge=1, le=MOST, description="Rows in the answer at the most.")]
After = Annotated[int, Meta(ge=0, le=10_000_000, description="Rows to skip: those you have already.")]
Text = Annotated[
    str, Meta(max_length=100, description="A part of the name. Capitals and accents do not matter.")
]
Day = Annotated[
    str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day at the venue, YYYY-MM-DD.",
              examples=["2026-11-22"]),
]  # fmt: skip
Discipline = Annotated[
    str,
    Meta(pattern=r"^[A-Z0-9]{3}$", description="A discipline's code of three characters.", examples=["ATH"]),
]
Rsc = Annotated[str, Meta(min_length=34, max_length=34)]
EventRsc = Annotated[Rsc, Meta(description="An event, by its RSC of 34 characters.")]
UnitRsc = Annotated[Rsc, Meta(description="A unit, by its RSC of 34 characters.")]
Organisation = Annotated[
    str, Meta(max_length=8, description="An organisation's code (its NOC).", examples=["LUM"])
]
Competitor = Annotated[str, Meta(max_length=64, description="The code of a person or team.")]


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question without filters. ``q`` and the filters of its kinds are empty when not given."""

    limit: Limit = 200
    after: After = 0


class UnitsAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which units."""

    day: Day = ""
    discipline: Discipline = ""
    event: EventRsc = ""
    venue: Annotated[str, Meta(max_length=20, description="A venue's code.", examples=["STA"])] = ""
    session: Annotated[str, Meta(max_length=20, description="A session's code.")] = ""
    status: Annotated[
        str, Meta(max_length=20, description="A ScheduleStatus: SCHEDULED, RUNNING, FINISHED …")
    ] = ""
    q: Text = ""


class EventsAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which events."""

    discipline: Discipline = ""
    gender: Annotated[str, Meta(max_length=1, description="M, W, X (mixed) or O (open).")] = ""
    q: Text = ""


class ResultsAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which lines of results."""

    unit: UnitRsc = ""
    event: EventRsc = ""
    competitor: Competitor = ""
    organisation: Organisation = ""


class MedalsAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which medals."""

    medal: Annotated[
        str, Meta(pattern="^ME_(GOLD|SILVER|BRONZE)$", description="ME_GOLD, ME_SILVER or ME_BRONZE.")
    ] = ""
    date: Day = ""
    discipline: Discipline = ""
    event: EventRsc = ""
    competitor: Competitor = ""
    organisation: Organisation = ""


class ParticipantsAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which people and teams."""

    organisation: Organisation = ""
    discipline: Discipline = ""
    kind: Annotated[
        str, Meta(pattern="^[ATC]$", description="A athletes, T teams, C coaches and other officials.")
    ] = ""
    q: Text = ""


class EntriesAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which entries."""

    event: EventRsc = ""
    participant: Annotated[str, Meta(max_length=64, description="The code of a person or team.")] = ""
    organisation: Organisation = ""
