"""Restore: an olympic-size rehearsal, wiped and restored from a backup, is served again in under two minutes.

The whole Games is made and folded first (not timed). Then it is served, a backup is taken of the running
server, and what addresses of every kind answer is kept: snapshots, pages, API. Three times the data is
wiped, the system's cache of files is dropped where that is allowed, and the clock runs over ``kotinos
restore`` (every file's digest, SQLite's own check, every message's digest, the counts) and ``kotinos run``
until each of those addresses answers with the bytes and ETag of before. A page's bytes are compared
without the point it may be followed from, which has to be another one: a restore begins a new epoch.

After the clock has stopped every stored snapshot is compared with that of before, and at the end the log
is folded anew (``kotinos rebuild --check``). The same on PostgreSQL, with its tables dropped instead.
Client and server share the machine's cores; the median counts.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from bench.served import Server, ServerError, serving
from tests.database import start_postgresql

ROOT = Path(__file__).resolve().parent.parent
SIZE = os.environ.get("KOTINOS_BENCH_SIZE", "olympic")
RUNS, WITHIN = 3, 120.0
POINT = re.compile(rb"\b[0-9a-f]{8}:\d+\b")
PLAIN = {"Accept-Encoding": "identity"}
"""Django pads what it zips by chance, and does not zip where that would not shorten: ETags then vary."""
Answers = dict[str, tuple[str, bytes]]


def seed() -> None:
    """In a process of its own, on the database that the environment names: the whole Games."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kotinos.live import api as live
    from kotinos.rehearsal.api import plan, stream

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0)
    refused = live.seed(stream(plan(SIZE, 1)), source="rehearsal")
    if refused:
        raise SystemExit(f"{len(refused)} messages were refused: {refused[0]}")


def stored() -> None:
    """In a process of its own: a digest over every stored snapshot, and how many there are."""
    import hashlib

    import django

    django.setup()
    from kotinos.live import models

    digest, count = hashlib.sha256(), 0
    rows = models.Snapshot.objects.order_by("competition", "topic").values_list("topic", "etag", "body")
    for topic, etag, body in rows.iterator(500):
        digest.update(f"{topic}\0{etag}\0".encode() + bytes(body) + b"\0")
        count += 1
    print(f"{count} {digest.hexdigest()}")


