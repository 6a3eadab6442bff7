"""How names are compared when somebody looks for a part of one. Pure."""

from __future__ import annotations

import unicodedata

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "×": "x"}
)
"""Signs that print has and keyboards have not."""


def plain(text: str) -> str:
    """The text as it is typed in haste: without capitals, accents, repeated blanks and printers' signs.
    "ZOË  O’Shea" gives "zoe o'shea".

    Both databases then agree on what matches; SQLite alone would compare only ASCII letters so."""
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
