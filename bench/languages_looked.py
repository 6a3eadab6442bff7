"""What a browser sees of a page's texts: which stand there, which are cut, which lie on one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def texts(page: Any) -> set[str]:
    """Every text of a page that people read or hear."""
    return set(page.evaluate(f"{SCRIPT.strip()}.texts()"))


def misfits(page: Any) -> tuple[list[tuple[str, str, str]], int]:
    """What does not fit (kind, element, text), each once; and how many lines of text were looked at."""
    wrong, lines = page.evaluate(f"{SCRIPT.strip()}.misfits()")
    return sorted({(kind, where, text) for kind, where, text in wrong}), int(lines)
