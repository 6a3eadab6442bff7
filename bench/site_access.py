"""Every type of page is for everybody: axe finds nothing, a keyboard is enough, ranks are said gently.

Method: ``kotinos run`` over a city rehearsal under way; Debian's Chromium by Playwright. Every type of page
(``site_pages``) at 1280 and 390, light and dark, left to right and (Arabic) right to left: axe with all its
rules, of which every violation counts, whatever its impact. Every page is walked with Tab: each stop must be
visible, show its focus, and come in the order of the page. Journeys use keys alone. On live pages, what is
said to a screen reader is watched: never assertively (an alarm among the notices may break in; nothing else),
at most one sentence in five seconds. The tokens of both themes are worked out against each other by the
formula of WCAG.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from .served import Server, ServerError
from .site_pages import PageType, every, games, rehearsing

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "src" / "kotinos" / "site" / "static" / "site" / "site.css"
WATCHED = int(os.environ.get("KOTINOS_BENCH_SECONDS", "60"))
STOPS, GAP = 60, 4.9
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
AA = 4.5
PAIRS = [
    (text, ground) for text in ("ink", "soft", "olive", "live", "warn") for ground in ("paper", "card")
] + [("ink", "wash"), ("soft", "wash"), ("olive", "olive-wash"), ("live", "live-wash"), ("warn", "warn-wash")]
RUN = "() => axe.run(document, { resultTypes: ['violations'] })"
STOP = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const of = (node, pseudo) => {
    const style = getComputedStyle(node, pseudo);
    return ["outline", "boxShadow", "borderColor", "backgroundColor", "color", "stroke", "strokeWidth",
      "fill", "insetBlockStart", "textDecoration"].map((name) => style[name]).join();
  };
  const near = [el, ...el.querySelectorAll("*")].slice(0, 12);
  for (let up = el.parentElement, n = 0; up && n < 4; up = up.parentElement, n++) near.push(up);
  const look = () => near.flatMap((node) => [of(node), of(node, "::before"), of(node, "::after")]).join(";");
  const held = look();
  el.blur();
  const let_go = look();
  el.focus({ preventScroll: true });
  const box = el.getBoundingClientRect();
  const shown = box.width > 0 && box.height > 0;
  const at = [...document.querySelectorAll("*")].indexOf(el);
  return { what: el.outerHTML.slice(0, 90), at, seen: held !== let_go, shown };
}"""
LISTEN = """() => {
  window.said = [];
  const note = (node) => {
    const text = node.textContent.trim();
    if (text) said.push([performance.now(), text]);
  };
  const all = { childList: true, characterData: true, subtree: true };
  for (const node of document.querySelectorAll("#say, [role=status]:not(#link), [aria-live]:not(#say)")) {
    new MutationObserver(() => note(node)).observe(node, all);
  }
}"""

Wrong = list[str]


def audit(page: Any, script: str, name: str) -> Wrong:
    """What axe finds, of any level."""
    page.evaluate(script)
    return [
        f"{name}: {each['id']} ({each['impact']}): {node['html'][:120]}"
        for each in page.evaluate(RUN)["violations"]
        for node in each["nodes"][:3]
    ]


def walk(page: Any, name: str) -> Wrong:
    """Tab from the beginning: every stop is shown, says that it is one, and comes after the last."""
    wrong, last = [], -1
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["at"] < last:
            break
        last = stop["at"]
        if not stop["shown"] or not stop["seen"]:
            wrong.append(f"{name}: {'focus not shown' if stop['shown'] else 'hidden stop'}: {stop['what']}")
    return [*wrong, *([] if last >= 0 else [f"{name}: no stop"])]


def looks(browser: Any, server: Server, kinds: list[PageType], script: str) -> tuple[int, Wrong]:
    """Every type in every look; how many pages were audited."""
    wrong: Wrong = []
    count = 0
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            for tag in ("en", "ar"):
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce",
                    service_workers="block",
                )  # fmt: skip
                for kind in kinds:
                    name = f"{kind.name} {width} {scheme} {tag}"
                    page = context.new_page()
                    page.goto(server.url + kind.within(tag if not kind.path.startswith("/api") else "en"))
                    found = audit(page, script, name)
                    if scheme == "light":
                        found += walk(page, name)
                    print(f"{name}: {len(found)}", flush=True)
                    wrong, count = wrong + found, count + 1
                    page.close()
                context.close()
    return count, wrong


