"""Paris 2024 at 600 times its pace for ten minutes under 200 readers: no wrong or stale figure, no error.

A server of our own takes the public set through ``POST /odf``: all until the morning of 29 July at once,
then four days at 600 Games seconds a second. Meanwhile 192 readers without a browser open pages, follow
their streams and hold their documents against the API (``site_followers``), and 8 windows of a real
Chromium, four of them as wide as a phone, show live pages whose every bound figure is held against the API
(``site_windows``). A figure that differs and still does after seconds is wrong or stale; so is a message of
a browser's console an error. Server, player, readers and browser share the machine's cores.
``KOTINOS_BENCH_SECONDS`` shortens it for a trial.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import msgspec

from kotinos.formats.paris2024 import load, stream
from kotinos.live.replay import Pace, Player, Wire
from kotinos.odf.stream import Timed
from kotinos.site.addresses import words

from . import paris_rows
from .figures import percentile
from .paris_server import GAMES, Server, running
from .served import ServerError
from .site_followers import Asked, Told
from .site_windows import Seen, look

SECONDS = float(os.environ.get("KOTINOS_BENCH_SECONDS", "600"))
READERS, WINDOWS, SPEED = 192, 8, 600.0
BEGIN = "2024-07-29T06:00"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
API = {"games": "", "medals": "/medals", "records": "/records"}
MANY = {
    "day": "days",
    "unit": "units",
    "event": "events",
    "organisation": "organisations",
    "participant": "participants",
}


def ask(client: httpx.Client, topic: str) -> dict[str, Any]:
    """A topic's document by the JSON API."""
    kind, _, code = topic.partition("/")
    path = API[topic] if topic in API else f"/{MANY[kind]}/{code}"
    answer = client.get(f"/api/v1/games/{GAMES}{path}")
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def paths(client: httpx.Client) -> list[tuple[str, float]]:
    """Addresses that readers open, each with its weight: what people look at, from the API."""
    games = ask(client, "games")
    api = f"/api/v1/games/{GAMES}"
    units = client.get(f"{api}/units", params={"day": BEGIN[:10], "limit": 200}).json()["rows"]
    medals = client.get(f"{api}/medals/list", params={"limit": 60}).json()["rows"]
    chance = random.Random(2024)
    found = [("", 30.0), ("medals/", 12.0), (f"schedule/{BEGIN[:10]}/", 8.0), ("schedule/2024-07-30/", 6.0)]
    found += [(f"{words(unit['rsc'])}/", 0.6) for unit in chance.sample(units, min(60, len(units)))]
    found += [(f"{words(medal['event'])}/", 0.3) for medal in medals]
    found += [(f"participants/{medal['competitor']}/", 0.2) for medal in medals]
    found += [(f"organisations/{code}/", 0.2) for code in chance.sample(sorted(games["organisations"]), 40)]
    return [(f"/{GAMES}/{path}", weight) for path, weight in found]


def played(server: Server, key: str, feed: list[Timed], pace: Pace, stop: threading.Event) -> Player:
    """A player of the feed, ready to go."""
    client = httpx.Client(timeout=60)
    return Player(Wire(client, f"{server.server.url}/odf", key), pace, stop)


@contextmanager
def windows(url: str) -> Iterator[list[Any]]:
    """Windows of a Chromium, half of them narrow; ``page.wrong`` holds what they complain of."""
    from playwright.sync_api import sync_playwright  # optional: extra [browser]

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise ServerError("no Chromium (CHROMIUM says where)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        made = []
        for number in range(WINDOWS):
            size = {"width": 390, "height": 844} if number % 2 else {"width": 1280, "height": 900}
            context = browser.new_context(viewport=size, base_url=url)
            made.append(context.new_page())
        yield made
        browser.close()


def watch(pages: list[Any], server: Server, until: float, wrong: list[str]) -> Seen:
    """Go from page to page with every window, and hold what they show against the API."""
    client, chance, seen = server.server.client, random.Random(600), Seen()
    for page in pages:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None
        )
    turn = 0
    while time.monotonic() < until:
        page, turn = pages[turn % len(pages)], turn + 1
        if page.url == "about:blank" or chance.random() < 0.25:
            page.goto(f"/{GAMES}/{chance.choice(live_paths(client))}")
            page.wait_for_selector("#link[data-state=live]", state="attached")
        look(page, lambda topic: ask(client, topic), seen)
        time.sleep(0.5)
    return seen


