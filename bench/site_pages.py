"""Every type of page of the public site, once: what the benches of weight and of access open.

A type is a name and an address in a Games, worked out from the Games as it is being played: a unit of each
format, live where one is live. Whoever adds a page adds it here."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kotinos.site.addresses import words

from .served import READY_WITHIN, Server, ServerError, free_port, kotinos

FORMATS = ("race", "attempts", "judged", "match", "list")
FIXED = {
    "home": "",
    "live centre": "live/",
    "calendar": "calendar/",
    "schedule": "schedule/{day}/",
    "disciplines": "disciplines/",
    "discipline": "disciplines/ATH/",
    "medals": "medals/",
    "organisations": "organisations/",
    "records": "records/",
    "venues": "venues/",
    "search": "search/",
    "search found": "search/?q=a",
    "notices": "notices/",
    "news": "news/",
    "offline": "offline/",
}
SETTLED = ("FINISHED", "RUNNING")


class PageType(msgspec.Struct, frozen=True):
    """A type of page: its name, and its address on the server, language not said."""

    name: str
    path: str

    def within(self, tag: str) -> str:
        """The address in a language."""
        return f"/{tag}{self.path}" if tag != "en" else self.path


@contextmanager
def rehearsing(data: Path, speed: float = 10.0, size: str = "city") -> Iterator[Server]:
    """``kotinos run`` over a rehearsal that is under way, until the block ends."""
    port = free_port()
    log = data / "server.log"
    line = kotinos("run", "--port", str(port), "--data", str(data), "--speed", str(speed), "--size", size)
    with log.open("w") as out:
        process = subprocess.Popen(line, stdout=out, stderr=out, start_new_session=True)
    server = Server(port, data, process.pid)
    try:
        _until_played(server, process, log)
        yield server
    finally:
        server.client.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _until_played(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() - begin < READY_WITHIN:
        if "Kotinos is at" in log.read_text() and server.snapshot(games(server), "games").get("live"):
            return
        time.sleep(0.5)
    raise ServerError(f"no Games is under way: {log.read_text()[-1500:]}")


def games(server: Server) -> str:
    """The key of the only Games; empty while there is none."""
    rows = server.client.get("/api/v1/games").json().get("rows") or [{}]
    return str(rows[0].get("games", ""))


def every(server: Server) -> list[PageType]:
    """All types of page that the server has now, each with an address that shows something."""
    key = games(server)
    view = server.snapshot(key, "games")
    day = max((one for one in view["days"] if one <= view["now"][:10]), default=view["days"][0])
    found = [PageType("about", "/about-the-data/"), PageType("interface", "/api/v1/docs")]
    found += [PageType(name, f"/{key}/{path.format(day=day)}") for name, path in FIXED.items()]
    units = _units(server, key, day)
    for name in FORMATS:
        unit = _best(units, lambda one, name=name: one.get("format", "list") == name)  # type: ignore[misc]
        if unit:
            found.append(PageType(f"unit {name}", f"/{key}/{words(unit['rsc'])}/"))
    found += _events(server, key, units) + _people(server, key) + _venue(key, units)
    return [one for one in found if server.client.get(one.path, follow_redirects=True).status_code == 200]


def _units(server: Server, key: str, day: str) -> list[dict[str, Any]]:
    """Units of the day and of those before it, the running ones first."""
    days = sorted(one for one in server.snapshot(key, "games")["days"] if one <= day)[-4:]
    found = [unit for one in days for unit in server.snapshot(key, f"day/{one}").get("units", {}).values()]
    found.sort(key=lambda unit: (unit.get("status") != "RUNNING", -len(unit.get("sides", {})), unit["rsc"]))
    return found


def _best(units: list[dict[str, Any]], meets: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    """The first unit that has begun; else any."""
    chosen = [unit for unit in units if meets(unit)]
    return next((unit for unit in chosen if unit.get("status") in SETTLED), chosen[0] if chosen else None)


def _events(server: Server, key: str, units: list[dict[str, Any]]) -> list[PageType]:
    """An event with a bracket, one with pools, one of another kind."""
    found: dict[str, PageType] = {}
    for event in dict.fromkeys(unit["event"] for unit in units if unit.get("event")):
        view = server.snapshot(key, f"event/{event}")
        kind = "bracket" if view.get("bracket") else "pools" if view.get("pools") else "phases"
        found.setdefault(kind, PageType(f"event {kind}", f"/{key}/{words(event)}/"))
        if len(found) == 3:
            break
    return list(found.values())


def _people(server: Server, key: str) -> list[PageType]:
    """Whoever holds medals: a person, a team, and their organisation."""
    rows = server.client.get(f"/api/v1/games/{key}/medals/list", params={"limit": 200}).json()["rows"]
    found: dict[str, PageType] = {}
    for row in rows:
        person = server.snapshot(key, f"participant/{row['competitor']}")
        kind = "team" if person.get("kind") == "T" else "athlete"
        found.setdefault(kind, PageType(kind, f"/{key}/participants/{row['competitor']}/"))
        at = f"/{key}/organisations/{row['organisation']}/"
        found.setdefault("organisation", PageType("organisation", at))
    return list(found.values())


def _venue(key: str, units: list[dict[str, Any]]) -> list[PageType]:
    venue = next((unit["venue"] for unit in units if unit.get("venue")), "")
    return [PageType("venue", f"/{key}/venues/{venue}/")] if venue else []