def python(data: Path, *words: str) -> str:
    """What a program of ours says, on that data; an exception when it fails."""
    env = {
        **os.environ, "KOTINOS_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "kotinos.site.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise ServerError(f"{' '.join(words)} failed: {done.stdout[-800:]}")
    return done.stdout.strip()


def addresses(server: Server) -> list[str]:
    """Snapshots, pages and API answers of every kind, of the first, a middle and the last unit and event."""
    games = server.client.get("/api/v1/games").json()["rows"][0]["games"]
    api = f"/api/v1/games/{games}"
    found = ["/api/v1/games", f"{api}/medals", f"/{games}/", f"/{games}/medals/", f"/{games}/records/"]
    day = server.client.get(f"{api}/units?limit=1").json()["rows"][0]["start"][:10]
    found += [f"/{games}/schedule/{day}/", f"{api}/days/{day}", f"/snap/{games}/day/{day}"]
    for kind in ("unit", "event", "organisation", "participant"):
        total = server.client.get(f"{api}/{kind}s?limit=1").json()["total"]
        for after in (0, total // 2, total - 1):
            listing = f"{api}/{kind}s?limit=1&after={after}"
            row = server.client.get(listing).json()["rows"][0]
            code = row.get("rsc") or row["code"]
            found += [listing, f"{api}/{kind}s/{code}"]
            found += [f"/{games}/{kind}s/{code}/", f"/snap/{games}/{kind}/{code}"]
    found += [f"/snap/{games}/{topic}" for topic in ("games", "medals", "records")]
    return found


def asked(server: Server, wanted: list[str]) -> Answers:
    """ETag and bytes of each address, points left out; an exception where one does not answer 200."""
    found = {}
    for address in wanted:
        answer = server.client.get(address, headers=PLAIN)
        if answer.status_code != 200:
            raise ServerError(f"{address} answers {answer.status_code}")
        found[address] = (answer.headers.get("etag", ""), POINT.sub(b"", answer.content))
    return found


def drop_caches() -> bool:
    """Have the restore read from the disk, not from memory; whether this user may."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        return False
    return True


def wipe(data: Path) -> None:
    """Nothing is left: neither the folder nor, on PostgreSQL, the tables."""
    shutil.rmtree(data)
    if url := os.environ.get("KOTINOS_DATABASE_URL"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")


def once(data: Path, backup: Path, before: Answers, whole: str) -> tuple[float, float, str]:
    """Wipe, restore, serve; seconds until restored and until all is served as before, and what differs."""
    wipe(data)
    drop_caches()
    begin = time.monotonic()
    python(data, "-m", "kotinos", "restore", str(backup))
    restored = time.monotonic() - begin
    with serving(data) as server:
        after = asked(server, list(before))
        served = time.monotonic() - begin
    different = [address for address in before if after[address] != before[address]]
    if python(data, "-c", "from bench.restore import stored; stored()") != whole:
        different.append("stored snapshots")
    return restored, served, ", ".join(different)


def measure(folder: Path) -> tuple[str, bool]:
    """One database's figures."""
    data, shelf = folder / "data", folder / "backups"
    data.mkdir()
    begin = time.monotonic()
    python(data, "-c", "from bench.restore import seed; seed()")
    print(f"  seeded in {time.monotonic() - begin:.0f} s", flush=True)
    with serving(data) as server:
        before = asked(server, addresses(server))
        begin = time.monotonic()
        told = python(data, "-m", "kotinos", "backup", str(shelf))
        backed = time.monotonic() - begin
    print(f"  {told}", flush=True)
    (backup,) = (each for each in shelf.iterdir() if each.is_dir())
    size = sum(each.stat().st_size for each in backup.iterdir())
    whole = python(data, "-c", "from bench.restore import stored; stored()")
    runs = [once(data, backup, before, whole) for _ in range(RUNS)]
    for restored, served, different in runs:
        print(f"  restored after {restored:.1f} s, served after {served:.1f} s; differs: {different or '-'}")
    check = python(data, "-m", "kotinos", "rebuild", "--check").splitlines()[-1]
    served = statistics.median(served for _, served, _ in runs)
    messages = told.partition(": ")[2].partition(" of ")[0]
    figures = (
        f"{messages}, {whole.split()[0]} snapshots, {len(before)} addresses, "
        f"backup {backed:.1f} s and {size / 1e6:.0f} MB, served again after {served:.1f} s, rebuild: {check}"
    )
    same = not any(different for _, _, different in runs) and check == "0 differences"
    return figures, same and served < WITHIN


@contextmanager
def database(url: str | None):
    """With the environment naming that database, or none: SQLite."""
    before = os.environ.pop("KOTINOS_DATABASE_URL", None)
    if url:
        os.environ["KOTINOS_DATABASE_URL"] = url
    try:
        yield
    finally:
        os.environ.pop("KOTINOS_DATABASE_URL", None)
        if before:
            os.environ["KOTINOS_DATABASE_URL"] = before


def run() -> tuple[str, bool]:
    """Measure both databases; the figures, and whether both hold."""
    told, held = [], True
    cold = "read from disk" if drop_caches() else "read from memory: this user may not drop the cache"
    with tempfile.TemporaryDirectory(prefix="kotinos-restore-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for kind in ("SQLite", "PostgreSQL"):
            print(f"{kind}, {SIZE}, {cold}", flush=True)
            (folder / kind).mkdir()
            with database(start_postgresql(folder) if kind == "PostgreSQL" else None):
                figures, holds = measure(folder / kind)
            told.append(f"{kind}: {figures}")
            held = held and holds
    return f"{SIZE}; " + "; ".join(told), held
