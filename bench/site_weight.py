"""Every type of page: a first view of at most 100 kB and 12 requests, drawn in 1.5 s, and standing still.

Method: ``kotinos run`` over a city rehearsal that is under way at speed; Debian's Chromium by Playwright, a
new context with a cold cache for each view, 390 × 844, CPU slowed four times and the network shaped to
1.6 Mbit/s down, 750 kbit/s up, 150 ms round trip by the DevTools protocol; five views a type, the median
counts. Bytes are what the protocol says came over the wire, headers and all, until a second after the load.
Two of the five pages then stay open for ten seconds while changes arrive; layout shift counts over all of
it, the worst view's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from .served import ServerError
from .site_pages import PageType, every, rehearsing

BYTES, REQUESTS, LCP, SHIFT = 100_000, 12, 1500.0, 0.05
VIEWS = int(os.environ.get("KOTINOS_BENCH_VIEWS", "5"))
WATCHED = 10_000
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
OUT = Path(__file__).resolve().parent / "out" / "site_weight.txt"
WATCH = """
window.seen = { lcp: 0, shift: 0, moved: [] };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.lcp = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
  seen.shift += entry.value;
  for (const { node } of entry.sources) seen.moved.push(node?.nodeName + "." + (node?.className ?? ""));
} }).observe({ type: "layout-shift", buffered: true });
"""


class View(msgspec.Struct):
    """One first view: bytes on the wire, requests, largest paint (ms), layout shift, what moved."""

    size: int
    requests: int
    lcp: float
    shift: float
    moved: list[str]


class Row(msgspec.Struct):
    """A type of page: the medians of its views."""

    name: str
    size: float
    requests: float
    lcp: float
    shift: float
    moved: list[str]

    @property
    def share(self) -> float:
        """How much of its tightest bound is used: more than 1 is too much."""
        return max(self.size / BYTES, self.requests / REQUESTS, self.lcp / LCP, self.shift / SHIFT)


def view(browser: Any, address: str, watched: int) -> View:
    """A page opened once by somebody who has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", NETWORK)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    streams: set[str] = set()
    sizes: dict[str, float] = {}
    line.on("Network.requestWillBeSent", lambda told: _asked(told, streams, sizes))
    line.on(
        "Network.responseReceived", lambda told: _grow(sizes, told, told["response"]["encodedDataLength"])
    )
    line.on("Network.dataReceived", lambda told: _grow(sizes, told, told["encodedDataLength"]))
    line.on("Network.loadingFinished", lambda told: _whole(sizes, streams, told))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load", timeout=60_000)
    page.wait_for_timeout(1000)
    first = {one: size for one, size in sizes.items() if one not in streams}
    page.wait_for_timeout(watched)
    seen = page.evaluate("seen")
    context.close()
    return View(int(sum(first.values())), len(first), seen["lcp"], seen["shift"], seen["moved"][:6])


def _asked(told: dict[str, Any], streams: set[str], sizes: dict[str, float]) -> None:
    """A stream is no part of a first view: it stays open, and what it tells comes later."""
    url = told["request"]["url"]
    if url.startswith("data:"):
        return
    if "/live/" in url and "topic=" in url:
        streams.add(told["requestId"])
    sizes.setdefault(told["requestId"], 0)


def _grow(sizes: dict[str, float], told: dict[str, Any], by: float) -> None:
    if told["requestId"] in sizes:
        sizes[told["requestId"]] += max(by, 0)


def _whole(sizes: dict[str, float], streams: set[str], told: dict[str, Any]) -> None:
    if told["requestId"] in sizes:
        sizes[told["requestId"]] = told["encodedDataLength"]


def row(browser: Any, url: str, kind: PageType) -> Row:
    """The medians of a type's views; changes are watched in the first and the last."""
    views = [view(browser, url + kind.path, WATCHED if at in (0, VIEWS - 1) else 500) for at in range(VIEWS)]
    worst = max(views, key=lambda one: one.shift)
    return Row(
        kind.name,
        median(one.size for one in views),
        median(one.requests for one in views),
        median(one.lcp for one in views),
        worst.shift,
        worst.moved if worst.shift >= SHIFT else [],
    )


def table(rows: list[Row]) -> list[str]:
    """A line a type, the worst last."""
    head = f"{'page':22} {'kB':>6} {'requests':>8} {'LCP ms':>7} {'shift':>6}  used"
    return [head] + [
        f"{one.name:22} {one.size / 1000:6.1f} {one.requests:8.0f} {one.lcp:7.0f} {one.shift:6.3f}  "
        f"{one.share:4.0%} {' '.join(one.moved)}"
        for one in sorted(rows, key=lambda one: one.share)
    ]


def run() -> tuple[str, bool]:
    """Open every type, print the table; it holds when no median is above a bound."""
    from playwright.sync_api import sync_playwright  # optional: extra [browser]

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        return "no Chromium (CHROMIUM says where)", False
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="site-weight-") as data, sync_playwright() as playwright:
        try:
            with rehearsing(Path(data)) as server:
                browser = playwright.chromium.launch(executable_path=path, args=arguments)
                for kind in every(server):
                    rows.append(row(browser, server.url, kind))
                    print(table(rows[-1:])[1], flush=True)
                browser.close()
        except ServerError as error:
            return str(error), False
    told = table(rows)
    print("\n".join(told))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("\n".join(told) + "\n", encoding="utf-8")
    return figures(rows), bool(rows) and all(one.share <= 1 for one in rows)


def figures(rows: list[Row]) -> str:
    """The largest of each, and how many types hold."""
    if not rows:
        return "no page"
    held = sum(one.share <= 1 for one in rows)
    return (
        f"{held} of {len(rows)} types of page within bounds; at most "
        f"{max(r.size for r in rows) / 1000:.0f} kB, {max(r.requests for r in rows):.0f} requests, "
        f"LCP {max(r.lcp for r in rows):.0f} ms, "
        f"shift {max(r.shift for r in rows):.3f}, while changes arrive too"
    )
