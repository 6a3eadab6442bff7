"""Every unit format in every state, at two widths, light and dark, in both directions, looks as accepted.

Made-up messages go through ``POST /odf`` of a real server; a real Chromium takes a picture of each page, and
looks for what scrolls sideways, is cut or complains. Pictures are held against ``bench/baselines``; contact
sheets to look at lie in ``bench/out/site-formats``. ``KOTINOS_BENCH_ACCEPT=1`` keeps the pictures as they are
now; ``KOTINOS_BENCH_LOOK="lanes/*,*/running"`` looks at these only, and says so.
"""

from __future__ import annotations

import os
import tempfile
import time
from fnmatch import fnmatchcase
from pathlib import Path

from kotinos.odf.writer import write_message

from . import formats_hand, formats_made, formats_sheets, formats_shots
from .formats_made import GAMES, Told
from .served import Server, ServerError, serving

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out" / "site-formats"
BASELINE = ROOT / "bench" / "baselines" / "site_formats.json"
FOLDED_WITHIN = 180.0


def send(server: Server) -> dict[str, tuple[Told, str]]:
    """Send the gallery's Games and wait until every unit is there."""
    started = time.monotonic()
    tables, kinds = formats_made.rehearsed()
    print(f"rehearsed {time.monotonic() - started:.0f} s")
    kinds |= formats_hand.kinds()
    key = server.key()
    for message in formats_made.messages(formats_hand.joined(formats_hand.tables(), tables), kinds):
        answer = server.client.post("/odf", content=write_message(message), headers={"X-API-KEY": key})
        if answer.status_code != 200:
            raise ServerError(f"{message.header.document_type}: {answer.text[:400]}")
    print(f"sent {time.monotonic() - started:.0f} s")
    units = formats_made.units_of(kinds)
    begin = time.monotonic()
    for key, (_told, code) in units.items():
        while not server.snapshot(GAMES, f"unit/{code}"):
            if time.monotonic() - begin > FOLDED_WITHIN:
                raise ServerError(f"no document of {key} after {FOLDED_WITHIN:.0f} s")
            time.sleep(0.2)
    print(f"folded {time.monotonic() - started:.0f} s")
    time.sleep(2)  # the last unit's document may be older than its last message
    return units


def pictures(server: Server, units: dict[str, tuple[Told, str]]) -> tuple[dict[str, str], list[str], int]:
    """Take and keep all pictures: fingerprints, what is wrong, and the number of contact sheets."""
    from playwright.sync_api import TimeoutError, sync_playwright  # optional: extra [browser]

    began = time.monotonic()
    prints: dict[str, str] = {}
    sheets: dict[str, formats_sheets.Sheets] = {}
    written = 0
    with sync_playwright() as playwright:
        browser = formats_shots.chromium(playwright)
        shooter = formats_shots.Shooter(browser, server.url, TimeoutError)
        for number, (key, (_told, code)) in enumerate(units.items()):
            if number % 20 == 0:
                print(f"{number} of {len(units)} pages, {time.monotonic() - began:.0f} s", flush=True)
            kind, _, state = key.partition("/")
            if kind not in sheets:
                written += sum(len(each.write()) for each in sheets.values())
                sheets = {kind: formats_sheets.Sheets(OUT, kind)}
            into = sheets[kind]
            for variant, picture in shooter.shoot(key, code):
                prints[f"{key}/{variant}"] = formats_sheets.fingerprint(picture)
                into.add(state, variant, picture)
        browser.close()
    return prints, shooter.wrong, written + sum(len(each.write()) for each in sheets.values())


def compared(prints: dict[str, str], whole: bool) -> list[str]:
    """What differs from the baseline: looks, and pictures that are not in both."""
    kept = formats_sheets.load(BASELINE)
    told = [f"{key}: not in the baseline" for key in prints if key not in kept]
    if whole:
        told += [f"{key}: no longer taken" for key in kept if key not in prints]
    for key in sorted(prints.keys() & kept.keys()):
        if found := formats_sheets.differs(prints[key], kept[key]):
            told.append(f"{key}: {found}")
    return told


def run() -> tuple[str, bool]:
    """Figures, and whether all pictures were taken, are clean, and are as accepted."""
    asked = os.environ.get("KOTINOS_BENCH_LOOK", "*").split(",")
    OUT.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="kotinos-formats-") as data, serving(Path(data)) as server:
            units = send(server)
            shown = {
                key: unit for key, unit in units.items() if any(fnmatchcase(key, each) for each in asked)
            }
            prints, wrong, sheets = pictures(server, shown)
    except ServerError as error:
        return str(error), False
    whole = len(shown) == len(units)
    if os.environ.get("KOTINOS_BENCH_ACCEPT"):
        formats_sheets.keep(BASELINE, prints if whole else {**formats_sheets.load(BASELINE), **prints})
    different = compared(prints, whole)
    for line in (*wrong[:60], *different[:60]):
        print(line)
    kinds = {key.partition("/")[0] for key in shown}
    figures = (
        f"{len(kinds)} kinds of unit, {len(shown)} pages, {len(prints)} pictures on {sheets} sheets; "
        f"{len(wrong)} faults; {len(different)} unlike the baseline; {time.monotonic() - begin:.0f} s"
    )
    return figures + ("" if whole else " (a part only)"), whole and bool(
        prints
    ) and not wrong and not different
