"""What stands in a page's head for search engines and for whoever shares it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jinja2
import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from jinja2.runtime import Context

from kotinos.games.terms import (
    EventView,
    GamesView,
    MedalTableView,
    OrganisationView,
    ParticipantView,
    UnitView,
)
from kotinos.site.web.elsewhere import tail
from kotinos.site.web.names import shown
from kotinos.site.web.read import Frame

from . import ld
from .places import whole, whole_url

ASKS = ("discipline", "venue", "by", "day", "q", "gender", "organisation")
"""What may stand behind ``?`` in a canonical address: it makes another page of it. In order."""


class Feed(msgspec.Struct, frozen=True):
    """A feed that a reader's program may find from the page."""

    title: str
    address: str


class Head(msgspec.Struct, frozen=True):
    """A page's head: its one address, a sentence, a picture with its words, and JSON-LD."""

    canonical: str
    description: str
    image: str = ""
    image_alt: str = ""
    kind: str = "website"
    data: Mapping[str, Any] | None = None
    feeds: tuple[Feed, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """What one kind of page tells: a sentence, its crumbs, its thing, and the path of its card."""

    description: str
    steps: tuple[tuple[str, str], ...] = ()
    thing: ld.Thing | None = None
    card: str = ""
    kind: str = "website"
    canonical: str = ""


@jinja2.pass_context
def head(context: Context) -> Head:
    """The head of the page that is being rendered, by what its view gave to the template."""
    request: HttpRequest = context["request"]
    frame: Frame | None = context.get("frame")
    if "status" in context:  # the page of a fault is nothing to find; its very host may be none
        return Head("", "")
    if frame is None:
        return Head(canonical=whole(request, request.path_info), description=_general())
    told = _told(request, frame, context)
    top = [(frame.name, whole_url(request, "home", frame.key))]
    things = [told.thing] if told.thing else []
    if told.steps:
        things.append(ld.crumbs([*top, *told.steps]))
    return Head(
        canonical=told.canonical or whole(request, request.path_info + _kept(request)),
        description=told.description,
        image=whole(request, told.card or f"{reverse('home', args=[frame.key])}card.png"),
        image_alt=told.description,
        kind=told.kind,
        data=ld.graph(things) if things else None,
        feeds=tuple(_feeds(request, frame, context)),
    )


def _told(request: HttpRequest, frame: Frame, context: Context) -> Told:
    match = request.resolver_match
    teller = TELLERS.get((match.url_name if match else "") or "")
    if teller is None:
        return Told(_("%(games)s: schedule, results, medals and records, live.") % {"games": frame.name})
    return teller(request, frame, context)


def _games(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: GamesView = context["games"]
    text = _("%(games)s: schedule, results, medals and records, live.") % {"games": frame.name}
    return Told(text, thing=ld.games(view, whole(request, request.path_info)))


def _unit(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: UnitView = context["unit"]
    url, over, steps = whole_url(request, "unit", frame.key, view.rsc), _over(request, frame), []
    steps.append(_discipline(request, frame, view.discipline, view.discipline_name))
    if view.event:
        at = whole_url(request, "event", frame.key, view.event)
        steps.append((view.event_name or view.event, at))
        over = ld.thing("SportsEvent", name=view.event_name or view.event, url=at, superEvent=over)
    steps.append((view.name, url))
    parts = map(shown, filter(None, (view.event_name, view.name, view.discipline_name)))
    what = " · ".join(dict.fromkeys(parts))
    ranked = sorted(view.competitors.values(), key=lambda line: (line.order, line.code))
    lines = [f"{line.rank} {line.name} ({line.organisation}) {line.result}" for line in ranked if line.result]
    text = f"{what}: {', '.join(' '.join(line.split()) for line in lines[:3])}" if lines else what
    return Told(text, tuple(steps), ld.unit(view, url, over), _card(request), "article")


def _event(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: EventView = context["event"]
    url = whole_url(request, "event", frame.key, view.rsc)
    steps = (_discipline(request, frame, view.discipline, view.discipline_name), (view.name, url))
    what = f"{shown(view.name)} · {shown(view.discipline_name or view.discipline)}"
    held = sorted(view.medals.values(), key=lambda medal: (medal.order, medal.competitor))
    names = ", ".join(f"{medal.name} ({medal.organisation})" for medal in held[:4])
    text = f"{what}: {names}" if names else what
    return Told(text, steps, ld.event(view, url, _over(request, frame)), _card(request), "article")


def _person(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: ParticipantView = context["person"]
    parts = [frame.key, view.code, *filter(None, [tail(view.name)])]
    url = whole_url(request, "participant-called" if len(parts) == 3 else "participant", *parts)
    nation = shown(view.organisation_name or view.organisation)
    text = _("%(name)s, %(organisation)s: entries, results and medals at %(games)s.") % {
        "name": view.name, "organisation": nation, "games": frame.name}  # fmt: skip
    steps = ((nation, whole_url(request, "organisation", frame.key, view.organisation)),) if nation else ()
    kind = "website" if view.kind == "T" else "profile"
    card = reverse("participant", args=[frame.key, view.code]) + "card.png"
    return Told(text, (*steps, (view.name, url)), ld.person(view, url, frame.today), card, kind, url)


def _organisation(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: OrganisationView = context["organisation"]
    url = whole(request, request.path_info)
    text = _("%(organisation)s at %(games)s: medals, results, athletes and teams.") % {
        "organisation": shown(view.name), "games": frame.name}  # fmt: skip
    above = (_("Organisations"), whole_url(request, "organisations", frame.key))
    return Told(text, (above, (view.name, url)), ld.organisation(view, url), _card(request))


def _medals(request: HttpRequest, frame: Frame, context: Context) -> Told:
    view: MedalTableView = context["table"]
    first = sorted(view.lines.values(), key=lambda line: line.order)[:3]
    text = _("Medal table of %(games)s.") % {"games": frame.name}
    lines = ", ".join(f"{line.rank} {line.name} {line.gold}-{line.silver}-{line.bronze}" for line in first)
    steps = ((_("Medals"), whole_url(request, "medals", frame.key)),)
    return Told(f"{text} {lines}".strip(), steps, card=reverse("medals", args=[frame.key]) + "card.png")


TELLERS: Mapping[str, Callable[[HttpRequest, Frame, Context], Told]] = {
    "home": _games,
    "unit": _unit,
    "event": _event,
    "participant": _person,
    "participant-called": _person,
    "organisation": _organisation,
    "medals": _medals,
}


def _feeds(request: HttpRequest, frame: Frame, context: Context) -> Iterator[Feed]:
    yield Feed(_("Results of %(games)s") % {"games": frame.name}, reverse("results-feed", args=[frame.key]))
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name == "medals":
        title = _("Medals of %(games)s") % {"games": frame.name}
        yield Feed(title, reverse("medals-feed", args=[frame.key]))
    code = request.resolver_match.kwargs.get("code", "") if request.resolver_match else ""
    if name == "organisation":
        yield Feed(context["organisation"].name, reverse("organisation-feed", args=[frame.key, code]))
    if name == "discipline":
        yield Feed(frame.disciplines.get(code, code), reverse("discipline-feed", args=[frame.key, code]))


def _general() -> str:
    return _("Schedule, results, medals and records of a Games, live and free for all.")


def _over(request: HttpRequest, frame: Frame) -> ld.Thing:
    return ld.thing("SportsEvent", name=frame.name, url=whole_url(request, "home", frame.key))


def _discipline(request: HttpRequest, frame: Frame, code: str, name: str) -> tuple[str, str]:
    return name or code, whole_url(request, "discipline", frame.key, code)


def _card(request: HttpRequest) -> str:
    return f"{request.path_info}card.png"


def _kept(request: HttpRequest) -> str:
    """Of a query what makes another page."""
    given = [(name, request.GET[name]) for name in ASKS if request.GET.get(name)]
    return "?" + "&".join(f"{name}={value}" for name, value in given) if given else ""
