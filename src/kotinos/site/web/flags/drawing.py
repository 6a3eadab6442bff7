"""From pictures of flags to one sheet of symbols. Pure.

A symbol's box is 62 by 38. What an organiser gives is put in whole, as a picture, so that names and styles of
one file never meet those of another.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping

import msgspec
from markupsafe import escape

WIDTH, HEIGHT = 62, 38
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
_HEAD = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
# A hair of shade around each flag: white ones would melt into a white page.
_EDGE = (
    f'<rect x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" fill="none" stroke="#808080"'
    ' stroke-opacity=".5" stroke-width="2"/>'
)

# The black line around the flag, which is square or a pennant for some.
_OUTLINE = re.compile(
    r'<(?:rect|polygon)(?=[^>]* fill="none")(?=[^>]* stroke="#000")(?=[^>]* stroke-width="2")[^>]*/>'
)


class Drawing(msgspec.Struct, frozen=True):
    """What is drawn in a symbol's box, as SVG without a frame of its own."""

    body: str


def emoji(svg: str) -> Drawing:
    """The flag out of an emoji of 72 by 72: its field from (5, 17), without the black line around it, without
    what no renderer needs. Raises ``ValueError`` when it is no drawing."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if found is None:
        raise ValueError("not an SVG drawing")
    body = re.sub(r"\s+", " ", found[1]).replace("> <", "><").strip()
    body = re.sub(r'<g id="line.*?</g>', lambda lines: _OUTLINE.sub("", lines[0]), body)
    body = re.sub(r' id="[^"]*"', "", body).replace("<g></g>", "")
    # A frame of its own cuts what the emoji's black line covered.
    return Drawing(
        f'<svg viewBox="5 17 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{body}</svg>{_EDGE}'
    )


def picture(content: bytes, suffix: str) -> Drawing:
    """A picture as it was given, whole, in the middle of the box. Raises ``KeyError`` for another kind."""
    data = b64encode(content).decode()
    return Drawing(f'<image width="{WIDTH}" height="{HEIGHT}" href="data:{KINDS[suffix]};base64,{data}"/>')


def sheet(drawings: Mapping[str, Drawing]) -> bytes:
    """One SVG with a symbol for each code: a page names one by ``#CODE``."""
    symbols = "".join(
        f'<symbol id="{escape(code)}" viewBox="0 0 {WIDTH} {HEIGHT}">{drawing.body}</symbol>'
        for code, drawing in sorted(drawings.items())
    )
    return f"{_HEAD}>{symbols}</svg>".encode()


def alone(drawing: Drawing) -> bytes:
    """One flag as a picture of its own."""
    return f'{_HEAD} width="{2 * WIDTH}" height="{2 * HEIGHT}">{drawing.body}</svg>'.encode()
