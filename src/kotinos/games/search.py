"""How names are compared when somebody looks for a part of one. Pure."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text without capitals, accents and repeated blanks: "ZOË  Ångström" gives "zoe angstrom".

    Both databases then agree on what matches; SQLite alone would compare only ASCII letters so."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
