"""What is wrong, in words: each rule's name, what it means, and what to do."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kotinos.ops.api import RULES, Rule, State

from . import words

SAID: dict[str, tuple[Any, Any, Any]] = {
    # rule: what is measured, what is wrong, what to do
    "no-front": (
        lazy("A front is running"),
        lazy("No front is heard"),
        lazy("Nobody gets snapshots or streams. kotinos run starts it again: see its last words."),
    ),
    "no-intake": (
        lazy("An intake is running"),
        lazy("No intake is heard"),
        lazy("Senders get no receipts, and keep messages. kotinos run starts it again: see its last words."),
    ),
    "no-fold": (
        lazy("A fold is running"),
        lazy("No fold is heard"),
        lazy("Messages are kept, but do not reach the pages. Its last words tell why."),
    ),
    "no-pages": (
        lazy("Pages are running"),
        lazy("No process for pages is heard"),
        lazy("Live streams go on. kotinos run starts it again: see its last words."),
    ),
    "not-stored": (
        lazy("Messages that could not be stored"),
        lazy("Messages cannot be stored"),
        lazy("Nothing acknowledged is lost, and senders send again. Look at disk and database."),
    ),
    "lag": (
        lazy("Fold lag"),
        lazy("Results are shown late"),
        lazy("The fold is behind the log; it catches up when fewer messages come."),
    ),
    "halted": (
        lazy("Forwarding that has stopped"),
        lazy("Forwarding to the centre has stopped"),
        lazy("It wants another key, and nothing is lost. See below, or kotinos forward --status."),
    ),
    "forward": (
        lazy("Forwarding lag"),
        lazy("The centre gets messages late"),
        lazy("Often the link is cut. Everything here goes on, and is forwarded when it is back."),
    ),
    "ack": (
        lazy("Acknowledgement, 99 of 100"),
        lazy("Receipts are slow"),
        lazy("Often the disk: kotinos waits until it has written. See what else writes to it."),
    ),
    "publish": (
        lazy("Publishing, 99 of 100"),
        lazy("Changes reach the last stream late"),
        lazy("The front is busy. Another front process shares its streams."),
    ),
    "loop": (
        lazy("Loop delay, 99 of 100"),
        lazy("The front's loop wakes late"),
        lazy("The machine's processors are taken, or something holds it up: see the processor time."),
    ),
    "flagged": (
        lazy("Messages the fold could not use"),
        lazy("The fold could not use a message"),
        lazy("It is kept, and the stream went on. It is listed below, and by kotinos quarantine."),
    ),
    "pages-failed": (
        lazy("Pages that failed"),
        lazy("Pages fail"),
        lazy("The error is in what the pages process said."),
    ),
    "pages-refused": (
        lazy("Pages refused"),
        lazy("Pages are refused because too many wait"),
        lazy("Put a cache in front of the pages, or find what is slow."),
    ),
    "pages-slow": (
        lazy("Time of a page, 99 of 100 (from 1/s on)"),
        lazy("Pages are slow"),
        lazy("Look at the database and at the processor time below."),
    ),
    "dropped": (
        lazy("Streams cut as too slow"),
        lazy("Many streams are too slow and are cut"),
        lazy("They come back by themselves. Often it is the network between here and there."),
    ),
    "missed": (
        lazy("Bus messages missed"),
        lazy("The bus loses messages"),
        lazy("The store is asked instead, so nothing is lost, but changes come later."),
    ),
    "files": (
        lazy("Open files of the limit"),
        lazy("A process is near its limit of open files"),
        lazy("Each stream is one. Raise the limit (ulimit -n, LimitNOFILE) before streams are refused."),
    ),
    "disk": (
        lazy("Disk in use"),
        lazy("The disk is nearly full"),
        lazy("When it is full, no message can be taken. Make room, or move the data folder."),
    ),
}


OF_AN_EDGE = frozenset({"halted", "forward"})


class Told(msgspec.Struct, frozen=True):
    """A trouble as told."""

    what: str
    figure: str
    since: str
    since_iso: str
    do: str
    grave: bool


class Limit(msgspec.Struct, frozen=True):
    """A rule as listed: what is measured, its limit, what it shows now."""

    what: str
    limit: str
    now: str
    broken: bool


def tell(state: State) -> list[Told]:
    """The troubles of now. That nobody at all is heard is one trouble, not four."""
    gone = [each for each in state.troubles if each.rule.unit == "parts"]
    rest = [each for each in state.troubles if each.rule.unit != "parts"]
    told = []
    if len(gone) > 2 and not state.processes:
        since = min(each.since for each in gone)
        why = _("Either none runs, or the bus between them is cut. On one machine the fold serves it.")
        told.append(Told(_("No process is heard"), "", *_moment(since, state), why, True))
    else:
        rest = gone + rest
    for each in rest:
        what, do = map(str, SAID[each.rule.code][1:])
        figure = "" if each.rule.unit == "parts" else _value(each.rule, each.value)
        told.append(Told(what, figure, *_moment(each.since, state), do, each.rule.grave))
    return told


def _moment(at: int, state: State) -> tuple[str, str]:
    return words.when(at, state.now), words.iso(at)


def limits(state: State) -> list[Limit]:
    """All rules, with what they show now; those of an edge only at one."""
    broken = {each.rule.code for each in state.troubles}
    return [
        Limit(
            what=str(SAID[rule.code][0]),
            limit=_("must run") if rule.unit == "parts" else _limit(rule),
            now=_parts(rule, state) if rule.unit == "parts" else _value(rule, rule.value(state.figures)),
            broken=rule.code in broken,
        )
        for rule in RULES
        if rule.code not in OF_AN_EDGE or "forward" in state.figures.parts
    ]


def _limit(rule: Rule) -> str:
    return _("none") if rule.limit == 0 else _value(rule, rule.limit)


def _value(rule: Rule, value: float) -> str:
    return words.FORMATS[rule.unit](value)


def _parts(rule: Rule, state: State) -> str:
    return _("no") if rule.value(state.figures) else _("yes")