def tab_to(page: Any, selector: str, most: int = 250) -> None:
    """Press Tab until an element that the selector names has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise ServerError(f"Tab never comes to {selector} on {page.url}")


def follow(page: Any, selector: str) -> None:
    """Go to an element by Tab and press Enter; wait for the page it leads to."""
    before = page.url
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    page.wait_for_load_state()


def journey_athlete(page: Any, base: str) -> None:
    """Find an athlete among an organisation's, and follow the athlete's event."""
    page.goto(f"{base}organisations/")
    follow(page, "main a[href*='/organisations/']")
    follow(page, "main a[href*='/participants/']")
    follow(
        page,
        "main a[href*='/men-'], main a[href*='/women-'], main a[href*='/mixed-'], main a[href*='/open-']",
    )


def journey_schedule(page: Any, base: str) -> None:
    """Narrow the schedule to a discipline."""
    page.goto(f"{base}schedule/")
    tab_to(page, "select[name=discipline]")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(1500)  # with script it is narrowed at once
    if "discipline=" not in page.url:
        tab_to(page, "main form button")
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"discipline=\w"))


def journey_search(page: Any, base: str) -> None:
    """Search for something and open the first that is found."""
    page.goto(f"{base}search/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("final")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=final"))
    follow(page, "main a[href]")


def journey_language(page: Any, base: str) -> None:
    """Read the page in French."""
    page.goto(f"{base}medals/")
    follow(page, "a[hreflang=fr]")
    if page.evaluate("document.documentElement.lang") != "fr":
        raise ServerError("the page is not French")


JOURNEYS: list[Callable[[Any, str], None]] = [
    journey_athlete, journey_schedule, journey_search, journey_language,
]  # fmt: skip


def journey_marks(page: Any, address: str) -> None:
    """Open what stands folded in a judged unit."""
    page.goto(address)
    tab_to(page, "main summary")
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement.parentElement.open"):
        raise ServerError("what is folded does not open by Enter")


def journeys(browser: Any, server: Server, kinds: list[PageType]) -> tuple[int, Wrong]:
    """All journeys, each on a wide screen by keys alone."""
    base, wrong = f"{server.url}/{games(server)}/", []
    told = [(each.__name__, each, base) for each in JOURNEYS]
    told += [
        ("journey_marks", journey_marks, server.url + kind.path)
        for kind in kinds
        if kind.name == "unit judged"
    ]
    for name, journey, start in told:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
        page = context.new_page()
        try:
            journey(page, start)
        except Exception as error:  # noqa: BLE001 - whatever stops a journey is its finding
            wrong.append(f"{name}: {str(error).splitlines()[0][:200]}")
        context.close()
    return len(told), wrong


def listened(browser: Any, server: Server, kinds: list[PageType]) -> tuple[int, Wrong]:
    """What live pages say while changes arrive."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    pages = []
    for kind in [
        each for each in kinds if each.name.startswith("unit ") or each.name in ("home", "live centre")
    ]:
        page = context.new_page()
        page.goto(server.url + kind.path)
        page.evaluate(LISTEN)
        pages.append((kind.name, page))
    pages[0][1].wait_for_timeout(WATCHED * 1000)
    said, wrong = 0, []
    for name, page in pages:
        told = page.evaluate("said")
        said += len(told)
        gaps = [after[0] - before[0] for before, after in pairwise(told)]
        wrong += [f"{name}: said {gap / 1000:.1f} s after the last" for gap in gaps if gap < GAP * 1000]
        if page.locator(":is([aria-live=assertive], [role=alert]):not(#notices *)").count():
            wrong.append(f"{name}: something is said assertively")
    context.close()
    return said, wrong


def themes() -> list[dict[str, str]]:
    """The tokens' colours, light and dark."""
    blocks = re.findall(r":root\s*\{(.*?)\}", SHEET.read_text("utf-8"), re.S)
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks[:2]]


def contrast(one: str, two: str) -> float:
    """The ratio of two colours by WCAG 2.2."""
    a, b = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tokens() -> tuple[float, Wrong]:
    """The smallest contrast of a text on its ground in both themes, and what is below AA."""
    found = {
        f"{name} {text} on {ground}": contrast(theme[text], theme[ground])
        for name, theme in zip(("light", "dark"), themes(), strict=True)
        for text, ground in PAIRS
    }
    return min(found.values()), [f"{pair}: {ratio:.2f}" for pair, ratio in found.items() if ratio < AA]


def run() -> tuple[str, bool]:
    """Everything; it holds when nothing was found wrong."""
    from axe_playwright_python.sync_playwright import Axe  # optional: extra [browser]
    from playwright.sync_api import sync_playwright  # optional: extra [browser]

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        return "no Chromium (CHROMIUM says where)", False
    least, faint = tokens()
    with tempfile.TemporaryDirectory(prefix="site-access-") as data, sync_playwright() as playwright:
        try:
            with rehearsing(Path(data)) as server:
                browser = playwright.chromium.launch(
                    executable_path=path, args=["--no-sandbox", "--disable-gpu"]
                )
                kinds = every(server)
                gone, stuck = journeys(browser, server, kinds)
                said, loud = listened(browser, server, kinds)
                audited, found = looks(browser, server, kinds, Axe().axe_script)
                browser.close()
        except ServerError as error:
            return str(error), False
    wrong = [*faint, *stuck, *loud, *found]
    out = ROOT / "bench" / "out" / "site_access.txt"
    out.parent.mkdir(exist_ok=True)
    out.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    print("\n".join(wrong[:120]))
    figures = (
        f"{len(kinds)} types of page in 8 looks: {audited} audited and walked, {len(found)} findings; "
        f"{gone} journeys by keyboard, {len(stuck)} stopped; {said} sentences said in {WATCHED} s, "
        f"{len(loud)} too soon or assertive; least contrast of tokens {least:.2f}"
    )
    return figures, not wrong and bool(kinds)
