"""Static files, packed once: brotli and gzip of what shrinks are kept in the data folder by their content."""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

SHRINK = {".css", ".js", ".svg", ".json", ".txt"}
PACKERS = {
    "br": lambda content: brotli.compress(content, quality=11),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}


class Packed(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise, with the packed forms of each file beside it."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        """The file as WhiteNoise serves it, and what a browser that unpacks gets instead."""
        found: StaticFile = super().get_static_file(path, url, stat_cache)
        if Path(path).suffix not in SHRINK:
            return found
        plain = found.get_response("GET", {})
        if plain.file is not None:
            plain.file.close()
        headers = [pair for pair in plain.headers if pair[0] in KEPT]
        return StaticFile(path, headers, encodings=packed(Path(path), settings.DATA_DIR / "packed"))


KEPT = ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin")


def packed(path: Path, folder: Path) -> dict[str, str]:
    """The packed forms of a file by their coding, made in ``folder`` where they are not there yet."""
    content = path.read_bytes()
    name = hashlib.sha256(content).hexdigest()[:20]
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for coding, pack in PACKERS.items():
        place = folder / f"{name}.{coding}"
        if not place.exists():  # whole or not at all: several processes may start at once
            draft = folder / f".{name}-{os.getpid()}.{coding}"
            draft.write_bytes(pack(content))  # type: ignore[no-untyped-call]
            draft.replace(place)
        found[coding] = str(place)
    return found
