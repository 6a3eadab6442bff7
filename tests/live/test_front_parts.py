"""The front's parts without a socket: frames, merging, the ring, encodings, requests, gzip."""

from __future__ import annotations

import ast
import asyncio
import gzip
import inspect
import json
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kotinos.live.front import frames
from kotinos.live.front.answers import Refused
from kotinos.live.front.audience import Audience, Epoch, Stream
from kotinos.live.front.odf import unzip
from kotinos.live.front.ring import Ring
from kotinos.live.front.snapshots import ENCODINGS, build, choose
from kotinos.live.front.standin import ANSWERED, STREAMING
from kotinos.live.front.topics import among, disjoint
from kotinos.live.front.wish import read_wish
from kotinos.live.patch import apply
from kotinos.live.terms import Change, Snapshot

TOPICS = st.sampled_from(["medals", "unit/A", "unit/B"])
# Patches that meet in every way: set, remove, go into, put an object where there was none.
PATCHES = st.sampled_from(
    [
        {},
        {"a": 1},
        {"a": None},
        {"a": {}},
        {"a": {"b": 2}},
        {"a": {"b": None}},
        {"b": {"a": {"b": 1}}},
        {"b": None},
    ]
)
LOGS = st.lists(st.tuples(TOPICS, PATCHES), min_size=1, max_size=12).map(
    lambda told: [
        Change(n, "G", topic, json.dumps(patch).encode()) for n, (topic, patch) in enumerate(told, 1)
    ]
)


def follow(text, docs):
    """What a client makes of frames: the documents, and the id it has at the end of each block."""
    ids, last = [], ""
    for block in text.decode().split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        last = fields.get("id", last)
        ids.append(last)
        if "data" in fields:
            data = json.loads(fields["data"])
            docs[data["topic"]] = apply(docs.get(data["topic"], {}), data["patch"])
    return ids


def after_all(changes, topics):
    docs = {}
    for change in changes:
        if change.topic in topics:
            docs[change.topic] = apply(docs.get(change.topic, {}), json.loads(change.patch))
    return docs


@given(LOGS, st.sets(TOPICS, min_size=1))
def test_merged_frames_lead_where_the_single_changes_lead(changes, topics):
    flush = frames.flush(changes, "e", changes[-1].seq)
    chosen = tuple(place for place, (_, topic) in enumerate(flush.keys) if topic in topics)
    docs = {}
    if chosen:
        ids = follow(flush.payload(chosen), docs)
        # Cut anywhere before the end, the client comes back to before all of it.
        assert ids[:-1] == [""] * (len(ids) - 1)
        assert ids[-1] == f"e:{changes[-1].seq}"
    assert docs == after_all(changes, topics)


@given(LOGS)
def test_single_frames_each_bear_their_own_id(changes):
    flushes = frames.singly(changes, "e")
    docs = {}
    ids = follow(b"".join(flush.payload((0,)) for flush in flushes), docs)
    assert ids == [f"e:{change.seq}" for change in changes]
    assert docs == after_all(changes, {"medals", "unit/A", "unit/B"})


@given(LOGS, st.integers(0, 13), st.sets(TOPICS), st.integers(1, 12), st.integers(0, 60))
def test_ring_gives_all_that_was_missed_or_says_it_cannot(changes, after, topics, most, size):
    ring = Ring(0, most, size)
    for change in changes:
        ring.add(change)
    if ring.covers(after):
        expected = [c for c in changes if c.topic in topics and c.seq > after]
        assert ring.after([("G", topic) for topic in topics], after) == expected
    else:
        assert len(changes) - after > most or sum(len(c.patch) for c in changes[after:]) > size


NAMES = st.text("ab*", min_size=1, max_size=3)
ASKED = st.lists(NAMES, min_size=1, max_size=4)
MANY = st.lists(NAMES, min_size=1, max_size=12).map(
    lambda names: [Change(n, "G", name, b'{"a":%d}' % n) for n, name in enumerate(names, 1)]
)


