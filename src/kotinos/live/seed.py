"""Filling the log without a server: many messages, checked and appended as the intake does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import islice, takewhile

from kotinos.odf.message import Message
from kotinos.odf.reader import read_message
from kotinos.odf.stream import Timed
from kotinos.odf.writer import write_message

from . import queries
from .actions import ensure_key
from .intake import GROUP, Intake, Submitted
from .lock import BusyError, only_fold
from .models import LogEntry
from .terms import Receipt
from .worker import Worker

BULK = 2000
"""Log rows folded in one transaction while nobody reads along."""


def seed(
    stream: Iterable[Timed],
    *,
    source: str,
    until: datetime | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Receipt]:
    """Append a stream up to ``until`` under the key named ``source``, then fold it.

    Messages are numbered from 1 in the stream's order, so seeding again goes on where it stopped.
    ``progress`` hears how many have been appended. Returns the receipts of refused messages.
    Where a fold worker runs already, it does the folding."""
    refused = append_stream(stream, source=source, until=until, progress=progress)
    _fold(publish=False)
    return refused


def tell(messages: Sequence[Message], *, sender: str) -> list[Receipt]:
    """Put a few messages through the intake under the key named ``sender``, and have them folded: by the
    worker that runs, or here where none does. A receipt for each."""
    secret = ensure_key(sender)
    group = [Submitted(write_message(each), secret, None, Future()) for each in messages]
    Intake().take(group)
    _fold(publish=True)
    return [each.answer.result() for each in group]


def _fold(*, publish: bool) -> None:
    try:
        with only_fold():
            worker = Worker()
            while worker.step(publish=publish, limit=BULK):
                pass
    except BusyError:
        pass  # the worker that holds the fold reads the same log


def append_stream(
    stream: Iterable[Timed], *, source: str, until: datetime | None, progress: Callable[[int], None]
) -> list[Receipt]:
    """Append a stream to the log without folding it; see ``seed``."""
    secret = ensure_key(source)
    intake = Intake()
    refused: list[Receipt] = []
    wanted = stream if until is None else takewhile(lambda timed: timed.at <= until, stream)
    numbered = islice(enumerate(wanted, 1), queries.last_seq(source), None)
    done = 0
    while group := [_submitted(number, timed, secret) for number, timed in islice(numbered, GROUP)]:
        intake.take(group)
        refused += [receipt for each in group if (receipt := each.answer.result()).code != 200]
        done += len(group)
        progress(done)
    return refused


def _submitted(number: int, timed: Timed, secret: str) -> Submitted:
    return Submitted(write_message(timed.message), secret, number, Future())


def told(competition: str, document_type: str) -> Iterator[Message]:
    """The messages of one type of a Games in this log, in the log's order."""
    rows = LogEntry.objects.filter(competition=competition, document_type=document_type).order_by("pk")
    for row in rows.iterator(500):
        yield read_message(bytes(row.raw))[0]


def messages(competition: str) -> Iterator[Timed]:
    """A Games of this log as a timed stream in the log's order.

    A message's moment is its stamp, and never before the moment of the one it follows; stamps are
    local to their venues, so the zone (UTC) means nothing but the pace."""
    moment = datetime.min.replace(tzinfo=UTC)
    rows = LogEntry.objects.filter(competition=competition).order_by("pk")
    for row in rows.iterator(500):
        message = read_message(bytes(row.raw))[0]
        moment = max(moment, _stamped(message, moment))
        yield Timed(moment, message)


def _stamped(message: Message, otherwise: datetime) -> datetime:
    try:
        told = datetime.strptime(f"{message.header.date}{message.header.time[:6]}", "%Y-%m-%d%H%M%S")
    except ValueError:
        return otherwise
    return told.replace(tzinfo=UTC)
