"""``/ops/``, for people, and ``/metrics``, for Prometheus. Neither is public, and neither is ever cached."""

from __future__ import annotations

from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kotinos.live import api as live
from kotinos.ops import api as ops

from . import access, plots, tiles, troubles, words

REFRESH = {"15m": 5, "6h": 20, "24h": 60, "7d": 60}
"""Seconds after which the page asks for itself again."""
ASIDE = 8


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """How the server does, for people who have been let in; ``?key=`` lets in."""
    given = request.GET.get("key", "")
    if given and access.is_key(given):
        return closed(_welcome(request))
    if not access.is_in(request):
        return closed(refuse(request, wrong=bool(given)))
    return closed(render(request, "site/ops.html", _context(request)))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All meters of all processes; for programs that show the key."""
    if not access.bears_key(request):
        told = "The operations key is missing or wrong. Send it as: Authorization: Bearer KEY\n"
        answer = HttpResponse(told, status=401, content_type="text/plain; charset=utf-8")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Kotinos operations"'
        return closed(answer)
    collector = ops.running()
    if collector is None:
        told = "No collector runs in the process that answers this. kotinos run starts one.\n"
        return closed(HttpResponse(told, status=503, content_type="text/plain; charset=utf-8"))
    return closed(HttpResponse(collector.metrics(), content_type=ops.CONTENT_TYPE))


def _welcome(request: HttpRequest) -> HttpResponse:
    """Give the cookie and go on without the key in the address.

    Not by a redirect: one that begins on another site (a link in a web mail) would not carry the cookie."""
    response = render(request, "site/ops_door.html", {"frame": None, "live": None, "welcome": True})
    response.headers["Refresh"] = f"0; url={access.PATH}"
    access.let_in(request, response)
    return response


def refuse(request: HttpRequest, *, wrong: bool) -> HttpResponse:
    """How to get in, for who is not."""
    context = {"frame": None, "live": None, "welcome": False, "wrong": wrong}
    return render(request, "site/ops_door.html", context, status=403)


def closed(response: HttpResponse) -> HttpResponse:
    """The answer, kept by nobody and told to nobody else."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _context(request: HttpRequest) -> dict[str, Any]:
    state, unread = ops.state(), Unread()
    chosen = ops.RANGES.get(request.GET.get("range", ""), ops.RANGES["15m"])
    recent, course = (unread.course(each) for each in (ops.RANGES["15m"], chosen))
    return {
        "frame": None,
        "live": None,
        "state": state,
        "words": words,
        "ranges": _ranges(),
        "chosen": chosen,
        "refresh": REFRESH[chosen.code],
        "labels": _labels(),
        "headline": _headline(state),
        "troubles": troubles.tell(state),
        "limits": troubles.limits(state),
        "tiles": tiles.show(state.figures, recent, frozenset(each.rule.code for each in state.troubles)),
        "plots": [plots.draw(plot, course) for plot in plots.PLOTS],
        "waiting": unread.waiting() if "fold" not in state.figures.parts else "",
        "aside": unread.aside(),
        "backlogs": unread.backlogs(),
        "unread": unread.why,
    }


class Unread:
    """Reads what is kept. While the database is away the page shows the rest, and says why."""

    def __init__(self) -> None:
        self.why = ""

    def course(self, chosen: ops.Range) -> ops.Course:
        """The history of a range; without points where none can be read."""
        collector = ops.running()
        try:
            if collector is not None:
                return collector.course(chosen)
        except Error as error:
            self.why = str(error)
        return ops.no_course(chosen)

    def waiting(self) -> str:
        """What waits for a fold that does not run."""
        try:
            messages, age = live.lag()
        except Error as error:
            self.why = str(error)
            return ""
        if not messages:
            return _("No message waits for the fold.")
        told = {"n": words.number(messages), "age": words.seconds(age)}
        return _("%(n)s messages wait for the fold, the oldest since %(age)s.") % told

    def backlogs(self) -> list[live.Backlog]:
        """How an edge's forwarding goes; nothing where there is none."""
        try:
            return live.backlogs()
        except Error as error:
            self.why = str(error)
            return []

    def aside(self) -> list[live.SetAside]:
        """What was refused or flagged lately."""
        try:
            return live.set_aside(ASIDE)
        except Error as error:
            self.why = str(error)
            return []


def _headline(state: ops.State) -> str:
    if not state.turned:
        return _("Just started: the first figures come in some seconds")
    if not state.troubles:
        return _("All is well")
    return str(troubles.tell(state)[0].what)


def _ranges() -> list[tuple[str, str]]:
    return [("15m", _("15 min")), ("6h", _("6 h")), ("24h", _("24 h")), ("7d", _("7 days"))]


def _labels() -> dict[str, str]:
    return {
        "updated": _("Updated %(at)s"),
        "late": _("No answer since %(at)s"),
        "paused": _("Paused at %(at)s"),
        "pause": _("Pause"),
        "resume": _("Go on"),
    }