def wanted(topic, asked):
    return any(topic == each or (each[-1] == "*" and topic.startswith(each[:-1])) for each in asked)


@given(ASKED, NAMES)
def test_what_is_asked_for_covers_each_topic_once(asked, topic):
    kept = disjoint(asked)
    assert sum(wanted(topic, [each]) for each in kept) == wanted(topic, asked)
    assert among([("G", each) for each in kept], ("G", topic)) == wanted(topic, asked)
    assert not among([("OTHER", each) for each in kept], ("G", topic))


@given(MANY, ASKED, st.integers(0, 13), st.integers(1, 12))
def test_ring_gives_what_patterns_match_in_order(changes, asked, after, most):
    ring = Ring(0, most, 10_000)
    for change in changes:
        ring.add(change)
    if ring.covers(after):
        expected = [c for c in changes if wanted(c.topic, asked) and c.seq > after]
        assert ring.after([("G", each) for each in disjoint(asked)], after) == expected
        assert ring.after([("OTHER", each) for each in disjoint(asked)], after) == []


class Wire:
    """A transport that remembers."""

    def __init__(self):
        self.written = []

    def is_closing(self):
        return False

    def write(self, payload):
        self.written.append(payload)


class Reader:
    """Follows what it asked for, but for a while; then it resumes by the ring."""

    def __init__(self, asked, away):
        self.away = away
        self.stream = Stream(Wire(), tuple(("G", topic) for topic in disjoint(asked)), "media")

    def at(self, seq, audience, ring):
        """Go or come, as the seq says."""
        left, back = self.away
        if seq == left:
            audience.leave(self.stream)
        if seq == back:
            missed = ring.after(self.stream.keys, left)
            for flush in audience.flushes(missed, seq) if missed else ():
                self.stream.tell(flush.payload(range(len(flush.keys))), flush.seq)
            self.stream.seq = seq
        if seq == back or (seq == 0 and left > 0):
            audience.join(self.stream)


async def read_along(readers, changes, delay):
    """Publish the changes one by one to readers that come and go."""
    epoch, ring = Epoch(), Ring(0, 100, 10_000)
    epoch.name = "e"
    audience = Audience(delay, epoch, "public")
    teller = asyncio.create_task(audience.run())
    for reader in readers:
        reader.at(0, audience, ring)
    for change in changes:
        ring.add(change)
        audience.add([change])
        while audience.told < change.seq:
            await asyncio.sleep(0)
        for reader in readers:
            reader.at(change.seq, audience, ring)
    teller.cancel()
    for reader in readers:
        audience.leave(reader.stream)
    assert not audience._groups and not audience._followers
    assert audience._lengths.names(("G", "a")) == {("G", "a")}


AWAY = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted)
READERS = st.lists(st.tuples(ASKED, AWAY), min_size=1, max_size=5)


@given(MANY, READERS, st.sampled_from([0, 0.0001]))
def test_streams_of_patterns_are_told_what_matches_in_order_across_a_resume(changes, asking, delay):
    readers = [Reader(asked, away) for asked, away in asking]
    asyncio.run(read_along(readers, changes, delay))
    for (asked, (left, back)), reader in zip(asking, readers, strict=True):
        docs, text = {}, b"".join(reader.stream.transport.written)
        follow(text, docs)
        heard = changes if back <= len(changes) else changes[:left]
        due = [change for change in heard if wanted(change.topic, asked)]
        assert docs == after_all(due, {change.topic for change in due})
        numbers = [int(part.split(b"}")[0]) for part in text.split(b'"a":')[1:]]
        assert delay or numbers == [change.seq for change in due]


