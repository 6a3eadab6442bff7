"""The forwarder between this log and a made-up centre: every message once, in order, whatever is cut."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live import forward as room
from kotinos.live.batch import MOST, unpack
from kotinos.live.centre import Centre, NotNowError
from kotinos.live.forward import Forwarder, HaltError
from kotinos.live.models import LogEntry
from kotinos.live.outbox import Outbox, backlogs, not_taken
from kotinos.live.terms import NUMBER_USED, Finding, Receipt

pytestmark = pytest.mark.django_db(databases=["default", *{str(settings.LOG_DB)}])
URL = "https://centre.example"


class Fake:
    """A centre that keeps what it takes, and fails as it is told: by the request's number, from 1."""

    def __init__(self) -> None:
        self.log: list[tuple[int, bytes]] = []
        self.known: dict[int, bytes] = {}
        self.requests = 0
        self.sizes: list[int] = []
        self.lost: set[int] = set()  # committed, but the answer does not arrive
        self.cut: set[int] = set()  # never arrives
        self.refuse: dict[bytes, Receipt] = {}
        self.keys = {"key"}
        self.whole: Callable[[httpx.Request], httpx.Response | None] = lambda request: None

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(405)
        self.requests += 1
        if self.requests in self.cut:
            raise httpx.ConnectError("cut")
        if (found := self.whole(request)) is not None:
            return found
        body = gzip.decompress(request.content)
        batch = request.url.path == "/odf/batch"
        messages = unpack(body) if batch else [(body, int(request.headers["X-Kotinos-Seq"]))]
        self.sizes.append(len(messages))
        receipts = self.take(messages, request.headers["X-API-KEY"])
        if self.requests in self.lost:
            raise httpx.ReadError("cut")
        content = msgspec.json.encode(receipts if batch else receipts[0])
        return httpx.Response(200 if batch else receipts[0].code, content=content)

    def take(self, messages: list[Any], key: str) -> list[Receipt]:
        receipts: list[Receipt] = []
        for raw, seq in messages:
            if key not in self.keys:
                receipts.append(Receipt(401))
            elif receipts and receipts[-1].code == 503:
                receipts.append(Receipt(503))
            elif raw in self.refuse:
                receipts.append(self.refuse[raw])
            elif self.known.setdefault(seq, raw) != raw:
                receipts.append(Receipt(409, findings=(Finding(NUMBER_USED, "error", "", "", ""),)))
            else:
                repeated = (seq, raw) in self.log
                if not repeated:
                    self.log.append((seq, raw))
                receipts.append(Receipt(200, position=len(self.log), repeated=repeated))
        return receipts


def fill(*raws: bytes) -> list[tuple[int, bytes]]:
    """Put messages into the log; their positions."""
    rows = [
        LogEntry.objects.create(
            competition="G", sender="s", identity=hashlib.sha256(raw).hexdigest(), version=1, digest="",
            document_type="DT_KA", received=timezone.now(), raw=raw,
        )
        for raw in raws
    ]  # fmt: skip
    return [(row.pk, bytes(row.raw)) for row in rows]


def forwarder(fake: Fake, key: Callable[[], str] = lambda: "key") -> Forwarder:
    return Forwarder(Outbox(URL), Centre(fake.client(), URL), key, threading.Event())


def drain(this: Forwarder) -> list[str]:
    """Step until nothing waits; what stood in the way."""
    troubles = []
    while True:
        try:
            if not this.step():
                return troubles
        except NotNowError as error:
            troubles.append(str(error))
            assert len(troubles) < 50


def test_log_is_forwarded_in_order_with_positions_as_numbers() -> None:
    fake, sent = Fake(), fill(*(b"m%d" % n for n in range(MOST + 50)))
    assert drain(forwarder(fake)) == []
    assert (fake.log, fake.sizes) == (sent, [MOST, 50])
    sent += fill(b"one more")
    drain(forwarder(fake))
    assert (fake.log, fake.sizes[-1]) == (sent, 1)


def test_answer_that_is_lost_after_the_commit_gives_repeats_and_no_doubles() -> None:
    fake, sent = Fake(), fill(*(b"m%d" % n for n in range(5)))
    fake.lost = {1, 2}
    this = forwarder(fake)
    assert len(drain(this)) == 2
    assert (fake.log, fake.requests) == (sent, 3)


def test_edge_that_starts_again_goes_on_from_its_cursor() -> None:
    fake, sent = Fake(), fill(b"a", b"b")
    drain(forwarder(fake))
    fake.lost = {2}
    sent += fill(b"c", b"d")
    with pytest.raises(NotNowError):
        forwarder(fake).step()  # killed here: the centre has them, the edge does not know
    sent += fill(b"e")
    drain(forwarder(fake))
    assert (fake.log, fake.sizes) == (sent, [2, 2, 3])


