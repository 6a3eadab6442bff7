"""The set as a stream of messages in the field's order. Pure.

On the eve: codes, persons, teams, schedule, in the order in which organisers hand over. Then day by
day, framed by DT_GLOBAL_GM and DT_GLOBAL_GN and by each venue's DT_LOCAL_ON and DT_LOCAL_OFF, what the
units and the medals say. No DT_KA is made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from kotinos.odf.nodes import Competition, Config
from kotinos.odf.stream import Timed

from .awards import Podium, awards
from .check import moment
from .draft import ALL, CENTRAL, PARIS, Draft, day_of, numbered
from .people import people, people_drafts
from .plan import plan
from .programme import programme
from .results import unit_drafts
from .rows import ParisSet
from .schedule import Venues, schedule_drafts
from .tables import code_drafts

EVE = timedelta(hours=18)
"""How long before the first day of competition the bulk messages go out."""


def stream(paris: ParisSet) -> Iterator[Timed]:
    """All messages by time, versions counted; competition code OG2024."""
    return numbered(_drafts(paris))


def _drafts(paris: ParisSet) -> list[Draft]:
    named = programme(paris)
    planned = plan(paris, named)
    venues = Venues(paris)
    first = _first(paris)
    eve = first - EVE
    running = list(unit_drafts(planned, venues, first))
    running += Podium(paris, named, planned, venues).drafts(awards(paris, named, planned))
    return [
        *code_drafts(paris, named, planned, eve),
        *people_drafts(people(paris, named), eve),
        *schedule_drafts(planned, venues, eve),
        *_framed(running),
    ]


def _first(paris: ParisSet) -> datetime:
    """Six in the morning of the first day there is anything."""
    told = [*(line.start_date for line in paris.schedule), *(row.date for row in paris.results)]
    days = [at.astimezone(PARIS).date() for text in told if (at := moment(text))]
    day = min(days, default=datetime(2024, 7, 24, tzinfo=PARIS).date())
    return datetime(day.year, day.month, day.day, 6, tzinfo=PARIS)


def _framed(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Drafts with the frame of their days; a source is on from its first to its last message of a day."""
    days: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        days[day_of(draft.at)].append(draft)
    for number, (day, held) in enumerate(sorted(days.items()), start=1):
        held.sort(key=lambda draft: draft.at)
        begin, end = held[0].at - timedelta(minutes=30), held[-1].at + timedelta(minutes=15)
        body = Competition(config=Config(competition_day=str(number)))
        yield Draft(at=begin, type="DT_GLOBAL_GM", code=ALL, body=body, day=day)
        yield from _sources(held, body, day)
        yield Draft(at=end, type="DT_GLOBAL_GN", code=ALL, body=body, day=day)


def _sources(held: list[Draft], body: Competition, day: str) -> Iterator[Draft]:
    on: dict[str, datetime] = {}
    off: dict[str, datetime] = {}
    for draft in held:
        on.setdefault(draft.source, draft.at)
        off[draft.source] = draft.at
    venues = [source for source in on if source != CENTRAL]
    for source in venues:
        at = on[source] - timedelta(minutes=15)
        yield Draft(at=at, type="DT_LOCAL_ON", code=ALL, body=body, source=source, day=day)
    yield from held
    for source in venues:
        at = off[source] + timedelta(minutes=10)
        yield Draft(at=at, type="DT_LOCAL_OFF", code=ALL, body=body, source=source, day=day)