def test_streams_that_follow_the_same_are_told_the_same_bytes():
    """Also the second time round, and what one of them no longer follows the other still does."""
    epoch = Epoch()
    epoch.name = "e"
    audience = Audience(0, epoch, "media")
    streams = [Stream(Wire(), (("G", "unit/*"), ("G", "medals")), "media") for _ in range(3)]
    for stream in streams:
        audience.join(stream)
    audience.leave(streams[2])
    (flush,) = frames.singly([Change(1, "G", "unit/A", b"{}")], "e")
    asyncio.run(audience._deliver(flush, 0))
    first, second, third = (stream.transport.written for stream in streams)
    assert first[0] is second[0] and third == []


@given(st.text(max_size=30))
def test_read_point_takes_only_points(text):
    start = frames.read_point(text)
    assert start is None or (start[0] and int(text.rpartition(":")[2]) == start[1])


@given(st.text("abc:é ", min_size=1), st.integers(0, 10**17))
def test_read_point_reads_what_point_writes(epoch, seq):
    assert frames.read_point(frames.point(epoch, seq)) == (epoch, seq)


def test_a_patch_with_line_ends_stays_one_frame():
    (flush,) = frames.singly([Change(1, "G", "t", b'{\n "a":\r\n 1}')], "e")
    docs = {}
    assert follow(flush.payload((0,)), docs) == ["e:1"]
    assert docs == {"t": {"a": 1}}


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (b"", b""),
        (b"gzip", b"gzip"),
        (b"gzip, deflate, br, zstd", b"br"),
        (b"GZIP;q=0.5, br;q=0", b"gzip"),
        (b"br;q=0.000,gzip; q=0", b""),
        (b"br;q=0.001", b"br"),
        (b"identity", b""),
        (b"brotli", b""),
    ],
)
def test_choose_takes_the_best_encoding_allowed(accept, best):
    assert ENCODINGS[choose(accept)] == best


@given(st.binary(max_size=60))
def test_choose_survives_anything(accept):
    assert choose(accept) in (0, 1, 2)


def test_an_entry_knows_itself_by_whatever_tag_it_gave():
    entry = build(Snapshot("G", "t", b"x" * 1000, '"abc"', "e", 1))
    assert [dict(v.headers)[b"etag"] for v in entry.variants] == [b'"abc"', b'"abc-gzip"', b'"abc-br"']
    assert all(entry.known(v) for v in (b'"abc"', b'W/"abc-gzip"', b'"x", "abc-br"', b"*"))
    assert not any(entry.known(v) for v in (b"", b'"ab"', b'"abcd"', b'"abc-x"'))


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/live/", b"topic=a", 404),
        ("/live/a/b", b"topic=a", 404),
        ("/live/G", b"", 400),
        ("/live/G", b"topic=%0a", 400),
        ("/live/G", b"topic=a&audience=king", 400),
        ("/live/G", b"topic=\xff", 400),
        ("/live/G", b"&".join(b"topic=%d" % n for n in range(51)), 400),
        ("/live/G", b"&".join(b"topic=%d" % n for n in range(500)), 400),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(path, query, status):
    with pytest.raises(Refused) as refused:
        read_wish(path, query, [])
    assert refused.value.status == status


def test_a_wish_counts_a_topic_once_and_takes_the_newer_point():
    wish = read_wish(
        "/live/G", b"topic=a&topic=b&topic=a&after=e:1&audience=media", [(b"last-event-id", b"e:9")]
    )
    assert wish.keys == (("G", "a"), ("G", "b"))
    assert (wish.audience, wish.after) == ("media", "e:9")


@given(st.binary(max_size=300), st.integers(0, 300))
def test_unzip_gives_the_content_or_refuses_it(content, limit):
    try:
        assert unzip(gzip.compress(content), limit) == content
    except Refused as refused:
        assert refused.status == 413
        assert len(content) > limit
    else:
        assert len(content) <= limit


@given(st.binary(max_size=60))
def test_unzip_refuses_what_is_no_gzip(raw):
    with pytest.raises(Refused):
        unzip(raw, 1000)


