"""One message into the state: replacement, update, invalidation, duplicates, late arrivals. Pure.

The rules are those of the ODF Foundation Principles, chapter 5:

* A document replaces the one of the same identity whole; of two versions the higher stands,
  whichever comes first. The same version without a body takes the document back.
* A bulk schedule or participants message wipes its discipline and voids the updates before it.
* An update carries whole units, participants or teams; each overrides its entity. An update that
  arrives late does not undo a later one of the same source.
* The same version of either without a body removes the entities that still stand as it told them.

So documents may arrive in any order. Bulk and update messages of one discipline keep their order
among each other, as a source that is acknowledged one by one sends them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from kotinos.odf.message import BULK, DAY_FRAME, Message
from kotinos.odf.nodes import Competition, Participant, Team

from .state import Clock, Entity, Feed, Seen, Slot, State, Told

Touch = tuple[str, str]
"""What a message touched: a kind of thing and its code."""

DOCUMENTS = frozenset({
    "DT_RESULT", "DT_PHASE_RESULT", "DT_CUMULATIVE_RESULT", "DT_CURRENT", "DT_BRACKETS", "DT_POOL_STANDING",
    "DT_MEDALLISTS", "DT_MEDALLISTS_DISCIPLINE", "DT_MEDALS", "DT_CODES", "DT_ALERT", "DT_NEWS",
})  # fmt: skip
"""Types replaced whole."""


def apply(state: State, message: Message) -> set[Touch]:
    """Fold one message. Returns what it touched; on an exception the state is as before."""
    state.begin()
    try:
        return _apply(state, message)
    except Exception:
        state.undo()
        raise


def _apply(state: State, message: Message) -> set[Touch]:
    header = message.header
    touched = _tick(state, header.stamp)
    if header.document_type in DOCUMENTS:
        return touched | _document(state, message)
    if header.document_type in DAY_FRAME:
        return touched | _day_frame(state, message)
    if header.document_type in FAMILIES:
        return touched | _entities(state, message)
    return touched


def _tick(state: State, stamp: str) -> set[Touch]:
    clock: Clock | None = state.get("clock", "now")
    if clock and stamp <= clock.stamp:
        return set()
    state.put("clock", "now", Clock(stamp))
    return {("clock", "")}


def _document(state: State, message: Message) -> set[Touch]:
    header = message.header
    key = "|".join(header.slot)
    slot: Slot = state.get("slot", key) or Slot({})
    known = slot.sources.get(header.source)
    if known and not _newer(known, message):
        return set()
    told = Told(header.version, message if message.competition is not None else None)
    state.put("slot", key, Slot({**slot.sources, header.source: told}))
    return {(header.document_type, header.document_code)}


def _newer(known: Told, message: Message) -> bool:
    if message.header.version != known.version:
        return message.header.version > known.version
    return message.competition is None and known.message is not None


def _day_frame(state: State, message: Message) -> set[Touch]:
    header = message.header
    feed: Feed = state.get("feed", header.source) or Feed()
    switches = {"DT_LOCAL_ON": True, "DT_GLOBAL_GM": True, "DT_LOCAL_OFF": False, "DT_GLOBAL_GN": False}
    # a source that is switched on and off with one stamp is off: the day has ended
    turned = switches.get(header.document_type)
    if turned is not None and (header.stamp, not turned) > (feed.switched, not feed.on):
        feed = Feed(on=turned, switched=header.stamp, last=feed.last)
    feed = Feed(on=feed.on, switched=feed.switched, last=max(feed.last, header.stamp))
    state.put("feed", header.source, feed)
    return {("feed", header.source)}


def _entities(state: State, message: Message) -> set[Touch]:
    header = message.header
    by = "|".join(header.identity[2:])
    seen: Seen = state.get("seen", by) or Seen()
    bulk = header.document_type in BULK
    ended = message.competition is None
    if (header.version in seen and not ended) or (bulk and header.version < seen.highest):
        return set()
    state.put("seen", by, seen.add(header.version))
    touched: set[Touch] = set()
    kinds, found = FAMILIES[header.document_type]
    if ended:
        return _take_back(state, message, by)
    if bulk:
        for kind in kinds:
            for key in sorted(state.owned.get((kind, header.document_code), ())):
                state.put(kind, key, None)
                touched.add((kind, key.partition("|")[0]))
    base = Entity(header.document_code, by, header.version, header.stamp)
    for kind, key, entity in found(message.competition or Competition(), base):
        old: Entity | None = state.get(kind, key)
        if old and old.by == by and old.version > header.version:
            continue
        state.put(kind, key, entity)
        touched.add((kind, key.partition("|")[0]))
    return touched


def _take_back(state: State, message: Message, by: str) -> set[Touch]:
    """Remove what stands of an invalidated message; what it had overridden is not known any more."""
    header = message.header
    touched: set[Touch] = set()
    for kind in FAMILIES[header.document_type][0]:
        for key in sorted(state.owned.get((kind, header.document_code), ())):
            entity: Entity = state.get(kind, key)
            if (entity.by, entity.version) == (by, header.version):
                state.put(kind, key, None)
                touched.add((kind, key.partition("|")[0]))
    return touched


Found = Iterable[tuple[str, str, Entity | None]]


def _scheduled(body: Competition, base: Entity) -> Found:
    for session in body.sessions:
        yield "session", session.session_code, msgspec.structs.replace(base, session=session)
    infos = body.extended_infos
    made_up: dict[str, dict[str, str]] = {}
    for info in infos.infos if infos else ():
        if info.type == "DERIVED":
            made_up.setdefault(info.pos, {})[info.code] = info.value
    for unit in body.units:
        derived = {**made_up.get("", {}), **made_up.get(unit.code, {})}
        yield "unit", unit.code, msgspec.structs.replace(base, unit=unit, derived=derived)


def _people(body: Competition, base: Entity) -> Found:
    for person in body.participants:
        yield "person", f"{person.code}|{base.owner}", msgspec.structs.replace(base, person=person)


def _teams(body: Competition, base: Entity) -> Found:
    for team in body.teams:
        yield "team", f"{team.code}|{base.owner}", msgspec.structs.replace(base, team=team)


def _records(body: Competition, base: Entity) -> Found:
    for record in body.records:
        yield "record", record.code, msgspec.structs.replace(base, record=record)


FAMILIES: dict[str, tuple[tuple[str, ...], Callable[[Competition, Entity], Found]]] = {
    "DT_SCHEDULE": (("unit", "session"), _scheduled),
    "DT_SCHEDULE_UPDATE": (("unit", "session"), _scheduled),
    "DT_PARTIC": (("person",), _people),
    "DT_PARTIC_UPDATE": (("person",), _people),
    "DT_PARTIC_TEAMS": (("team",), _teams),
    "DT_PARTIC_TEAMS_UPDATE": (("team",), _teams),
    "DT_RECORD": (("record",), _records),
}
"""Types that carry entities, with the kinds a bulk message of that family wipes."""


def cancelled(value: Participant | Team) -> bool:
    """Whether a participant or team has been removed by Status CANCEL."""
    return value.status == "CANCEL"
