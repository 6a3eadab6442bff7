"""The doctor's verdicts, each tried on values that must give it; and the whole on this machine."""

from __future__ import annotations

import json
import os
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kotinos.ops import api as ops
from kotinos.ops.doctor import disk, machine, ports, saying, stores
from kotinos.ops.terms import Advice

from . import kit

MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /dev/shm rw - tmpfs tmpfs rw
41 22 0:40 / /srv/games rw - nfs4 server:/export rw
42 41 0:41 / /srv/games/fast rw - xfs /dev/vdb rw
43 22 0:42 / /srv/with\040space rw - overlay overlay rw
44 22 0:43 / /srv/twice rw - ext4 /dev/vdc rw
45 22 0:44 / /srv/twice rw - btrfs /dev/vdd rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/kotinos", "ext4"),
        ("/dev/shm/x", "tmpfs"),
        ("/srv/games", "nfs4"),
        ("/srv/games/fast/data", "xfs"),
        ("/srv/gamesroom", "ext4"),
        ("/srv/with space/x", "overlay"),
        ("/srv/twice", "btrfs"),
    ],
)
def test_file_system_of_a_folder_is_found(folder: str, kind: str) -> None:
    assert disk.kind_of(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("told", "level"),
    [
        (disk.judged("ext4", embedded=True), "OK"),
        (disk.judged("tmpfs", embedded=True), "BAD"),
        (disk.judged("tmpfs", embedded=False), "BAD"),
        (disk.judged("nfs4", embedded=True), "BAD"),
        (disk.judged("nfs", embedded=False), "NOTE"),
        (disk.judged("fuse.sshfs", embedded=True), "BAD"),
        (disk.judged("overlay", embedded=True), "BAD"),
        (disk.judged("overlay", embedded=False), "NOTE"),
        (disk.private([], 0o40750), "OK"),
        (disk.private(["log.sqlite3"], 0o40750), "OK"),
        (disk.private([], 0o40755), "NOTE"),
        (disk.private(["log.sqlite3"], 0o40754), "NOTE"),
        (disk.private(["log.sqlite3"], 0o40755), "BAD"),
        (disk.private(["log.sqlite3"], 0o40711), "BAD"),
        (disk.pace(0.001, 0.002, 256), "OK"),
        (disk.pace(0.02, 0.1, 256), "NOTE"),
        (disk.pace(0.2, 0.9, 256), "BAD"),
        (disk.pace(2e-6, 3e-6, 256), "NOTE"),
        (disk.enough(100 << 30, 7000), "OK"),
        (disk.enough(5 << 30, 7000), "NOTE"),
        (disk.enough(1 << 20, 7000), "BAD"),
        (machine.sane(datetime(2026, 11, 25, tzinfo=UTC)), "OK"),
        (machine.sane(datetime(1970, 1, 1, tzinfo=UTC)), "BAD"),
        (machine.kept(None), "NOTE"),
        (machine.kept((0x40, 16_000_000)), "NOTE"),
        (machine.kept((0x2001, 900)), "OK"),
        (machine.memory(4 << 30, 2 << 30), "OK"),
        (machine.memory(4 << 30, 500 << 20), "NOTE"),
        (machine.streams(1_000_000), "OK"),
        (machine.streams(resource.RLIM_INFINITY), "OK"),
        (machine.streams(4096), "NOTE"),
        (machine.streams(256), "BAD"),
        (stores.durable({"fsync": "on", "synchronous_commit": "local"}), "OK"),
        (stores.durable({"fsync": "on", "synchronous_commit": "off"}), "BAD"),
        (stores.wals({"log.sqlite3-wal": 4 << 20}), "OK"),
        (stores.wals({"log.sqlite3-wal": 4 << 30}), "NOTE"),
        (stores.log(10, 8, -5.0), "OK"),
        (stores.log(10, 11, -5.0), "BAD"),
        (stores.log(10, 8, 3600.0), "BAD"),
    ],
)
def test_verdict(told: Advice, level: str) -> None:
    assert told.level == level
    assert told.told and bool(told.remedy) >= (level == "BAD")


def test_pace_is_told_in_messages_a_second() -> None:
    told = disk.pace(0.004, 0.008, 256).told
    assert "4.00 ms (99 % within 8.00 ms)" in told
    assert "some 250 durable messages a second" in told and "would keep 64,000" in told


def test_streams_leave_files_for_the_rest() -> None:
    assert machine.streams(4096).told == "4,096: 3,896 streams a front"
    assert machine.streams(20_000).told == "20,000: 12,000 streams a front"


@given(st.floats(1, 1e12))
def test_rounded_number_is_within_a_twentieth(number: float) -> None:
    told = float(saying.about(number).replace(",", ""))
    assert abs(told - number) <= 0.5 + number / 20


