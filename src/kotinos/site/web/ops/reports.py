"""``/ops/reports/``: the desk that looks at what readers report. Behind the operations key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from kotinos.desks import api as desks
from kotinos.desks.terms import STATES

from ..subjects import Subject, subject
from . import access
from .views import closed, refuse

MOST = 100


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Reports by state, the newest first; a button changes the state of one."""
    if not access.is_in(request):
        return closed(refuse(request, wrong=False))
    if request.method == "POST":
        return closed(_change(request))
    desks.erase_old()
    state = request.GET.get("state", STATES[0])
    chosen = state if state in STATES else ""
    lines = desks.reports(chosen, MOST)
    context = {
        "frame": None,
        "live": None,
        "lines": [(line, _about(line)) for line in lines],
        "states": STATES,
        "counts": desks.counts(),
        "chosen": chosen,
    }
    return closed(render(request, "site/ops_reports.html", context))


def _about(line: desks.ReportLine) -> Subject | None:
    return subject(line.games, line.about)


def _change(request: HttpRequest) -> HttpResponse:
    number, state = request.POST.get("number", ""), request.POST.get("state", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        if state in STATES:
            desks.set_state(int(number), state)
        elif state == "erase":
            desks.erase(int(number))
    back = request.POST.get("back", "")
    response = redirect("ops-reports")
    if back in STATES or back == "all":
        response["Location"] += f"?state={back}"
    return response
