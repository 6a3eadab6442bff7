"""The intake: check, append, commit, acknowledge. One thread writes; whatever waits is committed together."""

from __future__ import annotations

import fnmatch
import hashlib
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

import msgspec
from django.conf import settings
from django.db import DataError, Error, IntegrityError, connections, transaction
from django.utils import timezone

from kotinos.odf.checks import check
from kotinos.odf.message import DAY_FRAME, Header

from . import meters, queries
from .models import Key, LogEntry, Quarantined
from .terms import NUMBER_USED, Finding, Receipt

log = logging.getLogger(__name__)

GROUP = 256
"""Messages committed together at the most; a batch that comes last is taken whole all the same."""

KEY_GOOD_FOR = 2.0
"""Seconds after which a key is looked up again: a revoked key is refused this soon."""

LOCK = 0x6B6F7469
"""PostgreSQL advisory lock: positions are given in commit order, so that the fold skips none."""


LATER = Receipt(503, message="an earlier message of this batch was not taken; send again from there")


class Together(msgspec.Struct):
    """What the messages of a batch share. After the place ``held`` nothing of it may be stored: the message
    there was not taken and comes again, and must not come after those that followed it."""

    held: int = sys.maxsize


class Submitted(msgspec.Struct):
    """A message on its way in; ``receipt`` is set as soon as the answer is known."""

    raw: bytes
    secret: str
    seq: int | None
    answer: Future[Receipt]
    since: float = 0.0
    batch: Together | None = None
    place: int = 0
    sender: str = ""
    header: Header | None = None
    takes_back: bool = False
    findings: tuple[Finding, ...] = ()
    receipt: Receipt | None = None

    def settle(self, receipt: Receipt) -> None:
        """Set the receipt; where it says "not yet", what follows in the batch has to wait too."""
        self.receipt = receipt
        if self.batch is not None and (receipt.code in (401, 503) or receipt.number_used):
            self.batch.held = min(self.batch.held, self.place)

    @property
    def too_early(self) -> bool:
        """Whether a message before it in its batch has to come first."""
        return self.batch is not None and self.place > self.batch.held

    def unsettle(self) -> None:
        """Forget the receipt."""
        self.receipt = None
        if self.batch is not None and self.batch.held == self.place:
            self.batch.held = sys.maxsize


class Intake:
    """Takes messages from any thread. ``poke`` is called with the newest position after each commit."""

    def __init__(self, poke: Callable[[int], None] = lambda position: None) -> None:
        self._poke = poke
        self._queue: queue.SimpleQueue[Sequence[Submitted] | None] = queue.SimpleQueue()
        self._keys: dict[str, tuple[float, Key | None]] = {}
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Start the writer."""
        meters.queued.set_function(self._queue.qsize)
        self._thread.start()

    def stop(self) -> None:
        """Commit what waits, then end."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, raw: bytes, key: str, seq: int | None) -> Future[Receipt]:
        """Hand in a message; the receipt comes once it is durable or refused."""
        answer: Future[Receipt] = Future()
        self._queue.put((Submitted(raw, key, seq, answer, time.perf_counter()),))
        return answer

    def submit_batch(self, messages: Sequence[tuple[bytes, int | None]], key: str) -> Future[list[Receipt]]:
        """Hand in messages that are committed together, in their order; a receipt for each.

        After one that is to come again (401, 503, or a number used for another message) none is stored."""
        answer: Future[list[Receipt]] = Future()
        if not messages:
            answer.set_result([])
            return answer
        together, now = Together(), time.perf_counter()
        batch = [
            Submitted(raw, key, seq, Future(), now, together, place)
            for place, (raw, seq) in enumerate(messages)
        ]

        def tell(last: Future[Receipt]) -> None:
            if answer.set_running_or_notify_cancel():
                answer.set_result([each.answer.result() for each in batch])

        batch[-1].answer.add_done_callback(tell)  # receipts are given in order: it is the last
        self._queue.put(batch)
        return answer

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = list(first)
            ended = False
            while len(group) < GROUP and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    ended = True
                    break
                group.extend(following)
            try:
                self.take(group)
            finally:
                queries.mend()
            if ended:
                break
        queries.close()

    def take(self, group: Sequence[Submitted]) -> None:
        """Answer a group of messages and whole batches: durable together, in the order given."""
        for each in group:
            self._look_at(each)
        if position := _store([each for each in group if each.sender]):
            self._poke(position)
        _count(group)
        for each in group:
            # Who has gone meanwhile has cancelled; the message is in the log all the same.
            if each.answer.set_running_or_notify_cancel():
                each.answer.set_result(each.receipt or Receipt(500, message="no answer was found"))

    def _look_at(self, each: Submitted) -> None:
        if each.too_early:
            each.receipt = LATER
            return
        try:
            self._examine(each)
        except Error as error:
            each.settle(Receipt(503, message=f"keys cannot be read now ({error}); send again"))
        except Exception as error:
            log.exception("a message cannot be checked")
            each.settle(Receipt(500, message=f"the message cannot be checked: {type(error).__name__}"))

    def _examine(self, each: Submitted) -> None:
        key = self._key(each.secret)
        if key is None:
            each.settle(Receipt(401, message="no such key; send it as X-API-KEY"))
            return
        each.sender = key.name
        report = check(each.raw)
        each.findings = report.findings
        message = report.message
        if message is None:
            too_large = any(finding.rule == "too-large" for finding in report.findings)
            each.receipt = Receipt(413 if too_large else 400, findings=report.findings)
            return
        each.header, each.takes_back = message.header, message.competition is None
        if not fnmatch.fnmatchcase(message.header.source, key.source):
            each.receipt = Receipt(403, message=f"key {key.name} may send for sources {key.source} only")
        elif any(finding.severity == "error" for finding in each.findings):
            each.receipt = Receipt(400, findings=each.findings)

    def _key(self, secret: str) -> Key | None:
        now = time.monotonic()
        found = self._keys.get(secret)
        if found is None or found[0] < now:
            if len(self._keys) > 1000:
                self._keys.clear()
            found = self._keys[secret] = (now + KEY_GOOD_FOR, queries.key(secret))
        return found[1]


