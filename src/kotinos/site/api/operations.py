"""Every operation of the API: its path, what it gives, what it may be asked."""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path

from kotinos.games import api as ask
from kotinos.games import terms
from kotinos.games.terms import asked, rows

from . import answers
from .openapi import ABOUT, described

api = NinjaAPI(
    title="Kotinos",
    version="1",
    description=ABOUT,
    docs_url=None,  # ninja's page loads from elsewhere; ours is served from here
    openapi_url=None,
    urls_namespace="api",
    servers=[{"url": "/"}],
)
View = TypeVar("View", bound=Callable[..., HttpResponse])

Games = Annotated[
    str,
    Path(
        description="A Games: its competition code; a test feed has ~T behind it.",
        examples=["CITY2026"],
    ),
]
Day = Annotated[str, Path(description="A day at the venue, YYYY-MM-DD.", examples=["2026-11-22"])]
Unit = Annotated[
    str,
    Path(
        description="A unit's RSC: 34 characters.",
        examples=["ATHM100M--------------FNL-000100--"],
    ),
]
Event = Annotated[
    str,
    Path(
        description="An event's RSC: 34 characters.",
        examples=["ATHM100M--------------------------"],
    ),
]
Organisation = Annotated[str, Path(description="An organisation's code (its NOC).", examples=["LUM"])]
Participant = Annotated[str, Path(description="The code of a person or team.", examples=["1000101"])]


def get(
    path: str, kind: Any, *, asks: type[asked.Asked] | None = None, topic: str = ""
) -> Callable[[View], View]:
    """Register an operation that answers with ``kind``: a list that may be asked ``asks``, or the
    document of ``topic``. Its docstring is its description."""

    def register(view: View) -> View:
        summary, _, more = (view.__doc__ or "").partition("\n")
        api.get(
            path,
            summary=summary.rstrip("."),
            description=cleandoc(more),
            operation_id=view.__name__,
            url_name=view.__name__,
            openapi_extra=described(kind, asks, topic),
        )(view)
        return view

    return register


@get("/games", rows.Page[rows.GamesRow], asks=asked.Asked)
def games_list(request: HttpRequest) -> HttpResponse:
    """The Games there are.

    The one with the newest message first, test feeds last."""
    return answers.games_list(request)


@get("/games/{games}", terms.GamesView, topic="games")
def games(request: HttpRequest, games: Games) -> HttpResponse:
    """A Games at a glance.

    Its days, disciplines, venues and organisations; what is on, what comes next, the latest medals."""
    return answers.document(request, games, "games")


@get("/games/{games}/days/{day}", terms.DayView, topic="day/{day}")
def day(request: HttpRequest, games: Games, day: Day) -> HttpResponse:
    """A day's schedule.

    Its sessions and units, with who leads."""
    return answers.document(request, games, f"day/{day}")


@get("/games/{games}/units", rows.Page[rows.UnitRow], asks=asked.UnitsAsked)
def units(request: HttpRequest, games: Games) -> HttpResponse:
    """Units, in order of time.

    Those without a time come last."""
    return answers.listing(request, games, asked.UnitsAsked, ask.units)


@get("/games/{games}/units/{rsc}", terms.UnitView, topic="unit/{rsc}")
def unit(request: HttpRequest, games: Games, rsc: Unit) -> HttpResponse:
    """A unit with its start list or result.

    Splits, attempts, periods, conditions and officials are in it, as far as they were told."""
    return answers.document(request, games, f"unit/{rsc}")


@get("/games/{games}/events", rows.Page[rows.EventRow], asks=asked.EventsAsked)
def events(request: HttpRequest, games: Games) -> HttpResponse:
    """Events, by RSC.

    So they stand by discipline."""
    return answers.listing(request, games, asked.EventsAsked, ask.events)


