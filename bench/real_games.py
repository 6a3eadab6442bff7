"""Every row of Paris 2024, sent through HTTP, is found again through the API.

The public set becomes messages and goes through ``POST /odf`` of a real server. Then the API is walked
and held against the CSV files, read by the bench's own code: stages, competitors, ranks, IRMs, result
texts, the schedule, medals and the medal table. Details go to ``bench/out/real_games.txt``.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kotinos.formats.paris2024 import load
from kotinos.formats.paris2024.medals import recompute

from . import paris_rows
from .paris_server import Server, running
from .served import ServerError

OUT = paris_rows.ROOT / "bench" / "out" / "real_games.txt"
SHOWN = 40
"""Most lines printed of one kind of mismatch."""

MEDALS = {"1": "ME_GOLD", "2": "ME_SILVER", "3": "ME_BRONZE"}
MEDAL_FLAG = {"0": 0, "1": 1, "3": 2}
"""The schedule's event_medal and the API's ``medal``: contests for bronze are 3 there and 2 here."""

Fetch = Callable[[str], dict[str, Any]]


class Score:
    """Counts of what was looked for and found, by kind, with what was not."""

    def __init__(self) -> None:
        self.sought: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.missed: dict[str, list[str]] = defaultdict(list)

    def note(self, kind: str, holds: bool, what: str) -> None:
        """One thing looked for."""
        self.sought[kind] += 1
        self.found[kind] += holds
        if not holds:
            self.missed[kind].append(what)

    def lines(self) -> list[str]:
        """A line a kind, then what was missed."""
        told = [f"{kind:22} {self.found[kind]:6} of {sought:6}" for kind, sought in self.sought.items()]
        for kind, missed in self.missed.items():
            told += [f"  not found: {kind}: {what}" for what in missed[:SHOWN]]
        return told

    @property
    def whole(self) -> bool:
        """Whether everything was found."""
        return self.sought == self.found and bool(self.sought)


def walk_results(fetch: Fetch, score: Score) -> None:
    """Every row of every results file against its unit, phase or event."""
    stages: dict[str, list[paris_rows.Told]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)  # one swimmer's is spelt in two ways
    for row in paris_rows.results():
        stages[row.stage].append(row)
        names[row.competitor].add(row.name)
    for stage, rows in stages.items():
        lines, official = _published(fetch, stage)
        score.note("stages", bool(lines), stage)
        score.note("official stages", official, stage)
        score.note("competitors in all", len(lines) == len(rows), f"{stage}: {len(lines)} for {len(rows)}")
        for row in rows:
            line = lines.get(row.competitor)
            where = f"{stage} {row.competitor}"
            score.note("competitors", line is not None, where)
            line = line or {}
            own_name = line.get("name")
            score.note("names", own_name in names[row.competitor], f"{where}: {own_name!r} for {row.name!r}")
            score.note("organisations", line.get("organisation") == row.organisation, where)
            for field, value in row.values.items():
                own = line.get(field, "")
                score.note(field, own == value, f"{where}: {own!r} for {value!r}")


def _published(fetch: Fetch, stage: str) -> tuple[dict[str, dict[str, Any]], bool]:
    """The lines of a stage by competitor, and whether they are official: unit, phase or whole event."""
    if stage[26:].strip("-"):
        view = fetch(f"unit/{stage}")
        done = view.get("result_status") == "OFFICIAL" and view.get("status") == "FINISHED"
        return view.get("competitors", {}), done
    event = fetch(f"event/{stage[:22].ljust(34, '-')}")
    if stage[22:26].strip("-"):
        phase = event.get("phases", {}).get(stage, {})
        return phase.get("standings", {}), phase.get("result_status") == "OFFICIAL"
    return event.get("standings", {}), event.get("standings_status") == "OFFICIAL"


def walk_schedule(fetch: Fetch, score: Score) -> None:
    """Every line of the schedule against the units of all days, equal lines as often as they stand."""
    units: Counter[tuple[object, ...]] = Counter()
    for day in fetch("games").get("days", ()):
        for unit in fetch(f"day/{day}").get("units", {}).values():
            units[_unit_key(unit)] += 1
    for row in paris_rows.table("schedules.csv"):
        key = (
            row["discipline_code"], row["phase"] or row["discipline"], row["start_date"], row["end_date"],
            row["status"] or "SCHEDULED", row["venue_code"], row["location_description"],
            MEDAL_FLAG.get(row["event_medal"], 0),
        )  # fmt: skip
        score.note("schedule lines", units[key] > 0, str(key))
        units[key] -= 1


def _unit_key(unit: dict[str, Any]) -> tuple[object, ...]:
    fields = ("discipline", "name", "start", "end", "status", "venue", "location")
    return (*(unit.get(field, "") for field in fields), unit.get("medal", 0))


def walk_medals(fetch: Fetch, score: Score) -> None:
    """Every medal against its event's page, every line of the medal table against the table."""
    codes = {row["discipline"]: row["discipline_code"] for row in paris_rows.table("schedules.csv")}
    disciplines = fetch("games").get("disciplines", {})
    events = {
        (code, name): rsc
        for code, line in disciplines.items()
        for rsc, name in line.get("events", {}).items()
    }
    for row in paris_rows.table("medals.csv"):
        rsc = events.get((codes.get(row["discipline"], ""), row["event"]), "")
        held = fetch(f"event/{rsc}").get("medals", {}) if rsc else {}
        medal = held.get(f"{MEDALS[row['medal_code']]}/{row['code']}", {})
        told = (medal.get("organisation"), medal.get("date"))
        holds = told == (row["country_code"], row["medal_date"])
        score.note("medals", holds, f"{row['event']} {row['code']}: {told}")
    lines = fetch("medals").get("lines", {})
    totals = paris_rows.table("medals_total.csv")
    for row in totals:
        line = lines.get(row["country_code"], {})
        own = tuple(line.get(name, 0) for name in ("gold", "silver", "bronze", "total"))
        told = tuple(int(row[name]) for name in ("Gold Medal", "Silver Medal", "Bronze Medal", "Total"))
        score.note("medal table lines", own == told, f"{row['country_code']}: {own} for {told}")
    score.note("table length", len(lines) == len(totals), f"{len(lines)} for {len(totals)}")


