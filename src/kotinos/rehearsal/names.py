"""Invented people: names of many traditions and scripts, bodies and birthdays. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from .tables import traditions
from .terms import Person

Pair = tuple[str, str]
"""A name part in Latin letters, and in its own script ("" when that is Latin too)."""


@cache
def _pairs(text: str) -> list[Pair]:
    found = []
    for part in text.split():
        latin, _, local = part.replace("_", " ").partition("|")
        found.append((latin, local))
    return found


def _joined(parts: list[Pair], glue: str = "", local_glue: str = "") -> Pair:
    return glue.join(latin for latin, _ in parts), local_glue.join(local for _, local in parts)


def _family(rng: Random, table: dict[str, Any], gender: str) -> Pair:
    parts = [rng.choice(_pairs(table["families"]))]
    ends = table.get("endsw", table.get("ends", "")) if gender == "W" else table.get("ends", "")
    if ends:
        parts.append(rng.choice(_pairs(ends)))
    name = _joined(parts)
    if rng.random() < table.get("double", 0):
        name = _joined([name, rng.choice(_pairs(table["families"])), ("ez", "")])
        name = (f"{name[0]} de {rng.choice(_pairs(table['families']))[0]}ola", name[1])
    return name


def _given(rng: Random, table: dict[str, Any], gender: str) -> Pair:
    choice = _pairs(table["w" if gender == "W" else "m"])
    if table.get("two") and rng.random() < 0.6:
        first, second = rng.sample(choice, 2)
        second = (second[0].lower() if table.get("join", "") in ("", "-") else second[0], second[1])
        return _joined([first, second], table.get("join", ""))
    return rng.choice(choice)


def make_name(rng: Random, tradition: str, gender: str) -> tuple[Pair, Pair, bool]:
    """A given and a family name, and whether the family name goes first. A mononym has no given name."""
    table = traditions()[tradition]
    family, given = _family(rng, table, gender), _given(rng, table, gender)
    first = table["first"] == "family"
    if rng.random() < table.get("mono", 0):
        return ("", ""), given, first
    return given, family, first


def make_person(rng: Random, code: str, tradition: str, who: tuple[str, str, str], born: date) -> Person:
    """A person. ``who``: gender, organisation, discipline; ``born``: the day from which ages count back."""
    gender, organisation, discipline = who
    given, family, first = make_name(rng, tradition, gender)
    age = timedelta(days=int(365.25 * min(45, max(15.2, rng.gauss(25.5, 4.6)))))
    tall = rng.gauss(182 if gender == "M" else 170, 8)
    known = rng.random()
    return Person(
        code=code,
        given=given[0],
        family=family[0],
        local_given=given[1],
        local_family=family[1],
        family_first=first,
        gender=gender,
        organisation=organisation,
        discipline=discipline,
        birth=(born - age).isoformat(),
        height=f"{tall:.0f}" if known < 0.85 else "",
        weight=f"{(tall - 100) * rng.uniform(0.82, 1.1):.0f}" if known < 0.7 else "",
    )
