"""The form by which a reader tells the desk that something is wrong. Works without the script."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from kotinos.desks import api as desks
from kotinos.desks.terms import EMAIL, KEPT_DAYS, SENTENCE

from . import read
from .respond import private
from .subjects import Subject, subject

SALT = "kotinos.report"
TRAP = "website"
"""A field that people do not see; what fills it in is no person."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the form, and what is wrong with it."""

    field: str = ""
    sentence: str = ""
    email: str = ""
    wrong: dict[str, str] = {}


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, games: str) -> HttpResponse:
    """The form about ``?about=TOPIC&field=…``; sent, it gives the report's number."""
    frame = read.frame(games)
    asked = request.POST if request.method == "POST" else request.GET
    about = subject(games, asked.get("about", "")) or subject(games, "games")
    if about is None:
        raise Http404(_("The Games has nothing under this address."))
    if request.method == "POST":
        return _taken(request, frame, about)
    return _form(request, frame, about, Given(field=asked.get("field", "")))


def _form(
    request: HttpRequest, frame: read.Frame, about: Subject, given: Given, status: int = 200
) -> HttpResponse:
    context = {
        "about": about, "given": given, "trap": TRAP, "longest": SENTENCE, "longest_email": EMAIL,
        "days": KEPT_DAYS,
    }  # fmt: skip
    return private(request, "site/report.html", frame, context, status)


def _taken(request: HttpRequest, frame: read.Frame, about: Subject) -> HttpResponse:
    if request.POST.get(TRAP):
        return redirect(about.address)
    given = _checked(request, about)
    if given.wrong:
        return _form(request, frame, about, given, 400)
    draft = desks.Draft(
        games=frame.key,
        about=about.topic,
        field=given.field,
        shown=about.says(given.field),
        sentence=given.sentence,
        email=given.email,
        language=get_language() or "en",
    )
    try:
        number = desks.take_report(draft, request.META.get("REMOTE_ADDR", ""))
    except desks.TooManyError:
        wrong = {"all": _("Many reports have come from your network in this hour. Please try again later.")}
        response = _form(request, frame, about, msgspec.structs.replace(given, wrong=wrong), 429)
        response.headers["Retry-After"] = "3600"
        return response
    return redirect("reported", frame.key, signing.dumps(number, salt=SALT))


def _checked(request: HttpRequest, about: Subject) -> Given:
    text = {name: request.POST.get(name, "").strip() for name in ("field", "sentence", "email")}
    wrong = {}
    if not text["sentence"]:
        wrong["sentence"] = _("Say in a sentence what is wrong.")
    elif len(text["sentence"]) > SENTENCE:
        wrong["sentence"] = _("This is longer than %(n)s characters.") % {"n": SENTENCE}
    if text["email"]:
        try:
            validate_email(text["email"])
        except ValidationError:
            wrong["email"] = _("This is no e-mail address. It may also be left empty.")
    field = text["field"] if text["field"] in about.lines else ""
    return Given(field=field, sentence=text["sentence"], email=text["email"][:EMAIL], wrong=wrong)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def reported(request: HttpRequest, games: str, token: str) -> HttpResponse:
    """What became of a report, for who sent it; they may take back what they wrote."""
    frame = read.frame(games)
    try:
        found = desks.report(int(signing.loads(token, salt=SALT)))
    except (signing.BadSignature, ValueError, TypeError):
        found = None
    if found is None or found.games != games:
        raise Http404(_("There is no report under this address."))
    if request.method == "POST":
        desks.erase(found.number)
        return redirect("reported", games, token)
    about = subject(games, found.about)
    context: dict[str, Any] = {"report": found, "about": about, "days": KEPT_DAYS}
    return private(request, "site/reported.html", frame, context)
