"""What makes the site installable and readable without a line: manifest, worker, what is said instead."""

from __future__ import annotations

from pathlib import Path

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kotinos.site.web import read
from kotinos.site.web.respond import CODE, page

WORKER = Path(__file__).parents[2] / "static" / "site" / "worker.js"
ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))
AWAY = """addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
"""
"""A worker that forgets everything and goes: what browsers get when keeping pages is switched off."""


def worker(request: HttpRequest) -> HttpResponse:
    """The worker of the whole site; another text for each version of the code, so that browsers renew it."""
    text = WORKER.read_text("utf-8") if settings.OFFLINE else AWAY
    response = HttpResponse(f"// {CODE}\n{text}", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def manifest(request: HttpRequest, games: str) -> HttpResponse:
    """The Games as an application: its name, where it starts, its icons. https://www.w3.org/TR/appmanifest/"""
    from kotinos.site.jinja import static  # slow: jinja imports the views' words, and they would import this

    frame = read.frame(games)
    home = reverse("home", args=[games])
    told = {
        "id": home,
        "name": frame.name,
        "short_name": games.partition("~")[0],
        "description": _("%(games)s: schedule, results, medals and records, live.") % {"games": frame.name},
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf5",
        "theme_color": "#4d6619",
        "icons": [
            {"src": static(_icon(size, purpose)), "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": purpose}
            for size, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Schedule"), "url": reverse("schedule", args=[games])},
            {"name": _("Medals"), "url": reverse("medals", args=[games])},
        ],
    }  # fmt: skip
    response = HttpResponse(msgspec.json.encode(told), content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def offline(request: HttpRequest, games: str) -> HttpResponse:
    """What is read instead of a page that was not kept."""
    return page(request, "site/offline.html", read.frame(games), [], {"kept": True})


def _icon(size: str, purpose: str) -> str:
    return f"icon-{size}.png" if purpose == "any" else f"icon-{size}-{purpose}.png"