def test_centre_that_was_put_back_gets_again_what_it_lacks_and_nothing_is_passed_over() -> None:
    fake, sent = Fake(), fill(b"a", b"b", b"c")
    drain(forwarder(fake))
    fake.log, fake.known = fake.log[:1], {sent[0][0]: b"a"}
    Outbox(URL).again_after(0)
    drain(forwarder(fake))
    assert fake.log == sent
    with pytest.raises(ValueError, match="none after it may be passed over"):
        Outbox(URL).again_after(sent[-1][0] + 1)


def test_not_now_in_the_middle_moves_the_cursor_to_just_before_it() -> None:
    fake, sent = Fake(), fill(b"a", b"b", b"c")
    fake.refuse = {b"b": Receipt(503, message="locked")}
    this = forwarder(fake)
    with pytest.raises(NotNowError, match="locked"):
        this.step()
    assert fake.log == sent[:1]
    fake.refuse = {}
    drain(this)
    assert (fake.log, fake.sizes) == (sent, [3, 2])


def test_what_is_refused_for_good_is_kept_with_its_receipt_and_the_stream_goes_on() -> None:
    fake, sent = Fake(), fill(b"a", b"b", b"c", b"d", b"e")
    finding = Finding("version", "error", "OdfBody/@Version", "no number", "count from 1")
    fake.refuse = {b"b": Receipt(400, findings=(finding,)), b"c": Receipt(409), b"e": Receipt(403)}
    drain(forwarder(fake))
    assert fake.log == [sent[0], sent[3]]
    (backlog,) = backlogs()
    assert (backlog.waiting, backlog.refused, backlog.trouble) == (0, 3, "")
    assert [line.code for line in not_taken(URL)] == [403, 409, 400]
    assert not_taken(URL)[-1].why == "OdfBody/@Version: no number; count from 1"


@pytest.mark.parametrize(
    ("receipt", "told"),
    [
        (Receipt(401), "does not know this key"),
        (Receipt(403, message="STAATH* only"), "STAATH"),
        (Receipt(409, findings=(Finding(NUMBER_USED, "error", "", "", ""),)), "emptied or put back"),
    ],
)
def test_wrong_key_or_used_number_stops_and_passes_nothing_over(receipt: Receipt, told: str) -> None:
    fake, sent = Fake(), fill(b"a", b"b")
    fake.refuse = {b"a": receipt, b"b": receipt}
    this = forwarder(fake)
    with pytest.raises(HaltError, match=told):
        this.step()
    assert backlogs()[0].waiting == 2
    fake.refuse, fake.log = {}, []
    drain(this)
    assert fake.log == sent


def test_key_that_may_send_for_some_sources_forwards_theirs_though_another_comes_first() -> None:
    fake, sent = Fake(), fill(b"a", b"b", b"c")
    fake.refuse = {b"a": Receipt(403, message="STASWM* only")}
    drain(forwarder(fake))
    assert fake.log == sent[1:]
    assert [line.code for line in not_taken(URL)] == [403]


def test_centre_that_fails_at_everything_is_waited_for_and_one_that_fails_at_a_message_is_not() -> None:
    """A table that cannot be written to is no verdict on the messages; one message it chokes on is."""
    fake, sent = Fake(), fill(b"a", b"b", b"c")
    fake.refuse = {raw: Receipt(500, message="duplicate key") for raw in (b"a", b"b", b"c")}
    this = forwarder(fake)
    with pytest.raises(NotNowError, match="500: duplicate key"):
        this.step()
    assert (backlogs()[0].waiting, not_taken(URL)) == (3, [])
    fake.refuse = {b"b": Receipt(500, message="too large")}
    assert drain(this) == []
    assert fake.log == [sent[0], sent[2]]
    assert [line.code for line in not_taken(URL)] == [500]


