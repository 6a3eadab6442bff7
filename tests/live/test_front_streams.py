"""The live streams: nothing missed, nothing twice, the slow let go, the lost bus made good."""

from __future__ import annotations

import contextlib
import json
import threading
import time

import msgspec
import pytest

from kotinos.live.bus import CHANGES, SyncBus
from kotinos.live.front import Front
from kotinos.live.front.audience import Audience
from kotinos.live.patch import apply

from .front_kit import QUICK, Store, eventually, nobody, read, running


def grown(seq):
    return {"count": seq, f"n{seq % 7}": seq}


@pytest.fixture
def front(tmp_path):
    with running(tmp_path) as front:
        yield front


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """For tests that leave no trace."""
    with running(tmp_path_factory.mktemp("front")) as front:
        yield front


def test_a_stream_is_told_of_its_topics_and_of_no_other(front):
    with front.follow("G?topic=medals&topic=unit/A") as follower:
        assert "text/event-stream" in follower.head
        assert "X-Content-Type-Options: nosniff".lower() in follower.head.lower()
        assert "Access-Control-Allow-Origin: *".lower() in follower.head.lower()
        follower.opened()
        front.change("unit/B", {"a": 1})
        front.change("medals", {"a": 1}, games="OTHER")
        front.change("medals", {"a": 2})
        assert follower.event() == ("e1:3", "change", {"topic": "medals", "patch": {"a": 2}})


@pytest.mark.parametrize("audience", ["public", "media"])
def test_resuming_anywhere_tells_exactly_what_was_missed(front, audience):
    topics = ["medals", "unit/A", "unit/B"]
    for seq in range(1, 41):
        front.change(topics[seq % 3], grown(seq))
    eventually(lambda: front.streams.seq == 40)
    for start in (0, 1, 17, 39, 40):
        docs = {}
        for change in front.store.log[:start]:
            docs[change.topic] = apply(docs.get(change.topic, {}), json.loads(change.patch))
        with front.follow(f"G?topic=medals&topic=unit/A&audience={audience}&after=e1:{start}") as follower:
            ids = follower.until(40, docs)
            follower.opened()
        wanted = [c.seq for c in front.store.log[start:] if c.topic in ("medals", "unit/A")]
        if audience == "media":
            assert [i for i in ids if i in wanted] == wanted
        assert {t: docs.get(t) for t in topics[:2]} == {t: front.store.topics["G", t] for t in topics[:2]}


@pytest.mark.parametrize("audience", ["public", "media"])
@pytest.mark.parametrize(
    "asked", ["*", "unit/*", "unit/SWM*", "unit/SWMA&topic=unit/A*", "medals&topic=unit/*"]
)
def test_patterns_tell_all_that_begins_so_and_no_more_wherever_they_resume(front, audience, asked):
    topics = ["medals", "unit/SWMA", "unit/SWMB", "unit/ATHA"]
    for seq in range(1, 41):
        front.change(topics[seq % 4], grown(seq), games="OTHER" if seq % 5 == 0 else "G")
    eventually(lambda: front.streams.seq == 40)
    begin = [topic.removesuffix("*") for topic in asked.split("&topic=")]
    wanted = [c for c in front.store.log if c.games == "G" and c.topic.startswith(tuple(begin))]
    for start in (0, 17, 40):
        docs = {}
        for change in wanted:
            if change.seq <= start:
                docs[change.topic] = apply(docs.get(change.topic, {}), json.loads(change.patch))
        with front.follow(f"G?topic={asked}&audience={audience}&after=e1:{start}") as follower:
            ids = follower.until(40, docs)
            follower.opened()
        if audience == "media":
            assert [i for i in ids if i in {c.seq for c in wanted}] == [
                c.seq for c in wanted if c.seq > start
            ]
        assert docs == {c.topic: front.store.topics["G", c.topic] for c in wanted}


