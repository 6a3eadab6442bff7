"""Pictures of the gallery of formats in a real Chromium, with what is wrong in them."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from typing import Any

from PIL import Image

from .formats_made import GAMES
from .served import ServerError

WIDTHS, SCHEMES, TONGUES = (1280, 390), ("light", "dark"), {"ltr": "", "rtl": "ar/"}
FOLLOWS = 20
"""Seconds after which a page must be live."""
TALL = 4000
"""Pixels of a page that are looked at: the sixtieth row of a marathon looks as the fiftieth."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]

WRONG = """() => {
  const told = [], name = (el) => `${el.tagName}.${el.className} ${el.textContent.trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > innerWidth) told.push("scrolls sideways");
  for (const el of document.querySelectorAll("#main *")) {
    const style = getComputedStyle(el), box = el.getBoundingClientRect();
    if (!box.width || !box.height || el.closest(".unseen, [hidden], svg, caption, thead")) continue;
    const wide = el.scrollWidth > el.clientWidth + 1;
    if (wide && !["visible", "auto", "scroll"].includes(style.overflowX)) told.push(`cut: ${name(el)}`);
    const held = el.closest(".scroll");
    if (held) continue;
    if (box.right > innerWidth + 1 || box.left < -1) told.push(`outside: ${el.tagName}.${el.className}`);
    if (wide && !el.children.length && el.textContent.trim() && style.display !== "inline")
      told.push(`spills: ${name(el)}`);
  }
  return told;
}"""


class Shooter:
    """A Chromium that opens every page in each language and takes its pictures."""

    def __init__(self, browser: Any, url: str, timeout: type[Exception]) -> None:
        self.url, self.timeout = url, timeout
        self.wrong: list[str] = []
        self.context = browser.new_context(reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._told)

    def _told(self, told: Any) -> None:
        if told.type in ("error", "warning"):
            self.wrong.append(f"{self.page.url}: {told.text}")

    def shoot(self, key: str, code: str) -> Iterator[tuple[str, Image.Image]]:
        """The pictures of a unit by "width-scheme-direction"."""
        for direction, tongue in TONGUES.items():
            answer = self.page.goto(f"{self.url}/{tongue}{GAMES}/units/{code}/")
            if answer.status != 200:
                self.wrong.append(f"{self.page.url}: {answer.status}")
                continue
            self._follows()
            for width in WIDTHS:
                self.page.set_viewport_size({"width": width, "height": 900})
                tall = self.page.evaluate("document.documentElement.scrollHeight")
                self.page.set_viewport_size({"width": width, "height": min(tall, TALL)})
                self.wrong += [f"{key} {width} {direction}: {each}" for each in self.page.evaluate(WRONG)]
                for scheme in SCHEMES:
                    self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    yield f"{width}-{scheme}-{direction}", self._picture()

    def _follows(self) -> None:
        """Wait until the page follows its stream: from then on its script has painted what it knows."""
        try:
            self.page.wait_for_selector("#link[data-state=live]", state="attached", timeout=FOLLOWS * 1000)
        except self.timeout:
            state = self.page.evaluate("document.getElementById('link')?.dataset.state")
            self.wrong.append(f"{self.page.url}: follows nothing after {FOLLOWS} s, its link is {state!r}")

    def _picture(self) -> Image.Image:
        box = self.page.locator("#main").bounding_box()
        clip = {**box, "height": min(box["height"], TALL)}
        return Image.open(io.BytesIO(self.page.screenshot(clip=clip, type="jpeg", quality=85))).convert("RGB")


def chromium(playwright: Any) -> Any:
    """The browser. Raises ``ServerError`` when there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise ServerError("no Chromium (Debian's package, or CHROMIUM=/path)")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