def test_syncs_are_measured_and_leave_nothing(tmp_path: Path) -> None:
    synced: list[int] = []
    times = disk.measure(lambda: synced.append(1))
    assert len(synced) == len(times) == disk.SYNCS and min(times) > 0
    assert disk.told_of([0.001] * 98 + [0.5] * 2, 256).told.startswith(
        "a sync takes 1.00 ms (99 % within 500"
    )
    assert [each.about for each in disk.syncs(tmp_path, 256)] == ["durable writes"]
    assert list(tmp_path.iterdir()) == []


@contextmanager
def listening(answer: bytes, address: object = ("127.0.0.1", 0)) -> Iterator[Any]:
    """Somebody who listens, and greets whoever comes with these bytes."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as server:
        server.bind(address)
        server.listen()

        def serve() -> None:
            while True:
                try:
                    link, _ = server.accept()
                except OSError:
                    return
                with link, suppress(OSError):  # whoever came may have gone
                    link.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_port_is_free_or_somebody_is_named() -> None:
    with listening(b"HTTP/1.0 200 OK\r\nX-Kotinos-Seq: a:1\r\n\r\n") as (_, number):
        assert ports.port(number)[0] == Advice("OK", f"port {number}", "Kotinos is served there")
    assert ports.port(number)[0].level == "OK"
    with listening(b"SSH-2.0\r\n") as (_, number):
        told = ports.port(number)[0]
        name = Path("/proc/self/comm").read_text().strip()
        assert (told.level, told.told) == ("BAD", f"{name} listens there")


@pytest.mark.parametrize(
    ("greeting", "level"), [(b"INFO {}\r\n", "OK"), (b"220 mail\r\n", "BAD"), (None, "BAD")]
)
def test_nats_is_known_by_its_greeting(greeting: bytes | None, level: str) -> None:
    with listening(greeting or b"") as (host, number):
        if greeting:
            assert ports.bus(f"nats://{host}:{number}/games")[0].level == level
    if not greeting:
        assert ports.bus(f"nats://{host}:{number}/games")[0].level == level


def test_own_bus_answers_or_is_not_there(tmp_path: Path) -> None:
    path = str(tmp_path / "b.sock")
    assert "not running" in ports.bus(f"unix://{path}")[0].told
    with listening(b"", path):
        assert ports.bus(f"unix://{path}")[0].told == "the fold answers"
    assert "not running" in ports.bus(f"unix://{path}")[0].told  # a socket that a killed fold left


@pytest.mark.django_db(databases="__all__")
def test_doctor_looks_at_everything_and_tells_nothing_private() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    found = ops.look(number)
    about = {each.about for each in found}
    assert {"durable writes", "free disk", "clock kept right", "open files", "bus", "tables", "log"} <= about
    assert {each.about: each.level for each in found}["tables"] == "OK"
    text = json.dumps([[each.told, each.remedy] for each in found])
    for private in (str(settings.DATA_DIR), settings.SECRET_KEY, socket.gethostname(), os.getcwd()):
        assert private not in text


def corrupt(folder: Path) -> None:
    with (folder / "kotinos.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 60_000)


def expose(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "log.sqlite3").chmod(0o644)


def remove(folder: Path) -> None:
    for path in folder.glob("*.sqlite3*"):
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "about", "level", "code"),
    [
        (lambda folder: None, "SQLite files", "OK", 0),
        (corrupt, "SQLite files", "BAD", 1),
        (remove, "database", "OK", 0),
        (expose, "private files", "BAD", 1),
    ],
)
def test_doctor_judges_a_data_folder(
    tmp_path: Path, spoil: Callable[[Path], None], about: str, level: str, code: int
) -> None:
    assert kit.alone(tmp_path, "migrate").returncode == 0
    spoil(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    done = kit.alone(tmp_path, "doctor", "--json", "--port", number)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {each["about"]: each["level"] for each in lines}[about] == level, done.stdout
    assert done.returncode == code, done.stdout
    assert bool(list(tmp_path.glob("*.sqlite3"))) == (spoil is not remove)


def test_doctor_tells_of_a_database_that_does_not_answer(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="the driver is an extra: [postgres]")
    url = f"postgresql://somebody:hidden@127.0.0.1:1/games?host={tmp_path}"
    done = kit.alone(tmp_path, "doctor", KOTINOS_DATABASE_URL=url)
    assert done.returncode == 1
    assert "BAD  database: PostgreSQL does not answer" in done.stdout
    assert "hidden" not in done.stdout + done.stderr and "somebody" not in done.stdout + done.stderr
