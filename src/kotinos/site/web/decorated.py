"""Who won most: medals of an athlete, alone and in teams."""

from __future__ import annotations

from collections import Counter

import msgspec

from kotinos.games.terms import ParticipantView
from kotinos.live import api as live

from . import asked

LEAST, MOST = 2, 10
"""Medals from which an athlete is named, and how many athletes."""
MEDALS = ("ME_GOLD", "ME_SILVER", "ME_BRONZE")


class Decorated(msgspec.Struct, frozen=True):
    """An athlete with several medals, numbers in the order of ``MEDALS``."""

    code: str
    name: str
    organisation: str
    numbers: tuple[int, int, int]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each medal with its number."""
        return list(zip(MEDALS, self.numbers, strict=True))


def decorated(key: str) -> list[Decorated]:
    """The athletes with most medals: by number, then gold, then silver, then name."""
    held = asked.medals(key)
    bodies = live.snapshots(key, sorted({f"participant/{medal.competitor}" for medal in held}))
    people = {
        name.partition("/")[2]: msgspec.json.decode(body, type=ParticipantView)
        for name, body in bodies.items()
    }
    counted: dict[str, Counter[str]] = {}
    named: dict[str, tuple[str, str]] = {}
    for medal in held:
        person = people.get(medal.competitor)
        members = person.members.values() if person else ()
        for code, name in [(one.code, one.name) for one in members] or [(medal.competitor, medal.name)]:
            if person is None or person.kind == "A" or members:
                counted.setdefault(code, Counter())[medal.medal] += 1
                named[code] = (name, medal.organisation)
    several = [
        Decorated(code, *named[code], (found["ME_GOLD"], found["ME_SILVER"], found["ME_BRONZE"]))
        for code, found in counted.items()
        if found.total() >= LEAST
    ]
    several.sort(key=lambda one: (-sum(one.numbers), [-each for each in one.numbers], one.name))
    return several[:MOST]