def live_paths(client: httpx.Client) -> list[str]:
    """Pages on which something moves now."""
    games = ask(client, "games")
    units = [*games.get("live", {}).values(), *games.get("next", {}).values()]
    found = ["", "", "medals/"] + [f"{words(unit['rsc'])}/" for unit in units]
    found += [f"{words(unit['event'])}/" for unit in units if unit.get("event")]
    sides = [side for unit in units for side in unit.get("sides", {}).values()]
    found += [f"participants/{side['code']}/" for side in sides]
    found += [f"organisations/{side['organisation']}/" for side in sides if side.get("organisation")]
    return [*found, f"schedule/{games['now'][:10]}/"]


def crowd(server: Server, seconds: float) -> subprocess.Popen[str]:
    """The readers without a browser, on their way."""
    asked = Asked(server.server.url, GAMES, READERS, seconds, paths(server.server.client))
    words = [sys.executable, "-m", "bench.site_followers", msgspec.json.encode(asked).decode()]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def run() -> tuple[str, bool]:
    """Play, read, look; it holds when nothing was wrong, stale or complained of."""
    folder = paris_rows.folder()
    if not folder.exists():
        return f"no data at {folder} (KOTINOS_DATA names another place)", False
    feed = list(stream(load(folder)))
    before = [timed for timed in feed if timed.at.isoformat() < BEGIN]
    with tempfile.TemporaryDirectory(prefix="site-real-") as data, running(Path(data)) as server:
        key, stop = server.server.key(), threading.Event()
        played(server, key, feed, Pace(), stop).play(islice(feed, len(before)))
        server.until_folded()
        print(
            f"{len(before)} messages until {BEGIN} folded; now {SECONDS:.0f} s at {SPEED:.0f} times the pace"
        )
        player = played(server, key, feed, Pace(SPEED), stop)
        playing = threading.Thread(target=player.play, args=(feed, len(before)))
        wrong: list[str] = []
        readers = crowd(server, SECONDS)
        with windows(server.server.url) as pages:
            playing.start()
            seen = watch(pages, server, time.monotonic() + SECONDS, wrong)
            stop.set()
        playing.join()
        said, _ = readers.communicate(timeout=120)
    return verdict(msgspec.json.decode(said, type=Told), seen, wrong, player.tally.sent)


def verdict(told: Told, seen: Seen, wrong: list[str], sent: int) -> tuple[str, bool]:
    """Figures, and whether all was right."""
    for kind, lines in (
        ("reader", told.wrong),
        ("window", seen.wrong),
        ("console", wrong),
        ("fault", told.faults),
    ):
        for line in lines[:20]:
            print(f"  {kind}: {line}")
    late = sorted(told.late)
    print(
        f"readers: {told.pages} pages, {told.changes} changes, {told.documents} documents of "
        f"{told.figures} figures held against the API; agreed within p50 {percentile(late, 0.5):.2f} s, "
        f"p99 {percentile(late, 0.99):.2f} s"
    )
    print(f"windows: {seen.looks} looks; agreed within p99 {percentile(sorted(seen.late), 0.99):.2f} s")
    count = len(told.wrong) + len(seen.wrong)
    figures = (
        f"{sent} messages in {SECONDS:.0f} s at x{SPEED:.0f}, {READERS + WINDOWS} readers; "
        f"{told.figures + seen.figures} figures sampled, {count} wrong or stale; "
        f"{len(wrong)} console errors, {len(told.faults)} faults"
    )
    good = not (count or wrong or told.faults) and told.figures > 0 and seen.figures > 0
    return figures, good and SECONDS >= 600