# Named, because gzip writes the time of day, and a test must be called the same in every worker.
@pytest.mark.parametrize(
    "raw",
    [gzip.compress(b"a" * 99)[:-3], gzip.compress(b"a") * 2, gzip.compress(b"a") + b"x"],
    ids=["cut", "two", "more"],
)
def test_unzip_refuses_what_is_not_one_whole_member(raw):
    with pytest.raises(Refused, match="one whole"):
        unzip(raw, 1000)


def test_unzip_stops_at_the_limit_of_a_bomb():
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(Refused) as refused:
        unzip(bomb, 1000)
    assert refused.value.status == 413


def test_the_stand_in_has_everything_uvicorn_asks_of_a_cycle():
    tree = ast.parse(textwrap.dedent(inspect.getsource(HttpToolsProtocol)))
    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "cycle"
    }
    assert {"response_complete", "body", "more_body"} <= asked
    for stand_in in (ANSWERED, STREAMING):
        assert [name for name in asked if not hasattr(stand_in, name)] == []


class Ear:
    """A transport that remembers what it was told."""

    def __init__(self):
        self.heard = []

    def is_closing(self):
        return False

    def write(self, payload):
        self.heard.append(payload)

    def document(self):
        """The document after all that was heard, and the ids in their order."""
        document, ids = {}, []
        for line in b"".join(self.heard).split(b"\n"):
            if line.startswith(b"data: "):
                document = apply(document, json.loads(line[6:])["patch"])
            elif line.startswith(b"id: "):
                ids.append(int(line.rpartition(b":")[2]))
        return document, ids


async def told_up_to(audience, seq, telling):
    """Wait until everybody has been told this, and end the telling."""
    while audience.told < seq:
        await asyncio.sleep(0.001)
    telling.cancel()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(1, 40), st.data())
def test_a_round_tells_each_stream_what_is_new_to_it_by_then(pauses, count, data):
    """Changes come while a round is on, streams join meanwhile: each ends at the newest, in few frames."""

    async def scene():
        epoch = Epoch()
        epoch.name = "e"
        audience = Audience(0.001, epoch, "public")
        ears = []

        def join(seq):
            stream = Stream(Ear(), (("G", "t"),), "public")
            stream.seq = seq
            ears.append(stream)
            audience.join(stream)

        for _ in range(count):
            join(0)
        telling = asyncio.create_task(audience.run())
        for seq, pause in enumerate(pauses, 1):
            audience.add([Change(seq, "G", "t", b'{"n":%d,"k%d":1}' % (seq, seq % 3))])
            for _ in range(pause):
                await asyncio.sleep(0)
            if data.draw(st.booleans()):
                join(seq)
        await told_up_to(audience, len(pauses), telling)
        return ears

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kotinos.live.front.audience.SLICE", 4)
        ears = asyncio.run(scene())
    for stream in ears:
        document, ids = stream.transport.document()
        assert ids == sorted(set(ids))
        assert (document.get("n"), ids[-1:]) in ((len(pauses), [len(pauses)]), (None, []))
        assert stream.seq == len(pauses)


def test_a_stream_whose_turn_comes_late_is_told_the_newest(monkeypatch):
    monkeypatch.setattr("kotinos.live.front.audience.SLICE", 1)

    async def scene():
        epoch = Epoch()
        epoch.name = "e"
        audience = Audience(0.02, epoch, "public")
        ears = [Stream(Ear(), (("G", "t"),), "public") for _ in range(3)]
        for each in ears:
            audience.join(each)
        telling = asyncio.create_task(audience.run())
        audience.add([Change(1, "G", "t", b'{"n":1}')])
        while not ears[0].transport.heard:
            await asyncio.sleep(0)
        audience.add([Change(2, "G", "t", b'{"n":2}')])
        await told_up_to(audience, 2, telling)
        return [each.transport.document() for each in ears]

    first, *_, last = asyncio.run(scene())
    assert first == ({"n": 2}, [1, 2])
    assert last == ({"n": 2}, [2])
