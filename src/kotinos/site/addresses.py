"""Readable addresses out of codes alone, and back: ``ATHM100M…FNL-000100--``, ``ath/men-100m/final-1``. Pure.

No name stands in them, so that no correction of a name and no language breaks one; and the page's script can
write them from a code (``words`` in ``static/site/live.js`` does the same). A code that the words cannot say
without loss keeps its own: ``units/CODE``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

GENDERS = {"M": "men", "W": "women", "X": "mixed", "O": "open"}
PHASES = {
    "FNL": "final",
    "SFNL": "semifinal",
    "QFNL": "quarterfinal",
    "8FNL": "round-of-16",
    "R32": "round-of-32",
    "R64": "round-of-64",
    "HEAT": "heat",
    "PREL": "preliminary",
    "QUAL": "qualification",
    "RND1": "first-round",
    "RND2": "second-round",
    "REP": "repechage",
    "VICT": "ceremony",
}
UNQUOTED = "~!*'()"
"""What ``encodeURIComponent`` leaves as it is, beside what Python does."""
EVENT = r"[a-z0-9]{3}/[a-z]+-[a-z0-9.-]+"
UNIT = EVENT + r"/[a-z0-9.-]+"

_GENDERS_BACK = {word: code for code, word in GENDERS.items()}
_PHASES_BACK = {word: code for code, word in PHASES.items()}
_LENGTH, _EVENT_END, _PHASE_END, _EVENT_WIDTH, _PHASE_WIDTH = 34, 22, 26, 18, 4


@lru_cache(maxsize=16384)
def words(rsc: str) -> str:
    """A unit's, phase's or event's address within its Games, without a slash at its ends."""
    said = _said(rsc)
    if said and _means(said, rsc):
        return said
    event = len(rsc) == _LENGTH and not rsc[_EVENT_END:].strip("-")
    return f"{'events' if event else 'units'}/{quote(rsc, safe=UNQUOTED)}"


def readable(rsc: str) -> bool:
    """Whether the words can say this code."""
    return words(rsc)[3:4] == "/"


@lru_cache(maxsize=16384)
def code(said: str) -> str:
    """The code of 34 characters that ``ath/men-100m`` or ``ath/men-100m/final-1`` stands for.

    Raises ``ValueError`` for words that say none."""
    discipline, _, rest = said.partition("/")
    event, _, unit = rest.partition("/")
    gender, _, name = event.partition("-")
    if len(discipline) != 3 or gender not in _GENDERS_BACK or not 0 < len(name) <= _EVENT_WIDTH:
        raise ValueError(f"no event is called {said!r}")
    found = f"{discipline}{_GENDERS_BACK[gender]}{name}".upper().ljust(_EVENT_END, "-")
    if "/" in rest:
        phase, _, number = unit.rpartition("-")
        short = _PHASES_BACK.get(phase) or re.sub(r"^group-(?=[a-z]$)", "gp", phase).upper()
        if not 0 < len(short) <= _PHASE_WIDTH:
            raise ValueError(f"no unit is called {said!r}")
        found += short.ljust(_PHASE_WIDTH, "-") + _numbered(number)
    return found.ljust(_LENGTH, "-")


def _means(said: str, rsc: str) -> bool:
    try:
        return code(said) == rsc
    except ValueError:
        return False


def _said(rsc: str) -> str:
    if len(rsc) != _LENGTH or rsc[3] not in GENDERS:
        return ""
    event = f"{rsc[:3]}/{GENDERS[rsc[3]]}-{rsc[4:_EVENT_END].rstrip('-')}".lower()
    phase, unit = rsc[_EVENT_END:_PHASE_END].rstrip("-"), rsc[_PHASE_END:].rstrip("-")
    if not (phase or unit):
        return event if re.fullmatch(EVENT, event) else ""
    said = PHASES.get(phase) or re.sub(r"^gp(?=[a-z]$)", "group-", phase.lower())
    whole = f"{event}/{said}-{_number(unit)}"
    return whole if unit and re.fullmatch(UNIT, whole) else ""


def _number(unit: str) -> str:
    """``000100`` is the first unit, ``000102`` the second part of the first."""
    if not re.fullmatch(r"\d{6}", unit):
        return unit.lower()
    first, part = int(unit[:4]), int(unit[4:])
    return f"{first}.{part}" if part else str(first)


def _numbered(said: str) -> str:
    found = re.fullmatch(r"(\d{1,4})(?:\.(\d{1,2}))?", said)
    return f"{found[1]:0>4}{found[2] or '':0>2}" if found else said.upper()