def recomputed() -> tuple[list[str], str]:
    """The medals by the rows alone: details and the figures."""
    found = recompute(load(paris_rows.folder()))
    details = [f"medals agree by rule: {dict(Counter(each.rule for each in found.agreements))}"]
    details += [
        f"  disagrees {each.rsc} ({each.rule}): told {sorted(each.told - each.computed)}, "
        f"computed {sorted(each.computed - each.told)}"
        for each in found.disagreements
    ]
    details += [f"  not computable {gap.rsc}: {gap.reason}" for gap in found.not_computable]
    figures = (
        f"medals recomputed {len(found.agreements)} events agree, {len(found.disagreements)} not, "
        f"{len(found.not_computable)} not computable"
    )
    return details, figures


def walk(fetch: Fetch) -> Score:
    """Everything, each topic fetched once."""
    kept: dict[str, dict[str, Any]] = {}

    def once(topic: str) -> dict[str, Any]:
        if topic not in kept:
            kept[topic] = fetch(topic)
        return kept[topic]

    score = Score()
    walk_results(once, score)
    walk_schedule(once, score)
    walk_medals(once, score)
    return score


def serve_and_walk(server: Server) -> tuple[Score, str]:
    """Replay, wait, walk."""
    told, took = server.replay(paris_rows.folder())
    folded = server.until_folded()
    return walk(server.snapshot), f"{told}, in {took:.0f} s, folded {folded:.0f} s later"


def run() -> tuple[str, bool]:
    """Figures, and whether every row was found again."""
    if not paris_rows.folder().is_dir():
        return f"no data at {paris_rows.folder()} (KOTINOS_DATA names another place)", False
    details, medals = recomputed()
    with tempfile.TemporaryDirectory(prefix="real-games-") as data:
        try:
            with running(Path(data)) as server:
                score, played = serve_and_walk(server)
        except ServerError as error:
            return f"{error}; {medals}", False
    report = [played, *score.lines(), *details]
    print("\n".join(report))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("\n".join([*report, medals]) + "\n", encoding="utf-8")
    counts = ", ".join(f"{kind} {score.found[kind]}/{score.sought[kind]}" for kind in score.sought)
    return f"{played}; {counts}; {medals}", score.whole