def test_halted_edge_says_so_and_goes_on_with_a_new_key(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(room, "KEY_EVERY", 0.01)
    fake, sent = Fake(), fill(b"a", b"b")
    keys = ["old", "old", "key"]
    this = forwarder(fake, lambda: keys.pop(0))
    with pytest.raises(HaltError) as error:
        this.step()
    this._halt(str(error.value))
    assert (keys, backlogs()[0].halted) == ([], True)
    assert "FORWARDING HAS STOPPED" in caplog.text and "kotinos key create" in caplog.text
    drain(this)
    assert (fake.log, backlogs()[0].halted) == (sent, False)


def test_backlog_tells_what_waits_how_long_and_why() -> None:
    assert backlogs() == []
    fake = Fake()
    fake.cut = set(range(1, 100))
    this = forwarder(fake)
    fill(b"a", b"b", b"c")
    LogEntry.objects.filter(raw=b"a").update(received=timezone.now() - timedelta(seconds=90))
    this._stop.set()
    with pytest.raises(NotNowError) as error:
        this.step()
    this._wait(error.value)
    (told,) = backlogs()
    assert (told.target, told.waiting, told.answered, told.halted) == (URL, 3, "", False)
    assert 90 <= told.oldest < 150
    assert "cannot be reached (cut)" in told.trouble and told.since
    fake.cut = set()
    drain(this)
    (told,) = backlogs()
    assert (told.waiting, told.oldest, told.trouble, told.since) == (0, 0.0, "", "")
    assert told.answered


def test_link_that_returns_ends_the_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOOK_EVERY", 0.001)
    monkeypatch.setattr(room.random, "uniform", lambda low, high: 3600.0)
    fake, sent = Fake(), fill(b"a")
    fake.cut = {1}
    this = forwarder(fake)
    ended = threading.Timer(20, this._stop.set)
    ended.start()
    with pytest.raises(NotNowError) as error:
        this.step()
    this._wait(error.value)
    assert not this._stop.is_set()
    ended.cancel()
    drain(this)
    assert fake.log == sent


def test_waits_grow_and_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    monkeypatch.setattr(room.random, "uniform", lambda low, high: asked.append(high) or 0.0)  # type: ignore[func-returns-value]
    this = forwarder(Fake())
    for _ in range(8):
        this._wait(NotNowError("the centre answers 503"))
    assert asked == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(200, html="<h1>Welcome to the hotel</h1>"), "is there an intake at this address"),
        (httpx.Response(401, html="log in"), "answers 401"),
        (httpx.Response(301, headers={"Location": "https://elsewhere.example"}), "answers 301"),
        (httpx.Response(502, text="bad gateway"), "answers 502"),
        (httpx.Response(200, json=[{"code": 200}]), "1 receipts for 2"),
    ],
)
def test_answer_that_is_no_receipt_passes_nothing_over(answer: httpx.Response, told: str) -> None:
    fake, sent = Fake(), fill(b"a", b"b")

    def strange(request: httpx.Request) -> httpx.Response:
        answer.request = request
        return answer

    fake.whole = strange
    this = forwarder(fake)
    with pytest.raises(NotNowError, match=told):
        this.step()
    fake.whole = lambda request: None
    drain(this)
    assert fake.log == sent


def test_batch_that_is_too_slow_or_too_large_is_sent_in_smaller_ones() -> None:
    fake, sent = Fake(), fill(*(b"m%d" % n for n in range(6)))

    def narrow(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/odf":
            return None
        if len(unpack(gzip.decompress(request.content))) > 3:
            raise httpx.ReadTimeout("slow")
        return httpx.Response(413, content=msgspec.json.encode(Receipt(413)))

    fake.whole = narrow
    this = forwarder(fake)
    this._most = 4
    for most in (2, 1):
        with pytest.raises(NotNowError) as error:
            this.step()
        this._wait(error.value)
        assert this._most == most
    assert this.step() == 1
    assert fake.log == sent[:1]


def test_messages_of_a_batch_stay_within_its_size_but_one_always_goes() -> None:
    sent = fill(b"x" * 60, b"y" * 60, b"z" * 500, b"w")
    assert [raw for raw, _ in Outbox(URL).next(10, 130)] == [sent[0][1], sent[1][1]]
    assert len(Outbox(URL).next(10, 1)) == 1


@given(
    st.lists(st.sampled_from(["lost", "cut", "busy", "restart", "more", "go"]), max_size=25),
    st.integers(1, 6),
)
def test_any_order_of_troubles_gives_every_message_once_in_order(troubles: list[str], size: int) -> None:
    fake, box = Fake(), Memory()
    this = Forwarder(box, Centre(fake.client(), URL), lambda: "key", threading.Event())
    for trouble in [*troubles, "more"]:
        box.add(size)
        following = fake.requests + 1
        if trouble == "restart":
            this = Forwarder(box, Centre(fake.client(), URL), lambda: "key", threading.Event())
        fake.lost = {following} if trouble == "lost" else set()
        fake.cut = {following} if trouble == "cut" else set()
        fake.refuse = {box.messages[-1][0]: Receipt(503)} if trouble == "busy" else {}
        with contextlib.suppress(NotNowError):
            this.step()
    fake.lost, fake.cut, fake.refuse = set(), set(), {}
    drain(this)
    assert fake.log == [(seq, raw) for raw, seq in box.messages]


class Memory:
    """An outbox in memory."""

    def __init__(self) -> None:
        self.messages: list[tuple[bytes, int]] = []
        self.position = 0

    def add(self, count: int) -> None:
        for _ in range(count):
            number = len(self.messages) + 1
            self.messages.append((b"m%d" % number, number))

    def next(self, count: int, size: int) -> list[tuple[bytes, int]]:
        return self.messages[self.position :][:count]

    def trusts(self, key: str) -> bool:
        return False

    def passed(self, position: int, taken_under: str, refused: object) -> None:
        self.position = position

    def troubled(self, text: str, *, halted: bool = False) -> bool:
        return True
