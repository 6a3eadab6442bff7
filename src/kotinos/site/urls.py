"""Every address of the site. A Games' key begins with a capital, so it meets none of the others.

What people read has its language in front (``/fr/…``, ``/ar/…``; English has none), so that an address is
one text for everybody."""

from __future__ import annotations

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from . import addresses
from .web import (
    about,
    calendars,
    disciplines,
    errors,
    events,
    home,
    live_centre,
    names,
    ops,
    overview,
    records,
    reports,
    schedule,
    search,
    units,
    venues,
)
from .web.elsewhere import called, named
from .web.flags import views as flags
from .web.found import feeds, offline, sitemaps
from .web.found.cards import views as cards
from .web.languages import asked
from .web.medals import medallists
from .web.medals import views as medals
from .web.people.organisation import organisation
from .web.people.organisations import organisations
from .web.people.participant import participant


class GamesKey:
    """A competition code, with ``~T`` behind it for a test feed."""

    regex = r"[A-Z][A-Za-z0-9~._-]{0,31}"

    def to_python(self, value: str) -> str:
        """The key as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it stands."""
        return value


class InWords:
    """The code of an event in its address: ``ath/men-100m``. A code that words cannot say has none."""

    regex = addresses.EVENT

    def to_python(self, value: str) -> str:
        """The code of 34 characters."""
        return addresses.code(value)

    def to_url(self, value: str) -> str:
        """The words."""
        if not addresses.readable(value):
            raise ValueError(value)
        return addresses.words(value)


class UnitInWords(InWords):
    """The code of a unit in its address: ``ath/men-100m/final-1``."""

    regex = addresses.UNIT


register_converter(GamesKey, "games")
register_converter(InWords, "event")
register_converter(UnitInWords, "unit")

of_a_games: list[Any] = [
    path("", home.games, name="home"),
    path("report/", reports.report, name="report"),
    path("report/<str:token>/", reports.reported, name="reported"),
    path("card.png", cards.games, name="card"),
    path("medals/card.png", cards.medals, name="medals-card"),
    path("organisations/<str:code>/card.png", cards.organisation, name="organisation-card"),
    path("participants/<str:code>/card.png", cards.participant, name="participant-card"),
    path("units/<str:rsc>/card.png", cards.unit, name="unit-card"),
    path("events/<str:rsc>/card.png", cards.event, name="event-card"),
    path("<unit:rsc>/card.png", cards.unit, name="unit-card"),
    path("<event:rsc>/card.png", cards.event, name="event-card"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.offline, name="offline"),
    path("live/", live_centre.centre, name="live"),
    path("calendar/", overview.calendar, name="calendar"),
    path("schedule.ics", calendars.schedule, name="schedule-ics"),
    path("schedule/", schedule.today, name="schedule"),
    path("schedule/<str:day>/", schedule.day, name="day"),
    path("units/<str:rsc>.ics", calendars.unit, name="unit-ics"),
    path("units/<str:rsc>/", named(units.unit), name="unit"),  # for codes that words cannot say
    path("events/<str:rsc>/", named(events.event), name="event"),
    path("<unit:rsc>/", units.unit, name="unit"),
    path("<event:rsc>/", events.event, name="event"),
    path("disciplines/", disciplines.disciplines, name="disciplines"),
    path("disciplines/<str:code>/", disciplines.discipline, name="discipline"),
    path("medals/", medals.table, name="medals"),
    path("results.atom", feeds.results, name="results-feed"),
    path("medals.atom", feeds.medals, name="medals-feed"),
    path("disciplines/<str:code>.atom", feeds.discipline, name="discipline-feed"),
    path("organisations/<str:code>.atom", feeds.organisation, name="organisation-feed"),
    path("medals/days/", medals.days, name="medals-days"),
    path("medals/disciplines/", medals.disciplines, name="medals-disciplines"),
    path("medals/genders/", medals.genders, name="medals-genders"),
    path("medals/per-head/", medals.per_head, name="medals-per-head"),
    path("medals/medallists/", medallists.medallists, name="medallists"),
    path("medals/several/", medallists.several, name="medals-several"),
    path("organisations/", organisations, name="organisations"),
    path("organisations/<str:code>.ics", calendars.organisation, name="organisation-ics"),
    path("organisations/<str:code>/", organisation, name="organisation"),
    path("participants/<str:code>.ics", calendars.participant, name="participant-ics"),
    path("participants/<str:code>/", participant, name="participant"),
    path("participants/<str:code>/<str:called>/", called(participant), name="participant-called"),
    path("venues/", venues.venues, name="venues"),
    path("venues/<str:code>/", venues.venue, name="venue"),
    path("records/", records.records, name="records"),
    path("search/", search.search, name="search"),
    path("search/offered/", search.offered, name="search-offered"),
    path("names.json", names.document, name="names"),
]

in_a_language: list[Any] = [
    path("", home.start, name="start"),
    path("about-the-data/", about.data, name="about"),
    path("<games:games>/", include(of_a_games)),
]

urlpatterns: list[Any] = [
    path("sw.js", offline.worker, name="worker"),
    path("robots.txt", about.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/<games:games>/<str:part>.xml", sitemaps.sitemap, name="sitemap"),
    path("ops/", asked(ops.operations), name="ops"),
    path("ops/reports/", asked(ops.reports), name="ops-reports"),
    path("metrics", ops.metrics, name="metrics"),
    path("flags/<games:games>/all.svg", flags.sheet, name="flags"),
    path("flags/<games:games>/<str:code>.svg", flags.flag, name="flag"),
    path("api/v1/", include("kotinos.site.api.urls")),
    *i18n_patterns(*in_a_language, prefix_default_language=False),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
