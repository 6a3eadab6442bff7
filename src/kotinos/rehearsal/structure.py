"""From a format to phases and units: heats, qualification, brackets, pools. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from kotinos.odf.rsc import LENGTH

from .tables import styles
from .terms import Phase, Source, Unit

_UNSET = datetime(2000, 1, 1, tzinfo=UTC)
_ROUNDS = {
    2: ("FNL", "Final"),
    4: ("SFNL", "Semifinal"),
    8: ("QFNL", "Quarterfinal"),
    16: ("8FNL", "Round of 16"),
    32: ("R32", "Round of 32"),
    64: ("R64", "Round of 64"),
}


class Draft(msgspec.Struct):
    """An event being drawn up. ``stages``: units that may run side by side, stage after stage."""

    event: str
    discipline: str
    name: str
    style: str
    phases: list[Phase] = []
    units: dict[str, Unit] = {}
    stages: list[list[str]] = []

    def phase_code(self, phase: str) -> str:
        """The 34 characters of a phase of this event."""
        return (self.event[:22] + phase.ljust(4, "-")).ljust(LENGTH, "-")

    def unit(self, phase: str, number: int, name: str, sources: list[Source], medal: int = 0) -> str:
        """Add a unit; returns its code."""
        style = styles()[self.style]
        code = f"{self.event[:22]}{phase.ljust(4, '-')}{number:04d}00--"
        self.units[code] = Unit(
            code=code, event=self.event, phase=self.phase_code(phase), discipline=self.discipline, name=name,
            order=number, medal=medal, sources=tuple(sources), minutes=style.minutes, style=self.style,
            start=_UNSET, end=_UNSET,
        )  # fmt: skip
        return code

    def phase(
        self, phase: str, name: str, kind: str, units: list[str], go_on: tuple[int, int] = (0, 0)
    ) -> str:
        """Add a phase over ``units``; ``go_on``: by place in each unit, then by mark."""
        code = self.phase_code(phase)
        self.phases.append(
            Phase(
                code=code,
                name=name,
                order=len(self.phases) + 1,
                kind=kind,
                units=tuple(units),
                by_place=go_on[0],
                by_mark=go_on[1],
            )
        )
        return code


def draw_up(draft: Draft, form: str, seeds: list[str]) -> Draft:
    """Give ``draft`` its phases. ``form``: as in ``data/events.csv``; ``seeds``: entrants, best first."""
    kind, *options = form.split(":")
    entries = [Source("entry", code) for code in seeds]
    if kind == "final":
        _final(draft, entries)
    elif kind in ("heats", "heats2"):
        _heats(draft, entries, semis=kind == "heats")
    elif kind == "qual":
        _qualification(draft, entries, int(options[0]))
    elif kind == "two":
        _two_parts(draft, entries, int(options[0]))
    elif kind == "ranked":
        _ranked(draft, entries)
    elif kind == "bracket":
        _bracket(draft, entries, options[0])
    else:
        _pools(draft, entries, int(options[0]), int(options[1]))
    return draft


def _final(draft: Draft, sources: list[Source]) -> None:
    final = draft.unit("FNL", 1, "Final", sources, medal=1)
    draft.phase("FNL", "Final", "marks", [final])
    draft.stages.append([final])


def _snake(sources: list[Source], groups: int) -> list[list[Source]]:
    """Deal seeds out to groups so that the groups are about equally strong."""
    dealt: list[list[Source]] = [[] for _ in range(groups)]
    for place, source in enumerate(sources):
        turn, at = divmod(place, groups)
        dealt[at if turn % 2 == 0 else groups - 1 - at].append(source)
    return dealt


def _series(draft: Draft, phase: str, name: str, groups: list[list[Source]], going: int) -> list[Source]:
    """Heats or semi-finals of ``groups`` from which ``going`` go on; returns where those come from."""
    label = name.removesuffix("s")
    units = [draft.unit(phase, at, f"{label} {at}", group) for at, group in enumerate(groups, 1)]
    by_place = going // len(groups) - (1 if len(groups) > 1 and going // len(groups) > 2 else 0)
    code = draft.phase(phase, name, "marks", units, (by_place, going - by_place * len(groups)))
    draft.stages.append(units)
    return [Source("rank", code, place) for place in range(1, going + 1)]


def _heats(draft: Draft, entries: list[Source], *, semis: bool) -> None:
    per = int(styles()[draft.style].options.get("per", 8))
    if len(entries) <= per:
        _final(draft, entries)
        return
    heats = -(-len(entries) // per)
    if semis and heats > 3:
        halves = 3 if heats > 5 else 2
        entries = _series(draft, "HEAT", "Heats", _snake(entries, heats), per * halves)
        entries = _series(draft, "SFNL", "Semifinals", _snake(entries, halves), per)
    else:
        entries = _series(draft, "HEAT", "Heats", _snake(entries, heats), per)
    _final(draft, entries)


def _qualification(draft: Draft, entries: list[Source], finalists: int) -> None:
    if len(entries) <= finalists + 2:
        _final(draft, entries)
        return
    groups = 2 if len(entries) > 18 else 1
    units = [
        draft.unit("QUAL", at, f"Qualification {'AB'[at - 1]}" if groups > 1 else "Qualification", group)
        for at, group in enumerate(_snake(entries, groups), 1)
    ]
    code = draft.phase("QUAL", "Qualification", "marks", units, (0, finalists))
    draft.stages.append(units)
    _final(draft, [Source("rank", code, place) for place in range(finalists, 0, -1)])


def _two_parts(draft: Draft, entries: list[Source], going: int) -> None:
    going = min(going, len(entries))
    first = draft.unit("SP", 1, "Short programme", entries)
    code = draft.phase("SP", "Short programme", "marks", [first], (0, going))
    final = draft.unit("FNL", 1, "Free skating", [Source("rank", code, at) for at in range(going, 0, -1)], 1)
    draft.phase("FNL", "Free skating", "marks", [final])
    draft.phases[-1] = msgspec.structs.replace(draft.phases[-1], carry=True)
    draft.stages += [[first], [final]]


def _ranked(draft: Draft, entries: list[Source]) -> None:
    style, draft.style = draft.style, "ranking"
    unit = draft.unit("QUAL", 1, "Ranking round", entries)
    draft.style = style
    code = draft.phase("QUAL", "Ranking round", "marks", [unit], (0, len(entries)))
    draft.stages.append([unit])
    _bracket(draft, [Source("rank", code, place) for place in range(1, len(entries) + 1)], "match")


def _seeded(seeds: list[Source]) -> list[Source | None]:
    """Seeds in bracket order (1 meets the last), None where a bye stands."""
    order = [1]
    while len(order) < len(seeds):
        order = [place for seed in order for place in (seed, 2 * len(order) + 1 - seed)]
    return [seeds[seed - 1] if seed <= len(seeds) else None for seed in order]


def _bracket(draft: Draft, seeds: list[Source], bronze: str) -> None:
    _knock_out(draft, _seeded(seeds), "match" if bronze == "repechage" and len(seeds) < 8 else bronze)


def _knock_out(draft: Draft, slots: list[Source | None], bronze: str) -> None:
    played: dict[str, list[str]] = {}
    while len(slots) > 2:
        phase, name = _ROUNDS[len(slots)]
        match = f"{name} match" if name[-1].isdigit() else name
        units: list[str] = []
        coming: list[Source | None] = []
        for home, away in zip(slots[::2], slots[1::2], strict=True):
            if home is None or away is None:
                coming.append(home or away)
                continue
            units.append(draft.unit(phase, len(units) + 1, f"{match} {len(units) + 1}", [home, away]))
            coming.append(Source("winner", units[-1]))
        draft.phase(phase, name if match != name else f"{name}s", "round", units)
        draft.stages.append(units)
        played[phase], slots = units, coming
    _finals(draft, [slot for slot in slots if slot], bronze, played)


def _finals(draft: Draft, sides: list[Source], bronze: str, played: dict[str, list[str]]) -> None:
    semis = played.get("SFNL", [])
    finals: list[str] = []
    if bronze == "repechage":
        losers = [Source("loser", unit) for unit in played["QFNL"]]
        again = [
            draft.unit("REP", at + 1, f"Repechage {at + 1}", losers[2 * at : 2 * at + 2]) for at in (0, 1)
        ]
        draft.phase("REP", "Repechage", "round", again)
        draft.stages.append(again)
        for at in (0, 1):
            pair = [Source("winner", again[at]), Source("loser", semis[1 - at])]
            finals.append(draft.unit("FNL", at + 2, f"Bronze medal contest {at + 1}", pair, medal=2))
    elif bronze == "match" and len(semis) == 2:
        pair = [Source("loser", unit) for unit in semis]
        finals.append(draft.unit("FNL", 2, "Bronze medal match", pair, medal=2))
    elif bronze.startswith("rank") and len(draft.units) > 0:
        pool = draft.phases[0].code
        pair = [Source("rank", pool, 3), Source("rank", pool, 4)]
        finals.append(draft.unit("FNL", 2, "Bronze medal match", pair, medal=2))
    final = draft.unit("FNL", 1, "Final", sides, medal=1)
    draft.phase("FNL", "Final", "round", [*finals, final])
    draft.stages += [finals, [final]] if finals else [[final]]


def _rounds(teams: list[Source]) -> list[list[tuple[Source, Source]]]:
    """Everybody meets everybody (circle method), in rounds."""
    circle: list[Source | None] = [*teams] + ([None] if len(teams) % 2 else [])
    rounds = []
    for turn in range(len(circle) - 1):
        pairs = zip(circle[: len(circle) // 2], reversed(circle[len(circle) // 2 :]), strict=True)
        met = [(home, away) if turn % 2 == 0 else (away, home) for home, away in pairs if home and away]
        rounds.append([(home, away) for home, away in met if home and away])
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return rounds


def _pools(draft: Draft, entries: list[Source], groups: int, up: int) -> None:
    groups = 1 if len(entries) < 6 else min(groups, len(entries) // 3)
    up = 2 if groups == 1 or len(entries) // groups <= up else up
    codes = []
    stages: dict[int, list[str]] = {}
    for letter, teams in zip("ABCD", _snake(entries, groups), strict=False):
        units: list[str] = []
        for turn, pairs in enumerate(_rounds(teams)):
            for pair in pairs:
                name = f"Group {letter}, match {len(units) + 1}"
                units.append(draft.unit(f"GP{letter}", len(units) + 1, name, list(pair)))
                stages.setdefault(turn, []).append(units[-1])
        codes.append(draft.phase(f"GP{letter}", f"Group {letter}", "pool", units, (up, 0)))
    draft.stages += [stages[turn] for turn in sorted(stages)]
    _knock_out(draft, _crossed(codes, up), "rank" if groups == 1 else "match")


def _crossed(pools: list[str], up: int) -> list[Source | None]:
    """Who meets whom after the pools: winners far apart, never two of a pool at once."""
    if len(pools) == 1:
        return [Source("rank", pools[0], 1), Source("rank", pools[0], 2)]
    slots: list[Source | None] = []
    pairs = [(pools[at], pools[at + 1]) for at in range(0, len(pools) - 1, 2)]
    for half in (0, 1):
        for one, two in pairs:
            first, second = (one, two) if half == 0 else (two, one)
            slots += [Source("rank", first, 1), Source("rank", second, up)]
            if up == 4:
                slots += [Source("rank", second, 2), Source("rank", first, 3)]
    return slots
