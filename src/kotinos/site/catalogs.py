"""What a language still lacks: catalog, its compiled twin, texts, placeholders, plural forms, names. Pure.

The languages are those of ``settings.LANGUAGES``; everything else that belongs to one is found from its tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from . import names

FOLDER = names.FOLDER.parent
_HOLES = re.compile(r"%(?:\(\w+\)[a-z]|%)")


def locale_of(tag: str) -> str:
    """A tag as catalogs' folders are named: ``zh-hans`` is ``zh_Hans``."""
    first, _, rest = tag.partition("-")
    return f"{first}_{rest.title() if len(rest) == 4 else rest.upper()}" if rest else first


def template() -> Catalog:
    """Every text of the site, as extracted."""
    return _read(FOLDER / "django.pot", None)


def catalog(tag: str) -> Path:
    """Where the texts of a language stand; beside it, ``.mo``, what Django reads."""
    return FOLDER / locale_of(tag) / "LC_MESSAGES" / "django.po"


def compiled(path: Path) -> bytes:
    """A catalog as ``make words`` compiles it."""
    out = BytesIO()
    write_mo(out, _read(path, path.parents[1].name))
    return out.getvalue()


def lacks(tag: str) -> list[str]:
    """What is missing or wrong in a language, each with where it is; nothing when it is whole."""
    return [*_locale(tag), *_catalog(tag), *_names(tag)]


def wrong(message: Message, plurals: int) -> str:
    """What is wrong with a text's translation; "" when nothing is."""
    said = [str(text or "") for text in _forms(message.string)]
    asked = [str(text) for text in _forms(message.id)]
    if not all(said):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    if len(asked) == 2 and len(said) != plurals:
        return f"{len(said)} plural forms, not {plurals}"
    holes = {each for text in asked for each in _HOLES.findall(text)}
    # "One" and "two" may be words: a singular need not repeat the number.
    spare = {"%(num)s"} if len(asked) == 2 else set()
    if any(not holes - spare <= set(_HOLES.findall(text)) <= holes for text in said):
        return "other placeholders"
    return ""


def _locale(tag: str) -> Iterator[str]:
    try:
        Locale.parse(locale_of(tag))
    except (UnknownLocaleError, ValueError):
        yield f"CLDR knows no language {tag}: dates and numbers have no form"


def _catalog(tag: str) -> Iterator[str]:
    path = catalog(tag)
    if not path.exists():
        yield f"{path.relative_to(FOLDER)} is not there: make words L={locale_of(tag)}"
        return
    told = _read(path, locale_of(tag))
    for asked in template():
        if asked.id:
            said = told.get(asked.id if isinstance(asked.id, str) else asked.id[0])
            fault = wrong(said, told.num_plurals) if said else "not there: make words"
            if fault:
                yield f"{path.relative_to(FOLDER)}: {asked.id!r}: {fault}"
    twin = path.with_suffix(".mo")
    if not twin.exists() or twin.read_bytes() != compiled(path):
        yield f"{twin.relative_to(FOLDER)} is not its catalog compiled: make words"


def _names(tag: str) -> Iterator[str]:
    for table in names.TABLES:
        for row in names.table(table):
            known = row.get(tag) or (row.get("territory") and tag in row)
            if not known:
                yield f"names/{table}.csv: {row.get('en') or row['code']}: no {tag}"


def _read(path: Path, locale: str | None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _forms(texts: object) -> list[object]:
    return list(texts) if isinstance(texts, (tuple, list)) else [texts]