def _count(group: Sequence[Submitted]) -> None:
    now = time.perf_counter()
    meters.grouped.observe(len(group))
    for each in group:
        meters.received.labels(str(each.receipt.code if each.receipt else 500)).inc()
        meters.repeated.inc(bool(each.receipt and each.receipt.repeated))
        meters.acknowledged.observe(now - each.since)


def _store(group: Sequence[Submitted]) -> int:
    """``append``, whatever happens. What one message brings about is not the others' affair."""
    waiting = [each for each in group if each.receipt is None]
    try:
        return append(group)
    except Exception as error:
        for each in waiting:
            each.unsettle()  # what was found for them has not been kept
        if len(group) > 1 and not _away(error):
            return _store_singly(group, waiting)
        log.exception("the log cannot be written: %s", error, exc_info=not _away(error))
        _settle_all(waiting, error)
        return 0


def _store_singly(group: Sequence[Submitted], waiting: Sequence[Submitted]) -> int:
    """Append each by itself, still in one commit, to find the one that cannot be stored."""
    position = 0
    try:
        with transaction.atomic(using=str(settings.LOG_DB)):
            for each in group:
                try:
                    position = max(position, append([each]))
                except Exception as error:
                    if _away(error):
                        raise
                    log.exception("a message cannot be stored")
                    each.settle(Receipt(500, message=str(error)))
    except Exception as error:
        log.exception("the log cannot be written: %s", error, exc_info=not _away(error))
        for each in waiting:
            each.unsettle()
        _settle_all(waiting, error)
        return 0
    return position


def _away(error: Exception) -> bool:
    """Whether it is the database's trouble, which passes, and no message's.

    It is told in a line: it comes with every message until it passes, and may be that the disk is full, on
    which what is told of it is kept too."""
    return isinstance(error, Error) and not isinstance(error, DataError | IntegrityError)


def _settle_all(waiting: Sequence[Submitted], error: Exception) -> None:
    again = f"the log cannot be written now ({error}); send again"
    for each in waiting:
        each.settle(Receipt(503, message=again) if _away(error) else Receipt(500, message=str(error)))


