"""Rebuild: a continental rehearsal's log gives every stored snapshot again, byte for byte, on both databases.

For SQLite and PostgreSQL each, in a process of its own with a fresh data folder: the stream is taken by
the intake and folded by the worker in batches, with changes published, as when it runs live. Then the
log is folded anew and held against what is stored (``kotinos rebuild --check``), and written anew
(``kotinos rebuild``) and held against what was stored before.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.database import start_postgresql

ROOT = Path(__file__).resolve().parent.parent
SIZE = os.environ.get("KOTINOS_BENCH_SIZE", "continental")


def one() -> None:
    """In a process of its own, on the database that the environment names; prints one JSON line."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kotinos.live import api, models
    from kotinos.live.seed import append_stream
    from kotinos.live.worker import Worker
    from kotinos.rehearsal.api import plan, stream

    for alias in {"default", settings.LOG_DB}:
        call_command("migrate", database=alias, verbosity=0)
    clock = time.perf_counter()
    refused = append_stream(stream(plan(SIZE, 1)), source="bench", until=None, progress=_say("log"))
    logged = time.perf_counter() - clock
    clock = time.perf_counter()
    worker, messages = Worker(), 0
    while count := worker.step():
        messages += count
        _say("folded")(messages)
    folded = time.perf_counter() - clock
    clock = time.perf_counter()
    different = api.differences()
    checked = time.perf_counter() - clock
    before = _digest(models)
    documents = api.rebuild()
    print(
        json.dumps(
            {
                "messages": messages,
                "refused": len(refused),
                "flagged": models.Flagged.objects.count(),
                "documents": documents,
                "different": different[:20],
                "count": len(different),
                "same_after": _digest(models) == before,
                "seconds": [round(logged), round(folded), round(checked)],
            }
        )
    )


def _say(what: str):
    return lambda done: done % 5000 < 400 and print(f"{what} {done}", file=sys.stderr, flush=True)


def _digest(models) -> str:
    digest = hashlib.sha256()
    for topic, body in models.Snapshot.objects.order_by("competition", "topic").values_list("topic", "body"):
        digest.update(topic.encode() + b"\0" + bytes(body) + b"\0")
    return digest.hexdigest()


def measure(url: str | None) -> dict[str, object]:
    """One database's figures."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "KOTINOS_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "kotinos.site.settings",
        }
        environment.pop("KOTINOS_DATABASE_URL", None)
        if url:
            environment["KOTINOS_DATABASE_URL"] = url
        done = subprocess.run(
            [sys.executable, "-c", "from bench.rebuild import one; one()"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit("the measuring process failed; see above")
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def run() -> tuple[str, bool]:
    """Measure both databases; the figures, and whether every byte is the same."""
    told, held = [], True
    with tempfile.TemporaryDirectory() as folder:
        for name, where in (("SQLite", None), ("PostgreSQL", start_postgresql(Path(folder)))):
            found = measure(where)
            print(name, found, flush=True)
            log, fold, check = found["seconds"]  # type: ignore[misc]
            held = held and not (found["count"] or found["flagged"]) and bool(found["same_after"])
            told.append(
                f"{name}: {found['messages']} messages, {found['documents']} documents, "
                f"{found['count']} different, log {log} s, fold {fold} s, rebuild {check} s"
            )
    return f"{SIZE}; " + "; ".join(told), held
