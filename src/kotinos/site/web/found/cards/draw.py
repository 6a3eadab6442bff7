"""Draws a card: a heading, what it is of, and lines with a rank, a name, an organisation and a mark. Pure."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw, ImageFont

from . import fonts

WIDTH, HEIGHT, EDGE = 1200, 630, 72
PAPER, CARD, INK, SOFT, LINE, OLIVE = "#fbfaf5", "#ffffff", "#1d211a", "#5b6154", "#dfddd0", "#4d6619"
MEDALS = {"ME_GOLD": "#d9a514", "ME_SILVER": "#a9b0b7", "ME_BRONZE": "#b9763a"}
MARK = Path(__file__).parents[3] / "static" / "site" / "icon-192.png"
LINES = 5


class Line(msgspec.Struct, frozen=True):
    """A line of a card. ``medal`` draws a disc before it; ``strong`` sets the mark and name apart."""

    name: str
    rank: str = ""
    organisation: str = ""
    mark: str = ""
    medal: str = ""
    strong: bool = False


class Card(msgspec.Struct, frozen=True):
    """A card: what stands above, the title, what stands below it, a state, and lines."""

    above: str
    title: str
    below: str = ""
    state: str = ""
    lines: tuple[Line, ...] = ()
    foot: str = ""
    rtl: bool = False


class _Pen:
    """Writes along the reading direction: ``x`` counts from the side where reading begins."""

    def __init__(self, rtl: bool) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.rtl = rtl

    def width(self, text: str, size: int, bold: bool = False) -> float:
        return sum(fonts.font(kind, size, bold).getlength(part) for kind, part in fonts.runs(text))

    def write(self, at: tuple[float, float], text: str, size: int, fill: str, bold: bool = False) -> float:
        """The text with its base line at ``at``; its width. Pieces of several scripts stand in the order in
        which their direction wants them."""
        whole = self.width(text, size, bold)
        x = WIDTH - at[0] - whole if self.rtl else at[0]
        pieces = fonts.runs(text)
        for kind, part in reversed(fonts.edged(pieces)) if self.rtl else pieces:
            face = fonts.font(kind, size, bold)
            way = None
            if face.layout_engine == ImageFont.Layout.RAQM:  # Pillow's own face is laid out without it
                way = "rtl" if kind == "arabic" else "ltr"
            self.draw.text((x, at[1]), part, font=face, fill=fill, anchor="ls", direction=way)
            x += face.getlength(part)
        return whole

    def fitted(self, text: str, size: int, room: float, bold: bool = False) -> str:
        """The text, cut with an ellipsis where it is longer than ``room``."""
        if self.width(text, size, bold) <= room:
            return text
        while text and self.width(f"{text}…", size, bold) > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def box(self, at: tuple[float, float, float, float], fill: str, radius: int = 0) -> None:
        x1, y1, x2, y2 = at
        if self.rtl:
            x1, x2 = WIDTH - x2, WIDTH - x1
        self.draw.rounded_rectangle((x1, y1, x2, y2), radius, fill=fill)


def png(card: Card) -> bytes:
    """The card as a PNG."""
    pen = _Pen(card.rtl)
    pen.box((0, 0, WIDTH, 10), OLIVE)
    _head(pen, card)
    _lines(pen, card)
    _foot(pen, card)
    out = io.BytesIO()
    pen.image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(pen: _Pen, card: Card) -> None:
    room = WIDTH - 2 * EDGE
    pen.write((EDGE, 84), pen.fitted(card.above, 30, room), 30, SOFT)
    size = next((size for size in (68, 58, 50) if pen.width(card.title, size, True) <= room), 46)
    pen.write((EDGE, 162), pen.fitted(card.title, size, room, True), size, INK, True)
    at = EDGE
    if card.state:
        wide = pen.width(card.state, 26, True)
        pen.box((at, 196, at + wide + 36, 242), "#eaf0d8", 23)
        pen.write((at + 18, 228), card.state, 26, OLIVE, True)
        at += int(wide) + 56
    if card.below:
        pen.write((at, 229), pen.fitted(card.below, 28, WIDTH - EDGE - at), 28, SOFT)


def _lines(pen: _Pen, card: Card) -> None:
    lines = card.lines[:LINES]
    if not lines:
        return
    top, bottom = 272, 548
    high = min(92.0, (bottom - top) / len(lines))
    pen.box((EDGE - 24, top, WIDTH - EDGE + 24, top + high * len(lines)), LINE, 22)
    pen.box((EDGE - 22, top + 2, WIDTH - EDGE + 22, top + high * len(lines) - 2), CARD, 20)
    size = 38 if high > 65 else 32
    for at, line in enumerate(lines):
        y = top + high * at
        if at:
            pen.box((EDGE - 22, y, WIDTH - EDGE + 22, y + 2), LINE)
        _line(pen, line, y + high / 2 + size * 0.36, size)


def _line(pen: _Pen, line: Line, base: float, size: int) -> None:
    x, bold = float(EDGE), line.strong
    if line.medal in MEDALS:
        pen.box((x, base - size * 0.72, x + size * 0.8, base + size * 0.08), MEDALS[line.medal], size // 2)
        x += size * 1.4
    elif line.rank:
        pen.write((x, base), line.rank, size, SOFT)
        x += max(size * 1.4, pen.width(line.rank, size) + 18)
    wide = pen.width(line.mark, size, True)
    pen.write((WIDTH - EDGE - wide, base), line.mark, size, INK, True)
    code = pen.width(line.organisation, 26) + 24 if line.organisation else 0
    name = pen.fitted(line.name, size, WIDTH - EDGE - wide - 30 - x - code, bold)
    x += pen.write((x, base), name, size, INK, bold)
    if line.organisation:
        pen.write((x + 20, base), line.organisation, 26, SOFT)


def _foot(pen: _Pen, card: Card) -> None:
    mark = Image.open(MARK).convert("RGBA").resize((44, 44), Image.Resampling.LANCZOS)
    x = WIDTH - EDGE - 44 if pen.rtl else EDGE
    pen.image.paste(mark, (x, 566), mark)
    pen.write((EDGE + 58, 599), pen.fitted(card.foot, 28, WIDTH - 2 * EDGE - 58, True), 28, INK, True)