@get("/games/{games}/events/{rsc}", terms.EventView, topic="event/{rsc}")
def event(request: HttpRequest, games: Games, rsc: Event) -> HttpResponse:
    """An event as a whole.

    Its phases and units, standings, bracket, pools and medals."""
    return answers.document(request, games, f"event/{rsc}")


@get("/games/{games}/medals", terms.MedalTableView, topic="medals")
def medals(request: HttpRequest, games: Games) -> HttpResponse:
    """The medal table.

    By gold and by total; equal counts share a rank, and the next rank is skipped."""
    return answers.document(request, games, "medals")


@get("/games/{games}/medals/list", rows.Page[terms.MedalHeld], asks=asked.MedalsAsked)
def medals_list(request: HttpRequest, games: Games) -> HttpResponse:
    """Medals held, by date.

    Within an event gold comes first."""
    return answers.listing(request, games, asked.MedalsAsked, ask.medals)


@get("/games/{games}/organisations", rows.Page[rows.OrganisationRow], asks=asked.Asked)
def organisations(request: HttpRequest, games: Games) -> HttpResponse:
    """Organisations, by name.

    Each with its medals."""
    return answers.listing(request, games, asked.Asked, ask.organisations)


@get("/games/{games}/organisations/{code}", terms.OrganisationView, topic="organisation/{code}")
def organisation(request: HttpRequest, games: Games, code: Organisation) -> HttpResponse:
    """An organisation.

    Its medals and its participants."""
    return answers.document(request, games, f"organisation/{code}")


@get("/games/{games}/participants", rows.Page[terms.ParticipantLine], asks=asked.ParticipantsAsked)
def participants(request: HttpRequest, games: Games) -> HttpResponse:
    """People and teams, by name.

    Capitals and accents do not matter in ``q``."""
    return answers.listing(request, games, asked.ParticipantsAsked, ask.participants)


@get("/games/{games}/participants/{code}", terms.ParticipantView, topic="participant/{code}")
def participant(request: HttpRequest, games: Games, code: Participant) -> HttpResponse:
    """A person or team.

    With entries, results, medals, and the team's members or the person's teams."""
    return answers.document(request, games, f"participant/{code}")


@get("/games/{games}/results", rows.Page[rows.ResultRow], asks=asked.ResultsAsked)
def results(request: HttpRequest, games: Games) -> HttpResponse:
    """Lines of start lists and results.

    Unit by unit, each in the order of its list. A competitor's lines over the whole Games are these
    with ``competitor``."""
    return answers.listing(request, games, asked.ResultsAsked, ask.results)


@get("/games/{games}/entries", rows.Page[rows.EntryRow], asks=asked.EntriesAsked)
def entries(request: HttpRequest, games: Games) -> HttpResponse:
    """Entries in events.

    By event, organisation and name. Who is entered need not start: start lists tell that."""
    return answers.listing(request, games, asked.EntriesAsked, ask.entries)


@get("/games/{games}/records", terms.RecordsView, topic="records")
def records(request: HttpRequest, games: Games) -> HttpResponse:
    """Records.

    World, Games and other sporting records that were told, standing or broken here."""
    return answers.document(request, games, "records")


@get("/games/{games}/feeds", terms.FeedsView, topic="feeds")
def feeds(request: HttpRequest, games: Games) -> HttpResponse:
    """The sources of the Games' messages.

    Which are on, since when, and the stamp of the last message of their day."""
    return answers.document(request, games, "feeds")


@get("/games/{games}/notices", terms.NoticesView, topic="notices")
def notices(request: HttpRequest, games: Games) -> HttpResponse:
    """The notices in force.

    What the organiser tells everybody: weather, safety, practical things."""
    return answers.document(request, games, "notices")


@get("/games/{games}/news", terms.NewsView, topic="news")
def news(request: HttpRequest, games: Games) -> HttpResponse:
    """The newest news.

    At most twenty pieces, each with the codes of what it is about."""
    return answers.document(request, games, "news")
