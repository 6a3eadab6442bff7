"""Contact sheets and the visual baseline of the gallery of formats."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from PIL import Image, ImageDraw

GRID = 16
"""Cells a side of a picture's fingerprint."""
STEP = 3
"""How much brighter, of 255, a cell must be than the next to count: fonts are smoothed differently."""
DIFFER = 20
"""Bits of a fingerprint, of 256, that may differ."""
STRETCH = 0.03
"""How much a picture may be taller or shorter."""

COLUMNS = {1280: 4, 390: 8}
SMALL = {1280: 460, 390: 230}
TALLEST = {1280: 620, 390: 760}
ROWS = {1280: 4, 390: 2}


def fingerprint(picture: Image.Image) -> str:
    """Height and brightness steps of a picture, as text."""
    small = picture.convert("L").resize((GRID + 1, GRID), Image.Resampling.BOX)
    cells = list(small.tobytes())
    bits = 0
    for row in range(GRID):
        for column in range(GRID):
            at = row * (GRID + 1) + column
            bits = bits << 1 | (cells[at] > cells[at + 1] + STEP)
    return f"{picture.height}:{base64.b85encode(bits.to_bytes(GRID * GRID // 8, 'big')).decode()}"


def differs(one: str, two: str) -> str:
    """What sets two fingerprints apart; nothing when they are alike."""
    (tall, first), (other, second) = one.split(":", 1), two.split(":", 1)
    if abs(int(tall) - int(other)) > STRETCH * int(other) + 4:
        return f"{tall} pixels tall instead of {other}"
    bits = int.from_bytes(base64.b85decode(first), "big") ^ int.from_bytes(base64.b85decode(second), "big")
    return f"{bits.bit_count()} of {GRID * GRID} cells" if bits.bit_count() > DIFFER else ""


def load(path: Path) -> dict[str, str]:
    """The kept fingerprints; none when there is no file."""
    if not path.exists():
        return {}
    kept: dict[str, str] = json.loads(path.read_text("utf-8"))
    return kept


def keep(path: Path, prints: dict[str, str]) -> None:
    """Write the fingerprints, one a line."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(prints, indent=0, sort_keys=True) + "\n", encoding="utf-8")


class Sheets:
    """Pictures of a kind put together, a few states a sheet: light and dark, both directions."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind
        self.cells: dict[int, list[tuple[str, Image.Image]]] = {1280: [], 390: []}

    def add(self, state: str, variant: str, picture: Image.Image) -> None:
        """Put a picture on its sheet."""
        width = int(variant.partition("-")[0])
        scale = SMALL[width] / width
        small = picture.resize((SMALL[width], max(1, round(picture.height * scale))), Image.Resampling.BOX)
        self.cells[width].append(
            (f"{state} {variant}", small.crop((0, 0, SMALL[width], min(small.height, TALLEST[width]))))
        )

    def write(self) -> list[Path]:
        """Write the sheets."""
        written = []
        for width, cells in self.cells.items():
            size = COLUMNS[width] * ROWS[width]
            for number, start in enumerate(range(0, len(cells), size), 1):
                path = self.folder / f"{self.kind}-{width}-{number}.png"
                sheet(cells[start : start + size], width).save(path)
                written.append(path)
        return written


def sheet(cells: list[tuple[str, Image.Image]], width: int) -> Image.Image:
    """One contact sheet."""
    columns = COLUMNS[width]
    lines = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    heights = [max(picture.height for _, picture in line) + 18 for line in lines]
    whole = Image.new("RGB", (columns * (SMALL[width] + 8), sum(heights)), "#888888")
    pen, top = ImageDraw.Draw(whole), 0
    for line, height in zip(lines, heights, strict=True):
        for column, (label, picture) in enumerate(line):
            pen.text((column * (SMALL[width] + 8) + 2, top + 3), label, fill="#ffffff")
            whole.paste(picture, (column * (SMALL[width] + 8), top + 16))
        top += height
    return whole