def test_a_pattern_goes_on_where_the_memory_ends_and_hears_what_comes(tmp_path):
    settings = msgspec.structs.replace(QUICK, ring_changes=3)
    with running(tmp_path, settings) as front:
        for seq in range(1, 11):
            front.change(["unit/A", "medals", "unit/B"][seq % 3], grown(seq))
        eventually(lambda: front.streams.seq == 10)
        docs = {}
        with front.follow("G?topic=unit/*&audience=media&after=e1:0") as follower:
            follower.until(10, docs)
            front.change("unit/C", {"a": 1})
            follower.until(11, docs)
        wanted = {key[1]: doc for key, doc in front.store.topics.items() if key[1].startswith("unit/")}
        assert docs == wanted


def test_a_topic_that_is_not_there_yet_can_be_followed_from_its_404(front):
    front.change("medals", {"a": 1})
    eventually(lambda: front.streams.seq == 1)
    head = front.talk(b"GET /snap/G/unit/A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 404 " in head and b"x-kotinos-seq: e1:1\r\n" in head.lower()
    front.change("unit/A", {"a": 1})
    eventually(lambda: front.streams.seq == 2)
    with front.follow("G?topic=unit/A&after=e1:1") as follower:
        assert follower.event() == ("e1:2", "change", {"topic": "unit/A", "patch": {"a": 1}})


def hop(front, query, point, docs, last):
    """Follow for a few blocks, then hang up; the point reached and the ids of the changes told."""
    ids = []
    with front.follow(query, Last_Event_ID=point) as follower:
        follower.id = point
        for _ in range(7):
            fields = dict(follower.block())
            if fields.get("event") == "change":
                data = json.loads(fields["data"])
                docs[data["topic"]] = apply(docs.get(data["topic"], {}), data["patch"])
                ids.append(int(follower.id.rpartition(":")[2]))
            if follower.id.endswith(f":{last}"):
                break
        return follower.id, ids


def test_streams_joining_during_a_storm_miss_nothing_and_hear_no_id_twice(front):
    """Readers come and go while changes pour in."""
    last, failures = 400, []

    def reader(audience):
        try:
            docs, point, ids = {}, "e1:0", []
            while not point.endswith(f":{last}"):
                point, told = hop(front, f"G?topic=medals&audience={audience}", point, docs, last)
                ids += told
            assert ids == sorted(set(ids))
            assert audience == "public" or ids == list(range(1, last + 1))
            assert docs["medals"] == front.store.topics["G", "medals"]
        except Exception as error:  # noqa: BLE001 (told to the test's own thread)
            failures.append(error)

    threads = [threading.Thread(target=reader, args=(audience,)) for audience in ("public", "media") * 3]
    for thread in threads:
        thread.start()
    for seq in range(1, last + 1):
        front.change("medals", grown(seq))
        time.sleep(0.001)
    for thread in threads:
        thread.join(8)
    assert failures == []
    assert not any(thread.is_alive() for thread in threads)


def test_the_public_gets_merged_changes_and_the_media_every_one(tmp_path):
    settings = msgspec.structs.replace(QUICK, public_ms=150)
    with running(tmp_path, settings) as front:
        public = front.follow("G?topic=medals&topic=unit/A").opened()
        media = front.follow("G?topic=medals&topic=unit/A&audience=media").opened()
        front.change("medals", {"a": 1})
        assert public.event() == ("e1:1", "change", {"topic": "medals", "patch": {"a": 1}})
        started = time.monotonic()
        front.change("medals", {"a": 2})
        front.change("unit/A", {"b": 1})
        front.change("medals", {"a": 2, "c": 3})
        front.change("unit/A", {"b": 2})
        # The topics stand in the order of their newest changes, and only the last frame has the id.
        assert public.event() == ("e1:1", "change", {"topic": "medals", "patch": {"a": 2, "c": 3}})
        assert public.event() == ("e1:5", "change", {"topic": "unit/A", "patch": {"b": 2}})
        assert time.monotonic() - started > 0.08
        assert [media.event()[0] for _ in range(5)] == [f"e1:{seq}" for seq in range(1, 6)]
        public.sock.close()
        media.sock.close()


@pytest.mark.parametrize("after", ["nonsense", "e0:1", "e1:999", "e1:-1"])
def test_an_unknown_point_is_answered_with_resync(shared, after):
    seq = shared.change("medals", {"random": after}).seq
    eventually(lambda: shared.streams.seq == seq)
    with shared.follow(f"G?topic=medals&after={after}") as follower:
        assert follower.event() == (f"e1:{seq}", "resync", {"reason": "unknown"})
        shared.change("medals", {"a": 2})
        assert follower.event()[1] == "change"


def test_a_restarted_front_resumes_from_memory_from_the_store_and_else_resyncs(tmp_path):
    store = Store()
    for seq in range(1, 101):
        store.put("medals", {"count": seq})
    store.forgotten = 20
    settings = msgspec.structs.replace(QUICK, ring_changes=30, replay_limit=30)
    with running(tmp_path, settings, store=store) as front:
        for start, first in ((90, "change"), (60, "change"), (30, "resync"), (10, "resync")):
            with front.follow(f"G?topic=medals&after=e1:{start}") as follower:
                point, event, data = follower.event()
                assert (start, point, event) == (start, "e1:100", first)
                told = {"topic": "medals", "patch": {"count": 100}}
                assert data == (told if first == "change" else {"reason": "too-old"})
        with front.follow("G?topic=medals&audience=media&after=e1:60") as follower:
            assert follower.until(100, {}) == list(range(61, 101))


def test_a_replay_too_large_for_a_stream_is_a_resync(tmp_path):
    with running(tmp_path, msgspec.structs.replace(QUICK, stream_buffer=20_000)) as front:
        front.change("medals", {"names": "x" * 30_000})
        eventually(lambda: front.streams.seq == 1)
        with front.follow("G?topic=medals&after=e1:0") as follower:
            assert follower.event()[1:] == ("resync", {"reason": "too-old"})


def test_changes_the_bus_lost_are_found_again(front):
    with front.follow("G?topic=medals") as follower:
        follower.opened()
        front.change("medals", {"a": 1}, told=False)
        front.change("medals", {"a": 2})  # a gap
        assert follower.event()[2]["patch"] == {"a": 1} or follower.id == "e1:2"
        front.change("medals", {"a": 3}, told=False)  # the poll finds it
        docs = {}
        follower.until(3, docs)
        assert docs["medals"] == {"a": 3}
        for change in front.store.log:
            front.tell(change)  # told late, and again
        front.bus.publish(CHANGES, b"nonsense")
        front.change("medals", {"a": 4})
        assert follower.until(4, docs) == [4]


def test_a_bus_that_comes_and_goes_costs_nothing(tmp_path):
    settings = msgspec.structs.replace(QUICK, poll=60)
    with running(tmp_path, settings, serve_bus=False) as front, front.follow("G?topic=medals") as follower:
        follower.opened()
        front.change("medals", {"a": 1}, told=False)
        bus = SyncBus(f"unix://{tmp_path}/bus.sock", serve=True)
        assert follower.event()[0] == "e1:1"
        bus.close()


@pytest.mark.parametrize("way", ["rebuilt", "put back"])
def test_a_store_that_begins_anew_makes_everybody_fetch_again(front, way):
    for seq in range(1, 6):
        front.change("medals", {"a": seq})
    eventually(lambda: front.streams.seq == 5)
    assert b'"a": 5' in front.talk(b"GET /snap/G/medals HTTP/1.1\r\nConnection: close\r\n\r\n")
    with front.follow("G?topic=medals") as follower:
        follower.opened()
        front.store.epoch = "e2" if way == "rebuilt" else "e1"
        front.store.log, front.store.topics = [], {}
        front.store.put("medals", {"a": "new"})
        assert follower.event() == (f"{front.store.epoch}:1", "resync", {"reason": "restart"})
        assert b'"new"' in front.talk(b"GET /snap/G/medals HTTP/1.1\r\nConnection: close\r\n\r\n")
        front.change("medals", {"a": "newer"})
        assert follower.event() == (
            f"{front.store.epoch}:2",
            "change",
            {"topic": "medals", "patch": {"a": "newer"}},
        )


def test_heartbeats_keep_quiet_streams_alive_and_move_their_point(tmp_path):
    settings = msgspec.structs.replace(QUICK, heartbeat=0.05)
    with running(tmp_path, settings) as front, front.follow("G?topic=medals") as follower:
        follower.opened()
        assert follower.block() == [("", "beat")]
        front.change("unit/A", {"a": 1})
        eventually(lambda: follower.block() == [("", "beat"), ("id", "e1:1")])


def test_a_slow_reader_loses_its_backlog_once_and_the_stream_the_second_time(tmp_path):
    settings = msgspec.structs.replace(QUICK, public_ms=0, stream_buffer=50_000, send_buffer=4096)
    with running(tmp_path, settings) as front:
        follower = front.follow("G?topic=medals")
        follower.opened()
        quick = front.follow("G?topic=unit/A").opened()
        (stream,) = (s for s in front.streams._open if s.keys == (("G", "medals"),))
        pour(front, lambda: stream.lagging)
        events = []
        while "resync" not in events:
            events.append(follower.event()[1])
        seq = len(front.store.log)
        assert follower.id == f"e1:{seq}"
        front.change("medals", {"text": "after"})
        assert follower.event()[0] == f"e1:{seq + 1}"
        pour(front, lambda: stream not in front.streams._open)
        front.change("unit/A", {"a": 1})
        assert quick.event()[1] == "change"
        with pytest.raises((EOFError, ConnectionResetError)):
            while True:
                follower.event()
        follower.sock.close()
        quick.sock.close()


def pour(front, until):
    """Change the topic, by much, until it has its effect."""
    end = time.monotonic() + 5
    while not until():
        assert time.monotonic() < end
        front.change("medals", {"text": str(len(front.store.log)) * 20_000})
        time.sleep(0.002)


def test_twenty_stalled_readers_cost_bounded_memory_and_are_let_go(tmp_path):
    settings = msgspec.structs.replace(
        QUICK, public_ms=0, stream_buffer=20_000, send_buffer=4096, heartbeat=0.3
    )
    with running(tmp_path, settings) as front:
        stalled = [front.connect(rcvbuf=4096) for _ in range(20)]
        for sock in stalled:
            sock.sendall(b"GET /live/G?topic=medals HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: len(front.streams) == 20)
        most = 0
        for seq in range(100):
            front.change("medals", {"text": f"{seq}" * 5_000})
            waiting = [s.transport.get_write_buffer_size() for s in tuple(front.streams._open)]
            most = max([most, *waiting])
            time.sleep(0.002)
        assert 0 < most < 20_000 + 12_000
        eventually(lambda: len(front.streams) == 0)
        for sock in stalled:
            sock.close()


def test_streams_are_bounded_and_counted_down_when_they_leave(tmp_path):
    with running(tmp_path, msgspec.structs.replace(QUICK, max_streams=2)) as front:
        one, two = (front.follow("G?topic=medals").opened() for _ in range(2))
        raw = front.talk(b"GET /live/G?topic=medals HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert raw.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 1" in raw
        one.sock.close()
        eventually(lambda: len(front.streams) == 1)
        front.follow("G?topic=medals").opened().sock.close()
        two.sock.close()
        eventually(lambda: len(front.streams) == 0)
        assert all(not audience._followers for audience in front.streams.audiences.values())


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /live/G HTTP/1.1\r\n", 400),
        (b"GET /live/G?topic=a&audience=x HTTP/1.1\r\n", 400),
        (b"GET /live/G?topic=a HTTP/1.1\r\nContent-Length: 0\r\n", 400),
        (b"GET /live/G?topic=a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", 400),
        (b"POST /live/G?topic=a HTTP/1.1\r\nContent-Length: 0\r\n", 405),
        (b"GET /live/ HTTP/1.1\r\n", 404),
    ],
)
def test_what_is_no_stream_is_told_why(shared, request_head, status):
    raw = shared.talk(request_head + b"Host: x\r\n\r\n", wait=b"}")
    assert raw.startswith(b"HTTP/1.1 %d" % status)
    assert b"application/problem+json" in raw


def test_a_stream_carries_nothing_else(shared):
    live = b"GET /live/G?topic=a HTTP/1.1\r\nHost: x\r\n\r\n"
    follower = shared.follow("G?topic=a").opened()
    follower.sock.sendall(live)
    with pytest.raises((EOFError, ConnectionResetError)):
        follower.block()
    follower.sock.close()
    with shared.connect() as sock:
        sock.sendall(live + live)
        with contextlib.suppress(ConnectionResetError):
            read(sock)
    raw = shared.talk(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n" + live, wait=b"of its own")
    assert raw.count(b"HTTP/1.1 200") == raw.count(b"HTTP/1.1 400") == 1
    eventually(lambda: len(shared.streams) == 0)


def test_old_clients_may_follow_too(shared):
    with shared.connect() as sock:
        sock.sendall(b"GET /live/G?topic=medals HTTP/1.0\r\n\r\n")
        eventually(lambda: len(shared.streams) == 1)
        shared.change("medals", {"a": 1})
        got = b""
        while b"event: change" not in got and (more := sock.recv(1 << 16)):
            got += more
        assert b"event: change" in got


def test_clients_are_told_to_come_back_at_different_times(shared):
    retries = set()
    for _ in range(5):
        with shared.follow("G?topic=medals") as follower:
            retries.add(follower.opened().retry)
    assert len(retries) > 1
    assert all(2000 <= retry < 6000 for retry in retries)


def test_a_front_whose_news_stop_ends_with_an_error_and_not_quietly(tmp_path, monkeypatch, caplog):
    async def broken(self):
        raise LookupError("a fault of ours")

    monkeypatch.setattr(Audience, "run", broken)
    front = Front(QUICK, reader=Store(), odf=nobody, pages=nobody, bus_url=f"unix://{tmp_path}/s")
    with pytest.raises(RuntimeError, match="lost its news"):
        front.run()
    assert "a fault of ours" in caplog.text


def test_a_front_that_cannot_listen_or_read_says_so(tmp_path):
    store = Store()
    with running(tmp_path, store=store) as front:
        settings = msgspec.structs.replace(QUICK, port=front.port)
        parts = {"reader": store, "odf": nobody, "pages": nobody, "bus_url": f"unix://{tmp_path}/s"}
        with pytest.raises(OSError, match="in use"):
            Front(settings, **parts).run()
    store.fails = LookupError("no table")
    with pytest.raises(LookupError, match="no table"):
        Front(QUICK, **parts).run()


def test_a_crowd_that_hangs_up_at_once_is_seen_off_while_others_are_served(tmp_path):
    with running(tmp_path) as front:
        crowd = [front.follow("G?topic=a") for _ in range(100)]
        staying = front.follow("G?topic=a").opened()
        eventually(lambda: len(front.streams) == 101)
        for each in crowd:
            each.sock.shutdown(1)
        front.change("a", {"n": 1})
        assert staying.event()[2] == {"topic": "a", "patch": {"n": 1}}
        eventually(lambda: len(front.streams) == 1)
        for each in crowd:
            each.sock.close()
        staying.sock.close()
