"""The old 9-character code DDGEEEPUU of ODF1 and the RSC, both ways. Pure.

The old code: discipline 2, gender 1, event 3, phase 1, unit 2. Which old code a new one had is a matter of
tables; yet much of them follows rules, found by laying tables of both side by side:

- disciplines and genders go by one letter table each (four-person and doubles teams, open by gender now,
  kept the gender of their day and are left to the table);
- event ``000`` is no event; distances are the number in the name: hundreds of metres in speed skating,
  kilometres in skiing, with a first digit of 4 for relays, 5 for pursuits, 7 for mass starts;
- phases are one character each, sharing ``9`` between all that comes before the knock-out;
- units are the two digits of the new unit; finals A to D are 01 to 04, ceremonies 01 and 02, runs within a
  unit tens, and curling counts games through its sessions of four.

A rule answers only where it is sure; a table (``LegacyTable``) has the first word. No table ships: the
operator's own is loaded.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from .codes import CodeTables, shipped
from .rsc import RSC

_OLD_COLUMNS = ("Old DDGEEEPUU", "Old unit")
_NO_EVENT = "000"
_GENDER = {"": "0", "M": "M", "W": "W", "X": "X"}
_PHASE = {
    "": "0", "FNL": "1", "SFNL": "2", "QFNL": "3", "8FNL": "4", "PREL": "9", "QUAL": "9", "HEAT": "9",
    "TB": "9", "ZERO": "U", "GPA": "A", "GPB": "B", "GPC": "C", "TRNO": "O", "MEET": "T", "VICT": "M",
    "DRAW": "E",
}  # fmt: skip
_PHASE_BACK = {old: new for new, old in _PHASE.items() if old != "9"}
_IRREGULAR = frozenset({("FSK", "QUAL"), ("FSK", "DRAW"), ("STK", "DRAW"), ("IHO", "FNL"), ("NCB", "FNL")})
_MANY_TO_ONE = frozenset({"SJP", "NCB", "CUR", "SBD", "FSK"})
_LETTERED_FINALS = frozenset({("SSK", "FNL"), ("STK", "FNL")})
_UNIT = {"": "00", "MEDAL": "01", "FLOWER": "02"}
_UNIT_BACK = {("VICT", "01"): "MEDAL", ("VICT", "02"): "FLOWER"}
_PLAIN = re.compile(r"00(\d\d)00(?:00)?\Z")
_LETTERED = re.compile(r"([A-D])00100\Z")
_JUMPS = re.compile(r"0(\d)0(\d)SJ\Z")
_ONE_JUMP = re.compile(r"00(\d\d)SJ\Z")
_RUN = re.compile(r"000(\d)000(\d)\Z")
_GAME = re.compile(r"00(\d\d)0(\d)\Z")
_METRES = re.compile(r"(\d{3,5})M(?:RY4)?\Z")
_KILOMETRES = re.compile(r"(?:4X)?(\d{1,2})(?:\.\d)?KM(SP|IS|PU|MS)?\Z")
_GAMES_A_SESSION = 4
_TIE_BREAKS_FROM = 80


class LegacyTable(msgspec.Struct, frozen=True):
    """Pairs of codes told by a table: new to old, old to new, old to event.

    ``clashes`` are old codes that several new ones share; ``to_new`` gives the first of them.
    ``events`` has DDGEEE of each event, by 22-character event prefix; ``numbers`` has EEE by discipline and
    event where all genders have the same.
    """

    old: dict[str, str]
    new: dict[str, str]
    events: dict[str, str]
    numbers: dict[tuple[str, str], str]
    clashes: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path | str) -> LegacyTable:
        """Read ``EventUnit.csv`` of a Common Codes folder. Raises ``ValueError`` when it has no old codes."""
        tables = CodeTables.load(path)
        pairs = {}
        for code, row in tables.rows.get("EventUnit", {}).items():
            if old := next((row[name] for name in _OLD_COLUMNS if row.get(name)), ""):
                pairs[code] = old
        if not pairs:
            raise ValueError(f"{path} has no EventUnit.csv with old codes")
        return cls.of(pairs)

    @classmethod
    def of(cls, pairs: dict[str, str]) -> LegacyTable:
        """A table of the given new and old codes."""
        back: dict[str, tuple[str, ...]] = {}
        for new, old in pairs.items():
            back[old] = (*back.get(old, ()), new)
        events = {
            new[:22]: old[:6] for new, old in pairs.items() if old[6:] == _NO_EVENT and new[4:22].strip("-")
        }
        numbers: dict[tuple[str, str], set[str]] = {}
        for new, old in events.items():
            numbers.setdefault((new[:3], new[4:22].rstrip("-")), set()).add(old[3:])
        return cls(
            pairs,
            {old: news[0] for old, news in back.items()},
            events,
            {event: found.pop() for event, found in numbers.items() if len(found) == 1},
            {old: news for old, news in back.items() if len(news) > 1},
        )


def to_old(rsc: RSC | str, table: LegacyTable | None = None) -> str | None:
    """The old code of a new one: by ``table``, else by rule, else ``None``."""
    code = RSC.parse(rsc) if isinstance(rsc, str) else rsc
    if table is not None and (told := table.old.get(str(code))):
        return told
    prefix = _old_event(code, table)
    phase = _PHASE.get(code.phase)
    unit = _old_unit(code)
    return f"{prefix}{phase}{unit}" if prefix and phase and unit else None


def to_new(old: str, table: LegacyTable | None = None) -> RSC | None:
    """The new code of an old one: by ``table``, else by rule, else ``None``.

    Back, the rules are sure only of whole disciplines, genders and phases, of meetings and ceremonies, and of
    the events that ``table`` names: the old code says less than the new.
    """
    if table is not None and (told := table.new.get(old)):
        return RSC.parse(told)
    if len(old) != 9:
        return None
    event = _new_event(old[:6], table)
    phase = _PHASE_BACK.get(old[6])
    if event is None or phase is None:
        return None
    unit = _new_unit(event.discipline, phase, old[7:])
    if unit is None:
        return None
    new = RSC(event.discipline, event.gender, event.event, event.modifier, phase, unit)
    return new if to_old(new, table) == old else None


@cache
def _old_disciplines() -> dict[str, str]:
    rows = shipped().rows["Discipline"]
    return {code: row["old"] for code, row in rows.items() if row["old"]}


@cache
def _new_disciplines() -> dict[str, str]:
    return {old: new for new, old in _old_disciplines().items()}


def _old_event(code: RSC, table: LegacyTable | None) -> str | None:
    if table is not None and (told := table.events.get(str(code)[:22])):
        return told
    discipline, gender = _old_disciplines().get(code.discipline), _GENDER.get(code.gender)
    number = _event_number(code)
    if table is not None and number is None and not (code.gender or code.modifier):
        number = table.numbers.get((code.discipline, code.event))
    return f"{discipline}{gender}{number}" if discipline and gender and number else None


def _event_number(code: RSC) -> str | None:
    if code.modifier:
        return None
    if not code.event:
        return _NO_EVENT
    if code.discipline in ("SSK", "STK") and (found := _METRES.match(code.event)):
        return _metres(code, int(found[1]) // 100)
    if code.discipline in ("BTH", "CCS") and (found := _KILOMETRES.match(code.event)):
        lead = "4" if code.event.startswith("4X") else {"PU": "5", "MS": "7"}.get(found[2], "0")
        return f"{lead}{int(found[1]):02}"
    return None


def _metres(code: RSC, hundreds: int) -> str | None:
    if code.event.endswith("RY4"):
        return f"4{hundreds}"
    if code.discipline == "SSK" and code.event == "500M":
        return "205"  # skated twice until 2014; the number stayed
    return f"{hundreds:03}"


def _old_unit(code: RSC) -> str | None:
    unit, phase, discipline = code.unit, code.phase, code.discipline
    if unit in _UNIT:
        return _UNIT[unit]
    if (discipline, phase) in _IRREGULAR or (phase == "MEET" and discipline == "ALP" and code.gender == "W"):
        return None
    if discipline == "CUR" and phase in ("PREL", "FNL", "SFNL", "TB"):
        return _old_game(phase, unit)
    if discipline == "SBD" and phase == "QUAL":
        return None
    if found := _PLAIN.match(unit):
        return None if phase == "" else found[1]
    if found := _LETTERED.match(unit):
        return f"{'ABCD'.index(found[1]) + 1:02}" if discipline in ("SSK", "STK") else None
    if found := _RUN.match(unit):
        return found[2] + found[1]
    return _old_jump(phase, unit)


def _old_jump(phase: str, unit: str) -> str | None:
    found = (_JUMPS if phase == "TRNO" else _ONE_JUMP).match(unit)
    return "".join(found.groups()) if found else None


def _old_game(phase: str, unit: str) -> str | None:
    found = _GAME.match(unit)
    if found is None or found[2] == "0":
        return None
    session, sheet = int(found[1]), int(found[2])
    if phase == "PREL":
        return f"{(session - 1) * _GAMES_A_SESSION + sheet:02}"
    if phase == "TB":
        return f"{_TIE_BREAKS_FROM + sheet:02}"
    return f"{session:02}" if phase == "FNL" else f"{sheet:02}"


def _new_event(prefix: str, table: LegacyTable | None) -> RSC | None:
    if table is not None:
        for new, old in table.events.items():
            if old == prefix:
                return RSC.parse(new)
    discipline = _new_disciplines().get(prefix[:2])
    gender = {old: new for new, old in _GENDER.items()}.get(prefix[2])
    if discipline is None or gender is None or prefix[3:] != _NO_EVENT:
        return None
    return RSC(discipline, gender)


def _new_unit(discipline: str, phase: str, unit: str) -> str | None:
    if unit == "00":
        return ""
    if phase == "VICT":
        return _UNIT_BACK.get((phase, unit))
    single = unit[0] == "0" or phase == "MEET"
    if not (single and unit.isdecimal() and phase) or discipline in _MANY_TO_ONE:
        return None
    if (
        (discipline, phase) in _LETTERED_FINALS
        or phase == "DRAW"
        or (phase[:2] == "GP" and discipline != "IHO")
    ):
        return None
    return f"00{unit}00"