def append(group: Sequence[Submitted]) -> int:
    """Append the group's good messages and quarantine its bad ones, in one durable transaction.

    Sets the receipt of each; returns the newest position, 0 when nothing was appended."""
    if not group:
        return 0
    alias = str(settings.LOG_DB)
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        ledger = Ledger(group)
        placed = [(each, *found) for each in group if (found := _place(ledger, each))]
        LogEntry.objects.bulk_create(ledger.fresh)
        for each, row, repeated in placed:
            each.settle(Receipt(200, position=row.pk, repeated=repeated, findings=each.findings))
        Quarantined.objects.bulk_create([_quarantined(each) for each in group if _refused(each)])
    return max((row.pk for row in ledger.fresh), default=0)


def _place(ledger: Ledger, each: Submitted) -> tuple[LogEntry, bool] | None:
    """The row of a message and whether it was there before; ``None`` when it has its receipt already."""
    if each.receipt is None and each.too_early:
        each.receipt = LATER
    if each.receipt is not None or each.header is None:
        return None
    found = ledger.place(each, each.header)
    return found if each.receipt is None else None


class Ledger:
    """What the log already holds of a group's messages, and what is new."""

    def __init__(self, group: Sequence[Submitted]) -> None:
        self.fresh: list[LogEntry] = []
        self._sent: dict[tuple[str, int | None], LogEntry] = {}
        self._told: dict[tuple[str, int, bool], LogEntry] = {}
        numbers = [each.seq for each in group if each.seq is not None]
        senders = {each.sender for each in group}
        versions = {(identity_of(each.header), each.header.version) for each in group if each.header}
        rows = LogEntry.objects.defer("raw", "received", "competition", "document_type")
        for row in rows.filter(sender__in=senders, sender_seq__in=numbers) if numbers else ():
            self._sent[row.sender, row.sender_seq] = row
        # Of an identity's versions, of which a clock has thousands, only those that are being sent.
        identities, numbered = {each for each, _ in versions}, {each for _, each in versions}
        for row in rows.filter(identity__in=identities, version__in=numbered):
            self._told[row.identity, row.version, row.takes_back] = row

    def place(self, each: Submitted, header: Header) -> tuple[LogEntry, bool]:
        """The row that holds the message, and whether it was there before. A clash sets the receipt."""
        row = LogEntry(
            competition=header.games,
            sender=each.sender,
            sender_seq=each.seq,
            identity=identity_of(header),
            version=header.version,
            takes_back=each.takes_back,
            digest=hashlib.sha256(each.raw).hexdigest(),
            document_type=header.document_type,
            received=timezone.now(),
            raw=each.raw,
        )
        sent = self._sent.get((each.sender, each.seq)) if each.seq is not None else None
        known = sent or self._told.get((row.identity, row.version, row.takes_back))
        if known is None:
            self.fresh.append(row)
            self._told[row.identity, row.version, row.takes_back] = row
            if each.seq is not None:
                self._sent[each.sender, each.seq] = row
            return row, False
        if known.digest != row.digest:
            each.settle(Receipt(409, findings=(_clash(header, by_number=sent is not None),)))
        return known, True


def identity_of(header: Header) -> str:
    """The key within which a version may stand once. Day-frame messages repeat: each stamp is its own."""
    parts = header.identity
    if header.document_type in DAY_FRAME:
        parts = (*parts, header.stamp)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _clash(header: Header, *, by_number: bool) -> Finding:
    if by_number:
        text = "this sequence number was used for another message"
        remedy = "number every message of a key once; repeat a number only with the same bytes"
        return Finding(NUMBER_USED, "error", "X-Kotinos-Seq", text, remedy)
    text = f"version {header.version} of this document is in the log with other bytes"
    remedy = f"send it again as version {header.version + 1}"
    return Finding("clash", "error", "OdfBody/@Version", text, remedy)


def _refused(each: Submitted) -> bool:
    return each.receipt is not None and each.receipt.code in (400, 409, 500)


def _quarantined(each: Submitted) -> Quarantined:
    receipt = each.receipt or Receipt(500)
    return Quarantined(
        competition=each.header.games[:24] if each.header else "",
        sender=each.sender,
        reason=receipt.findings[0].rule if receipt.findings else str(receipt.code),
        detail="; ".join(f"{finding.place}: {finding.text}" for finding in receipt.findings)
        or receipt.message,
        received=timezone.now(),
        raw=each.raw,
    )
