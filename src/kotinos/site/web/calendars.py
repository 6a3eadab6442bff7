"""iCalendar of a schedule, a contest, an organisation, an athlete: what people subscribe to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotinos.formats import icalendar
from kotinos.games.terms import OrganisationView, ParticipantView, UnitFacts, UnitLine, UnitView
from kotinos.live import api as live

from . import asked as asks
from . import days, narrow, read
from .read import Frame
from .words import word

TENTATIVE = frozenset({"POSTPONED", "INTERRUPTED", "UNSCHEDULED"})
"""Statuses in which a time is known but will not hold."""


class _Stamped(msgspec.Struct):
    updated: str = ""


def schedule(request: HttpRequest, games: str) -> HttpResponse:
    """The whole schedule, narrowed as its pages are; ``?day=`` one day of it."""
    if request.GET.get("subscribe"):
        return _subscribed(request)
    frame = read.frame(games)
    asked = narrow.wish(request.GET.dict())
    found = asks.starts(games, asked.organisation) if asked.organisation else frozenset()
    where, only = asked.where(found), request.GET.get("day", "")
    units: dict[str, UnitLine] = {}
    for view in days.every(frame):
        if only in ("", view.value.day):
            units.update(narrow.kept(view.value.units, where))
    return _answer(request, frame, frame.name, units)


def unit(request: HttpRequest, games: str, rsc: str) -> HttpResponse:
    """One contest."""
    frame = read.frame(games)
    view = read.topic(games, f"unit/{rsc}", UnitView).value
    return _answer(request, frame, _title(view), {rsc: view})


def organisation(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """All contests in which an organisation has somebody on the start list or in the result."""
    if request.GET.get("subscribe"):
        return _subscribed(request)
    frame = read.frame(games)
    view = read.topic(games, f"organisation/{code}", OrganisationView).value
    return _answer(request, frame, f"{view.name}, {frame.name}", _lines(frame, asks.starts(games, code)))


def participant(request: HttpRequest, games: str, code: str) -> HttpResponse:
    """All contests of an athlete or team; an athlete's teams' too."""
    if request.GET.get("subscribe"):
        return _subscribed(request)
    frame = read.frame(games)
    view = read.topic(games, f"participant/{code}", ParticipantView).value
    codes = set(view.results)
    for team in view.teams:
        found = read.maybe(games, f"participant/{team}", ParticipantView)
        codes |= set(found.value.results) if found else set()
    return _answer(request, frame, f"{view.name}, {frame.name}", _lines(frame, codes))


def _lines(frame: Frame, codes: Iterable[str]) -> dict[str, UnitLine]:
    wanted = frozenset(codes)
    found: dict[str, UnitLine] = {}
    for view in days.every(frame):
        found.update((code, line) for code, line in view.value.units.items() if code in wanted)
    return narrow.kept(found, narrow.SHOWN)


def _subscribed(request: HttpRequest) -> HttpResponse:
    """On to the same address as ``webcal:``, which the reader's calendar opens and keeps up to date."""
    rest = urlencode({name: value for name, value in request.GET.items() if name != "subscribe"})
    response = HttpResponse(status=302)
    response["Location"] = f"webcal://{request.get_host()}{request.path}" + (f"?{rest}" if rest else "")
    return response


def _answer(request: HttpRequest, frame: Frame, name: str, units: Mapping[str, UnitFacts]) -> HttpResponse:
    stored = live.snapshots(frame.key, [f"unit/{code}" for code in units])
    body = icalendar.write(
        name,
        (_contest(request, frame, line, stored.get(f"unit/{code}", b"{}")) for code, line in units.items()),
    )
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    known = get_conditional_response(request, etag=etag)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    if known is not None and known.status_code == 304:
        response = HttpResponse(status=304)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Language"] = get_language() or "en"
    return response


def _contest(request: HttpRequest, frame: Frame, line: UnitFacts, stored: bytes) -> icalendar.Contest:
    page = reverse("unit", args=[frame.key, line.rsc])
    told = [line.discipline_name, str(word("unit_medal", line.medal)) if line.medal else ""]
    if line.status == "POSTPONED":
        told.append(_("Postponed; the new time is not known yet."))
    elif line.hide_start or not line.start:
        told.append(_("The time is not known yet."))
    return icalendar.Contest(
        uid=f"{line.rsc}@{frame.key}.kotinos",
        title=_title(line),
        day=line.day,
        start="" if line.hide_start else line.start,
        end="" if line.hide_start else line.end,
        place=", ".join(dict.fromkeys(part for part in (line.location, line.venue_name) if part)),
        text="\n".join(part for part in told if part),
        address=request.build_absolute_uri(page),
        status=_status(line.status),
        changed=_changed(msgspec.json.decode(stored, type=_Stamped).updated),
    )


def _title(line: UnitFacts) -> str:
    parts = [part for part in (line.event_name or line.discipline_name, line.name) if part]
    told = parts[1] if len(parts) > 1 and parts[1].startswith(parts[0]) else ", ".join(parts)
    worth_saying = line.status in ("POSTPONED", "CANCELLED", "DELAYED", "INTERRUPTED")
    return f"{word('schedule', line.status)}: {told}" if worth_saying else told


def _status(status: str) -> str:
    if status == "CANCELLED":
        return "CANCELLED"
    return "TENTATIVE" if status in TENTATIVE else "CONFIRMED"


def _changed(stamp: str) -> datetime:
    """A message's stamp (``2026-07-20T194631250``). It names no zone: what matters is that it grows."""
    try:
        return datetime.strptime(stamp[:17], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return icalendar.EPOCH
