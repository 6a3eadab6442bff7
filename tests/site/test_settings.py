"""Settings of the embedded default."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kotinos.site.embedded import kept_secret, postgresql, sqlite


def test_secret_is_made_once_and_only_ours(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "secret-key")
    assert len(first) >= 50 and kept_secret(tmp_path / "secret-key") == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_secret_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle)))
    monkeypatch.setattr(os, "link", lambda *names: (done.append("link"), link(*names)))
    kept_secret(tmp_path / "secret-key")
    assert done == ["sync", "link", "sync"]  # the content, the name, the folder that has the name


def test_secret_of_a_process_that_was_first_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def first(draft: Path, path: Path) -> None:
        path.write_text("theirs")
        raise FileExistsError

    monkeypatch.setattr("os.link", first)
    assert kept_secret(tmp_path / "secret-key") == "theirs"


def test_sqlite_is_durable_and_writes_at_once(tmp_path: Path) -> None:
    options = sqlite(tmp_path / "x")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] == 10
    assert all(
        word in options["init_command"]
        for word in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
    )


def test_postgresql_is_read_from_its_url() -> None:
    found = postgresql("postgresql://me:p%40ss@db.example:5433/games?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "me",
        "p@ss",
        "db.example",
        "5433",
        "games",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert postgresql("postgresql://postgres:@/postgres?host=/run/pg")["HOST"] == "/run/pg"
    with pytest.raises(ValueError, match="must start with postgresql"):
        postgresql("mysql://x/y")
