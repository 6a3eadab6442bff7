"""Windows of a real Chromium on a site: what their bound figures read, and what the API says of each.

The page's script writes figures into nodes that name their place in a document (``data-topic``, ``data-
each``, ``data-key``, ``data-t``). A look takes those nodes' texts; each is then worked out from the API's
document by our own hand. What differs is looked at again; what agrees within ``PATIENCE`` was on its way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import msgspec

PATIENCE, AGAIN = 8.0, 0.3

LOOK = """() => {
  const found = [];
  for (const el of document.querySelectorAll("#main [data-t]")) {
    if (el.dataset.cut !== undefined || /[~$]/.test(el.dataset.t) || !el.closest("[data-topic]")) continue;
    const way = [];
    let up = el;
    for (; up && up.dataset.topic === undefined; up = up.parentElement) {
      if (up.dataset.in !== undefined) way.unshift(up.dataset.in, up.dataset.key);
      else if (up.dataset.key !== undefined) {
        const list = up.parentElement.closest("[data-each]");
        way.unshift(list.dataset.each, up.dataset.key);
      }
    }
    found.push([up.dataset.topic, way, el.dataset.t, el.textContent]);
  }
  return found;
}"""

Figure = tuple[str, list[str], str, str]
Ask = Callable[[str], dict[str, Any]]


class Seen(msgspec.Struct):
    """What the windows showed."""

    looks: int = 0
    figures: int = 0
    wrong: list[str] = []
    late: list[float] = []


def dig(value: Any, way: list[str]) -> Any:
    """A member of a document; nothing where there is none."""
    for part in way:
        for name in part.split("."):
            value = value.get(name) if isinstance(value, dict) else None
    return value


def worth(document: dict[str, Any], figure: Figure) -> str:
    """What a figure should read: the first of ``a|b|=literal`` that holds something."""
    _, way, paths, _ = figure
    member = dig(document, way)
    for path in paths.split("|"):
        value = path[1:] if path.startswith("=") else member if path == "." else dig(member, [path])
        if value not in (None, "", {}, []):
            return shown(value)
    return ""


def shown(value: Any) -> str:
    """As the script writes a value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def differing(page: Any, ask: Ask) -> tuple[int, list[str]]:
    """How many figures a window shows, and those that are not the API's."""
    figures: list[Figure] = [tuple(each) for each in page.evaluate(LOOK)]
    documents = {topic: ask(topic) for topic in {figure[0] for figure in figures}}
    wrong = []
    for figure in figures:
        right = worth(documents[figure[0]], figure)
        if right.strip() != figure[3].strip():
            wrong.append(
                f"{page.url} {figure[0]} {'/'.join(figure[1])} {figure[2]}: {figure[3]!r} for {right!r}"
            )
    return len(figures), wrong


def look(page: Any, ask: Ask, seen: Seen) -> None:
    """Hold a window against the API until it agrees."""
    begin = time.monotonic()
    while True:
        count, wrong = differing(page, ask)
        waited = time.monotonic() - begin
        if not wrong or waited > PATIENCE:
            break
        time.sleep(AGAIN)
    seen.looks += 1
    seen.figures += count
    seen.wrong += wrong[:5]
    seen.late.append(waited)
